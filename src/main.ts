#!/usr/bin/env node
import { describeOldNode } from './base/node-version.ts'
import { loadCommand } from './load-command.ts'

// The rest is loaded after the check: an old Node.js would crash in its native module, or sooner.
const problem = describeOldNode(process.versions)
if (problem === undefined) {
  const { runCommand, ownTerminal, keepCode } = await loadCommand()
  process.exitCode = await runCommand(process.argv, { ...ownTerminal(), whenReady: keepCode })
} else {
  process.stderr.write(`gm-mock: ${problem}\n`)
  process.exitCode = 2
}
