import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { openDatabase } from '../../src/store/sqlite/open-database.ts'
import { endOf, main, plainly, spawnProgram } from '../cli/child.ts'

const bundled = (file: string): string => fileURLToPath(new URL(`../../bundle/${file}`, import.meta.url))

/** Modules that, loaded first, have SQLite fail to load as it does on a machine where it is not whole. */
const stubs = {
  package: `
    const { Module } = require('node:module')
    const { _resolveFilename: resolve } = Module
    Module._resolveFilename = (name, ...rest) => resolve(name === 'better-sqlite3' ? 'better-sqlite4' : name, ...rest)`,
  binary: `
    const fs = require('node:fs')
    const { existsSync } = fs
    fs.existsSync = (path) => !String(path).endsWith('.node') && existsSync(path)`,
  version: `
    process.dlopen = () => {
      const message = 'The module was compiled against\\na different Node.js version.\\nTry npm rebuild'
      throw Object.assign(new Error(message), { code: 'ERR_DLOPEN_FAILED' })
    }`,
}

const causes = {
  package: 'the package better-sqlite3 is missing',
  binary: 'the binary of better-sqlite3 is missing',
  version: 'The module was compiled against; a different Node.js version; Try npm rebuild',
}

const { platform, arch, versions } = process

/** The one line that says what is missing, and the way out. */
function advise(cause: string): string {
  const begin = `SQLite cannot be loaded on ${platform}-${arch} with Node.js ${versions.node}`
  return `${begin}: ${cause}. Delete node_modules and install again, on this machine. Where better-sqlite3 has no binary, npm rebuild better-sqlite3 compiles one.\n`
}

function writeStub(t: Test, text: string): string {
  const file = join(t.testdir(), 'stub.cjs')
  writeFileSync(file, text)
  return file
}

for (const [missing, cause] of Object.entries(causes)) {
  t.test(`where SQLite lacks its ${missing}, the command says so in one line`, async (t) => {
    const stub = writeStub(t, stubs[missing as keyof typeof stubs])
    for (const words of [
      [process.execPath, '--require', stub, main, 'start', '--port', '0'],
      plainly(process.execPath, '--require', stub, bundled('main.js'), 'exec', '--', 'true'),
    ]) {
      const { code, stdout, stderr } = await endOf(spawnProgram(t, words))
      t.strictSame({ code, stdout, stderr }, { code: 1, stdout: '', stderr: `gm-mock: ${advise(cause)}` })
    }
  })

  t.test(`where SQLite lacks its ${missing}, the library rejects with the same line`, async (t) => {
    const stub = writeStub(t, stubs[missing as keyof typeof stubs])
    const script = `import(${JSON.stringify(bundled('index.js'))})
      .then(({ startMock }) => startMock())
      .catch(({ message, cause }) => console.log(message, cause.code))`
    const { stdout } = await endOf(
      spawnProgram(t, plainly(process.execPath, '--require', stub, '-e', script)),
    )
    const code = missing === 'version' ? 'ERR_DLOPEN_FAILED' : 'MODULE_NOT_FOUND'
    t.equal(stdout, advise(cause).replace('\n', ` ${code}\n`))
  })
}

t.test('a fault of the file is passed on as SQLite tells it', async (t) => {
  const file = join(t.testdir(), 'no', 'such', 'folder', 'state.sqlite')
  t.throws(() => openDatabase(file, {}), { message: /directory does not exist/ })
})
