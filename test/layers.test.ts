import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import t from 'tap'
import { files, findCircles, listFiles, listImports } from './support/imports.ts'

const oauth = [
  'src/oauth',
  'src/oauth/jose',
  'src/oauth/x509',
  'src/oauth/dpop',
  'src/oauth/client-authentication',
  'src/oauth/authorization',
  'src/oauth/token',
  'src/oauth/grants',
]

const admin = [
  'src/admin',
  'src/admin/doors',
  'src/admin/journal',
  'src/admin/services',
  'src/admin/tokens',
  'src/admin/faults',
  'src/admin/pact',
]

/** The families of APIs, each with the folders of its calls. */
const families = {
  gm: [],
  authorization: ['request', 'issue', 'fail', 'ticket', 'pushed'],
  token: ['shared', 'grants', 'request', 'issue', 'fail'],
  'token-management': ['create', 'update', 'revoke', 'list'],
  introspection: ['process', 'standard'],
  revocation: [],
  userinfo: ['process', 'issue'],
  jose: [],
  service: ['manage', 'publish'],
  client: ['manage', 'secrets', 'applications', 'scopes'],
} as const

function listFamily(family: keyof typeof families): readonly string[] {
  return [`src/api/${family}`, ...families[family].map((folder) => `src/api/${family}/${folder}`)]
}

const apis = (Object.keys(families) as (keyof typeof families)[]).map(listFamily)

const schemas = ['schema', 'schema/admin', 'schema/authorization', 'schema/effects']
const storeContract = 'src/store/store.ts'
const leaves = ['src/base', 'src/model']
const inBase = ['src/base/origins', 'src/base/options', 'src/base/api-tokens']
const anApi = [...leaves, ...schemas, 'src/api/shared', 'src/outcome', ...oauth, storeContract]
const anOperation = [
  ...leaves,
  ...schemas,
  'src/admin',
  'src/faults',
  'src/fixtures',
  'src/journal',
  'src/lint',
  storeContract,
]
const scenarios = [
  ...leaves,
  ...schemas,
  'src/admin/admin.ts',
  'src/admin/admin-error.ts',
  'src/faults',
  'src/outcome',
  'src/testkit',
  'src/scenario/shared',
]
/** A console is a client of `/_mock`: it knows the types of its bodies and nothing else. */
const planned = { console: ['schema/admin'] }

const anything = /^(?:src|schema)/

/**
 * Which room may import which. A room is a folder, without the folders in it, or one file; files of a room may import
 * each other. A folder or a file of `src` that is not listed fails the test.
 */
const rooms: Readonly<Record<string, readonly string[] | RegExp>> = {
  schema: ['schema/admin', 'schema/authorization', 'schema/effects'],
  'schema/admin': ['schema'],
  'schema/effects': ['schema'],
  'schema/authorization': ['schema', 'schema/effects'],
  'src/model': [],
  'src/base': ['schema', 'src/model'],
  ...Object.fromEntries(inBase.map((room) => [room, ['src/base', 'schema', 'src/model']])),
  'src/oauth': [...leaves, 'src/oauth/jose', 'src/oauth/x509'],
  'src/oauth/jose': leaves,
  'src/oauth/x509': [...leaves, 'src/oauth/jose', 'src/oauth/x509/path'],
  'src/oauth/x509/path': ['src/oauth/jose', 'src/oauth/x509'],
  'src/oauth/dpop': [...leaves, 'src/oauth', 'src/oauth/jose', 'src/oauth/x509'],
  'src/oauth/client-authentication': [
    ...leaves,
    'src/oauth',
    'src/oauth/jose',
    'src/oauth/x509',
    'src/oauth/x509/path',
  ],
  'src/oauth/authorization': [...leaves, 'src/oauth', 'src/oauth/jose'],
  'src/oauth/token': [...leaves, 'src/oauth', 'src/oauth/jose'],
  'src/oauth/grants': [...leaves, 'src/oauth'],
  'src/store': [...leaves, 'src/store/units'],
  'src/store/units': [...leaves, 'src/store/store.ts', 'src/store/values.ts'],
  'src/store/sqlite': ['src/store', 'src/store/units'],
  'src/outcome': leaves,
  'src/api': ['src/outcome', 'src/api/shared', ...apis.flat()],
  'src/api/shared': [...leaves, ...schemas, 'src/outcome', ...oauth, 'src/oauth/x509/path', storeContract],
  ...Object.fromEntries(apis.flatMap((family) => family.map((api) => [api, [...anApi, ...family]]))),
  'src/api/token/shared': anApi,
  'src/api/token/grants': [...anApi, 'src/api/token/shared'],
  'src/api/token/request': [...anApi, 'src/api/token/shared', 'src/api/token/grants'],
  'src/api/token/issue': [...anApi, 'src/api/token/shared'],
  'src/api/token/fail': [...anApi, 'src/api/token/shared'],
  'src/faults': [...leaves, 'schema', 'schema/admin', 'src/outcome', storeContract],
  'src/journal': [...leaves, ...schemas],
  'src/lint': [...leaves, ...schemas, 'src/journal', ...oauth],
  'src/testkit': ['src/base', 'src/base/options'],
  'src/fixtures': [...leaves, ...inBase, ...schemas, 'src/journal', ...oauth, storeContract],
  'src/admin': [...anOperation, 'src/api', 'src/outcome'],
  'src/admin/create-admin.ts': ['src/base', 'src/admin/admin-error.ts', 'src/admin/admin.ts', ...admin],
  'src/admin/doors': [...leaves, ...schemas, ...inBase, 'src/admin', 'src/admin/journal'],
  'src/admin/journal': [...anOperation, ...oauth],
  'src/admin/services': [...anOperation, 'src/admin/journal'],
  'src/admin/tokens': [...anOperation, 'src/testkit', 'src/outcome', ...oauth],
  'src/admin/faults': [...anOperation, 'src/admin/journal'],
  'src/admin/pact': [...anOperation, 'src/admin/tokens'],
  'src/scenario': [
    ...scenarios,
    'src/api',
    ...apis.flat(),
    'src/scenario/authorization',
    'src/scenario/token',
    'src/scenario/protected-resource',
  ],
  'src/scenario/shared': [...scenarios, 'src/api/shared', storeContract],
  'src/scenario/authorization': [...scenarios, ...listFamily('authorization'), 'src/api/shared', ...oauth],
  'src/scenario/token': [
    ...scenarios,
    ...listFamily('token'),
    ...listFamily('token-management'),
    'src/scenario/authorization',
    ...oauth,
  ],
  'src/scenario/protected-resource': [...scenarios, ...apis.flat()],
  'src/verify': [
    ...leaves,
    'schema/admin',
    'src/admin/admin.ts',
    'src/admin/admin-error.ts',
    'src/testkit',
    'src/verify/checks',
  ],
  'src/verify/checks': [...leaves, 'schema/admin', 'src/testkit', 'src/verify'],
  'src/replay': leaves,
  'src/http': [
    ...leaves,
    ...schemas,
    ...inBase,
    'src/admin/doors',
    'src/api/shared',
    'src/config',
    'src/faults',
    'src/http/body',
    'src/http/reports',
    'src/journal',
    'src/outcome',
    storeContract,
  ],
  'src/http/body': [...leaves, 'src/http'],
  'src/http/reports': [...leaves, 'src/journal', 'src/outcome', storeContract],
  'src/http/welcome': [...leaves, 'src/admin/doors', 'src/journal', storeContract],
  'src/contract': [...anApi, 'src/admin/admin.ts', 'src/admin/doors', 'src/contract/examples'],
  'src/contract/examples': [...leaves, 'src/admin/admin.ts', 'src/contract/world.ts'],
  'src/config': ['src/base', ...inBase, ...schemas],
  'src/cli': anything,
  'src/cli/commands': anything,
  'src/cli/exec': anything,
  'src/cli/progress': ['src/cli'],
  'src/app.ts': anything,
  'src/index.ts': anything,
  'src/compiled-code.ts': [],
  'src/module-loader.ts': ['src/compiled-code.ts'],
  'src/load-command.ts': ['src/cli'],
  'src/young-generation.ts': [],
  'src/watch-file.ts': [],
  'src/main.ts': ['src/base', 'src/load-command.ts'],
  'src/testkit.ts': ['src/testkit'],
  ...planned,
}

/** Of these only types may be imported from outside: they are contracts, or they decide. */
const typesOnly = /^src\/(?:store\/store\.ts|api\/(?!shared\/))/
const mayCallThem = /^src\/(?:app\.ts|api\/)/

const imports = files.flatMap(listImports)

/** The room that a file is in: the file itself where it is listed, or else its folder. */
function roomOf(file: string): string {
  return file in rooms ? file : dirname(file)
}

function mayImport(from: string, to: string): boolean {
  const allowed = rooms[roomOf(from)] ?? []
  if (roomOf(from) === roomOf(to) || dirname(from) === dirname(to)) return true
  return allowed instanceof RegExp ? allowed.test(to) : allowed.includes(roomOf(to)) || allowed.includes(to)
}

t.test('the imports were found at all', async (t) => {
  t.ok(imports.length > 150)
})

t.test('every folder, and every file at the top of src, is listed', async (t) => {
  t.strictSame(
    [...new Set(files.map(roomOf))].filter((room) => !(room in rooms)),
    [],
  )
})

t.test('every room that is listed is there', async (t) => {
  const there = new Set([...files, ...files.map((file) => dirname(file))])
  t.strictSame(
    Object.keys(rooms).filter((room) => !there.has(room) && !(room in planned)),
    [],
  )
})

t.test('a room imports nothing but what the table allows', async (t) => {
  t.strictSame(
    imports.filter(({ from, to }) => !mayImport(from, to)).map(({ from, to }) => `${from} imports ${to}`),
    [],
  )
})

t.test('a grant type imports no other grant type', async (t) => {
  const folder = 'src/api/token/grants'
  t.strictSame(
    imports.filter(({ from, to }) => dirname(from) === folder && dirname(to) === folder),
    [],
  )
})

t.test('contracts and decisions are imported as types', async (t) => {
  const values = imports.filter(
    ({ from, to, isType }) =>
      !isType && typesOnly.test(to) && !mayCallThem.test(from) && dirname(from) !== dirname(to),
  )
  t.strictSame(values, [])
})

t.test('no file leads back to itself, by values or by types', async (t) => {
  t.strictSame(
    findCircles(files, (file) => imports.filter(({ from }) => from === file).map(({ to }) => to)),
    [],
  )
})

t.test('no folder leads back to itself', async (t) => {
  const isNested = (one: string, other: string): boolean => `${one}/`.startsWith(`${other}/`)
  const nextOf = (folder: string): readonly string[] =>
    imports
      .filter(({ from }) => dirname(from) === folder)
      .map(({ to }) => dirname(to))
      .filter((other) => !isNested(folder, other) && !isNested(other, folder))
  t.strictSame(findCircles([...new Set(files.map((file) => dirname(file)))], nextOf), [])
})

t.test('no command imports another, and no grant type another', async (t) => {
  const walls = /^src\/(?:cli\/commands|api\/token\/grants)\//
  t.strictSame(
    imports.filter(({ from, to }) => walls.test(from) && dirname(from) === dirname(to)),
    [],
  )
})

t.test('the application is loaded only where one starts', async (t) => {
  t.strictSame(
    imports.filter(({ to, isType }) => to === 'src/app.ts' && !isType),
    [],
  )
})

t.test('only app.ts names a storage engine', async (t) => {
  const engines = imports.filter(
    ({ to, from }) => /^src\/store\/(?!store\.ts)/.test(to) && !from.startsWith('src/store/'),
  )
  t.strictSame([...new Set(engines.map(({ from }) => from))], ['src/app.ts'])
})

t.test('no folder holds more than twenty files', async (t) => {
  const folders = [...files, ...listFiles('test')].map((file) => dirname(file))
  const isCrowded = (folder: string): boolean => folders.filter((other) => other === folder).length > 20
  t.strictSame(folders.filter(isCrowded), [])
})

t.test('no state lives in a module variable', async (t) => {
  const mutable = files.filter((file) => /^(?:export )?(?:let|var)\s/m.test(readFileSync(file, 'utf8')))
  t.strictSame(mutable, [])
})
