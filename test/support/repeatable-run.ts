import { createRandom } from '../../src/base/random.ts'
import { makeCertificate } from '../../src/testkit/certificate.ts'
import { makeKey } from '../../src/testkit/key.ts'
import { makeProof, type ProofOptions } from '../../src/testkit/proof.ts'
import { startOfTests } from './mock.ts'

/** What a run is done on: a mock in this process, or one behind a socket. */
export interface RepeatableMock {
  readonly baseUrl: string
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
}

/** One answer of a run: what of it is ours. */
export interface Recorded {
  readonly call: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

type Answer = Readonly<Record<string, unknown>>
type Call = (method: string, path: string, body?: object) => Promise<Answer>

const issuer = 'https://as.example.com'
const redirectUri = 'https://rp.example.com/cb'
const scope = 'openid grant_management_query grant_management_revoke'

/** Headers of the HTTP server and not of the mock. */
const foreignHeaders = ['connection', 'date', 'keep-alive']

const signingKey = {
  ...makeKey(createRandom('key of the service')).privateJwk,
  kid: 'es',
  alg: 'ES256',
  use: 'sig',
}

/**
 * A service and its client are made, a grant is given by a pushed request, proved with nonces, refreshed, introspected,
 * queried and revoked, tokens are minted, and the journal is read. Gives back every answer.
 */
export async function runEverything(mock: RepeatableMock): Promise<readonly Recorded[]> {
  const recorded: Recorded[] = []
  const { serviceId, serviceToken } = await setUp(record(mock, recorded, 'demo-organization-token'))
  const call = record(mock, recorded, String(serviceToken))
  const api: Call = (method, path, body) => call(method, `/api/${String(serviceId)}/${path}`, body)
  const admin: Call = (method, path, body) =>
    call(method, `/_mock/services/${String(serviceId)}/${path}`, body)
  await takeThroughFlow(api, createProver())
  await mint(admin, api)
  await call('PUT', '/_mock/snapshots/all')
  await admin('PUT', 'snapshots/one')
  await admin('GET', 'snapshots/one')
  await admin('POST', 'outcomes/dpop_key_mismatch', {})
  await admin('GET', 'tokens')
  await admin('GET', 'grants')
  const { requests = [] } = await admin('GET', 'requests')
  for (const { id } of requests as readonly { readonly id: string }[]) await admin('GET', `requests/${id}`)
  await admin('POST', 'reset')
  return recorded
}

function setUp(call: Call): Promise<Answer> {
  return call('POST', '/_mock/services', {
    issuer,
    tokenEndpoint: `${issuer}/token`,
    pushedAuthReqEndpoint: `${issuer}/par`,
    grantManagementEndpoint: `${issuer}/grants`,
    supportedScopes: scope.split(' ').map((name) => ({ name })),
    supportedGrantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN'],
    dpopNonceRequired: true,
    accessTokenSignAlg: 'ES256',
    jwks: JSON.stringify({ keys: [signingKey] }),
  })
}

async function takeThroughFlow(api: Call, prove: ProofMaker): Promise<void> {
  const client = await api('POST', 'client/create', {
    clientType: 'CONFIDENTIAL',
    redirectUris: [redirectUri],
    grantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN'],
    responseTypes: ['CODE'],
    idTokenSignAlg: 'ES256',
    tokenAuthMethod: 'CLIENT_SECRET_BASIC',
  })
  const credentials = { clientId: String(client['clientId']), clientSecret: client['clientSecret'] }
  const parameters = {
    response_type: 'code',
    client_id: credentials.clientId,
    redirect_uri: redirectUri,
    scope,
    grant_management_action: 'create',
  }
  const { requestUri } = await api('POST', 'pushed_auth_req', {
    ...credentials,
    parameters: form(parameters),
  })
  const pushed = form({ client_id: credentials.clientId, request_uri: String(requestUri) })
  const { ticket } = await api('POST', 'auth/authorization', { parameters: pushed })
  const { authorizationCode } = await api('POST', 'auth/authorization/issue', { ticket, subject: 'alice' })
  const code = {
    grant_type: 'authorization_code',
    code: String(authorizationCode),
    redirect_uri: redirectUri,
  }
  const { refreshToken } = await askForToken(api, prove, credentials, code)
  const refresh = { grant_type: 'refresh_token', refresh_token: String(refreshToken) }
  const issued = await askForToken(api, prove, credentials, refresh)
  await useToken(api, prove, String(issued['accessToken']), String(issued['grantId']))
}

/** Without a nonce, and again with the one that the first answer told. */
async function askForToken(
  api: Call,
  prove: ProofMaker,
  credentials: object,
  parameters: Readonly<Record<string, string>>,
) {
  const target = { method: 'POST', uri: `${issuer}/token` }
  const ask = async (nonce?: string) => {
    const dpop = await prove({ ...target, ...(nonce !== undefined && { nonce }) })
    const request = {
      ...credentials,
      parameters: form(parameters),
      dpop,
      htm: target.method,
      htu: target.uri,
    }
    return api('POST', 'auth/token', request)
  }
  return ask(String((await ask())['dpopNonce']))
}

async function useToken(api: Call, prove: ProofMaker, accessToken: string, grantId: string): Promise<void> {
  const uri = `${issuer}/grants/${grantId}`
  const manage = async (gmAction: 'QUERY' | 'REVOKE', nonce?: string) => {
    const method = gmAction === 'QUERY' ? 'GET' : 'DELETE'
    const dpop = await prove({ method, uri, accessToken, ...(nonce !== undefined && { nonce }) })
    return api('POST', 'gm', { accessToken, gmAction, grantId, dpop })
  }
  const nonce = String((await manage('QUERY'))['dpopNonce'])
  await manage('QUERY', nonce)
  const dpop = await prove({ method: 'GET', uri: `${issuer}/accounts`, accessToken, nonce })
  await api('POST', 'auth/introspection', { token: accessToken, dpop, htm: 'GET', htu: `${issuer}/accounts` })
  await manage('REVOKE', nonce)
  await manage('QUERY', nonce)
}

/** Tokens that the mock binds to keys and certificates of its own, and their use. */
async function mint(admin: Call, api: Call): Promise<void> {
  for (const bind of ['dpop', 'mtls']) {
    const options = { bind, grant: {}, subject: 'bob', refreshToken: true }
    const { request } = await admin('POST', 'tokens', options)
    await api('POST', 'gm', request as object)
  }
  const { thumbprint, certificate } = await makeCertificate({ now: startOfTests }, createRandom('its own'))
  const cnf = { 'x5t#S256': thumbprint }
  const { accessToken, grantId } = await admin('POST', 'tokens', { cnf, grant: {} })
  await api('POST', 'gm', { accessToken, grantId, gmAction: 'QUERY', clientCertificate: certificate })
}

type ProofMaker = (options: Omit<ProofOptions, 'key' | 'now'>) => Promise<string>

/** What the client of a run draws is the same in every run. */
function createProver(): ProofMaker {
  const random = createRandom('client')
  const key = makeKey(random)
  return (options) => makeProof({ ...options, key, now: startOfTests }, random)
}

function form(parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams(parameters).toString()
}

function record(mock: RepeatableMock, recorded: Recorded[], token: string): Call {
  return async (method, path, body) => {
    const response = await mock.fetch(`${mock.baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const headers = [...response.headers].filter(([name]) => !foreignHeaders.includes(name))
    recorded.push({
      call: `${method} ${path}`,
      status: response.status,
      headers: Object.fromEntries(headers),
      body: text.replaceAll(new URL(mock.baseUrl).host, 'the-mock'),
    })
    return (text === '' ? {} : JSON.parse(text)) as Answer
  }
}
