import { X509Certificate } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import type { Test } from 'tap'
import type { Fixtures } from '../../schema/fixtures.ts'
import { makeCertificate } from '../../src/testkit/certificate.ts'
import { createRandom } from '../../src/base/random.ts'
import { startAuthorizationServer, type AuthorizationServer } from './servers/authorization-server.ts'
import { apiToken, serviceId, startTestMock, type TestMock } from './mock.ts'
import {
  fetchPlainly,
  fetchWithCertificate,
  redirectUri,
  type Fetch,
  type OwnWay,
  type RelyingParty,
  type RelyingPartyMaker,
} from './servers/relying-party.ts'

/** How access tokens are bound, and so how the client proves that they are its own. */
export interface Way {
  readonly binding: 'none' | 'key' | 'certificate'
  readonly nonces?: boolean
  /** Members of the service and of the client beside those that every test has. */
  readonly service?: object
  readonly client?: object
  readonly ownWay?: OwnWay
}

export interface WholeWorld {
  readonly mock: TestMock
  readonly as: AuthorizationServer
  readonly party: RelyingParty
  /** `fetch` as a stranger has it: without the client's certificate. */
  readonly fetch: Fetch
}

interface Identity {
  readonly cert: string
  readonly key: string
}

const clientId = 4277
export const secret = 'aSecretOfLettersAndDigitsThatIsLongEnough42'

const authenticationMethods = [
  'NONE',
  'CLIENT_SECRET_BASIC',
  'CLIENT_SECRET_POST',
  'CLIENT_SECRET_JWT',
  'PRIVATE_KEY_JWT',
  'SELF_SIGNED_TLS_CLIENT_AUTH',
]

/** A mock, an authorization server that runs on it, and a client that runs on that one. */
export async function startWholeWorld(t: Test, makeParty: RelyingPartyMaker, way: Way): Promise<WholeWorld> {
  const { binding, ownWay } = way
  const server = binding === 'certificate' ? await makeIdentity() : undefined
  const own = binding === 'certificate' ? await makeIdentity() : undefined
  const mock = await startTestMock(t, { world: await describeWorld(way, own) })
  // The libraries read the machine's clock, so the mock does too.
  Object.defineProperty(mock.time, 'now', { get: Date.now })
  const as = await startAuthorizationServer(
    t,
    { serverURL: await mock.listen(), bearer: apiToken, serviceId },
    server,
  )
  await mock.admin.updateService(serviceId, describeEndpoints(as.baseUrl))
  const fetchAs = (identity?: Identity) =>
    server === undefined ? fetchPlainly : fetchWithCertificate(server.cert, identity)
  const party = await makeParty({
    issuer: as.baseUrl,
    clientId: String(clientId),
    ...(own === undefined && { secret }),
    usesDpop: binding === 'key',
    fetch: fetchAs(own),
    ...(ownWay !== undefined && { ownWay }),
  })
  return { mock, as, party, fetch: fetchAs() }
}

async function makeIdentity(): Promise<Identity> {
  const made = await makeCertificate({ now: Date.now() }, createRandom())
  return { cert: made.certificate, key: made.privateKey }
}

async function describeWorld({ nonces = false, service, client }: Way, own?: Identity): Promise<Fixtures> {
  const names = ['openid', 'profile', 'email', 'grant_management_query', 'grant_management_revoke']
  return {
    services: [
      {
        serviceId,
        apiTokens: [{ apiToken }],
        dpopNonceRequired: nonces,
        supportedScopes: names.map((name) => ({ name })),
        supportedGrantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN'],
        supportedResponseTypes: ['CODE'],
        supportedTokenAuthMethods: authenticationMethods,
        supportedClaims: ['sub', 'name', 'email'],
        parRequired: true,
        pkceRequired: true,
        pkceS256Required: true,
        tlsClientCertificateBoundAccessTokens: true,
        jwks: JSON.stringify({ keys: [await makeSigningKey('RS256'), await makeSigningKey('ES256')] }),
        ...service,
        clients: [
          {
            clientId,
            clientType: 'CONFIDENTIAL',
            redirectUris: [redirectUri],
            grantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN'],
            responseTypes: ['CODE'],
            ...(own === undefined ? bySecret : byCertificate(own)),
            ...client,
          },
        ],
      },
    ],
  }
}

const bySecret = { tokenAuthMethod: 'CLIENT_SECRET_BASIC', clientSecret: secret }

function byCertificate({ cert }: Identity) {
  const { publicKey, raw } = new X509Certificate(cert)
  const jwk = { ...publicKey.export({ format: 'jwk' }), kid: 'own', x5c: [raw.toString('base64')] }
  return {
    tokenAuthMethod: 'SELF_SIGNED_TLS_CLIENT_AUTH',
    selfSignedCertificateKeyId: jwk.kid,
    jwks: JSON.stringify({ keys: [jwk] }),
    tlsClientCertificateBoundAccessTokens: true,
  }
}

async function makeSigningKey(alg: string) {
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  return { ...(await exportJWK(privateKey)), alg, use: 'sig', kid: `key-${alg}` }
}

function describeEndpoints(issuer: string) {
  return {
    issuer,
    authorizationEndpoint: `${issuer}/authorize`,
    pushedAuthReqEndpoint: `${issuer}/par`,
    tokenEndpoint: `${issuer}/token`,
    revocationEndpoint: `${issuer}/revoke`,
    introspectionEndpoint: `${issuer}/introspect`,
    userInfoEndpoint: `${issuer}/userinfo`,
    jwksUri: `${issuer}/jwks`,
    grantManagementEndpoint: `${issuer}/grants`,
  }
}
