#!/usr/bin/env node
import { runCommand } from './cli/command.ts'
import { ownTerminal } from './cli/terminal.ts'

process.exitCode = await runCommand(process.argv, ownTerminal())
