import { importJWK, SignJWT, type JWK } from 'jose'
import t from 'tap'
import type { Fixtures } from '../../schema/fixtures.ts'
import { callApi } from '../support/api.ts'
import { authorize, clientId, issuer, redirectUri, requestParameters } from '../support/requests/authorize.ts'
import { jwtBearer } from '../support/requests/client-presentations.ts'
import { serviceId, startOfTests, startTestMock, type TestMock } from '../support/mock.ts'
import { hash, makeKey } from '../support/requests/proof.ts'
import { codeRequest, form, requestToken, tokenWorld } from '../support/requests/token.ts'

const secret = 'one secret of the client and of whoever signs for it, as long as those of Authlete'
const boundToken = 'a-token-that-is-bound'
const rsUri = 'https://rs.example.com'
const now = startOfTests / 1000
const own = String(clientId)
const key = await makeKey()
const registered = JSON.stringify({ keys: [{ ...key.publicJwk, kid: 'one' }] })
const request = { response_type: 'code', redirect_uri: redirectUri, scope: 'openid accounts' }

type Members = Readonly<Record<string, unknown>>
type Sign = (header: Members, payload: Members) => Promise<string>

/** A mock with a client that signs everything with one key or secret, which is when roles are taken for one another. */
interface ScenarioContext {
  readonly mock: TestMock
  readonly sign: Sign
}

async function signWith(keyOrSecret: JWK | string, header: Members, payload: Members): Promise<string> {
  const alg = typeof keyOrSecret === 'string' ? 'HS256' : 'ES256'
  const made = typeof keyOrSecret === 'string' ? Buffer.from(keyOrSecret) : await importJWK(keyOrSecret, alg)
  return new SignJWT(payload).setProtectedHeader({ alg, ...header }).sign(made)
}

const signings: Readonly<Record<string, { readonly client: Members; readonly sign: Sign }>> = {
  'with its key': {
    client: { tokenAuthMethod: 'PRIVATE_KEY_JWT', jwks: registered },
    sign: (header, payload) => signWith(key.privateJwk, { kid: 'one', ...header }, payload),
  },
  'with its secret': {
    client: {
      tokenAuthMethod: 'CLIENT_SECRET_JWT',
      clientSecret: secret,
      idTokenSignAlg: 'HS256',
      userInfoSignAlg: 'HS256',
    },
    sign: (header, payload) => signWith(secret, header, payload),
  },
}

function worldOf(client: Members, service: object): Fixtures {
  const endpoints = { userInfoEndpoint: `${issuer}/userinfo`, revocationEndpoint: `${issuer}/revoke` }
  return tokenWorld({ ...endpoints, accessTokenSignAlg: 'ES256', ...service }, client)
}

let counter = 0
const fresh = () => ({ jti: `jwt-${(counter += 1)}`, iat: now, exp: now + 300 })
const typed = (typ: unknown): Members => (typ === undefined ? {} : { typ })

type Maker = (sign: Sign, typ: unknown) => Promise<string>

const makeAssertion: Maker = (sign, typ) => sign(typed(typ), { iss: own, sub: own, aud: issuer, ...fresh() })

const makeObject: Maker = (sign, typ) =>
  sign(typed(typ), { iss: own, aud: issuer, client_id: own, ...request, ...fresh() })

/** What RFC 9101 §10.8 warns of: everything that an assertion has, and a request. */
const makeAmbiguousObject: Maker = (sign, typ) =>
  sign(typed(typ), { iss: own, sub: own, aud: issuer, client_id: own, ...request, ...fresh() })

const makeTokenProof: Maker = (_, typ) =>
  signWith(
    key.privateJwk,
    { ...typed(typ), jwk: key.publicJwk },
    { ...fresh(), htm: 'POST', htu: `${issuer}/token` },
  )

const makeProof: Maker = (_, typ) =>
  signWith(
    key.privateJwk,
    { ...typed(typ), jwk: key.publicJwk },
    { ...fresh(), htm: 'GET', htu: rsUri, ath: hash(boundToken) },
  )

/** A proof with all that an assertion and a request object need. */
const makeProofOfAll: Maker = (sign, typ) =>
  sign(
    { ...typed(typ), jwk: key.publicJwk },
    { iss: own, sub: own, aud: issuer, client_id: own, ...fresh(), htm: 'GET', htu: `${issuer}/other` },
  )

const makeLogout: Maker = (sign, typ) => {
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} }
  return sign(typed(typ), { iss: issuer, sub: 'alice', aud: own, events, ...fresh() })
}

const clientMade: Readonly<Record<string, { readonly make: Maker; readonly types: readonly unknown[] }>> = {
  assertion: { make: makeAssertion, types: [undefined, 'JWT', 'client-authentication+jwt'] },
  'request object': { make: makeObject, types: [undefined, 'JWT', 'oauth-authz-req+jwt'] },
  'ambiguous request object': { make: makeAmbiguousObject, types: [undefined, 'JWT', 'oauth-authz-req+jwt'] },
  'token proof': { make: makeTokenProof, types: ['dpop+jwt'] },
  'resource proof': { make: makeProof, types: ['dpop+jwt'] },
  'other proof': { make: makeProofOfAll, types: ['dpop+jwt'] },
  'logout token': { make: makeLogout, types: [undefined, 'logout+jwt'] },
}

async function authenticate(sign: Sign): Promise<Readonly<Record<string, string>>> {
  const client_assertion = await makeAssertion(sign, undefined)
  return { client_id: own, client_assertion_type: jwtBearer, client_assertion }
}

/** What the service signs for this client, with the client's own secret where it has one. */
async function mintJwts({ mock, sign }: ScenarioContext): Promise<Readonly<Record<string, string>>> {
  const code = await authorize(mock, { scope: 'openid grant_management_query' })
  const answer = await requestToken(mock, codeRequest(code, await authenticate(sign), {}))
  const { idToken = '' } = answer
  const token = String(answer['jwtAccessToken'])
  const introspect = async (introspectionSignAlg: string): Promise<string> => {
    const httpAcceptHeader = 'application/token-introspection+jwt'
    const question = { parameters: form({ token }), rsUri, httpAcceptHeader, introspectionSignAlg }
    const asked = await callApi(mock, 'POST', '/auth/introspection/standard', {
      ...question,
      sharedKeyForSign: secret,
    })
    return String(asked.body['responseContent'])
  }
  const { body: userInfo } = await callApi(mock, 'POST', '/auth/userinfo/issue', { token })
  return {
    'access token': token,
    'ID token': idToken,
    'userinfo response': String(userInfo['responseContent']),
    'introspection response': await introspect('ES256'),
    'introspection response with a MAC': await introspect('HS256'),
  }
}

async function makeAll(context: ScenarioContext): Promise<Readonly<Record<string, string>>> {
  const made = Object.entries(clientMade).flatMap(([role, { make, types }]) =>
    types.map(async (typ) => [`${role}, typ ${String(typ)}`, await make(context.sign, typ)] as const),
  )
  return { ...Object.fromEntries(await Promise.all(made)), ...(await mintJwts(context)) }
}

type Present = (context: ScenarioContext, jwt: string) => Promise<string>

async function actionOf({ mock }: ScenarioContext, path: string, body: object): Promise<string> {
  const { body: answer } = await callApi(mock, 'POST', path, body)
  return String(answer['action'])
}

const asAssertion =
  (path: string, parameters: Readonly<Record<string, string>>): Present =>
  (context, client_assertion) => {
    const proof = { client_id: own, client_assertion_type: jwtBearer, client_assertion }
    return actionOf(context, path, { parameters: form({ ...parameters, ...proof }) })
  }

const credentials = { grant_type: 'client_credentials' }

/** Where a JWT is taken: which ones pass there, and how one that does is answered. */
interface Place {
  readonly takes: RegExp
  readonly answer: string
  readonly present: Present
}

const places: Readonly<Record<string, Place>> = {
  'an assertion at the token endpoint': {
    takes: /^assertion/,
    answer: 'OK',
    present: asAssertion('/auth/token', credentials),
  },
  'an assertion at PAR': {
    takes: /^assertion/,
    answer: 'CREATED',
    present: asAssertion('/pushed_auth_req', request),
  },
  'an assertion at revocation': {
    takes: /^assertion/,
    answer: 'OK',
    present: asAssertion('/auth/revocation', { token: 'nothing' }),
  },
  'a request object': {
    takes: /request object/,
    answer: 'INTERACTION',
    present: (context, jwt) =>
      actionOf(context, '/auth/authorization', { parameters: requestParameters({ request: jwt }) }),
  },
  'a request object at PAR': {
    takes: /request object/,
    answer: 'CREATED',
    present: async (context, jwt) => {
      const parameters = requestParameters({ request: jwt, ...(await authenticate(context.sign)) })
      return actionOf(context, '/pushed_auth_req', { parameters })
    },
  },
  'a proof at the token endpoint': {
    takes: /^token proof/,
    answer: 'OK',
    present: async (context, dpop) => {
      const parameters = form({ ...credentials, ...(await authenticate(context.sign)) })
      return actionOf(context, '/auth/token', { parameters, dpop })
    },
  },
  'a proof at a resource': {
    takes: /^resource proof/,
    answer: 'OK',
    present: (context, dpop) =>
      actionOf(context, '/auth/introspection', { token: boundToken, dpop, htm: 'GET', htu: rsUri }),
  },
  'an access token at introspection': {
    takes: /^access token/,
    answer: 'OK',
    present: (context, token) => actionOf(context, '/auth/introspection', { token }),
  },
  'an access token at userinfo': {
    takes: /^access token/,
    answer: 'OK',
    present: (context, token) => actionOf(context, '/auth/userinfo', { token }),
  },
  'an access token for grants': {
    takes: /^access token/,
    answer: 'NOT_FOUND',
    present: (context, accessToken) =>
      actionOf(context, '/gm', { accessToken, gmAction: 'QUERY', grantId: 'none' }),
  },
  'a refresh token': {
    takes: /^$/,
    answer: 'OK',
    present: async (context, refresh_token) => {
      const proof = await authenticate(context.sign)
      return actionOf(context, '/auth/token', {
        parameters: form({ grant_type: 'refresh_token', refresh_token, ...proof }),
      })
    },
  },
}

const rules = { 'RFC 9101': {}, 'OpenID Connect': { traditionalRequestObjectProcessingApplied: true } }

for (const [how, { client, sign }] of Object.entries(signings)) {
  for (const [name, service] of Object.entries(rules)) {
    t.test(`a JWT that a client signs ${how} serves in its own role alone (${name})`, async (t) => {
      for (const [place, { takes, answer, present }] of Object.entries(places)) {
        const context = { mock: await startTestMock(t, { world: worldOf(client, service) }), sign }
        const bound = { accessToken: boundToken, cnf: { jkt: key.jkt }, clientId, scopes: ['openid'] }
        await context.mock.admin.mintToken(serviceId, bound)
        for (const [jwt, text] of Object.entries(await makeAll(context))) {
          const got = await present(context, text)
          t.equal(got === answer, takes.test(jwt), `${jwt}, as ${place}: ${got}`)
          t.not(got, 'INTERNAL_SERVER_ERROR', `${jwt}, as ${place}`)
        }
      }
    })
  }
}
