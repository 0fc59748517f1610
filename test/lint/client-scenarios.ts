import { importJWK, SignJWT } from 'jose'
import { serviceId, startOfTests, type TestMock } from '../support/mock.ts'
import { makeKey } from '../support/requests/proof.ts'
import { call, type RuleScenarios, type Scenario } from './scenario.ts'

export const redirectUri = 'https://rp.example.com/cb'
const issuer = 'https://as.example.com'

interface MadeClient {
  readonly clientId: number
  readonly clientSecret: string
}

export async function makeClient(mock: TestMock, properties: object = {}): Promise<MadeClient> {
  const client = { tokenAuthMethod: 'CLIENT_SECRET_BASIC', redirectUris: [redirectUri], ...properties }
  await mock.admin.updateService(serviceId, { issuer })
  const { apiToken } = await mock.admin.createApiToken({ rights: ['ADMIN'], serviceId })
  const headers = { authorization: `Bearer ${apiToken}` }
  return JSON.parse(await call(mock, 'client/create', client, headers)) as MadeClient
}

/** A token request of a client that shows its secret in the header, and more parameters. */
const asksForToken =
  (more: (client: MadeClient) => string): Scenario =>
  async (mock) => {
    const client = await makeClient(mock)
    const { clientId, clientSecret } = client
    const parameters = `grant_type=client_credentials${more(client)}`
    return call(mock, 'auth/token', { clientId: String(clientId), clientSecret, parameters })
  }

const key = await makeKey()
const jwks = JSON.stringify({ keys: [key.publicJwk] })
export const signingKeys = JSON.stringify({ keys: [key.privateJwk] })

/** An authorization request with a request object, directly or pushed. */
const asksByObject =
  (path: string, header: object, claims: (clientId: string) => object): Scenario =>
  async (mock) => {
    const { clientId, clientSecret } = await makeClient(mock, { jwks })
    const id = String(clientId)
    const parameters = { client_id: id, response_type: 'code', redirect_uri: redirectUri }
    const now = startOfTests / 1000
    const request = await new SignJWT({ iss: id, aud: issuer, exp: now + 60, ...parameters, ...claims(id) })
      .setProtectedHeader({ alg: 'ES256', ...header })
      .sign(await importJWK(key.privateJwk, 'ES256'))
    const pusher = path === 'pushed_auth_req' ? { clientId: id, clientSecret } : {}
    return call(mock, path, { ...pusher, parameters: `client_id=${id}&request=${request}` })
  }

/** An authorization request, and its issue to alice. */
const issues =
  (asked: object = {}, consent: object = {}, properties: object = {}): Scenario =>
  async (mock) => {
    const supportedScopes = [{ name: 'openid' }, { name: 'a' }]
    await mock.admin.updateService(serviceId, { supportedScopes, jwks: signingKeys })
    const { clientId } = await makeClient(mock, { idTokenSignAlg: 'ES256', ...properties })
    const parameters = new URLSearchParams({
      client_id: String(clientId),
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: 'openid a',
      ...asked,
    })
    const { ticket } = JSON.parse(
      await call(mock, 'auth/authorization', { parameters: parameters.toString() }),
    ) as { readonly ticket: string }
    return call(mock, 'auth/authorization/issue', { ticket, subject: 'alice', ...consent })
  }

const essential = { claims: JSON.stringify({ id_token: { auth_time: { essential: true } } }) }
const voluntary = { claims: JSON.stringify({ id_token: { auth_time: null } }) }

const about = (sub: string) => ({ sub })

/** For each rule about what clients send. */
export const clientScenarios: Readonly<Record<string, RuleScenarios>> = {
  'second-client-secret': {
    broken: [
      asksForToken(() => '&client_secret=wrong'),
      asksForToken(({ clientSecret }) => `&client_secret=${clientSecret}`),
    ],
    kept: [
      asksForToken(() => ''),
      asksForToken(() => '&client_secret='),
      async (mock) => {
        await mock.admin.updateService(serviceId, { mock: { oneClientAuthentication: true } })
        return asksForToken(() => '&client_secret=wrong')(mock)
      },
      asksForToken(() => '&client_assertion=a&client_assertion_type=b'),
    ],
  },
  'request-object-as-assertion': {
    broken: [
      asksByObject('auth/authorization', {}, about),
      asksByObject('auth/authorization', { typ: 'JWT' }, about),
      asksByObject('pushed_auth_req', {}, about),
    ],
    kept: [
      asksByObject('auth/authorization', {}, () => ({})),
      asksByObject('auth/authorization', {}, () => about('alice')),
      asksByObject('auth/authorization', { typ: 'oauth-authz-req+jwt' }, about),
      asksByObject('pushed_auth_req', { typ: 'application/oauth-authz-req+jwt' }, about),
    ],
  },
  'auth-time-missing': {
    broken: [
      issues({}, {}, { authTimeRequired: true }),
      issues({ max_age: '0' }),
      issues({ max_age: '60' }, { authTime: 0 }),
      issues({}, {}, { defaultMaxAge: 60 }),
      issues(essential),
    ],
    kept: [
      issues(),
      issues({}, {}, { defaultMaxAge: 0 }),
      issues({ ...essential, max_age: '60' }, { authTime: 1_700_000_000 }, { authTimeRequired: true }),
      issues({ scope: 'a', max_age: '60' }, {}, { authTimeRequired: true }),
      issues(voluntary),
    ],
  },
}
