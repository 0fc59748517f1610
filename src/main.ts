#!/usr/bin/env node
import { describeOldNode } from './base/node-version.ts'
import { compiledCodeFolder } from './base/package-files.ts'
import { keepCompiledCode } from './compiled-code.ts'

// The rest is loaded after the check: an old Node.js would crash in its native module.
const problem = describeOldNode(process.versions)
if (problem === undefined) {
  keepCompiledCode(compiledCodeFolder())
  const { runCommand } = await import('./cli/command.ts')
  const { ownTerminal } = await import('./cli/terminal.ts')
  process.exitCode = await runCommand(process.argv, ownTerminal())
} else {
  process.stderr.write(`gm-mock: ${problem}\n`)
  process.exitCode = 2
}
