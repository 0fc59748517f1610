import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import t, { type Test } from 'tap'
import { runScript } from '../src/compiled-code.ts'
import { createModuleLoader } from '../src/module-loader.ts'

/** A folder with the files of a command, and one for its compiled code. */
function writeFiles(t: Test, files: Readonly<Record<string, string>>) {
  const base = t.testdir({ files, code: {} })
  return { folder: pathToFileURL(`${join(base, 'files')}/`), code: join(base, 'code') }
}

const twice = '({ double: (n) => n * 2 })'

interface Double {
  readonly double: (n: number) => number
}

/** Runs the script as a start does, and returns the one file of its compiled code. */
function keepOnce(t: Test, folder: URL, code: string): string {
  const { value, keep } = runScript(new URL('script.js', folder), code)
  t.equal((value as Double).double(4), 8)
  keep()
  const [file = ''] = readdirSync(code)
  return join(code, file)
}

t.test('a script finds its compiled code again, which is not written a second time', async (t) => {
  const { folder, code } = writeFiles(t, { 'script.js': twice })
  const file = keepOnce(t, folder, code)
  const before = readFileSync(file)
  t.equal(keepOnce(t, folder, code), file)
  t.strictSame(readdirSync(code).length, 1)
  t.ok(readFileSync(file).equals(before))
})

t.test('compiled code that is damaged, cut off, or of another text is not used, but replaced', async (t) => {
  const { folder, code } = writeFiles(t, { 'script.js': twice })
  const file = keepOnce(t, folder, code)
  const whole = readFileSync(file)
  const damages = [
    () => writeFileSync(file, whole.with(whole.length - 1, 0x55)),
    () => truncateSync(file, 40),
    () => truncateSync(file, 3),
  ]
  for (const damage of damages) {
    damage()
    const damaged = readFileSync(file)
    keepOnce(t, folder, code)
    t.notOk(readFileSync(file).equals(damaged))
  }
  writeFileSync(new URL('script.js', folder), twice.replace('n * 2', 'n * 3'))
  const { value } = runScript(new URL('script.js', folder), code)
  t.equal((value as Double).double(4), 12)
})

t.test('a script runs where no code can be kept', async (t) => {
  const { folder, code } = writeFiles(t, { 'script.js': twice })
  for (const place of [undefined, join(code, 'no', 'folder')]) {
    const { value, keep } = runScript(new URL('script.js', folder), place)
    t.equal((value as Double).double(4), 8)
    t.doesNotThrow(keep)
  }
  t.strictSame(readdirSync(code), [])
})

t.test('modules of tables require each other, and what is in no table', async (t) => {
  const { folder, code } = writeFiles(t, {
    'large.js': `({
      './one.js': function (module, require) { module.exports = { one: 1, path: require('node:path') } },
      './sum.js': function (module, require, importMeta) {
        module.exports = { ...require('./one.js'), ...require('./two.js'), url: importMeta.url, found: importMeta.resolve('./small.cjs') }
      },
    })`,
    'small.cjs':
      "module.exports = { './two.js': function (module, require) { module.exports = { two: require('./one.js').one + 1 } } }",
  })
  const files = { 'large.js': ['./one.js', './sum.js'], 'small.cjs': ['./two.js'] }
  const { requireModule, keep } = createModuleLoader({ folder, files, kept: ['large.js'] }, code)
  const sum = requireModule('./sum.js')
  const small = new URL('small.cjs', folder).href
  t.match(sum, { one: 1, two: 2, path: { join }, url: folder.href, found: small })
  t.equal(requireModule('./sum.js'), sum)
  keep()
  t.equal(readdirSync(code).length, 1)
})
