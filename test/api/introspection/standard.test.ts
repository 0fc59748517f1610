import fc from 'fast-check'
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from 'jose'
import t from 'tap'
import type { StandardIntrospectionRequest } from '../../../schema/introspection.ts'
import {
  standardIntrospectionOutcomes,
  type StandardIntrospectionReason,
  type StandardIntrospectionRow,
} from '../../../src/api/introspection/standard/outcomes.ts'
import { callApi } from '../../support/api.ts'
import { serviceId, startTestMock, type TestMock } from '../../support/mock.ts'
import { meetOutcome } from '../../support/outcome.ts'
import {
  createToken,
  makeKeySet,
  resourceUri,
  startOnDisk,
  tokenWorld,
} from '../../support/requests/tokens.ts'

const asJwt = { httpAcceptHeader: 'application/token-introspection+jwt', rsUri: resourceUri }

interface Answer {
  readonly resultCode: string
  readonly resultMessage: string
  readonly action: string
  readonly responseContent: string
}

async function ask(mock: TestMock, request: StandardIntrospectionRequest): Promise<Answer> {
  return (await callApi<Answer>(mock, 'POST', '/auth/introspection/standard', request)).body
}

const shared = await startTestMock(t)

for (const [reason, row] of Object.entries(standardIntrospectionOutcomes) as [
  StandardIntrospectionReason,
  StandardIntrospectionRow,
][]) {
  t.test(`a request that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    await shared.admin.reset()
    const { body } = await meetOutcome<Answer>(shared, 'introspection/standard', reason)
    const { responseContent, resultMessage, ...answer } = body
    t.strictSame(answer, { resultCode: row.resultCode, action: row.action })
    if (row.error !== undefined) {
      t.equal(
        responseContent,
        `{"error":"${row.error}","error_description":"${resultMessage}","error_uri":"https://docs.authlete.com/#${row.resultCode}"}`,
      )
    }
  })
}

const start = (t: Parameters<typeof startTestMock>[0]) => startTestMock(t, { world: tokenWorld })

const read = async (mock: TestMock, token: string, more: object = {}): Promise<unknown> =>
  JSON.parse(
    (await ask(mock, { parameters: new URLSearchParams({ token }).toString(), ...more })).responseContent,
  )

t.test('an active access token is described in the order that was observed', async (t) => {
  const mock = await start(t)
  const { accessToken } = await createToken(mock, {
    scopes: ['profile', 'accounts'],
    resources: [resourceUri],
    authTime: 1_767_225_000,
    acr: 'gold',
    authorizationDetails: {
      elements: [{ type: 'payment', dataTypes: ['a'], otherFields: '{"amount":"1.00"}' }],
    },
    properties: [
      { key: 'tenant', value: 'a' },
      { key: 'secret', value: 'b', hidden: true },
    ],
    dpopKeyThumbprint: 'j'.repeat(43),
    certificateThumbprint: 'x'.repeat(43),
  })
  const { responseContent } = await ask(mock, { parameters: `token=${accessToken}` })
  t.equal(
    responseContent,
    '{"active":true,"scope":"accounts profile","client_id":"1","token_type":"DPoP","exp":1767225630,"sub":"alice",' +
      `"aud":["${resourceUri}"],"iss":"https://as.example.com","auth_time":1767225000,"acr":"gold",` +
      `"cnf":{"jkt":"${'j'.repeat(43)}","x5t#S256":"${'x'.repeat(43)}"},` +
      '"authorization_details":[{"type":"payment","amount":"1.00","datatypes":["a"]}],"tenant":"a"}',
  )
  t.match(await read(mock, accessToken, { withHiddenProperties: true }), { tenant: 'a', secret: 'b' })
})

t.test('a bare access token and a refresh token are described by what they have', async (t) => {
  const mock = await start(t)
  const { accessToken, refreshToken } = await createToken(mock)
  const iss = 'https://as.example.com'
  const common = { active: true, client_id: '1', sub: 'alice', iss }
  t.strictSame(await read(mock, accessToken), { ...common, token_type: 'Bearer', exp: 1_767_229_200 })
  t.strictSame(await read(mock, refreshToken), { ...common, exp: 1_768_089_600 })
})

t.test('the grant of a token is named', async (t) => {
  const mock = await start(t)
  const { accessToken, grantId } = await mock.admin.mintToken(serviceId, { grant: {} })
  t.match(await read(mock, accessToken), { grant_id: grantId })
})

t.test('a hint says where to look first, and nothing more', async (t) => {
  const mock = await start(t)
  const { accessToken, refreshToken } = await createToken(mock)
  for (const token of [accessToken, refreshToken]) {
    for (const hint of ['access_token', 'refresh_token', 'id_token', '']) {
      const answer = await ask(mock, { parameters: `token=${token}&token_type_hint=${hint}` })
      const type = token === accessToken ? 'access_token' : 'refresh_token'
      t.match(answer.resultMessage, `(type=${type}, active=true)`, `${type}, hint ${hint}`)
    }
  }
})

t.test('a token that is not active is told by nothing else', async (t) => {
  const mock = await start(t)
  const unknown = await ask(mock, { parameters: 'token=nobody' })
  t.match(unknown, { action: 'OK', resultMessage: /\(type=null, active=false\)\.$/ })
  t.equal(unknown.responseContent, '{"active":false}')
  const { accessToken: locked } = await mock.admin.mintToken(serviceId, { clientId: 2 })
  t.strictSame(await read(mock, locked), { active: false })
  const { accessToken, refreshToken } = await createToken(mock, { refreshTokenDuration: 3600 })
  mock.time.now += 3_600_000
  t.strictSame(await read(mock, accessToken), { active: false })
  t.strictSame(await read(mock, refreshToken), { active: false })
  const expired = await ask(mock, { parameters: `token=${accessToken}` })
  t.match(
    expired.resultMessage,
    /\(type=access_token, active=false\)\.$/,
    'still there: asking deletes nothing',
  )
})

t.test('a token for certain resources is active only for the servers of these', async (t) => {
  const mock = await start(t)
  const { accessToken: some } = await createToken(mock, { resources: [resourceUri] })
  const { accessToken: any } = await createToken(mock)
  const isActive = async (token: string, rsUri?: string) =>
    ((await read(mock, token, { rsUri })) as { active: boolean }).active
  t.equal(await isActive(some, resourceUri), true)
  t.equal(await isActive(some, 'https://other.example.com'), false)
  t.equal(await isActive(some), true, 'a server that does not say who it is')
  t.equal(await isActive(any, 'https://other.example.com'), true)
})

t.test('a token whose client is gone is not active', async (t) => {
  const { mock, sql } = await startOnDisk(t)
  const { accessToken } = await createToken(mock)
  sql('DELETE FROM clients')
  t.strictSame(await read(mock, accessToken), { active: false })
})

t.test('properties never stand in for what the standard says of a token', async (t) => {
  const mock = await start(t)
  const properties = ['active', 'sub', 'cnf', 'grant_id', '__proto__'].map((key) => ({
    key,
    value: 'forged',
  }))
  const { accessToken } = await createToken(mock, { properties })
  const { responseContent } = await ask(mock, { parameters: `token=${accessToken}` })
  t.equal(responseContent.match(/forged/g)?.length, 1, 'only the one that the standard does not know')
  t.match(JSON.parse(responseContent), { active: true, sub: 'alice' })
})

t.test('an answer as a JWT is signed by the service for the resource server', async (t) => {
  const mock = await start(t)
  const jwks = await makeKeySet(['RS256', 'ES256'])
  await mock.admin.updateService(serviceId, { jwks, introspectionSignatureKeyId: 'key-0' })
  const { accessToken } = await createToken(mock)
  const { action, responseContent } = await ask(mock, { parameters: `token=${accessToken}`, ...asJwt })
  t.equal(action, 'JWT')
  const keys = createLocalJWKSet(publicKeys(jwks))
  const { payload, protectedHeader } = await jwtVerify(responseContent, keys, {
    currentDate: new Date(mock.time.now),
  })
  t.strictSame(protectedHeader, { typ: 'token-introspection+jwt', alg: 'RS256', kid: 'key-0' })
  t.match(payload, {
    iss: 'https://as.example.com',
    aud: resourceUri,
    iat: 1_767_225_600,
    token_introspection: { active: true, sub: 'alice' },
  })
})

function publicKeys(jwks: string): JSONWebKeySet {
  const { keys } = JSON.parse(jwks) as JSONWebKeySet
  return { keys: keys.map(({ d: _, p: __, q: ___, dp: ____, dq: _____, qi: ______, ...key }) => key) }
}

t.test('an answer as a JWT can be signed with a shared key, and not without it', async (t) => {
  const mock = await start(t)
  const shared = 'a shared key of more than 256 bits is needed here'
  const request = { parameters: 'token=nobody', ...asJwt, introspectionSignAlg: 'HS256' }
  const { responseContent } = await ask(mock, { ...request, sharedKeyForSign: shared })
  await jwtVerify(responseContent, Buffer.from(shared))
  t.strictSame(decodeJwt(responseContent)['token_introspection'], { active: false })
  t.match(await ask(mock, request), { resultCode: 'A404202' })
  for (const [introspectionSignAlg, length] of [
    ['HS256', 31],
    ['HS384', 47],
    ['HS512', 63],
  ] as const) {
    const short = { introspectionSignAlg, sharedKeyForSign: 's'.repeat(length) }
    t.match(await ask(mock, { ...request, ...short }), { resultCode: 'A404202' }, introspectionSignAlg)
  }
  t.match(await ask(mock, { ...request, introspectionSignAlg: 'none' }), { resultCode: 'A404202' })
})

t.test('a service may leave parts of its errors out', async (t) => {
  const mock = await start(t)
  await mock.admin.updateService(serviceId, { errorDescriptionOmitted: true, errorUriOmitted: true })
  t.equal((await ask(mock, { parameters: 'a=b' })).responseContent, '{"error":"invalid_request"}')
})

t.test('whatever stands in the parameters is answered by one of the codes', async (t) => {
  const mock = await start(t)
  const parameters = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.string().map((text) => `token=${text}`),
  )
  await fc.assert(
    fc.asyncProperty(parameters, async (text) => {
      const { resultCode } = await ask(mock, { parameters: text })
      t.match(resultCode, /^A145(001|202|301|302)$/, text)
    }),
    { numRuns: 200 },
  )
})
