import t from 'tap'
import { MintSchema } from '../../schema/admin/requests.ts'
import type { AdminError } from '../../src/admin/admin-error.ts'
import { readFixtures } from '../../src/fixtures/read-fixtures.ts'
import { createRequestReader } from '../../src/admin/request-reader.ts'
import { createProblemFinder } from '../../src/base/problem-finder.ts'
import { placeProblems } from '../../src/fixtures/place-problems.ts'
import { applyPatch } from '../../src/api/service/publish/json-patch.ts'
import type { RefreshToken } from '../../src/model/access-token.ts'
import type { AuthorizationRequest } from '../../src/model/authorization.ts'
import type { Client } from '../../src/model/client.ts'
import type { Service } from '../../src/model/service.ts'
import { bindForm } from '../../src/http/body/bind-form.ts'
import { readForm } from '../../src/http/body/form-body.ts'
import { checkAcrs } from '../../src/oauth/authorization/claims.ts'
import { readConsent, readConsentDocuments } from '../../src/oauth/authorization/consent.ts'
import { mergePermissions, type Permissions } from '../../src/oauth/grants/grant-permissions.ts'
import { readLocales } from '../../src/oauth/authorization/interaction.ts'
import { distinctClaims } from '../../src/oauth/language-tag.ts'
import { toParameters } from '../../src/oauth/parameters.ts'
import { checkRefreshScopes, chooseRefreshScopes } from '../../src/oauth/token/refresh-token.ts'
import { chooseScopes } from '../../src/oauth/scopes.ts'
import { findScopeSeconds } from '../../src/oauth/token/durations.ts'
import { checkTokenResources } from '../../src/oauth/resource-indicators.ts'
import { assertLinear } from '../support/growth.ts'

const numbers = (size: number) => [...Array(size).keys()]

const permissions = (size: number, first: number): Permissions => ({
  scopes: numbers(size).map((index) => ({ scope: `s${index}`, resource: [`https://${index + first}`] })),
  claims: numbers(size).map((index) => `c${index + first}`),
  authorizationDetails: numbers(size).map((index) => ({ type: 'a', value: { n: index + first, x: [1] } })),
})

t.test('permissions are merged in step with their number', async (t) => {
  await assertLinear(
    t,
    'as many into as many others',
    1000,
    (size) => [permissions(size, 0), permissions(size, size / 2)] as const,
    ([one, other]) => mergePermissions(one, other),
  )
})

const findProblems = createProblemFinder()

const texts: readonly (readonly [name: string, size: number, make: (size: number) => string])[] = [
  [
    'keys of a map in YAML',
    2000,
    (size) =>
      numbers(size)
        .map((index) => `k${index}: 1`)
        .join('\n'),
  ],
  [
    'keys of a map in JSON',
    2000,
    (size) =>
      `{${numbers(size)
        .map((index) => `"k${index}":1`)
        .join()}}`,
  ],
  ['the same key again and again', 1000, (size) => 'k: 1\n'.repeat(size)],
  ['the same key again and again in a line', 1000, (size) => `{${'"k":1,'.repeat(size)}"l":1}`],
  ['errors in a line', 1000, (size) => `{${'"k" 1,'.repeat(size)}}`],
  [
    'keys in a set',
    1000,
    (size) =>
      `!!set {${numbers(size)
        .map((index) => `k${index}`)
        .join()}}`,
  ],
  [
    'keys in an ordered map',
    1000,
    (size) =>
      `!!omap [${numbers(size)
        .map((index) => `k${index}: 1`)
        .join()}]`,
  ],
  [
    'maps merged into maps',
    250,
    (size) =>
      `%YAML 1.1\n---\na: &a\n${numbers(size)
        .map((index) => `  k${index}: 1`)
        .join('\n')}\n${numbers(Math.ceil(size / 25))
        .map((index) => `b${index}:\n  <<: *a`)
        .join('\n')}`,
  ],
  [
    'maps as keys',
    500,
    (size) =>
      numbers(size)
        .map((index) => `? {k${index}: 1}\n: 1`)
        .join('\n'),
  ],
  ['aliases', 20, (size) => `a: &a 1\nb: [${'*a,'.repeat(size)}]`],
]

t.test('fixtures are read in step with their length, and their problems are placed', async (t) => {
  for (const [name, size, make] of texts) {
    await assertLinear(t, name, size, make, (text) => {
      const reading = readFixtures(text, findProblems)
      placeProblems(text, 'problems' in reading ? reading.problems : [])
    })
  }
})

t.test('a value that aliases lead to again and again is looked at once', async (t) => {
  const make = (size: number) => `a: &a [${'[],'.repeat(size)}]\nb: [${'*a,'.repeat(50)}]`
  await assertLinear(t, 'aliases of a list', 2000, make, (text) => readFixtures(text, findProblems))
})

const names = (size: number) => numbers(size).map((index) => `s${index}`)

const service = (size: number): Service =>
  ({
    properties: {
      supportedScopes: names(size).map((name) => ({ name })),
      supportedAcrs: names(size),
      supportedUiLocales: names(size),
    },
  }) as unknown as Service

const client = (size: number): Client => ({
  clientId: 1,
  clientType: 'CONFIDENTIAL',
  properties: { extension: { requestableScopesEnabled: true, requestableScopes: names(size) } },
})

const asked = (size: number) => toParameters([['scope', names(size).join(' ')]])

/** Each compares a list of the service or the client with one of a request. */
const comparisons: Readonly<Record<string, (size: number) => () => unknown>> = {
  'requested scopes': (size) => {
    const [of, by, wanted] = [service(size), client(size), names(size).toReversed()]
    return () => chooseScopes(wanted, of, by)
  },
  'consented scopes': (size) => {
    const [of, by, consent] = [service(size), client(size), { scopes: names(size).toReversed() }]
    const request = { scopes: [] } as unknown as AuthorizationRequest
    return () => readConsent(consent, readConsentDocuments(consent), request, of, by)
  },
  'scopes with durations': (size) => {
    const [of, scopes] = [service(size), names(size).toReversed()]
    return () => findScopeSeconds(scopes, 'accessTokenDuration', of.properties)
  },
  'refreshed scopes': (size) => {
    const times = { createdAt: 0, expiresAt: 0 }
    const of = service(size)
    const token: RefreshToken = { tokenHash: '', clientId: 1, ...times, scopes: names(size).toReversed() }
    const parameters = asked(size)
    return () => [checkRefreshScopes(token, parameters), chooseRefreshScopes(token, parameters, of)]
  },
  'authentication contexts': (size) => {
    const of = service(size)
    const parameters = toParameters([['acr_values', names(size).toReversed().join(' ')]])
    return () => checkAcrs(parameters, of, client(1))
  },
  locales: (size) => {
    const of = service(size)
    const parameters = toParameters([['ui_locales', names(size).toReversed().join(' ')]])
    return () => readLocales(parameters, 'ui_locales', of)
  },
  'claims with language tags': (size) => {
    const claims = names(size).flatMap((name) => [`${name}#ja-Kana-JP`, `${name}#JA-kana-jp`])
    return () => distinctClaims(claims)
  },
  resources: (size) => {
    const uris = names(size).map((name) => `https://rs.example.com/${name}`)
    const parameters = toParameters(uris.toReversed().map((uri) => ['resource', uri] as const))
    return () => checkTokenResources(parameters, uris)
  },
}

t.test('lists are compared with lists in step with their length', async (t) => {
  for (const [name, make] of Object.entries(comparisons)) {
    await assertLinear(t, name, 2000, make, (compare) => compare())
  }
})

t.test('a form is read in step with its length, also where each field adds to one list', async (t) => {
  const schema = { properties: { list: { type: 'array', items: { type: 'string' } } } }
  const bind = (text: string) => {
    const form = readForm(Buffer.from(text))
    return 'error' in form ? form : bindForm(schema, form)
  }
  for (const [name, size, piece] of [
    ['fields of one word', 2000, 'list=a&'],
    ['fields of many words', 400, `list=${'a+'.repeat(50)}&`],
  ] as const) {
    await assertLinear(t, name, size, (length) => piece.repeat(length), bind)
  }
  for (const piece of ['-----BEGIN ', '-----BEGIN A-----', '-----BEGIN A-----a-----END A', '-', ' ', 'a-']) {
    await assertLinear(t, `words of ${piece}`, 5000, (length) => `list=${piece.repeat(length)}`, bind)
  }
})

t.test('the shortest of very many durations is found', async (t) => {
  const attributes = numbers(200_000).map((index) => ({
    key: 'access_token.duration',
    value: String(index + 7),
  }))
  const properties = { supportedScopes: [{ name: 'a', attributes }] }
  t.equal(findScopeSeconds(['a'], 'accessTokenDuration', properties), 7)
})

t.test('a patch that would go over a long document again and again cannot be used', async (t) => {
  const operations = (count: number, value: string) =>
    JSON.stringify([
      { op: 'add', path: '/x', value },
      ...numbers(count).map(() => ({ op: 'test', path: '/a', value: 1 })),
    ])
  t.match(applyPatch({ a: 1 }, operations(2000, 'short')), { a: 1, x: 'short' })
  t.equal(applyPatch({ a: 1 }, operations(2000, 'x'.repeat(100_000))), undefined)
  t.match(applyPatch({ a: 1 }, `\uFEFF${operations(1, '')}`), { a: 1, x: '' })
})

t.test('a patch that nests a document in itself until no stack suffices cannot be used', async (t) => {
  const nest = numbers(14).map((step) => ({ op: 'copy', from: '', path: '/a'.repeat(2 ** step) }))
  t.equal(applyPatch({}, JSON.stringify(nest)), undefined)
})

t.test('of an order with very many parts the first problem is told, of others all', async (t) => {
  const { readRequest: read } = createRequestReader(findProblems)
  const problemsOf = (count: number) => {
    try {
      return read(MintSchema, { scopes: numbers(count).map(() => ' ') })
    } catch (error) {
      return (error as AdminError).problems
    }
  }
  t.match(problemsOf(3), { length: 3 })
  t.match(problemsOf(20_000), { length: 1 })
  t.strictSame(read(MintSchema, { scopes: names(20_000) }).scopes?.length, 20_000)
})
