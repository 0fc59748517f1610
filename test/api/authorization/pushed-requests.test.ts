import t from 'tap'
import { callApi } from '../../support/api.ts'
import {
  authorizationWorld,
  authorize,
  basic,
  call,
  clientId,
  issuer,
  push,
  pushRequest,
  requestParameters,
  requestTicket,
  type AuthorizationAnswer,
} from '../../support/requests/authorize.ts'
import { startTestMock, type TestMock } from '../../support/mock.ts'
import { makeKey, makeProof, type ProofChanges } from '../../support/requests/proof.ts'
import { makeRequestObject, objectKeys } from '../../support/requests/request-object.ts'

const key = await makeKey()

/** A proof for pushing a request, good except for the changes. */
function makePushProof(changes: ProofChanges = {}): Promise<string> {
  const payload = { htm: 'POST', htu: `${issuer}/par`, ath: undefined, ...changes.payload }
  return makeProof(key, { accessToken: '', grantId: '' }, { ...changes, payload })
}

function use(mock: TestMock, requestUri: string, more: object = {}): Promise<AuthorizationAnswer> {
  const parameters = new URLSearchParams({ client_id: String(clientId), request_uri: requestUri, ...more })
  return call(mock, '/auth/authorization', { parameters: parameters.toString() })
}

t.test('a request that was pushed is used by its URI, until a code is issued for it', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld({ parRequired: true }) })
  const answer = await push(mock, { grant_management_action: 'create' })
  const { requestUri } = answer
  t.match(String(requestUri), /^urn:ietf:params:oauth:request_uri:[\w-]{43}$/)
  t.strictSame(answer, {
    resultCode: 'A245001',
    resultMessage: `[A245001] Successfully registered a request object for client (${clientId}), URI is ${String(requestUri)}.`,
    action: 'CREATED',
    requestUri,
    responseContent: JSON.stringify({ expires_in: 600, request_uri: requestUri }),
  })
  const outside = { scope: 'payments', state: 'outside' }
  const first = await use(mock, String(requestUri), outside)
  t.match(first, {
    action: 'INTERACTION',
    gmAction: 'CREATE',
    scopes: [{ name: 'openid' }, { name: 'accounts' }],
  })
  const second = await use(mock, String(requestUri))
  t.match(second, { action: 'INTERACTION' }, 'the end user may reload the page')
  const { ticket } = first
  const issued = await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
  t.match(issued.responseContent, /[?&]state=state-1&/)
  t.match(await use(mock, String(requestUri)), { action: 'BAD_REQUEST', resultCode: 'A008303' })
})

const pushedWorld = authorizationWorld({ parRequired: true })

async function takeTickets(mock: TestMock, requestUri: string, count: number): Promise<unknown[]> {
  const answers = await Promise.all(Array.from({ length: count }, () => use(mock, requestUri)))
  return answers.map(({ ticket }) => ticket)
}

t.test('of all tickets for one pushed request only one becomes a code', async (t) => {
  const mock = await startTestMock(t, { world: pushedWorld })
  const tickets = await takeTickets(mock, await pushRequest(mock), 50)
  const issued = await Promise.all(
    tickets.map((ticket, index) =>
      call(mock, '/auth/authorization/issue', { ticket, subject: `user-${index}` }),
    ),
  )
  const [winner, ...others] = issued.filter(({ action }) => action === 'LOCATION')
  t.ok(winner?.authorizationCode)
  t.strictSame(others, [])
  const losers = issued.filter((answer) => answer !== winner)
  t.strictSame(new Set(losers.map(({ resultCode }) => resultCode)), new Set(['A045304']))
})

t.test('what the client is told of a failure ends its pushed request', async (t) => {
  const mock = await startTestMock(t, { world: pushedWorld })
  const requestUri = await pushRequest(mock)
  const [first, second, third] = await takeTickets(mock, requestUri, 3)
  const fail = (ticket: unknown) => call(mock, '/auth/authorization/fail', { ticket, reason: 'DENIED' })
  t.match(await fail(first), { action: 'LOCATION' })
  t.match(await use(mock, requestUri), { action: 'BAD_REQUEST', resultCode: 'A008303' })
  const issued = await call(mock, '/auth/authorization/issue', { ticket: second, subject: 'alice' })
  t.match(issued, { action: 'BAD_REQUEST', resultCode: 'A045304' })
  t.match(await fail(second), { resultCode: 'A059202' }, 'the ticket is over as well')
  t.match(await fail(third), { action: 'LOCATION' }, 'a second window may fail too')
})

t.test('a code is issued for a pushed request that has expired while its end user was asked', async (t) => {
  const mock = await startTestMock(t, { world: pushedWorld })
  const { ticket } = await use(mock, await pushRequest(mock))
  mock.time.now += 3_599_999
  const issued = await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
  t.match(issued, { action: 'LOCATION' })
})

t.test('a pushed request lasts as long as the service says', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld({ pushedAuthReqDuration: 30 }) })
  const requestUri = await pushRequest(mock)
  mock.time.now += 29_999
  t.match(await use(mock, requestUri), { action: 'INTERACTION' })
  mock.time.now += 1
  const late = await use(mock, requestUri)
  t.match(late, { action: 'BAD_REQUEST', resultCode: 'A006325' })
  t.match(JSON.parse(late.responseContent ?? ''), { error: 'invalid_request_uri' })
})

t.test('a request is examined when it is pushed, and again when it is used', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const refused = await push(mock, { response_type: 'token' })
  t.match(refused, { action: 'BAD_REQUEST', resultCode: 'A009305' })
  t.match(JSON.parse(refused.responseContent ?? ''), { error: 'unsupported_response_type' })
  const requestUri = await pushRequest(mock)
  await mock.admin.updateService('700', { pkceRequired: true })
  t.match(await use(mock, requestUri), { action: 'LOCATION', resultCode: 'A124301' })
})

t.test('what is kept of a pushed request has no credentials in it', async (t) => {
  const posted = { tokenAuthMethod: 'CLIENT_SECRET_POST' }
  const mock = await startTestMock(t, { world: authorizationWorld({}, posted) })
  const parameters = `${requestParameters()}&client_secret=${basic.clientSecret}`
  const { requestUri } = await call(mock, '/pushed_auth_req', { parameters })
  t.match(await use(mock, String(requestUri)), { action: 'INTERACTION' })
})

t.test('the proof that comes with a request binds its code', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld({ dpopNonceRequired: true }) })
  const first = await push(mock, {}, { dpop: await makePushProof() })
  const { dpopNonce } = first
  t.match(first, { action: 'BAD_REQUEST', resultCode: 'A350308' })
  t.match(JSON.parse(first.responseContent ?? ''), { error: 'use_dpop_nonce' })
  const dpop = await makePushProof({ payload: { nonce: dpopNonce } })
  const second = await push(mock, { dpop_jkt: key.jkt }, { dpop, htm: 'POST', htu: `${issuer}/par` })
  t.match(second, { action: 'CREATED', dpopNonce })
  t.match(await push(mock), { action: 'CREATED' }, 'without a proof no nonce is asked for')
  t.notOk('dpopNonce' in (await push(mock, {}, { dpop: '' })))
  const unbound = await push(mock, { dpop_jkt: key.jkt })
  t.match(unbound, { action: 'CREATED' }, 'the key may be named without a proof of it')
})

t.test('without an endpoint of its own the service cannot tell what a proof is for', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld({ pushedAuthReqEndpoint: undefined }) })
  const answer = await push(mock, {}, { dpop: await makePushProof() })
  t.match(answer, { action: 'INTERNAL_SERVER_ERROR', resultCode: 'A350201' })
})

t.test(
  'a request object that was pushed is good when it is used, even if it has expired since',
  async (t) => {
    const mock = await startTestMock(t, {
      world: authorizationWorld({ requestObjectRequired: true }, { jwks: objectKeys }),
    })
    const request = await makeRequestObject()
    const parameters = new URLSearchParams({ request }).toString()
    const { requestUri } = await call(mock, '/pushed_auth_req', { parameters, ...basic })
    mock.time.now += 599_000
    const answer = await use(mock, String(requestUri))
    t.match(answer, { action: 'INTERACTION', scopes: [{ name: 'openid' }, { name: 'accounts' }] })
    const forged = await makeRequestObject({ payload: { client_id: '1' } })
    const refused = await call(mock, '/pushed_auth_req', { parameters: `request=${forged}`, ...basic })
    t.match(refused, { action: 'BAD_REQUEST', resultCode: 'A005391' })
  },
)

for (const [who, service, client, resultCode] of [
  ['the client', {}, { requestObjectRequired: true }, 'A008309'],
  ['the service', { requestObjectRequired: true }, {}, 'A008310'],
] as const) {
  t.test(`where ${who} demands request objects, plain parameters cannot be pushed instead`, async (t) => {
    const mock = await startTestMock(t, { world: authorizationWorld(service, client) })
    const answer = await push(mock)
    t.match(answer, { action: 'BAD_REQUEST', resultCode })
    t.match(JSON.parse(answer.responseContent ?? ''), { error: 'invalid_request' })
  })
}

t.test(
  'plain parameters are of no use when request objects are demanded since they were pushed',
  async (t) => {
    const mock = await startTestMock(t, { world: authorizationWorld() })
    const requestUri = await pushRequest(mock)
    await mock.admin.updateService('700', { requestObjectRequired: true })
    t.match(await use(mock, requestUri), { action: 'BAD_REQUEST', resultCode: 'A008310' })
  },
)

t.test('a request object is pushed once, not twice in one request', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const answer = await push(mock, { request: ['', 'x'] })
  t.match(answer, { action: 'BAD_REQUEST', resultCode: 'A008301' })
})

t.test('pushing needs the client’s secret', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const answer = await push(mock, {}, { clientSecret: 'wrong' })
  t.match(answer, { action: 'UNAUTHORIZED', resultCode: 'A157305' })
  t.match(JSON.parse(answer.responseContent ?? ''), { error: 'invalid_client' })
})

t.test('scopes of the consent replace those of the request, but never add openid', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const scopesOf = async (requested: string, scopes?: readonly string[]) => {
    await authorize(mock, { scope: requested, prompt: 'consent' }, { ...(scopes && { scopes }) })
    const { body } = await granted(mock)
    return body.latestGrantedScopes
  }
  t.strictSame(await scopesOf('openid accounts'), ['openid', 'accounts'])
  t.strictSame(await scopesOf('openid accounts', ['accounts', 'payments', 'unknown', 'payments']), [
    'accounts',
    'payments',
  ])
  t.strictSame(await scopesOf('accounts', ['openid', 'accounts']), ['accounts'])
  t.strictSame(await scopesOf('accounts', ['accounts']), ['accounts'])
})

t.test('a consent gives no scope that the client may not ask for', async (t) => {
  const extension = { requestableScopesEnabled: true, requestableScopes: ['openid', 'accounts'] }
  const mock = await startTestMock(t, { world: authorizationWorld({}, { extension }) })
  await authorize(mock, {}, { scopes: ['openid', 'payments'] })
  t.strictSame((await granted(mock)).body.latestGrantedScopes, ['openid'])
})

function granted(mock: TestMock) {
  return callApi<{ latestGrantedScopes: readonly string[] }>(
    mock,
    'GET',
    `/client/granted_scopes/get/${clientId}?subject=alice`,
  )
}

t.test('a ticket that nobody used in time is told as expired', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const ticket = await requestTicket(mock)
  mock.time.now += 3_599_999
  t.match(await call(mock, '/auth/authorization/ticket/info', { ticket }), { action: 'OK' })
  mock.time.now += 1
  const answer = await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
  t.match(answer, { action: 'BAD_REQUEST', resultCode: 'A041301' })
})

t.test('a call without a request is told so before anybody authenticates', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const answers = await Promise.all(
    [{}, { parameters: '%' }, { parameters: '?' }].map((body) => call(mock, '/pushed_auth_req', body)),
  )
  t.strictSame(
    answers.map(({ resultCode }) => resultCode),
    ['A004201', 'A004202', 'A004301'],
  )
})

t.test('a request that names its client by nothing is refused, also where the header names it', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const answer = await push(mock, { client_id: '' })
  t.match(answer, { resultCode: 'A010302', action: 'BAD_REQUEST' })
  t.match(JSON.parse(String(answer.responseContent)), { error: 'invalid_request' })
  t.match(await push(mock, { client_id: '', request: 'a.b.c' }), { resultCode: 'A010302' })
  t.match(await push(mock, { client_id: undefined }), { action: 'CREATED' })
})
