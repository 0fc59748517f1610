import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { subcommands } from '../../src/cli/subcommands.ts'
import { plainly } from './child.ts'

/** What only a command that runs may load. */
const heavy = ['ajv', 'asn1js', 'better-sqlite3', 'fastify', 'jose', 'lru-cache', 'pino', 'pkijs', 'yaml']

/** The files that a Node.js loads, as its coverage lists them. */
function listLoaded(t: Test, ...args: readonly string[]) {
  const folder = t.testdir()
  const [program = '', ...words] = plainly(process.execPath, ...args)
  const env = { PATH: process.env['PATH'], NODE_V8_COVERAGE: folder }
  const { status } = spawnSync(program, words, { env })
  const texts = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8'))
  const loaded = texts.flatMap((text) => (JSON.parse(text) as { result: { url: string }[] }).result)
  return { status, loaded: loaded.map(({ url }) => url).filter((url) => url.startsWith('file:')) }
}

/** The packages that files belong to, and those that were joined into files of the bundle. */
function listPackages(files: readonly string[]): ReadonlySet<string> {
  const bundled = files.filter((file) => file.includes('/build/bundle/'))
  const joined = bundled.flatMap((file) =>
    readFileSync(new URL(file), 'utf8').match(/^\/\/ node_modules.*/gm),
  )
  const places = [...files, ...joined].map((place) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(`${place}`))
  return new Set(places.flatMap((place) => place?.[1] ?? []))
}

const refused = [['--nope'], ['nope'], ['--port', 'http'], ...subcommands.map(({ name }) => [name, '--nope'])]
const answered = [['--version'], ['--help'], ...subcommands.map(({ name }) => [name, '--help'])]

t.test('what is refused, --help and --version are answered without what runs a mock', async (t) => {
  const script = `
    const { runCommand } = await import('./build/src/cli/command.js')
    const [print, report] = [() => {}, () => {}]
    for (const [code, lines] of JSON.parse(process.argv[1])) for (const words of lines) {
      const terminal = { environment: {}, input: [], print, report }
      if ((await runCommand(['node', 'gm-mock', ...words], terminal)) !== code) process.exit(9)
    }`
  const lines = JSON.stringify([
    [2, refused],
    [0, answered],
  ])
  const { status, loaded } = listLoaded(t, '--input-type=module', '-e', script, lines)
  t.equal(status, 0)
  const packages = listPackages(loaded)
  t.ok(packages.has('commander'))
  t.strictSame(
    heavy.filter((name) => packages.has(name)),
    [],
  )
})

for (const [args, code] of [
  [['--nope'], 2],
  [['--version'], 0],
] as const) {
  t.test(`neither does the command of the package load it for ${args.join(' ')}`, async (t) => {
    const { status, loaded } = listLoaded(t, 'build/bundle/main.js', ...args)
    t.equal(status, code)
    const packages = listPackages(loaded)
    t.ok(packages.has('commander'))
    t.strictSame(
      heavy.filter((name) => packages.has(name)),
      [],
    )
  })
}

t.test('what is loaded is seen', async (t) => {
  const { loaded } = listLoaded(t, 'build/bundle/main.js', 'validate', 'fixtures/demo.yaml')
  t.strictSame(
    heavy.filter((name) => listPackages(loaded).has(name)),
    ['ajv', 'lru-cache', 'yaml'],
  )
})

t.test('an old Node.js is refused before it loads what it may lack something for', async (t) => {
  const versions = { ...process.versions, node: '18.18.0', napi: '9' }
  const script = `Object.defineProperty(process, 'versions', { value: ${JSON.stringify(versions)} })`
  const preload = `data:text/javascript,${encodeURIComponent(script)}`
  const { status, loaded } = listLoaded(t, '--import', preload, 'build/src/main.js')
  t.equal(status, 2)
  t.strictSame(loaded.map((file) => file.replace(/.*\/build\/src\//, '')).toSorted(), [
    'base/node-version.js',
    'load-command.js',
    'main.js',
  ])
})
