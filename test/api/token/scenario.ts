import Database from 'better-sqlite3'
import type { Fixtures } from '../../../schema/fixtures.ts'
import { authorize, publicClientId, redirectUri } from '../../support/authorize.ts'
import { serviceId, type TestMock } from '../../support/mock.ts'
import { makeKey } from '../../support/proof.ts'
import {
  basic,
  clientRequest,
  codeRequest,
  getTokens,
  makeTokenProof,
  refreshRequest,
  requestToken,
  tokenWorld,
  type TokenMembers,
} from '../../support/token.ts'

/** Real state and the request that truly yields an outcome; the text where it is not the row's own. */
export interface Scenario {
  readonly world?: Fixtures
  readonly arrange: (mock: TestMock, data: string) => Promise<TokenMembers>
  readonly message?: string
}

const otherClient = {
  clientId: 1003,
  clientSecret: 'another-secret',
  redirectUris: [redirectUri],
}

/** The world of these tests, where a second confidential client is. */
export function worldOfTwo(): Fixtures {
  const [service] = tokenWorld().services
  return { services: [{ ...service, clients: [...(service?.clients ?? []), otherClient] }] } as Fixtures
}

export const asOther = { clientId: '1003', clientSecret: 'another-secret' }
export const asPublic = { client_id: String(publicClientId) }
export const verifier = 'v'.repeat(43)
export const key = await makeKey()

export const plain = { scope: 'accounts' }

export async function code(
  mock: TestMock,
  changes = {},
  members: object = basic,
  request = {},
): Promise<TokenMembers> {
  return codeRequest(await authorize(mock, { ...plain, ...request }), changes, members)
}

export async function refresh(mock: TestMock, changes = {}, members: object = basic): Promise<TokenMembers> {
  const { refreshToken } = await getTokens(mock, plain)
  return refreshRequest(refreshToken, changes, members)
}

export async function twice(mock: TestMock, request: TokenMembers): Promise<TokenMembers> {
  await requestToken(mock, request)
  return request
}

/** A request with a proof whose header is not as it should be. */
export async function spoilProof(header: object): Promise<TokenMembers> {
  const [, payload, signature] = (await makeTokenProof(key)).split('.')
  const spoilt = { typ: 'dpop+jwt', alg: 'ES256', jwk: key.publicJwk, ...header }
  const dpop = [Buffer.from(JSON.stringify(spoilt)).toString('base64url'), payload, signature].join('.')
  return clientRequest({}, { ...basic, dpop })
}

export const signs = (service: object, client: object = {}): Scenario => ({
  world: tokenWorld(service, client),
  arrange: (mock) => code(mock, {}, basic, { scope: 'openid' }),
})

/** Another process: what it has prepared happens when a proof is recorded, which is before tokens are stored. */
export function meanwhile(data: string, change: string): void {
  const other = new Database(data)
  other.exec(`CREATE TRIGGER meanwhile AFTER INSERT ON proofs BEGIN ${change}; END`)
  other.close()
}

export const bound = { tlsClientCertificateBoundAccessTokens: true }

/** A public client is known by its id alone. */
export async function publicTokens(mock: TestMock, members: object): Promise<string | undefined> {
  return (await getTokens(mock, { ...asPublic, ...plain }, {}, members, asPublic)).refreshToken
}

export const certificate = async (mock: TestMock): Promise<string> =>
  (await mock.admin.mintToken(serviceId, { bind: 'mtls' })).certificate ?? ''

export const tooBig = [{ key: 'k', value: 'x'.repeat(65_536) }]
const opaqueFlaw = 'This service has not registered its JWK Set. (alg=ES256)'
export const signsTokens = tokenWorld({ jwks: undefined, accessTokenSignAlg: 'ES256' })
export const jwtMessage = `Failed to prepare a JWT-based access token: ${opaqueFlaw}`

export async function takenToken(mock: TestMock): Promise<object> {
  const { accessToken } = await getTokens(mock, plain)
  return { ...basic, accessToken }
}

/** The world of these tests with a public client that has more properties. */
export function publicWorld(more: object): Fixtures {
  const [service] = tokenWorld(bound).services
  const clients = (service?.clients ?? []).map((client) => ({ ...client, ...more }))
  return { services: [{ ...service, clients }] } as Fixtures
}
