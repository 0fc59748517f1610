import { X509Certificate } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import type { Test } from 'tap'
import type { Fixtures } from '../../schema/fixtures.ts'
import { makeCertificate } from '../../src/admin/possession.ts'
import { createRandom } from '../../src/random.ts'
import { startAuthorizationServer, type AuthorizationServer } from './authorization-server.ts'
import { apiToken, serviceId, startTestMock, type TestMock } from './mock.ts'
import {
  fetchPlainly,
  fetchWithCertificate,
  redirectUri,
  type Fetch,
  type RelyingParty,
  type RelyingPartyMaker,
} from './relying-party.ts'

/** How access tokens are bound, and so how the client proves that they are its own. */
export interface Way {
  readonly binding: 'none' | 'key' | 'certificate'
  readonly nonces?: boolean
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
const secret = 'aSecretOfLettersAndDigits42'

/** A mock, an authorization server that runs on it, and a client that runs on that one. */
export async function startWholeWorld(
  t: Test,
  makeParty: RelyingPartyMaker,
  { binding, nonces = false }: Way,
): Promise<WholeWorld> {
  const server = binding === 'certificate' ? await makeIdentity() : undefined
  const own = binding === 'certificate' ? await makeIdentity() : undefined
  const mock = await startTestMock(t, { world: await describeWorld(nonces, own) })
  mock.time.now = Date.now()
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
  })
  return { mock, as, party, fetch: fetchAs() }
}

async function makeIdentity(): Promise<Identity> {
  const made = await makeCertificate(createRandom(), Date.now())
  if (!('certificate' in made)) throw new Error('a key was made in place of a certificate')
  return { cert: made.certificate, key: made.privateKey }
}

async function describeWorld(dpopNonceRequired: boolean, own?: Identity): Promise<Fixtures> {
  const names = ['openid', 'profile', 'email', 'grant_management_query', 'grant_management_revoke']
  return {
    services: [
      {
        serviceId,
        apiTokens: [{ apiToken }],
        dpopNonceRequired,
        supportedScopes: names.map((name) => ({ name })),
        supportedGrantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN'],
        supportedResponseTypes: ['CODE'],
        supportedTokenAuthMethods: ['CLIENT_SECRET_BASIC', 'SELF_SIGNED_TLS_CLIENT_AUTH'],
        supportedClaims: ['sub', 'name', 'email'],
        parRequired: true,
        pkceRequired: true,
        pkceS256Required: true,
        tlsClientCertificateBoundAccessTokens: true,
        jwks: JSON.stringify({ keys: [await makeSigningKey('RS256'), await makeSigningKey('ES256')] }),
        clients: [
          {
            clientId,
            clientType: 'CONFIDENTIAL',
            redirectUris: [redirectUri],
            grantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN'],
            responseTypes: ['CODE'],
            ...(own === undefined ? bySecret : byCertificate(own)),
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
