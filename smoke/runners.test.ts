import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { endOf, spawnProgram } from '../test/cli/child.ts'
import { installMock, packMock, plainly, runNpm } from './install.ts'

/** The runners of tests, and the compilers, whose users the mock is for. They are in no lock file of ours. */
const runners = ['jest@30', 'vitest@5', 'mocha@11', 'ts5@npm:typescript@5.9', 'ts7@npm:typescript@7']

const bin = (name: string): string => join('node_modules', name)

/** How each example is run, as docs/in-process.md says. */
const recipes = {
  'jest.test.cjs': [bin('jest/bin/jest.js'), '--rootDir', '.', 'jest.test.cjs'],
  'jest.test.mjs': ['--experimental-vm-modules', bin('jest/bin/jest.js'), '--rootDir', '.', 'jest.test.mjs'],
  'vitest.test.mjs': [bin('vitest/vitest.mjs'), 'run', 'vitest.test.mjs'],
  'node.test.mjs': ['--test', 'node.test.mjs'],
  'node.test.cjs': ['--test', 'node.test.cjs'],
  'mocha.test.cjs': [bin('mocha/bin/mocha.js'), 'mocha.test.cjs'],
}

const typed = `
import { startMock, type Admin } from 'authlete-gm-mock'
import { createTestkit } from 'authlete-gm-mock/testkit'
export async function use(admin: Admin): Promise<string> {
  const mock = await startMock({ listens: false })
  const { status } = await mock.fetch('/readyz')
  const { accessToken } = await admin.mintToken('1', { bind: 'dpop', grant: {} })
  const { thumbprint } = await createTestkit().makeCertificate({ subject: 'CN=client' })
  return [status, accessToken, thumbprint].join()
}`

const compilerOptions = {
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  noEmit: true,
  target: 'es2022',
  lib: ['es2022'],
  types: [],
  module: 'node16',
  moduleResolution: 'node16',
}

const folder = t.testdir()
const tarball = packMock(folder)

for (const line of ['22', '24']) {
  t.test(`the recipes run on Node.js ${line}`, async (t) => {
    const { node, folder: project } = installMock(folder, tarball, line)
    cpSync(join('examples', 'tests'), project, { recursive: true })
    runNpm(project, 'install', '--silent', '--no-audit', '--no-fund', ...runners)
    for (const [file, words] of Object.entries(recipes)) {
      const running = spawnProgram(t, [
        'sh',
        '-c',
        'cd "$0" && exec "$@"',
        project,
        ...plainly(node, ...words),
      ])
      const { code, stdout, stderr } = await endOf(running)
      t.equal(code, 0, `${file}\n${code === 0 ? '' : stdout + stderr}`)
    }
    for (const compiler of ['ts5', 'ts7']) {
      for (const type of ['module', 'commonjs']) {
        const place = join(project, `${compiler}-${type}`)
        mkdirSync(place)
        writeFileSync(join(place, 'use.ts'), typed)
        writeFileSync(join(place, 'package.json'), JSON.stringify({ type }))
        writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }))
        const tsc = join(project, bin(compiler), 'bin', 'tsc')
        const { stdout } = await endOf(spawnProgram(t, plainly(node, tsc, '--project', place)))
        t.equal(stdout, '', `${compiler} in a project of type ${type}`)
      }
    }
  })
}
