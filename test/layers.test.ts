import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import t from 'tap'

/** Leaves that everybody may import, and that import nothing of ours except types of the model. */
const leaves = [
  'src/base/base-url.ts',
  'src/base/client-names.ts',
  'src/base/clock.ts',
  'src/base/digest.ts',
  'src/base/json.ts',
  'src/base/overtaken.ts',
  'src/base/random.ts',
  'src/base/suggest.ts',
  'src/base/verdict.ts',
]

const storeContract = 'src/store/store.ts'

/** Which folder may import which (design, section 3). A folder may always import itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'src/model/': [],
  'schema/': [],
  'src/signature/': [],
  'src/oauth/': ['src/model/', 'src/signature/', ...leaves],
  'src/store/': ['src/model/', ...leaves],
  'src/outcome/': ['src/model/', ...leaves],
  'src/journal/': ['schema/', ...leaves],
  'src/lint/': ['src/oauth/', 'src/journal/', 'schema/', ...leaves],
  'src/interference/': ['src/model/', 'src/outcome/', 'schema/', storeContract, ...leaves],
  'src/testkit/': ['src/base/signature/repeatable-signature.ts', ...leaves],
  'src/scenario/': [
    'src/model/',
    'src/oauth/',
    'src/outcome/',
    'src/testkit/',
    'src/interference/',
    'src/api/',
    'src/decision/',
    'src/admin/',
    'schema/',
    storeContract,
    ...leaves,
  ],
  'src/decision/': ['src/model/', 'src/oauth/', 'src/outcome/', storeContract, ...leaves],
  'src/api/': [
    'src/model/',
    'src/oauth/',
    'src/outcome/',
    'src/decision/',
    'schema/',
    storeContract,
    ...leaves,
  ],
  'src/admin/': [
    'src/model/',
    'src/oauth/',
    'src/outcome/',
    'src/journal/',
    'src/lint/',
    'src/interference/',
    'src/testkit/',
    'schema/',
    'src/api/',
    storeContract,
    ...leaves,
  ],
  'src/verify/': ['src/testkit/', 'schema/', 'src/admin/', ...leaves],
  'src/http/': [
    'src/model/',
    'src/outcome/',
    'src/journal/',
    'src/interference/',
    'schema/',
    'src/admin/',
    storeContract,
    ...leaves,
  ],
}

const typesOnly = [storeContract, 'src/api/']

const importLine = /^(?:import|export)\s+(?<type>type\s)?(?:[^'"]*?from\s+)?'(?<target>\.[^']+)'/gms

interface Import {
  readonly from: string
  readonly to: string
  readonly isType: boolean
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file))
}

function listImports(file: string): readonly Import[] {
  return [...readFileSync(file, 'utf8').matchAll(importLine)].map(({ groups = {} }) => ({
    from: file,
    to: relative('.', join(dirname(file), groups['target'] ?? '')),
    isType: groups['type'] !== undefined,
  }))
}

const imports = [...listFiles('src'), ...listFiles('schema')].flatMap(listImports)

t.test('the imports were found at all', async (t) => {
  t.ok(imports.length > 150)
})

for (const [folder, targets] of Object.entries(allowed)) {
  t.test(`${folder} imports nothing but what the design allows`, async (t) => {
    const mine = imports.filter(({ from }) => from.startsWith(folder))
    const wrong = mine.filter(
      ({ to }) => !to.startsWith(folder) && !targets.some((target) => to.startsWith(target)),
    )
    t.same(wrong, [])
    const values = mine.filter(
      ({ to, isType }) => !isType && typesOnly.some((target) => to.startsWith(target)),
    )
    t.same(
      values.filter(({ to }) => !to.startsWith(folder)),
      [],
      'the contract of the store and the decisions of the APIs are imported as types',
    )
  })
}

t.test('a leaf imports nothing but types of the model and other leaves', async (t) => {
  const wrong = imports.filter(
    ({ from, to, isType }) =>
      leaves.includes(from) && !leaves.includes(to) && !(isType && to.startsWith('src/model/')),
  )
  t.same(wrong, [])
})

t.test('only app.ts names a storage engine', async (t) => {
  const engines = imports.filter(
    ({ to, from }) => /^src\/store\/(?!store\.ts)/.test(to) && !from.startsWith('src/store/'),
  )
  t.same(
    engines.map(({ from }) => from),
    ['src/app.ts'],
  )
})

t.test('no API imports another', async (t) => {
  const api = (file: string) => /^src\/api\/[\w-]+\//.exec(file)?.[0]
  const crossing = imports.filter(({ from, to }) => api(from) && api(to) && api(from) !== api(to))
  t.same(crossing, [])
})

t.test('no state lives in a module variable', async (t) => {
  const mutable = listFiles('src').filter((file) =>
    /^(?:export )?(?:let|var)\s/m.test(readFileSync(file, 'utf8')),
  )
  t.same(mutable, [])
})
