import t from 'tap'
import { catalogue } from '../../src/api/catalogue.ts'
import {
  authorize,
  call,
  clientId,
  clientSecret,
  push,
  pushRequest,
  request,
  requestTicket,
  type AuthorizationAnswer,
} from '../support/requests/authorize.ts'
import { startTestMock, type TestMock } from '../support/mock.ts'
import {
  basic,
  codeRequest,
  form,
  refreshRequest,
  requestToken,
  tokenWorld,
} from '../support/requests/token.ts'

/** RFC 6749 §3.1, §3.2: sent without a value is as good as not sent. */
const ofAuthorization = [
  'response_mode',
  'scope',
  'state',
  'nonce',
  'display',
  'prompt',
  'max_age',
  'ui_locales',
  'claims_locales',
  'acr_values',
  'claims',
  'code_challenge_method',
  'authorization_details',
  'dpop_jkt',
  'grant_id',
  'grant_management_action',
  'id_token_hint',
  'login_hint',
  'resource',
  'request',
  'request_uri',
  'unknown',
]

const told = ({ resultCode, action, resources, scopes }: AuthorizationAnswer) => ({
  resultCode,
  action,
  resources,
  scopes,
})

t.test('an authorization request takes empty parameters as omitted', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  for (const name of ofAuthorization) {
    const [sent, omitted] = [await request(mock, { [name]: '' }), await request(mock, { [name]: undefined })]
    t.strictSame(told(sent), told(omitted), name)
    t.equal(sent.action, 'INTERACTION')
    t.match(await push(mock, { [name]: '' }), { action: 'CREATED' }, `${name}, pushed`)
  }
})

t.test('among several resources the empty one is none', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  const resource = ['', 'https://rs.example.com/a', '']
  t.strictSame((await request(mock, { resource }))['resources'], ['https://rs.example.com/a'])
  const code = await authorize(mock, { resource })
  const token = await requestToken(mock, codeRequest(code, { resource: ['', ''] }))
  t.match(token, { action: 'OK', accessTokenResources: ['https://rs.example.com/a'] })
  t.notOk('resources' in token)
})

t.test('Authlete has a word of its own for these empty parameters', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  const codes = {
    response_type: 'A009302',
    client_id: 'A010302',
    redirect_uri: 'A011319',
    code_challenge: 'A124302',
  }
  for (const [name, resultCode] of Object.entries(codes)) {
    t.match(await request(mock, { [name]: '' }), { resultCode }, name)
    t.match(await request(mock, { [name]: ['', ''] }), { action: /BAD_REQUEST|LOCATION/ }, `${name} twice`)
  }
})

t.test('an empty parameter takes no protection away', async (t) => {
  const required = { pkceRequired: true, pkceS256Required: true, requestObjectRequired: false }
  const mock = await startTestMock(t, { world: tokenWorld(required) })
  t.match(await request(mock, { code_challenge: '' }), { resultCode: 'A124302' })
  const challenge = { code_challenge: 'a'.repeat(43), code_challenge_method: '' }
  t.match(await request(mock, challenge), { action: 'LOCATION' })

  const object = await startTestMock(t, { world: tokenWorld({}, { requestObjectRequired: true }) })
  const without = await request(object, {})
  t.equal(without.action === 'INTERACTION', false)
  t.match(await request(object, { request: '' }), { resultCode: without.resultCode })

  const pushing = await startTestMock(t, { world: tokenWorld({ parRequired: true }) })
  const direct = await request(pushing, {})
  t.equal(direct.action === 'INTERACTION', false)
  t.match(await request(pushing, { request_uri: '' }), { resultCode: direct.resultCode })
})

t.test('an empty copy beside one with a value is a second copy', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  for (const name of ['scope', 'state', 'redirect_uri', 'client_id', 'claims', 'dpop_jkt']) {
    const value = name === 'client_id' ? String(clientId) : 'x'
    const { action } = await request(mock, { [name]: ['', value] })
    t.match(action, /BAD_REQUEST|LOCATION/, name)
  }
})

const secretless = { clientId: String(clientId) }

async function askForToken(mock: TestMock, changes: Readonly<Record<string, string>>) {
  return requestToken(mock, codeRequest(await authorize(mock, {}), changes))
}

t.test('a token request takes empty parameters as omitted', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  const names = [
    'scope',
    'resource',
    'authorization_details',
    'client_secret',
    'client_assertion',
    'client_assertion_type',
    'unknown',
  ]
  for (const name of names) t.match(await askForToken(mock, { [name]: '' }), { action: 'OK' }, name)
  for (const name of ['scope', 'resource', 'authorization_details', 'redirect_uri', 'code']) {
    const { refreshToken } = await askForToken(mock, {})
    t.match(await requestToken(mock, refreshRequest(refreshToken, { [name]: '' })), { action: 'OK' }, name)
    const parameters = form({ grant_type: 'client_credentials', [name]: '' })
    t.match(await requestToken(mock, { ...basic, parameters }), { action: 'OK' }, name)
  }
})

t.test('an empty redirect URI at the token endpoint is none', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  t.match(await askForToken(mock, { redirect_uri: '' }), { resultCode: 'A050308' })
  const code = await authorize(mock, { redirect_uri: undefined, scope: 'accounts' })
  t.match(await requestToken(mock, codeRequest(code, { redirect_uri: '' })), { action: 'OK' })
})

t.test('Authlete has a word of its own for these at the token endpoint', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  t.match(await askForToken(mock, { code_verifier: '' }), { resultCode: 'A050313' })
  t.match(await askForToken(mock, { code: '' }), { resultCode: 'A050302' })
  t.match(await askForToken(mock, { grant_type: '' }), { resultCode: 'A049302' })
  t.match(await requestToken(mock, refreshRequest('')), { resultCode: 'A053302' })
})

t.test('empty credentials are no credentials', async (t) => {
  const code = { grant_type: 'client_credentials', client_id: String(clientId) }
  const posting = await startTestMock(t, { world: tokenWorld({}, { tokenAuthMethod: 'CLIENT_SECRET_POST' }) })
  const ask = (mock: TestMock, parameters: Readonly<Record<string, string>>, members: object = {}) =>
    requestToken(mock, { ...members, parameters: form({ ...code, ...parameters }) })
  t.match(await ask(posting, { client_secret: '' }), { action: 'INVALID_CLIENT' })
  t.match(await ask(posting, { client_secret: clientSecret }), { action: 'OK' })

  const asserting = await startTestMock(t, {
    world: tokenWorld({}, { tokenAuthMethod: 'CLIENT_SECRET_JWT' }),
  })
  const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  for (const empty of [{ client_assertion: '' }, { client_assertion: '', client_assertion_type: type }]) {
    t.match(await ask(asserting, empty, secretless), { action: /INVALID_CLIENT|BAD_REQUEST/ })
  }
})

t.test('revocation and introspection take empty parameters as omitted', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  const { accessToken = '' } = await askForToken(mock, {})
  const standard = await call(mock, '/auth/introspection/standard', {
    parameters: form({ token: accessToken, token_type_hint: '', unknown: '' }),
  })
  t.match(JSON.parse(standard.responseContent ?? ''), { active: true })
  const empty = await call(mock, '/auth/introspection/standard', { parameters: 'token=' })
  t.match(empty, { action: 'BAD_REQUEST' })
  const parameters = form({
    token: accessToken,
    token_type_hint: '',
    client_assertion: '',
    client_assertion_type: '',
  })
  t.match(await call(mock, '/auth/revocation', { ...basic, parameters }), { action: 'OK' })
  t.match(await call(mock, '/auth/revocation', { ...basic, parameters: 'token=' }), { resultCode: 'A115302' })
})

t.test(
  'what a request object leaves empty counts as omitted, and does not hide what is pushed',
  async (t) => {
    const mock = await startTestMock(t, { world: tokenWorld() })
    const uri = await pushRequest(mock, { resource: ['', 'https://rs.example.com/a'], nonce: '' })
    const parameters = form({ client_id: String(clientId), request_uri: uri, scope: '', state: '' })
    t.match(await call(mock, '/auth/authorization', { parameters }), {
      action: 'INTERACTION',
      resources: ['https://rs.example.com/a'],
    })
    t.ok(await requestTicket(mock, { prompt: '' }))
  },
)

/**
 * Every text that Authlete has published for a parameter without a value, at the APIs that are here
 * (kb.authlete.com, result codes). What is sent without a value is omitted, unless it stands here.
 */
const published = {
  A009302: "The value of 'response_type' parameter contained in the authorization request is empty.",
  A010302: "The value of 'client_id' parameter contained in the authorization request is empty.",
  A011319: "The value of 'redirect_uri' parameter contained in the authorization request is empty.",
  A048302: "The value of 'client_id' passed to the token endpoint is empty.",
  A049302: "The value of 'grant_type' in the token request is empty.",
  A050302: "The value of 'code' in the token request is empty.",
  A050313: "The value of 'code_verifier' in the token request is empty.",
  A051302: "The value of 'username' in the token request is empty.",
  A051305: "The value of 'password' in the token request is empty.",
  A053302: "The value of 'refresh_token' in the token request is empty.",
  A114302: "The value of 'client_id' passed to the revocation endpoint is empty.",
  A114309: "The value of 'client_secret' in the revocation request is empty.",
  A115302: "The value of 'token' in the revocation request is empty.",
  A124302:
    "The value of 'code_challenge' parameter in the authorization request is empty. See RFC 7636 for details.",
  A158303: "The value of 'client_assertion_type' in the request is empty.",
}

/** Older codes for what two of those say too. */
const superseded = { A048316: 'A050302', A048319: 'A053302' }

t.test('the texts for parameters without a value are all here, and no others', async (t) => {
  const here = catalogue.flatMap(({ resultCode, message }) =>
    /^The value of '\w+' .*is empty\./.test(message ?? '') ? [[String(resultCode), message] as const] : [],
  )
  t.strictSame(Object.fromEntries(here), published)
  const codes = new Set(catalogue.map(({ resultCode }) => resultCode))
  for (const [old, used] of Object.entries(superseded))
    t.strictSame([codes.has(old), used in published], [false, true])
})

t.test('each of them is the answer to its parameter without a value', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  const password = { grant_type: 'password', username: 'alice', password: 'secret' }
  const token = (members: Readonly<Record<string, string>>) => ['/auth/token', members] as const
  const revocation = (members: Readonly<Record<string, string>>) => ['/auth/revocation', members] as const
  const requests = {
    A048302: token({ grant_type: 'client_credentials', client_id: '' }),
    A051302: token({ ...password, username: '' }),
    A051305: token({ ...password, password: '' }),
    A114302: revocation({ token: 'a', client_id: '' }),
    A114309: revocation({ token: 'a', client_secret: '' }),
    A115302: revocation({ token: '' }),
    A158303: revocation({ token: 'a', client_assertion: 'a', client_assertion_type: '' }),
  }
  for (const [resultCode, [path, members]] of Object.entries(requests)) {
    t.match(await call(mock, path, { ...basic, parameters: form(members) }), { resultCode }, path)
  }
})

t.test('members of an API that have to have a value are as good as missing without one', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  const rows = [
    ['/auth/authorization/issue', { ticket: '', subject: 'alice' }, 'A041201'],
    ['/auth/authorization/issue', { ticket: await requestTicket(mock), subject: '' }, 'A042201'],
    ['/auth/authorization/fail', { ticket: '', reason: 'UNKNOWN' }, 'A059201'],
    ['/auth/token/issue', { ticket: '', subject: 'alice' }, 'A055201'],
    ['/auth/token/fail', { ticket: '', reason: 'UNKNOWN' }, 'A063201'],
    ['/auth/token/create', { grantType: 'AUTHORIZATION_CODE', subject: '', clientId }, 'A105201'],
  ] as const
  for (const [path, body, resultCode] of rows) t.match(await call(mock, path, body), { resultCode }, path)
})
