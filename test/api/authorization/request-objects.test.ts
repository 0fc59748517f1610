import t, { type Test } from 'tap'
import {
  authorizationWorld,
  call,
  clientId,
  clientSecret,
  issuer,
  redirectUri,
  type AuthorizationAnswer,
} from '../../support/requests/authorize.ts'
import { startOfTests, startTestMock, type TestMock } from '../../support/mock.ts'
import {
  makeRequestObject,
  makeUnsignedObject,
  objectKey,
  objectKeys,
  otherObjectKey,
  type ObjectChanges,
} from '../../support/requests/request-object.ts'

const keys = { jwks: objectKeys }
const traditional = { traditionalRequestObjectProcessingApplied: true }

function startWith(t: Test, client: object = {}, service: object = {}): Promise<TestMock> {
  return startTestMock(t, { world: authorizationWorld(service, { ...keys, ...client }) })
}

function send(mock: TestMock, request: string, outside: object = {}): Promise<AuthorizationAnswer> {
  const parameters = new URLSearchParams({ client_id: String(clientId), request, ...outside })
  return call(mock, '/auth/authorization', { parameters: parameters.toString() })
}

async function stateOf(mock: TestMock, { ticket }: AuthorizationAnswer): Promise<string | null> {
  const { responseContent = '' } = await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
  return new URL(responseContent).searchParams.get('state')
}

t.test('what counts is inside the request object alone', async (t) => {
  const mock = await startWith(t)
  const request = await makeRequestObject({
    payload: {
      scope: undefined,
      max_age: 60,
      claims: { id_token: { name: null } },
      resource: ['https://rs.example.com/a', 'https://rs.example.com/b'],
      authorization_details: [{ type: 'payment_initiation' }],
      prompt: 'login',
      login_hint: 'alice',
    },
  })
  const outside = { scope: 'openid payments', state: 'outside', response_type: 'token', nonce: 'n' }
  const answer = await send(mock, request, outside)
  t.match(answer, {
    action: 'INTERACTION',
    maxAge: 60,
    idTokenClaims: '{"name":null}',
    resources: ['https://rs.example.com/a', 'https://rs.example.com/b'],
    authorizationDetails: { elements: [{ type: 'payment_initiation' }] },
    prompts: ['LOGIN'],
    loginHint: 'alice',
  })
  t.notOk('scopes' in answer)
  t.match(JSON.parse(String(answer['requestObjectPayload'])), {
    iss: String(clientId),
    state: 'state-in-object',
  })
  t.equal(await stateOf(mock, answer), 'state-in-object')
})

t.test('by the rules of OpenID Connect what is outside stands in for what is not inside', async (t) => {
  const mock = await startWith(t, {}, traditional)
  const request = await makeRequestObject({
    payload: { scope: undefined, redirect_uri: undefined, client_id: undefined },
  })
  const outside = { response_type: 'code', scope: 'openid', state: 'outside', redirect_uri: redirectUri }
  const answer = await send(mock, request, outside)
  t.match(answer, { action: 'INTERACTION', scopes: [{ name: 'openid' }] })
  t.equal(await stateOf(mock, answer), 'state-in-object')
})

t.test('by the rules of OpenID Connect a request object need not be signed', async (t) => {
  const unsigned = makeUnsignedObject({ alg: 'none' })
  const outside = { response_type: 'code' }
  for (const client of [{}, { requestSignAlg: 'NONE' }]) {
    const mock = await startWith(t, client, traditional)
    t.match(await send(mock, unsigned, outside), { action: 'INTERACTION' })
    const forged = makeUnsignedObject({ alg: 'ES256' })
    t.match(await send(mock, forged, outside), { resultCode: 'A008311' }, 'an empty signature is none')
    const signed = makeUnsignedObject({ alg: 'none' }, {}, 'AA')
    t.match(await send(mock, signed, outside), { action: 'BAD_REQUEST', resultCode: 'A005324' })
  }
})

const good: readonly (readonly [string, ObjectChanges, object?])[] = [
  ['signed by the only key', { header: { kid: undefined } }],
  ['by the registered algorithm', {}, { requestSignAlg: 'ES256' }],
  ['by the secret', { header: { alg: 'HS256', kid: undefined }, signWith: clientSecret }],
  ['of several audiences', { payload: { aud: ['https://other.example.com', issuer] } }],
  ['for one resource', { payload: { resource: 'https://rs.example.com/a' } }],
  ['without claims of its own', { payload: { iss: undefined, exp: undefined, nbf: undefined } }],
  ['that says it is a JWT', { header: { typ: 'JWT' } }],
  ['that says it is a request object', { header: { typ: 'oauth-authz-req+jwt' } }],
  ['about its client', { payload: { sub: String(clientId) } }],
  [
    'about its client that says what it is',
    { header: { typ: 'oauth-authz-req+jwt' }, payload: { sub: String(clientId) } },
  ],
  ['about somebody', { payload: { sub: 'alice' } }],
  ['with its type in full', { header: { typ: 'application/OAuth-Authz-Req+JWT' } }],
  [
    'that begins now and ends soon',
    { payload: { nbf: startOfTests / 1000, exp: startOfTests / 1000 + 0.5 } },
  ],
]

for (const [name, changes, client] of good) {
  t.test(`a request object ${name} is good`, async (t) => {
    const mock = await startWith(t, client, { requestObjectAudienceChecked: true })
    t.match(await send(mock, await makeRequestObject(changes)), { action: 'INTERACTION' })
  })
}

t.test('the alias is a name of the client too, where it may use it', async (t) => {
  const alias = { clientIdAlias: 'my-client', clientIdAliasEnabled: true }
  const request = await makeRequestObject({ payload: { iss: 'my-client', client_id: 'my-client' } })
  const mock = await startWith(t, alias, { clientIdAliasEnabled: true })
  t.match(await send(mock, request, { client_id: 'my-client' }), { action: 'INTERACTION' })
  t.match(await send(mock, request), { resultCode: 'A005391' })
})

t.test('a client that authenticates by one of its names is pushed for by any of them', async (t) => {
  const mock = await startWith(t, { clientIdAlias: 'my-client' })
  for (const name of ['my-client', String(clientId)]) {
    const request = await makeRequestObject({ payload: { client_id: name } })
    for (const header of ['my-client', String(clientId)]) {
      const body = { clientId: header, clientSecret, parameters: new URLSearchParams({ request }).toString() }
      t.match(await call(mock, '/pushed_auth_req', body), { action: 'CREATED' }, `${name} by ${header}`)
    }
  }
  const foreign = await makeRequestObject({ payload: { client_id: 'another' } })
  const parameters = new URLSearchParams({ request: foreign }).toString()
  const body = { clientId: 'my-client', clientSecret, parameters }
  t.match(await call(mock, '/pushed_auth_req', body), { resultCode: 'A005391' })
})

t.test('the clock of a client may be as wrong as the service allows', async (t) => {
  const mock = await startWith(t, {}, { allowableClockSkew: 10 })
  const seconds = startOfTests / 1000
  const late = await makeRequestObject({ payload: { exp: seconds - 9 } })
  t.match(await send(mock, late), { action: 'INTERACTION' })
  const early = await makeRequestObject({ payload: { nbf: seconds + 10 } })
  t.match(await send(mock, early), { action: 'INTERACTION' })
  const later = await makeRequestObject({ payload: { exp: seconds - 10 } })
  t.match(await send(mock, later), { resultCode: 'A006339' })
})

t.test('a request object is good until its end, and from its beginning on', async (t) => {
  const mock = await startWith(t)
  const seconds = startOfTests / 1000
  const over = await makeRequestObject({ payload: { exp: seconds } })
  t.match(await send(mock, over), { resultCode: 'A006339' })
  const early = await makeRequestObject({ payload: { nbf: seconds + 1 } })
  t.match(await send(mock, early), { resultCode: 'A006347' })
})

t.test('the id of a key is a string, whatever the key was registered with', async (t) => {
  for (const kid of [5, null, true, ['one']]) {
    const jwks = JSON.stringify({ keys: [{ ...objectKey.publicJwk, kid }] })
    const mock = await startWith(t, { jwks })
    t.match(await send(mock, await makeRequestObject({ header: { kid } })), { resultCode: 'A005301' })
    t.match(await send(mock, await makeRequestObject({ header: { kid: undefined } })), {
      action: 'INTERACTION',
    })
  }
})

t.test('the id of a client is no number', async (t) => {
  const request = await makeRequestObject({ payload: { client_id: clientId } })
  t.match(await send(await startWith(t), request), { resultCode: 'A005387' })
})

const hs256 = { alg: 'HS256', kid: undefined }

/** What somebody without the client's keys may try. */
const attacks: readonly (readonly [string, () => Promise<string> | string, string, object?])[] = [
  [
    'a MAC with the public key as its secret',
    () => makeRequestObject({ header: hs256, signWith: JSON.stringify(objectKey.publicJwk) }),
    'A005328',
  ],
  [
    'a MAC for a client that signs by a key',
    () => makeRequestObject({ header: hs256, signWith: clientSecret }),
    'A005312',
    { requestSignAlg: 'ES256' },
  ],
  [
    'a MAC of a client without a secret',
    () => makeRequestObject({ header: hs256, signWith: 'x' }),
    'A005352',
    { clientSecret: '' },
  ],
  ...(
    [
      ['HS256', 31],
      ['HS384', 47],
      ['HS512', 63],
    ] as const
  ).map(
    ([alg, length]) =>
      [
        `a MAC of ${alg} by a secret of ${length} octets`,
        () => makeRequestObject({ header: { ...hs256, alg }, signWith: 's'.repeat(length) }),
        'A005324',
        { clientSecret: 's'.repeat(length) },
      ] as const,
  ),
  [
    'another key under the same name',
    () => makeRequestObject({ signWith: otherObjectKey.privateJwk }),
    'A005328',
  ],
  [
    'a key in its own header',
    () =>
      makeRequestObject({
        header: { kid: undefined, jwk: otherObjectKey.publicJwk },
        signWith: otherObjectKey.privateJwk,
      }),
    'A005328',
  ],
  ['no algorithm at all', () => makeUnsignedObject({ alg: 'none' }, {}, 'AA'), 'A008311'],
  ['a JWT that was made as a proof', () => makeRequestObject({ header: { typ: 'dpop+jwt' } }), 'A005301'],
  [
    'an assertion that says so',
    () => makeRequestObject({ header: { typ: 'client-authentication+jwt' } }),
    'A005301',
  ],
  ['a logout token that does not say so', () => makeRequestObject({ payload: { events: {} } }), 'A005301'],
  ['a type that is empty', () => makeRequestObject({ header: { typ: '' } }), 'A005301'],
  ['a type that is no text', () => makeRequestObject({ header: { typ: 1 } }), 'A005301'],
  [
    'a JWT that does not say whose request it is',
    () => makeRequestObject({ payload: { client_id: undefined } }),
    'A005391',
  ],
  ['an algorithm in another case', () => makeUnsignedObject({ alg: 'None' }, {}, 'AA'), 'A005320'],
  [
    'an extension that must be understood',
    () => makeUnsignedObject({ alg: 'ES256', crit: ['x'], x: 1 }, {}, 'AA'),
    'A005301',
  ],
  ['a key set that is none', () => makeRequestObject(), 'A005352', { jwks: '[]' }],
  ['a key set without keys', () => makeRequestObject(), 'A005352', { jwks: '{"keys":1}' }],
]

for (const [name, make, resultCode, client] of attacks) {
  t.test(`${name} does not help`, async (t) => {
    const mock = await startWith(t, client)
    const answer = await send(mock, await make())
    t.match(answer, { action: 'BAD_REQUEST', resultCode })
    t.match(JSON.parse(answer.responseContent ?? ''), { error: 'invalid_request_object' })
  })
}
