import fc from 'fast-check'
import t from 'tap'
import type { CallMatch, RequestMatch } from '../../schema/admin/journal.ts'
import type { JournalEntry } from '../../src/journal/journal.ts'
import { findDifferences, matchesCall, matchesRequest } from '../../src/journal/match.ts'

const entry: JournalEntry = {
  id: '1',
  at: 0,
  api: 'client/authorization/delete/{clientId}/{subject}',
  status: 200,
  action: 'OK',
  resultCode: 'A277001',
  gmAction: 'QUERY',
  durationMs: 1,
  reason: 'queried',
  source: 'observed',
  conditionSource: 'assumed',
  messageSource: 'assumed',
  request: {
    method: 'POST',
    path: '/api/700/client/authorization/delete/1001/al%20ice?x=1',
    headers: {},
    body: { gmAction: 'QUERY', grantId: 'g', token: 't', deep: { list: [1, { a: 'b', c: 2 }], none: null } },
  },
  response: { accessToken: 'new', clientId: 7, grantId: 'h', 'a/b~c': 1 },
  trace: [],
}

const matching: readonly CallMatch[] = [
  {},
  { api: 'client/authorization/delete/{clientId}/{subject}' },
  { gmAction: 'QUERY', status: 200, action: 'OK', resultCode: 'A277001', reason: 'queried', method: 'POST' },
  { status: undefined } as object,
  { path: '/api/700/client/authorization/delete/1001/al%20ice' },
  { grantId: 'g' },
  { grantId: 'h' },
  { accessToken: 't' },
  { accessToken: 'new' },
  { clientId: 1001 },
  { clientId: '1001' },
  { clientId: 7 },
  { clientId: '7' },
  { subject: 'al ice' },
  { body: {} },
  { body: { grantId: 'g', deep: { list: [1, { a: 'b' }], none: null, other: null } } },
  { response: { accessToken: 'new' } },
]
for (const match of matching) {
  t.test(`${JSON.stringify(match)} is what the call is`, async (t) => {
    t.strictSame(findDifferences(match, entry), [])
    t.ok(matchesCall(match, entry))
  })
}

const differing: readonly (readonly [CallMatch, readonly (readonly [string, string, string])[]])[] = [
  [{ api: 'gm' }, [['/api', '"gm"', `"${entry.api}"`]]],
  [{ action: 'FORBIDDEN', status: 201 }, [['/action', '"FORBIDDEN"', '"OK"'], ['/status', '201', '200']]],
  [{ path: '/api/700/client/authorization/delete/1001/al%20ice?x=1' }, [['/path', `"${entry.request.path}"`, '"/api/700/client/authorization/delete/1001/al%20ice"']]],
  [{ accessToken: 'x' }, [['/accessToken', 'another value', 'another value']]],
  [{ clientId: 8 }, [['/clientId', '8', '"1001"']]],
  [{ body: { grantId: 'x', deep: { list: [2, { a: 'b' }] } } }, [['/body/grantId', '"x"', '"g"'], ['/body/deep/list/0', '2', '1']]],
  [{ body: { deep: { list: [1] } } }, [['/body/deep/list', 'a list of 1', 'a list of 2']]],
  [{ body: { grantId: ['g'] } }, [['/body/grantId', 'a list of 1', '"g"']]],
  [{ body: { grantId: { a: 1 } } }, [['/body/grantId', 'an object', '"g"']]],
  [{ body: { grantId: null } }, [['/body/grantId', 'none', '"g"']]],
  [{ body: { grantId: Symbol('x') } }, [['/body/grantId', 'a symbol', '"g"']]],
  [{ body: { toString: 'x' } }, [['/body/toString', '"x"', 'none']]],
  [{ body: { dpop: 'x' } }, [['/body/dpop', 'another value', 'none']]],
  [{ response: { 'a/b~c': true } }, [['/response/a~1b~0c', 'true', '1']]],
] // prettier-ignore
for (const [match, expected] of differing) {
  t.test(`${JSON.stringify(match)} is not what the call is, and it is told why`, async (t) => {
    const found = findDifferences(match, entry).map(({ path, ...told }) => [path, told.expected, told.actual])
    t.strictSame(found, expected)
    t.notOk(matchesCall(match, entry))
  })
}

const arrivals: readonly (readonly [RequestMatch, boolean])[] = [
  [{ api: 'gm', gmAction: 'REVOKE', grantId: 'g' }, true],
  [{ body: { gmAction: 'REVOKE' } }, true],
  [{ grantId: 'h' }, false],
  [{ clientId: 1 }, false],
]
for (const [match, expected] of arrivals) {
  t.test(`before it is decided, a call is ${expected ? '' : 'not '}${JSON.stringify(match)}`, async (t) => {
    t.equal(
      matchesRequest(match, { api: 'gm', path: '/gm', body: { gmAction: 'REVOKE', grantId: 'g' } }),
      expected,
    )
  })
}

t.test('a parameter that is not well encoded is compared as it stands', async (t) => {
  const call = { api: 'client/get/{clientId}', path: '/api/700/client/get/%zz' }
  t.ok(matchesRequest({ clientId: '%zz' }, call))
  t.notOk(matchesRequest({ clientId: '%zz' }, { ...call, path: '/' }))
})

t.test(
  'no call and no match makes a comparison fail, and a call is always what it itself says',
  async (t) => {
    const members = fc.dictionary(fc.string(), fc.jsonValue())
    const bodies = fc.oneof(fc.jsonValue(), members)
    fc.assert(
      fc.property(members, bodies, members, fc.string(), (wanted, body, response, text) => {
        const call = { ...entry, api: text, request: { ...entry.request, path: text, body }, response }
        const match = {
          body: wanted,
          response: wanted,
          grantId: text,
          clientId: text,
          subject: text,
          path: text,
        }
        t.equal(matchesCall(match, call), findDifferences(match, call).length === 0)
        t.ok(matchesCall({ response }, call))
      }),
    )
  },
)
