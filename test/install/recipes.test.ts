import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'

const read = (file: string): string => readFileSync(file, 'utf8')

t.test('the document quotes the example that the runners run, and names every runner', async (t) => {
  const page = read('docs/in-process.md')
  t.ok(page.includes(read('examples/tests/jest.test.cjs')))
  const runs = read('smoke/runners.test.ts')
  for (const file of readdirSync('examples/tests')) t.ok(runs.includes(`'${file}':`), file)
  t.match(read('.ci/run'), /\btest:smoke test:runners\b/)
})

t.test('those who contribute and report find how, in the repository and in the package', async (t) => {
  const { files } = JSON.parse(read('package.json')) as { readonly files: readonly string[] }
  for (const page of ['CONTRIBUTING.md', 'SECURITY.md']) {
    t.ok(files.includes(page))
    t.ok(read('README.md').includes(`(${page})`))
  }
  t.match(read('SECURITY.md'), /Never use it in production/)
  t.notMatch(read('SECURITY.md'), /@[a-z]/, 'no address is made up')
})
