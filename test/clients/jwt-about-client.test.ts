import t from 'tap'
import { authorizationWorld, call, clientId, issuer, redirectUri } from '../support/requests/authorize.ts'
import { jwtBearer } from '../support/requests/client-presentations.ts'
import { startOfTests, startTestMock } from '../support/mock.ts'
import { makeRequestObject, objectKeys } from '../support/requests/request-object.ts'

const own = String(clientId)

/** What only a request has. */
const requestMembers: Readonly<Record<string, unknown>> = {
  response_type: 'code',
  redirect_uri: redirectUri,
  response_mode: 'query',
  state: 'a-state',
  nonce: 'a-nonce',
  display: 'page',
  prompt: 'consent',
  ui_locales: 'en',
  claims_locales: 'en',
  acr_values: '1',
  dpop_jkt: 'VQ3377uX2wmQytiNbvxCNszHGkxgvU34iptuQqyXq5Q',
  grant_management_action: 'create',
  login_hint: 'alice',
  claims: {},
  max_age: 0,
}

/** What assertions of real clients have been seen to hold as well. */
const sharedMembers: Readonly<Record<string, unknown>> = {
  client_id: own,
  scope: 'openid accounts',
  resource: 'https://rs.example.com/a',
  authorization_details: [],
}

let counter = 0

/** By the rules of OpenID Connect, which let parameters stand outside, an object may hold hardly anything. */
async function makeJwt(members: object): Promise<string> {
  const emptied = Object.fromEntries(
    ['response_type', 'redirect_uri', 'scope', 'state', 'client_id'].map((name) => [name, undefined]),
  )
  const jti = `about-client-${(counter += 1)}`
  const claims = { iss: own, sub: own, aud: issuer, jti, exp: startOfTests / 1000 + 300 }
  return makeRequestObject({ payload: { ...emptied, ...claims, ...members } })
}

t.test('an untyped JWT about its client is a request or an assertion, and never both', async (t) => {
  const service = { traditionalRequestObjectProcessingApplied: true, supportedAcrs: ['1'] }
  const client = { tokenAuthMethod: 'PRIVATE_KEY_JWT', jwks: objectKeys }
  const mock = await startTestMock(t, { world: authorizationWorld(service, client) })
  const ask = async (members: object) => {
    const request = await makeJwt(members)
    const outside = { client_id: own, response_type: 'code', redirect_uri: redirectUri }
    const parameters = new URLSearchParams({ ...outside, scope: 'openid accounts', request }).toString()
    return (await call(mock, '/auth/authorization', { parameters })).action
  }
  const logIn = async (members: object) => {
    const proof = { client_assertion_type: jwtBearer, client_assertion: await makeJwt(members) }
    const parameters = new URLSearchParams({ grant_type: 'client_credentials', ...proof }).toString()
    return (await call(mock, '/auth/token', { parameters })).action
  }
  for (const [name, value] of Object.entries(requestMembers)) {
    t.equal(await ask({ ...sharedMembers, [name]: value }), 'INTERACTION', `a request by ${name}`)
    t.not(await logIn({ [name]: value }), 'OK', `no assertion by ${name}`)
  }
  for (const [name, value] of Object.entries({ jti: 'nothing else', ...sharedMembers })) {
    t.not(await ask({ [name]: value }), 'INTERACTION', `no request by ${name}`)
    t.equal(await logIn({ [name]: value }), 'OK', `an assertion beside ${name}`)
  }
})
