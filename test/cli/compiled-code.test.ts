import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import module from 'node:module'
import { keepCompiledCode } from '../../src/compiled-code.ts'
import { plainly } from './child.ts'

/** The package in a folder of its own, with the place of its compiled code. */
function installCommand(t: Test) {
  const folder = join(t.testdir(), 'package')
  for (const part of ['package.json', 'fixtures', 'build/bundle'])
    cpSync(part, join(folder, part), { recursive: true })
  symlinkSync(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  return {
    command: join(folder, 'build/bundle/main.js'),
    build: join(folder, 'build'),
    kept: join(folder, 'build/cache'),
  }
}

function run(command: string, environment: NodeJS.ProcessEnv = {}): string {
  const [program = '', ...words] = plainly(process.execPath, command, 'exec', '--', 'true')
  const env = { PATH: process.env['PATH'], ...environment }
  return execFileSync(program, words, { env, stdio: ['ignore', 'pipe', 'pipe'] }).toString()
}

function countFiles(folder: string): number {
  return readdirSync(folder, { recursive: true }).length
}

t.test('the command keeps its compiled code in the package, and no more at the next start', async (t) => {
  const { command, kept } = installCommand(t)
  run(command)
  const files = countFiles(kept)
  t.ok(files > 5)
  run(command)
  t.equal(countFiles(kept), files)
})

t.test('the variables of Node.js that name another folder or none are respected', async (t) => {
  const { command, build, kept } = installCommand(t)
  run(command, { NODE_DISABLE_COMPILE_CACHE: '1' })
  t.equal(countFiles(kept), 0)
  const named = join(build, 'named')
  run(command, { NODE_COMPILE_CACHE: named })
  t.equal(countFiles(kept), 0)
  t.ok(countFiles(named) > 5)
})

t.test('nobody else can write where code is kept, and where somebody can none is loaded', async (t) => {
  const { command, kept } = installCommand(t)
  const before = process.umask(0)
  t.teardown(() => process.umask(before))
  run(command)
  t.equal(statSync(kept).mode & 0o777, 0o700)
  rmSync(kept, { recursive: true })
  mkdirSync(kept, 0o777)
  run(command)
  t.equal(countFiles(kept), 0)
})

t.test('where nothing can be kept the command works as ever', async (t) => {
  const { command, build, kept } = installCommand(t)
  writeFileSync(kept, 'a file in its place')
  t.doesNotThrow(() => run(command))
  t.notOk(keepCompiledCode(kept))
  t.notOk(keepCompiledCode(join(build, 'no', 'such', 'folder')))
  t.notOk(existsSync(join(build, 'no')))
  mkdirSync(join(build, 'read-only'))
  chmodSync(join(build, 'read-only'), 0o500)
  t.doesNotThrow(() => keepCompiledCode(join(build, 'read-only', 'cache')))
})

t.test('scripts keep their code where Node.js keeps its own, if nobody else can write there', async (t) => {
  const folder = t.testdir({ open: {}, own: {} })
  chmodSync(join(folder, 'open'), 0o777)
  chmodSync(join(folder, 'own'), 0o700)
  const kept = join(folder, 'own')
  for (const [directory, expected] of [
    [kept, kept],
    [join(folder, 'open'), undefined],
    [undefined, undefined],
  ] as const) {
    const enabled = t.capture(module, 'enableCompileCache', () => ({ status: 1, directory }) as never)
    t.equal(keepCompiledCode(kept), expected)
    t.match(enabled(), [{ args: [kept] }])
    enabled.restore()
  }
  t.equal(keepCompiledCode(join(folder, 'open')), undefined)
})
