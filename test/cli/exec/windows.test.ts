import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { endOf, plainly, spawnProgram } from '../child.ts'

/** Has Node.js say that it is on Windows, and prints what would be spawned there. */
const pretend = `
  Object.defineProperty(process, 'platform', { value: 'win32' })
  const processes = require('node:child_process')
  const { spawn } = processes
  processes.spawn = (command, words, { windowsVerbatimArguments }) => {
    console.log(JSON.stringify([command, words, windowsVerbatimArguments ?? false]))
    return spawn(process.execPath, ['-e', 'process.exit(Number(process.env.CODE))'], { env: { CODE: process.env.CODE } })
  }`

const script = (words: readonly string[]): string => `
  import(${JSON.stringify(new URL('../../../src/cli/child.js', import.meta.url).href)})
    .then(({ runChild }) => runChild(...${JSON.stringify([words[0], words.slice(1)])}, process.env))
    .then((code) => console.log(code), ({ message, exitCode }) => console.log(message, exitCode))`

t.test('on Windows a script such as npm.cmd runs by the shell that it needs, its words quoted', async (t) => {
  const folder = t.testdir({ 'npm.CMD': '@echo off', 'tool.EXE': '' })
  for (const name of ['npm.CMD', 'tool.EXE']) chmodSync(join(folder, name), 0o755)
  const stub = join(folder, 'pretend.cjs')
  writeFileSync(stub, pretend)
  const run = async (code: number, ...words: readonly string[]) => {
    const variables = {
      PATH: `${folder};${process.env['PATH']}`,
      PATHEXT: '.EXE;.CMD',
      comspec: 'cmd.exe',
      CODE: `${code}`,
    }
    const program = plainly(process.execPath, '--require', stub, '-e', script(words))
    return (await endOf(spawnProgram(t, program, variables))).stdout.split('\n')
  }
  const line = '"npm ^"test^" ^"--^" ^"with^ space^""'
  t.strictSame(await run(3, 'npm', 'test', '--', 'with space'), [
    JSON.stringify(['cmd.exe', ['/d', '/s', '/c', line], true]),
    '3',
    '',
  ])
  t.strictSame((await run(0, 'tool', 'test')).slice(1), ['0', ''])
  t.strictSame(
    (await run(1, 'no-such-command')).slice(1),
    ['no-such-command: command not found. 127', ''],
    'the shell ends with 1, which is told apart from a command that fails',
  )
  t.strictSame((await run(1, 'npm', 'test')).slice(1), ['1', ''])
})
