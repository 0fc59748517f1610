#!/usr/bin/env node
import { describeOldNode } from './base/node-version.ts'

// The rest is loaded after the check: an old Node.js would crash in its native module.
const problem = describeOldNode(process.versions)
if (problem === undefined) {
  const { runCommand } = await import('./cli/command.ts')
  const { ownTerminal } = await import('./cli/terminal.ts')
  process.exitCode = await runCommand(process.argv, ownTerminal())
} else {
  process.stderr.write(`gm-mock: ${problem}\n`)
  process.exitCode = 2
}
