import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { InjectOptions } from 'fastify'
import t, { type Test } from 'tap'
import { frontDoorOutcomes, type FrontDoorReason } from '../../src/outcome/front-door.ts'
import type { OutcomeRow } from '../../src/outcome/outcome.ts'
import { apiToken, serviceId, startTestMock, type TestMock } from '../support/mock.ts'

const url = `/api/${serviceId}/gm`
const authorization = `Bearer ${apiToken}`
const json = { 'content-type': 'application/json' }

const post = (headers: Record<string, string>, payload?: string | Buffer): InjectOptions => ({
  method: 'POST',
  url,
  headers,
  ...(payload !== undefined && { payload }),
})

const good = (payload: string | Buffer): InjectOptions => post({ ...json, authorization }, payload)

/** Calls that truly meet the reason, and the text that each is answered with. */
type Scenario = (mock: TestMock, data: string) => Promise<readonly (readonly [InjectOptions, string])[]>

const shape = (detail: string) => `The request body has a wrong shape: ${detail}.`

const scenarios: Record<FrontDoorReason, Scenario> = {
  head_malformed: async () =>
    ['a b', 'me@localhost', 'localhost/', '[::1'].map((host) => [
      post({ ...json, authorization, host }, '{}'),
      'The request cannot be taken: the field host is not a host.',
    ]),
  path_unknown: async () =>
    [
      [`${url}/`, `There is a slash too many: it is POST ${url}.`],
      ['/api/', 'Its README lists the APIs that are there.'],
      [`/api/${serviceId}/%zz`, 'Its README lists the APIs that are there.'],
    ].map(([path = '', advice]) => [
      { method: 'POST', url: path, headers: { authorization } },
      `POST ${path} is not an API of this mock. ${advice}`,
    ]),
  method_not_allowed: async () =>
    (['GET', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'] as const).map((method) => [
      { method, url },
      `${url} does not take ${method}. It takes POST.`,
    ]),
  authorization_missing: async () => [[post(json, '{}'), '/gm, Authorization header is missing.']],
  authorization_malformed: async () =>
    [
      ['', ''],
      ['Bearer', 'Bearer'],
      ['Bearer a b', 'Bearer a b'],
      ['Bearer ä"\\', 'Bearer ???'],
      ['Basic dXNlcjpwYXNz', 'Basic dXNlcjpwYXNz'],
      [`DPoP ${'x'.repeat(60)}`, `DPoP ${'x'.repeat(35)}...`],
    ].map(([value = '', quoted]) => [
      post({ ...json, authorization: value }, '{}'),
      `/gm, Credentials in Authorization header are malformed: ${quoted}`,
    ]),
  api_token_unusable: async (mock) => {
    const { apiToken: expired } = await mock.admin.createApiToken({ serviceId, expiresInSeconds: 0 })
    const { apiToken: organization } = await mock.admin.createApiToken({ expiresInSeconds: -1 })
    return ['unknown', expired, organization].map((token) => [
      post({ ...json, authorization: `Bearer ${token}` }, '{}'),
      '(/gm) The access token presented is not valid',
    ])
  },
  api_token_insufficient: async (mock) => {
    const other = await mock.admin.createService()
    const { apiToken: weak } = await mock.admin.createApiToken({ serviceId, rights: ['USE_INTROSPECTION'] })
    const text = (service: string) =>
      `(/gm) Function requires access rights ([USE_SERVICE]) for service (${service}), access token does not have sufficient access.`
    return [
      [post({ ...json, authorization: `Bearer ${weak}` }, '{}'), text(serviceId)],
      [post({ ...json, authorization: `Bearer ${other.serviceToken}` }, '{}'), text(serviceId)],
      [{ ...good('{}'), url: '/api/999/gm' }, text('999')],
    ]
  },
  service_unknown: async (mock) => {
    const { apiToken: organization } = await mock.admin.createApiToken()
    const headers = { ...json, authorization: `Bearer ${organization}` }
    return [[{ method: 'POST', url: '/api/999/gm', headers }, '(/gm) Service not found']]
  },
  content_type_missing: async () => [
    [post({ authorization }, Buffer.from('{}')), '/gm, Content-Type header is not specified.'],
    [post({ authorization }), '/gm, Content-Type header is not specified.'],
  ],
  media_type_unsupported: async () =>
    [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/jsonp',
      'application/json5;x',
      'json',
      ',',
    ].map((type) => [
      post({ authorization, 'content-type': type }, '{}'),
      'The request body has a media type other than application/json.',
    ]),
  coding_unsupported: async () =>
    ['compress', 'zstd', 'gzip, zstd', 'aws-chunked', 'gzip, gzip, gzip, gzip', 'x'].map((coding) => [
      post({ ...json, authorization, 'content-encoding': coding }, '{}'),
      'The request body cannot be read: its content coding is not one of gzip, deflate, br.',
    ]),
  body_empty: async () => [
    [good(''), 'The request body is missing or empty.'],
    [post({ ...json, authorization }), 'The request body is missing or empty.'],
  ],
  body_too_large: async () => [
    [good(`{"grantId":"${'x'.repeat(1_048_576)}"}`), 'The request body is larger than 1 MiB.'],
  ],
  body_malformed: async () => [
    ...['{', '{}}', 'null,', '\u0000', '{"grantId":"a",}'].map(
      (text) => [good(text), shape('it is not valid JSON')] as const,
    ),
    [good(Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])), shape('it is not valid JSON')],
    ...['[]', 'null', '"x"', '1', 'true'].map(
      (text) => [good(text), shape('it is not a JSON object')] as const,
    ),
    [good(`{"a":${'['.repeat(64)}${']'.repeat(64)}}`), shape('it is nested deeper than 64 levels')],
    [
      good(
        JSON.stringify(Object.fromEntries(Array.from({ length: 10_001 }, (_, index) => [`m${index}`, 1]))),
      ),
      shape('it has more than 10000 members'),
    ],
    [good('{"grantId":[42]}'), shape('body/grantId must be string')],
    [good('{"dpop":["x"]}'), shape('body/dpop must be string')],
    [good('{"accessToken":{}}'), shape('body/accessToken must be string')],
    [good('{"dpopNonceRequired":"yes"}'), shape('body/dpopNonceRequired must be boolean')],
    [good('{"dpopNonceRequired":1}'), shape('body/dpopNonceRequired must be boolean')],
    ...['1', 'true', '[]'].map(
      (action) => [good(`{"gmAction":${action}}`), shape('body/gmAction must be string')] as const,
    ),
    ...['query', 'DELETE', ''].map(
      (action) =>
        [
          good(JSON.stringify({ gmAction: action })),
          shape(
            'body/gmAction must be equal to one of the allowed values: CREATE, QUERY, REPLACE, REVOKE, MERGE',
          ),
        ] as const,
    ),
  ],
  front_door_crash: async (_mock, data) => {
    const other = new Database(data)
    other.exec('DROP TABLE api_tokens')
    other.close()
    return [[good('{}'), '/gm, Authlete Server error.']]
  },
}

async function startOnDisk(t: Test): Promise<{ mock: TestMock; data: string }> {
  const data = join(t.testdir(), 'state.sqlite')
  return { mock: await startTestMock(t, { data }), data }
}

for (const [reason, scenario] of Object.entries(scenarios) as [FrontDoorReason, Scenario][]) {
  t.test(`a call that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    const { mock, data } = await startOnDisk(t)
    const row: OutcomeRow = frontDoorOutcomes[reason]
    for (const [call, message] of await scenario(mock, data)) {
      const answer = await mock.inject(call)
      const resultMessage = `[${row.resultCode}] ${message}`
      t.equal(answer.statusCode, row.status, JSON.stringify(call).slice(0, 200))
      t.strictSame(answer.json(), { resultCode: row.resultCode, resultMessage })
      t.match(answer.headers['content-type'], /^application\/json\b/)
    }
  })
}

t.test('the front door asks in its order: who calls, for which service, then the body', async (t) => {
  const { mock } = await startOnDisk(t)
  const { apiToken: organization } = await mock.admin.createApiToken()
  const calls: readonly (readonly [InjectOptions, string])[] = [
    [{ method: 'POST', url: '/api/999/nothing' }, '404'],
    [
      { method: 'POST', url: '/api/999/gm', headers: { 'content-type': 'text/plain' }, payload: '{' },
      'A001202',
    ],
    [{ method: 'POST', url: '/api/999/gm', headers: { authorization: 'x' } }, 'A001203'],
    [{ method: 'POST', url: '/api/999/gm', headers: { authorization: 'Bearer x' } }, 'A458101'],
    [{ method: 'POST', url: '/api/999/gm', headers: { authorization } }, 'A457101'],
    [{ method: 'POST', url: '/api/999/gm', headers: { authorization: `Bearer ${organization}` } }, 'A458203'],
    [{ method: 'POST', url, headers: { authorization } }, 'A258201'],
    [{ method: 'POST', url, headers: { authorization, 'content-type': 'text/plain' } }, 'A126202'],
  ]
  for (const [call, code] of calls)
    t.equal((await mock.inject(call)).json<{ resultCode: string }>().resultCode, code)
})

t.test('what the front door lets through', async (t) => {
  const { mock } = await startOnDisk(t)
  const { apiToken: organization } = await mock.admin.createApiToken()
  const { apiToken: strong } = await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })
  const { apiToken: modifier } = await mock.admin.createApiToken({ serviceId, rights: ['MODIFY_SERVICE'] })
  const accepted: readonly InjectOptions[] = [
    ...[organization, strong, modifier].map((token) =>
      post({ ...json, authorization: `Bearer ${token}` }, '{}'),
    ),
    post({ ...json, authorization: `bearer   ${apiToken} ` }, '{}'),
    post({ authorization, 'content-type': 'Application/JSON ; charset=utf-8' }, '{}'),
    { ...good('{}'), url: `/api/%37${serviceId.slice(1)}/gm?pretty=true` },
    good('\uFEFF{}'),
    good('{"unknown":{"deep":[1,null]},"__proto__":{"grantId":"x"},"constructor":{"prototype":1}}'),
    good('{"gmAction":null,"grantId":null,"accessToken":null,"dpop":null,"dpopNonceRequired":null}'),
  ]
  for (const call of accepted) {
    const answer = await mock.inject(call)
    t.equal(answer.statusCode, 200, JSON.stringify(call))
    t.equal(answer.json<{ resultCode: string }>().resultCode, 'A278201')
  }
})

t.test('a 401 names the scheme and a 405 the methods', async (t) => {
  const { mock } = await startOnDisk(t)
  t.match((await mock.inject(post(json, '{}'))).headers, { 'www-authenticate': 'Bearer realm="authlete"' })
  t.match((await mock.inject({ method: 'GET', url })).headers, { allow: 'POST' })
})

t.test('the journal keeps no body over 16 KiB, which is answered all the same', async (t) => {
  const { mock } = await startOnDisk(t)
  const payload = JSON.stringify({ grantId: 'x'.repeat(65_600) })
  await mock.inject(good(payload))
  const { requests } = await mock.admin.listRequests(serviceId)
  t.match(requests[0], { resultCode: 'A278201', request: { body: `(${payload.length} octets, not kept)` } })
})

t.test('the journal keeps no content over 16,384 characters, which is answered all the same', async (t) => {
  const { mock } = await startOnDisk(t)
  const claims = ['x'.repeat(20_000)]
  const { request = {} } = await mock.admin.mintToken(serviceId, { grant: { claims } })
  const { responseContent = '' } = await mock.gm(request)
  t.ok(responseContent.includes(claims[0] ?? ''))
  const { requests } = await mock.admin.listRequests(serviceId)
  t.match(requests[0]?.response, { responseContent: `(${responseContent.length} characters, not kept)` })
})

t.test('an unknown path and a wrong method are answered before the body is looked at', async (t) => {
  const { mock } = await startOnDisk(t)
  const payload = 'x'.repeat(1_100_000)
  for (const [method, path, status] of [
    ['POST', '/api/zz', 404],
    ['PUT', url, 405],
    ['POST', '/_mock/zz', 413],
  ] as const) {
    const answer = await mock.app.inject({ method, url: path, headers: json, payload })
    t.equal(answer.statusCode, status, path)
    t.notOk('statusCode' in answer.json<object>(), 'in our shape, not in that of the framework')
  }
})

t.test('a client that is still writing gets to read why its body was refused', async (t) => {
  const { mock } = await startOnDisk(t)
  const base = await mock.listen()
  const call = (octets: number) =>
    fetch(`${base}${url}`, { method: 'POST', headers: { ...json, authorization }, body: 'x'.repeat(octets) })
  for (let tried = 0; tried < 10; tried += 1) t.equal((await call(5_000_000)).status, 413)
  await call(40_000_000).catch(() => undefined)
  t.equal((await fetch(`${base}/livez`)).status, 200, 'and a body without end holds nobody up')
})

t.test('calls that end at the front door stand in the journal of the service they were for', async (t) => {
  const { mock } = await startOnDisk(t)
  const calls = [post(json, '{}'), { method: 'GET' as const, url }, good('{"grantId":'), good('[]'), good('')]
  for (const call of calls) await mock.inject(call)
  const { requests } = await mock.admin.listRequests(serviceId)
  t.same(
    requests.map(({ reason, request }) => [reason, request.body]),
    [
      ['body_empty', ''],
      ['body_malformed', '[]'],
      ['body_malformed', '{"grantId":'],
      ['method_not_allowed', undefined],
      ['authorization_missing', undefined],
    ],
  )
  const { trace } = await mock.admin.getRequest(serviceId, '3')
  t.match(trace.at(-1), { check: 'body', verdict: 'fail', reason: 'body_malformed' })
})

t.test('only blanks and tabs may surround credentials', async (t) => {
  const mock = await startTestMock(t)
  const statusOf = async (authorization: string) => {
    const url = `/api/${serviceId}/gm`
    const headers = { authorization, 'content-type': 'application/json' }
    return (await mock.app.inject({ method: 'POST', url, headers, payload: '{}' })).statusCode
  }
  for (const [before, after, status] of [
    ['', '', 200],
    [' \t', '\t ', 200],
    ['', '\u00a0', 400],
    ['\u00a0', '', 400],
    ['', '\u000b', 400],
  ] as const) {
    t.equal(await statusOf(`${before}Bearer ${apiToken}${after}`), status, JSON.stringify([before, after]))
  }
})
