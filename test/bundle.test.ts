import { execFileSync } from 'node:child_process'
import { accessSync, chmodSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type * as Library from '../src/index.ts'
import type * as TestkitModule from '../src/testkit.ts'
import { packageVersion } from '../src/base/package-files.ts'

const bundled = (file: string): URL => new URL(`../bundle/${file}`, import.meta.url)

t.test('the library of the package starts a mock with the demo world', async (t) => {
  const { startMock } = (await import(bundled('index.js').href)) as typeof Library
  const mock = await startMock()
  t.teardown(() => mock.close())
  const { outcomes } = await mock.admin.listOutcomes()
  t.ok(outcomes.length > 200)
  t.equal((await fetch(`${mock.baseUrl}/readyz`)).status, 200)
})

t.test('the testkit of the package makes proofs without a mock', async (t) => {
  const { createTestkit, proofFlaws } = (await import(bundled('testkit.js').href)) as typeof TestkitModule
  const kit = createTestkit()
  const proof = await kit.makeProof({
    key: await kit.makeKey(),
    method: 'GET',
    uri: 'https://as.example.com',
  })
  t.match(proof, /^[\w-]+\.[\w-]+\.[\w-]+$/)
  t.ok('htu' in proofFlaws)
})

t.test('the command of the package finds its files', async (t) => {
  const printed = execFileSync(process.execPath, [fileURLToPath(bundled('main.js')), '--version'])
  t.equal(String(printed).trim(), packageVersion())
})

t.test(
  'the command of the package writes fixtures as JSON, for which it loads a package of CommonJS',
  async (t) => {
    const file = join(t.testdir(), 'made.json')
    execFileSync(process.execPath, [fileURLToPath(bundled('main.js')), 'init', file])
    t.ok('services' in (JSON.parse(readFileSync(file, 'utf8')) as object))
  },
)

t.test('the bundle brings the licences of the code that it holds', async (t) => {
  const licences = readFileSync(bundled('LICENCES.txt'), 'utf8')
  t.match(licences, /^fastify [\d.]+ \(MIT\)\n\nMIT License\n/m)
  t.match(licences, /^lru-cache [\d.]+ \(BlueOak-1\.0\.0\)\n\n# Blue Oak/m)
  t.notMatch(licences, /^better-sqlite3 /m)
})

t.test('the command of the package can be run by its name', async (t) => {
  const command = fileURLToPath(bundled('main.js'))
  chmodSync(command, 0o644)
  execFileSync(process.execPath, ['bundle.mjs'])
  t.doesNotThrow(() => accessSync(command, constants.X_OK))
})

t.test('a later build leaves alone what a mock that runs may still load', async (t) => {
  const earlier = bundled('chunk-OF-AN-EARLIER-BUILD.js')
  writeFileSync(earlier, '')
  const before = statSync(bundled('main.js'))
  execFileSync(process.execPath, ['bundle.mjs'])
  t.ok(existsSync(earlier))
  t.equal(statSync(bundled('main.js')).ino, before.ino, 'the same file is not written again')
  execFileSync(process.execPath, ['bundle.mjs', '--prune'])
  t.notOk(existsSync(earlier), 'but a package holds no file of an earlier build')
})
