import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'

interface Manifest {
  readonly files: readonly string[]
  readonly scripts: Readonly<Record<string, string>>
}

/** A project that has the package installed: what the package holds, and its dependencies beside it. */
function install(t: Test): string {
  const project = t.testdir()
  const target = join(project, 'node_modules', 'authlete-gm-mock')
  mkdirSync(target, { recursive: true })
  const { files } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
  const held = ['package.json', ...files.map((pattern) => pattern.replace(/\/\*\*.*/, ''))]
  for (const file of held) cpSync(file, join(target, file), { recursive: true })
  symlinkSync(join(process.cwd(), 'node_modules'), join(target, 'node_modules'))
  return project
}

/** Runs a command in the project, without what the runner of the tests puts into every process. */
function runPlainly(project: string, ...words: readonly string[]): string {
  const script = 'unset NODE_OPTIONS; exec "$0" "$@" 2>&1'
  return execFileSync('sh', ['-c', script, ...words], { cwd: project }).toString()
}

function runFile(project: string, name: string, text: string): string {
  writeFileSync(join(project, name), text)
  return runPlainly(project, process.execPath, name)
}

const use = `startMock({ listens: false }).then(async (mock) => {
  const { status } = await mock.fetch('/readyz')
  await mock.close()
  console.log(status)
})`

t.test('the package is required by CommonJS and imported by ESM, without a warning', async (t) => {
  const project = install(t)
  const required = `const { startMock } = require('authlete-gm-mock')\n${use}`
  const imported = `import { startMock } from 'authlete-gm-mock'\n${use}`
  t.equal(runFile(project, 'required.cjs', required), '200\n')
  t.equal(runFile(project, 'imported.mjs', imported), '200\n')
  const testkit = "console.log(Object.keys(require('authlete-gm-mock/testkit')).length > 0)"
  t.equal(runFile(project, 'testkit.cjs', testkit), 'true\n')
})

t.test('a loader that cannot require ES modules gets CommonJS', async (t) => {
  const project = install(t)
  // What Node.js does without the condition by which it finds what may be imported and required
  const resolve = `
    const { exports: entries } = require('authlete-gm-mock/package.json')
    const find = (name) => require('./node_modules/authlete-gm-mock/' + entries[name].require.default)`
  const required = `${resolve}\nconst { startMock } = find('.')\n${use}`
  t.equal(runFile(project, 'required.cjs', required), '200\n')
  const testkit = `${resolve}\nconsole.log(Object.keys(find('./testkit')).length > 0)`
  t.equal(runFile(project, 'testkit.cjs', testkit), 'true\n')
})

const typed = `
    import { AdminError, ConnectionError, connectAdmin, startMock } from 'authlete-gm-mock'
    import type { Admin, MintOrder, MintRequest } from 'authlete-gm-mock'
    import { createTestkit, type MadeCertificate } from 'authlete-gm-mock/testkit'
    const request: MintRequest = { bind: 'dpop', grant: {} }
    const order: MintOrder = request
    const admin: Admin = connectAdmin({ baseUrl: 'http://127.0.0.1:4277', adminToken: 'secret' })
    export async function use(): Promise<string> {
      const mock = await startMock({ listens: false })
      const response: Response = await mock.fetch('/readyz')
      const id: string = (await admin.mintToken('1', order)).accessToken
      const made: MadeCertificate = await createTestkit().makeCertificate({ subject: 'CN=client' })
      // @ts-expect-error a bind of another kind
      await admin.mintToken('1', { bind: 'tls' })
      return [id, response.status, made.thumbprint, AdminError.name, ConnectionError.name].join()
    }`

for (const [module, resolution] of [
  ['node16', 'node16'],
  ['nodenext', 'nodenext'],
  ['preserve', 'bundler'],
] as const) {
  for (const type of ['module', 'commonjs']) {
    t.test(`what the package exports is typed in a strict project: ${resolution}, ${type}`, async (t) => {
      const project = install(t)
      const compilerOptions = {
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
        target: 'es2022',
        lib: ['es2022'],
        types: [],
        module,
        moduleResolution: resolution,
      }
      writeFileSync(join(project, 'use.ts'), typed)
      writeFileSync(join(project, 'package.json'), JSON.stringify({ type }))
      writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }))
      const compiler = join(process.cwd(), 'node_modules', '.bin', 'tsc')
      t.equal(runPlainly(project, compiler, '--project', project), '')
    })
  }
}

t.test('the types name no package but those that bring types for every project', async (t) => {
  const named = new Set<string>()
  for (const file of readdirSync('build/types', { recursive: true, encoding: 'utf8' })) {
    if (!/\.d\.c?ts$/.test(file)) continue
    const text = readFileSync(join('build/types', file), 'utf8')
    for (const [, name = ''] of text.matchAll(/\b(?:from |import\()['"]([^.'"][^'"]*)['"]/g)) named.add(name)
  }
  t.strictSame([...named], ['@sinclair/typebox'])
})

t.test('whoever installs the packed tarball has no install script to allow', async (t) => {
  const project = t.testdir({ build: {} })
  const text = readFileSync('package.json', 'utf8')
  writeFileSync(join(project, 'package.json'), text)
  const readScripts = () =>
    (JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as Manifest).scripts
  const script = join(process.cwd(), 'packed.mjs')
  // npm asks for prepare too, where a package does not come from a registry
  const asked = ['preinstall', 'install', 'postinstall', 'prepare']
  for (const attempt of ['once', 'again after an interruption']) {
    runPlainly(project, process.execPath, script)
    t.strictSame(
      asked.filter((name) => name in readScripts()),
      [],
      attempt,
    )
  }
  runPlainly(project, process.execPath, script, '--restore')
  t.equal(readFileSync(join(project, 'package.json'), 'utf8'), text, 'the manifest is as before')
  const { prepack, postpack } = readScripts()
  t.match([prepack, postpack], [/&& node packed\.mjs$/, /^node packed\.mjs --restore$/])
})

t.test('prepare builds where what is shipped is not that of the sources, and only there', async (t) => {
  const project = t.testdir({
    'package.json': '{}',
    src: { 'a.ts': 'one' },
    node_modules: { typescript: {} },
    build: {
      bundle: { 'main.js': '', 'index.js': '', 'index.cjs': '', 'testkit.cjs': '' },
      types: { src: { 'index.d.cts': '' } },
    },
  })
  const { prepare, prestart, build } = (JSON.parse(readFileSync('package.json', 'utf8')) as Manifest).scripts
  t.equal(prepare, 'node fresh.mjs || npm run build')
  t.equal(prestart, `${prepare} --silent`)
  t.match(build, /&& node fresh\.mjs --note$/)
  const script = join(process.cwd(), 'fresh.mjs')
  const look = (): string => runPlainly(project, process.execPath, script)
  const builds = (why: string): void => void t.throws(look, why)
  const note = (): string => runPlainly(project, process.execPath, script, '--note')
  builds('nothing was built')
  note()
  t.equal(look(), '', 'fresh')
  writeFileSync(join(project, 'src', 'a.ts'), 'two')
  builds('a source was changed')
  note()
  writeFileSync(join(project, 'src', 'b.ts'), '')
  builds('a source is new')
  note()
  writeFileSync(join(project, 'build', 'bundle', 'index.js'), 'another')
  builds('what was built was changed')
  note()
  rmSync(join(project, 'build', 'types', 'src', 'index.d.cts'))
  builds('a file that was built is gone')
  rmSync(join(project, 'node_modules'), { recursive: true })
  t.match(look(), /^Not built: the compiler is missing\./, 'an installation without it does not fail')
})
