import t, { type Test } from 'tap'
import {
  authorizationWorld,
  basic,
  call,
  clientId,
  publicClientId,
  redirectUri,
  requestParameters,
  type AuthorizationAnswer,
  type RequestMembers,
} from '../../support/requests/authorize.ts'
import { startTestMock, type TestMock } from '../../support/mock.ts'
import { makeRequestObject, objectKeys } from '../../support/requests/request-object.ts'

type Sender = (mock: TestMock, changes: RequestMembers) => Promise<AuthorizationAnswer>

const atEndpoint = (mock: TestMock, parameters: string) => call(mock, '/auth/authorization', { parameters })
const atPush = (mock: TestMock, parameters: string) =>
  call(mock, '/pushed_auth_req', { parameters, ...basic })

async function wrap(changes: RequestMembers): Promise<string> {
  const request = await makeRequestObject({ payload: changes })
  return new URLSearchParams({ client_id: String(clientId), request }).toString()
}

/** The ways on which a request arrives. */
const ways: Readonly<Record<string, Sender>> = {
  'by its parameters': (mock, changes) => atEndpoint(mock, requestParameters(changes)),
  'for a page that sends itself': (mock, changes) =>
    atEndpoint(mock, requestParameters({ response_mode: 'form_post', ...changes })),
  pushed: (mock, changes) => atPush(mock, requestParameters(changes)),
  'in a request object': async (mock, changes) => atEndpoint(mock, await wrap(changes)),
  'in a request object that is pushed': async (mock, changes) => atPush(mock, await wrap(changes)),
}

function start(t: Test, service: object = {}, client: object = {}): Promise<TestMock> {
  return startTestMock(t, { world: authorizationWorld(service, { jwks: objectKeys, ...client }) })
}

const errorOf = ({ responseContent = '' }: AuthorizationAnswer): unknown =>
  (JSON.parse(responseContent) as { error: unknown }).error

/** By its parameters, and within a request object, which has codes of its own for what is missing or unknown there. */
const responseTypes: readonly (readonly [
  string | readonly string[] | undefined,
  string,
  string | undefined,
])[] = [
  [undefined, 'A009301', 'A006326'],
  ['', 'A009302', 'A005399'],
  [' ', 'A009302', 'A005399'],
  [['code', 'code'], 'A009303', undefined],
  ['magic', 'A009304', 'A005399'],
  ['code magic', 'A009304', 'A005399'],
]

for (const [responseType, plain, inside] of responseTypes) {
  t.test(`response type ${JSON.stringify(responseType)} is told to whoever sent it`, async (t) => {
    const mock = await start(t)
    for (const [way, send] of Object.entries(ways)) {
      const resultCode = way.startsWith('in') ? inside : plain
      if (resultCode === undefined) continue
      const answer = await send(mock, { response_type: responseType })
      t.match(answer, { resultCode, action: 'BAD_REQUEST' }, way)
      t.type(errorOf(answer), 'string')
    }
  })
}

t.test('a response type that is only not there is still told to the client', async (t) => {
  const mock = await start(t)
  t.match(await atEndpoint(mock, requestParameters({ response_type: 'none' })), {
    resultCode: 'A009305',
    action: 'LOCATION',
  })
})

t.test('what is no array is no authorization_details', async (t) => {
  const mock = await start(t)
  for (const value of [{ type: 'payment_initiation' }, {}, 1, 'payment_initiation', true, null]) {
    for (const [way, send] of Object.entries(ways)) {
      const details = way.startsWith('in') ? (value as string) : JSON.stringify(value)
      const answer = await send(mock, { authorization_details: details })
      t.match(answer, { resultCode: 'A249304' }, `${JSON.stringify(value)} ${way}`)
      t.match(answer.responseContent, 'invalid_authorization_details')
    }
  }
})

t.test('a public client with a MAC for its ID tokens cannot ask for one', async (t) => {
  for (const idTokenSignAlg of ['HS256', 'HS384', 'HS512']) {
    const mock = await start(t, {
      clients: [
        { clientId: publicClientId, clientType: 'PUBLIC', redirectUris: [redirectUri], idTokenSignAlg },
        { ...basic, clientId, redirectUris: [redirectUri], idTokenSignAlg },
      ],
    })
    const ask = (changes: RequestMembers) =>
      requestParameters({ client_id: String(publicClientId), ...changes })
    const resultMessage = `[A406301] The algorithm is symmetric (${idTokenSignAlg}), but the client type of the client (ID = ${publicClientId}) is not 'confidential'.`
    t.match(await atEndpoint(mock, ask({})), { resultMessage, action: 'LOCATION' })
    t.match(await atEndpoint(mock, ask({ response_mode: 'form_post' })), { resultMessage, action: 'FORM' })
    const parameters = ask({})
    t.match(await call(mock, '/pushed_auth_req', { parameters }), { resultMessage, action: 'BAD_REQUEST' })
    t.match(await atEndpoint(mock, ask({ scope: 'accounts' })), { action: 'INTERACTION' })
    t.match(await atEndpoint(mock, requestParameters()), { action: 'INTERACTION' }, 'a confidential one can')
  }
})

t.test('a redirect URI that is not registered is never told anything', async (t) => {
  const mock = await start(t)
  for (const [way, send] of Object.entries(ways)) {
    for (const [scope, resultCode] of [
      ['openid', 'A011304'],
      ['accounts', 'A011317'],
    ] as const) {
      const answer = await send(mock, { scope, redirect_uri: 'https://attacker.example/cb' })
      t.match(answer, { resultCode, action: 'BAD_REQUEST' }, way)
      t.equal(errorOf(answer), 'invalid_request')
    }
  }
})

t.test('a refusal has the flags and numbers of the answer, and the service', async (t) => {
  const mock = await start(t, {}, { clientIdAlias: 'my-client' })
  const service = { apiKey: 700, clientIdAliasEnabled: true, number: 700 }
  const refused = async (changes: RequestMembers) => {
    const {
      resultCode,
      action,
      resultMessage: _,
      responseContent: __,
      ...rest
    } = await atEndpoint(mock, requestParameters(changes))
    return { resultCode, action, rest }
  }
  const rest = {
    acrEssential: false,
    clientEntityIdUsed: false,
    clientIdAliasUsed: false,
    maxAge: 0,
    metadataDocumentUsed: false,
    nativeSsoRequested: false,
    service,
  }
  t.strictSame(await refused({ client_id: '1' }), { resultCode: 'A010308', action: 'BAD_REQUEST', rest })
  t.strictSame(await refused({ client_id: 'my-client', prompt: 'beep', max_age: '9' }), {
    resultCode: 'A016303',
    action: 'LOCATION',
    rest: { ...rest, clientIdAliasUsed: true },
  })
})

t.test('a text without parameters is not the same as no text', async (t) => {
  const mock = await start(t)
  for (const path of ['/auth/authorization', '/pushed_auth_req']) {
    t.match(await call(mock, path, {}), { resultCode: 'A004201', action: 'BAD_REQUEST' })
    for (const parameters of ['', '?', '&']) {
      t.match(await call(mock, path, { parameters }), { resultCode: 'A004301', action: 'BAD_REQUEST' })
    }
  }
})
