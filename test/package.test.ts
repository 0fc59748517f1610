import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
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

t.test('what the package exports is typed for those who install it', async (t) => {
  const project = install(t)
  const text = `
    import { AdminError, ConnectionError, connectAdmin, startMock } from 'authlete-gm-mock'
    import type { Admin, MintOrder, MintRequest } from 'authlete-gm-mock'
    const request: MintRequest = { bind: 'dpop', grant: {} }
    const order: MintOrder = request
    const admin: Admin = connectAdmin({ baseUrl: 'http://127.0.0.1:4277', adminToken: 'secret' })
    const mock = await startMock({ listens: false })
    const response: Response = await mock.fetch('/readyz')
    const id: string = (await admin.mintToken('1', order)).accessToken
    // @ts-expect-error a bind of another kind
    await admin.mintToken('1', { bind: 'tls' })
    export { AdminError, ConnectionError, id, response }`
  writeFileSync(join(project, 'use.ts'), text)
  writeFileSync(join(project, 'package.json'), '{"type":"module"}')
  const options = '--strict --noEmit --target es2023 --module nodenext --skipLibCheck --types node'.split(' ')
  const types = join(process.cwd(), 'node_modules', '@types')
  const compiler = join(process.cwd(), 'node_modules', '.bin', 'tsc')
  t.equal(runPlainly(project, compiler, ...options, '--typeRoots', types, '--ignoreConfig', 'use.ts'), '')
})

t.test('whoever installs the packed tarball has no install script to allow', async (t) => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
  // npm asks for prepare too, where a package does not come from a registry
  const asked = ['preinstall', 'install', 'postinstall', 'prepare']
  t.strictSame(
    asked.filter((name) => name in scripts),
    [],
  )
})
