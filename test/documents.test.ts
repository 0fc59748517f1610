import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import t from 'tap'
import { parse } from 'yaml'
import {
  listDocuments,
  refreshDocument,
  renderFixturesSchema,
  type PublishedContract,
} from '../scripts/documents.ts'
import { catalogue } from '../src/api/catalogue.ts'
import { settings } from '../src/config/config.ts'
import { startTestMock } from './support/mock.ts'

const pages = ['README.md', 'CHANGELOG.md', ...readdirSync('docs').map((name) => join('docs', name))]

t.test('the documents say what the code does (npm run docs mends them)', async (t) => {
  const { inject } = await startTestMock(t)
  const contract = (await inject({ url: '/openapi.json' })).json<PublishedContract>()
  for (const [name, sections] of Object.entries(listDocuments(contract))) {
    const text = readFileSync(name, 'utf8')
    t.equal(refreshDocument(name, text, sections), text, name)
    t.throws(() => refreshDocument(name, '', sections), new RegExp(`${name} has no section`))
  }
})

t.test(
  'the published schema of fixtures is the one that the code checks (npm run docs mends it)',
  async (t) => {
    const published = readFileSync('fixtures/fixtures.schema.json', 'utf8')
    t.equal(published, renderFixturesSchema())
    const validate = new Ajv({ strict: true, allErrors: true }).compile(JSON.parse(published) as object)
    for (const name of ['demo', 'starter']) {
      const fixtures: unknown = parse(readFileSync(`fixtures/${name}.yaml`, 'utf8'))
      t.ok(validate(fixtures), JSON.stringify(validate.errors))
    }
    for (const expiresAt of ['now + 30m', 1_767_225_600_000]) {
      t.ok(
        validate({ services: [], apiTokens: [{ apiToken: 'organization-token', expiresAt }] }),
        String(expiresAt),
      )
    }
    for (const expiresAt of ['tomorrow', -1, true]) {
      t.notOk(
        validate({ services: [], apiTokens: [{ apiToken: 'organization-token', expiresAt }] }),
        String(expiresAt),
      )
    }
  },
)

t.test('the patterns of the published schema need no JavaScript', async (t) => {
  const patterns = readFileSync('fixtures/fixtures.schema.json', 'utf8').match(/"pattern": .*/g) ?? []
  for (const pattern of patterns) t.notMatch(pattern, /\(\?[=!<]/, 'RE2 and others cannot look ahead')
})

t.test(
  'no two outcomes of an API share a reason, and codes repeat only where Authlete repeats them',
  async (t) => {
    const names = catalogue.map(({ api, reason }) => `${api} ${reason}`)
    t.equal(new Set(names).size, names.length)
    const codes = catalogue
      .filter(({ api }) => api === 'gm' || api === 'front-door')
      .map(({ api, resultCode }) => `${api} ${resultCode}`)
    const repeated = codes.filter((code, index) => codes.indexOf(code) !== index)
    t.same(new Set(repeated), new Set(['gm A277001', 'front-door A126202']))
  },
)

t.test('every outcome cites a clause and says how it is known', async (t) => {
  const clauses = /^(RFC \d+ §|Grant Management §|OpenID Connect |Authlete )/
  for (const { reason, clause } of catalogue) t.match(clause, clauses, reason)
})

t.test('every action comes with HTTP 200, and every refusal of /gm with an OAuth error', async (t) => {
  for (const { api, action, status, error, reason } of catalogue) {
    if (action !== undefined) t.equal(status, 200, reason)
    if (api === 'gm') t.equal(error !== undefined, action !== 'OK' && action !== 'NO_CONTENT', reason)
  }
})

t.test('the configuration page names every variable', async (t) => {
  const page = readFileSync('docs/configuration.md', 'utf8')
  for (const { environment } of settings) t.ok(page.includes(environment), environment)
})

t.test('the README has at most 200 lines', async (t) => {
  t.ok(readFileSync('README.md', 'utf8').trimEnd().split('\n').length <= 200)
})

/** What a page says outside of blocks to paste. */
function readProse(page: string): string {
  return readFileSync(page, 'utf8').replace(/^```.*?^```$/gms, '')
}

/** The anchors of a page's headings, as GitHub names them. */
function listAnchors(page: string): readonly string[] {
  return [...readProse(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

for (const page of pages) {
  t.test(`the links of ${page} lead somewhere`, async (t) => {
    const targets = [...readProse(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
    for (const target of targets.filter((target) => !target.startsWith('https://'))) {
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? page : join(dirname(page), path)
      t.ok(existsSync(file), target)
      if (anchor !== undefined) t.ok(listAnchors(file).includes(anchor), target)
    }
  })
}

t.test('the files and folders that the architecture names are there', async (t) => {
  const spans = [...readProse('docs/architecture.md').matchAll(/`([\w-]+(?:\/[\w.-]+)*(?:\/|\.ts))`/g)]
  t.ok(spans.length > 30)
  for (const [, path = ''] of spans) {
    const places = ['.', 'src', 'src/api/gm'].map((folder) => join(folder, path))
    t.ok(places.some(existsSync), path)
  }
})

t.test('every page of docs/ can be reached from the README', async (t) => {
  const links = pages.flatMap((page) =>
    [...readProse(page).matchAll(/\]\(([^)#\s]+)/g)].map(([, path = '']) => join(dirname(page), path)),
  )
  for (const page of pages.filter((page) => page.startsWith('docs'))) t.ok(links.includes(page), page)
})

t.test('the version in package.json heads the changelog', async (t) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }
  t.match(readFileSync('CHANGELOG.md', 'utf8'), new RegExp(`## \\[${version}\\]`))
})
