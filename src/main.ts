#!/usr/bin/env node
import { describeOldNode } from './base/node-version.ts'
import { keepCompiledCode } from './compiled-code.ts'

// The rest is loaded after the check: an old Node.js would crash in its native module, or sooner.
const problem = describeOldNode(process.versions)
if (problem === undefined) {
  const { compiledCodeFolder } = await import('./base/package-files.ts')
  keepCompiledCode(compiledCodeFolder())
  const { runCommand } = await import('./cli/command.ts')
  const { ownTerminal } = await import('./cli/terminal.ts')
  process.exitCode = await runCommand(process.argv, ownTerminal())
} else {
  process.stderr.write(`gm-mock: ${problem}\n`)
  process.exitCode = 2
}
