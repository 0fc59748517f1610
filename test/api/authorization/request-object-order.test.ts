import t, { type Test } from 'tap'
import {
  authorizationWorld,
  call,
  clientId,
  clientSecret,
  type AuthorizationAnswer,
} from '../../support/requests/authorize.ts'
import { startOfTests, startTestMock, type TestMock } from '../../support/mock.ts'
import {
  makeRequestObject,
  makeUnsignedObject,
  objectKeys,
  otherObjectKey,
} from '../../support/requests/request-object.ts'

function startWith(t: Test, client: object = {}, service: object = {}): Promise<TestMock> {
  return startTestMock(t, { world: authorizationWorld(service, { jwks: objectKeys, ...client }) })
}

function send(mock: TestMock, request: string): Promise<AuthorizationAnswer> {
  const parameters = new URLSearchParams({ client_id: String(clientId), request })
  return call(mock, '/auth/authorization', { parameters: parameters.toString() })
}

const none = { alg: 'none' }
const pinned = { requestSignAlg: 'ES256' }
const late = { exp: startOfTests / 1000 - 1 }
const elsewhere = { aud: 'https://other.example.com' }

/** Where two rules are broken at once: which one is told, at the authorization endpoint and to whoever pushes. */
const orders: readonly (readonly [string, () => Promise<string> | string, string, string, object?])[] = [
  ['unsigned', () => makeUnsignedObject(none), 'A008311', 'A248315'],
  [
    'unsigned, of a client that signs nothing',
    () => makeUnsignedObject(none),
    'A008311',
    'A248315',
    { requestSignAlg: 'NONE' },
  ],
  ['unsigned, of a client that signs', () => makeUnsignedObject(none), 'A005336', 'A005336', pinned],
  ['unsigned and for another server', () => makeUnsignedObject(none, elsewhere), 'A006359', 'A006359'],
  ['unsigned and expired', () => makeUnsignedObject(none, late), 'A006339', 'A006339'],
  [
    'unsigned and of another client',
    () => makeUnsignedObject(none, { client_id: '1' }),
    'A005391',
    'A005391',
  ],
  [
    'unsigned, of a client that signs, for another server',
    () => makeUnsignedObject(none, elsewhere),
    'A005336',
    'A005336',
    pinned,
  ],
  ['without signature under an algorithm', () => makeUnsignedObject({ alg: 'ES256' }), 'A008311', 'A248315'],
  [
    'without signature under an algorithm, for another server',
    () => makeUnsignedObject({ alg: 'ES256' }, elsewhere),
    'A006359',
    'A006359',
  ],
  [
    'forged and for another server',
    () => makeRequestObject({ payload: elsewhere, signWith: otherObjectKey.privateJwk }),
    'A005328',
    'A005328',
  ],
  [
    'forged and expired',
    () => makeRequestObject({ payload: late, signWith: otherObjectKey.privateJwk }),
    'A005328',
    'A005328',
  ],
  [
    'expired and for another server',
    () => makeRequestObject({ payload: { ...late, ...elsewhere } }),
    'A006339',
    'A006339',
  ],
]

for (const [what, make, resultCode, pushedCode, client] of orders) {
  t.test(`a request object that is ${what} is told so`, async (t) => {
    const mock = await startWith(t, client, { requestObjectAudienceChecked: true })
    const request = await make()
    t.match(await send(mock, request), { action: 'BAD_REQUEST', resultCode })
    const body = { clientId: String(clientId), clientSecret, parameters: `request=${request}` }
    t.match(await call(mock, '/pushed_auth_req', body), { action: 'BAD_REQUEST', resultCode: pushedCode })
  })
}

t.test('a text about time names the clock, the claim in whole seconds, and the skew', async (t) => {
  const mock = await startWith(t, {}, { allowableClockSkew: 1 })
  mock.time.now += 500
  const seconds = startOfTests / 1000
  const over = await makeRequestObject({ payload: { exp: seconds - 1.5 } })
  t.match(await send(mock, over), {
    resultMessage: `[A006339] The request object passed by the 'request' parameter has already expired: now=${seconds}, exp=${seconds - 2}, skew=1`,
  })
  const soon = await makeRequestObject({ payload: { nbf: seconds + 2.5 } })
  t.match(await send(mock, soon), {
    resultMessage: `[A006347] The request object passed by the 'request' parameter has not started its validity period yet: now=${seconds}, nbf=${seconds + 2}, skew=1`,
  })
})
