import { globSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import t from 'tap'
import { groups, listTestFiles, type Group } from './groups/groups.ts'

const { tap } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly tap: { readonly include: readonly string[] }
}
const entries = globSync(tap.include)

t.test('every test file is run by one entry', async (t) => {
  const names = Object.keys(groups) as readonly Group[]
  const grouped = names.flatMap((group) => listTestFiles(group)).map((file) => `build/test/${file}`)
  const all = globSync('build/test/**/*.test.js')
  t.strictSame([...entries, ...grouped].toSorted(), all.toSorted())
})

t.test('every group is run by the entry that has its name', async (t) => {
  for (const entry of globSync('test/groups/*.test.ts')) {
    t.match(readFileSync(entry, 'utf8'), `await runGroup('${basename(entry, '.test.ts')}')\n`)
  }
  const runners = entries.filter((entry) => entry.startsWith('build/test/groups/'))
  const named = runners.map((entry) => basename(entry, '.test.js'))
  t.strictSame(named.toSorted(), Object.keys(groups).toSorted())
})
