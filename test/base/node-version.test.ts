import { readFileSync } from 'node:fs'
import t from 'tap'
import { startMock } from '../../src/index.ts'
import { describeOldNode } from '../../src/base/node-version.ts'
import { main, spawnProgram } from '../cli/child.ts'

interface LockedPackage {
  readonly dev?: boolean
  readonly hasInstallScript?: boolean
}

interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

const old = { ...process.versions, node: '20.20.2', napi: '9' }
const problem = 'Node.js 20.20.2 is too old. Use Node.js 22.14 or later; of the line 23, 23.6 or later.'

t.test('a Node.js without Node-API 10 is too old', async (t) => {
  t.equal(describeOldNode(old), problem)
  t.equal(describeOldNode({ ...old, node: '22.14.0', napi: '10' }), undefined)
  t.equal(describeOldNode(process.versions), undefined)
})

t.test('the command says so in one line and exits with 2', async (t) => {
  const script = `Object.defineProperty(process, 'versions', { value: ${JSON.stringify(old)} })`
  const preload = `data:text/javascript,${encodeURIComponent(script)}`
  const { exit, stdout, stderr } = spawnProgram(t, [process.execPath, '--import', preload, main, '--help'])
  t.equal(await exit, 2)
  t.equal(stdout(), '')
  t.equal(stderr(), `gm-mock: ${problem}\n`)
})

t.test('startMock throws the same sentence', async (t) => {
  t.intercept(process, 'versions', { value: old })
  await t.rejects(startMock(), { message: problem })
})

t.test('nothing that is installed with the package runs a script', async (t) => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock
  const runtime = Object.entries(packages).filter(([, { dev }]) => dev !== true)
  t.ok(runtime.length > 50)
  t.same(
    runtime.filter(([, { hasInstallScript }]) => hasInstallScript === true),
    [],
  )
})
