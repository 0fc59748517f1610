import { join } from 'node:path'
import Database from 'better-sqlite3'
import { exportJWK, generateKeyPair } from 'jose'
import type { Test } from 'tap'
import type { Fixtures } from '../../../schema/fixtures.ts'
import { callApi } from '../api.ts'
import { apiToken, endpoint, serviceId, startTestMock, type TestMock } from '../mock.ts'
import { makeKey, makeProof, type ProofChanges, type TestKey } from './proof.ts'

export const userInfoEndpoint = 'https://as.example.com/userinfo'
export const resourceUri = 'https://rs.example.com/accounts'

/** The algorithms that every challenge of the DPoP scheme lists. */
export const algs = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA'

/** One service with scopes, and three clients: one with everything that is told of it, a locked one, a public one. */
export const tokenWorld: Fixtures = {
  services: [
    {
      serviceId,
      issuer: 'https://as.example.com',
      grantManagementEndpoint: endpoint,
      userInfoEndpoint,
      clientIdAliasEnabled: true,
      attributes: [{ key: 'tier', value: 'gold' }],
      supportedScopes: [
        { name: 'openid' },
        { name: 'email' },
        {
          name: 'profile',
          description: 'Names.',
          attributes: [{ key: 'access_token.duration', value: '60' }],
        },
        {
          name: 'accounts',
          attributes: [
            { key: 'access_token.duration', value: '30' },
            { key: 'refresh_token.duration', value: '300' },
          ],
        },
      ],
      apiTokens: [{ apiToken }],
      clients: [
        {
          clientId: 1,
          clientName: 'Bank',
          clientIdAlias: 'bank',
          clientIdAliasEnabled: true,
          clientSecret: 'a secret of more than 256 bits, which is what HS256 needs',
          attributes: [{ key: 'first_party', value: 'true' }],
        },
        { clientId: 2, locked: true },
        { clientId: 3, clientType: 'PUBLIC' },
      ],
    },
  ],
}

/** A mock whose state is a file, so that a test can reach into it as another process would. */
export interface MockOnDisk {
  readonly mock: TestMock
  readonly sql: (text: string) => void
  /** From now on nothing is found: every reading of tokens fails. */
  readonly breakStore: () => void
}

export async function startOnDisk(t: Test, world: Fixtures = tokenWorld): Promise<MockOnDisk> {
  const data = join(t.testdir(), 'state.sqlite')
  const mock = await startTestMock(t, { data, world })
  const sql = (text: string): void => {
    const other = new Database(data)
    other.exec(text)
    other.close()
  }
  return { mock, sql, breakStore: () => sql('DROP TABLE access_tokens') }
}

export interface CreatedToken {
  readonly accessToken: string
  readonly jwtAccessToken?: string
  readonly refreshToken: string
  readonly expiresAt: number
}

/** Makes a token by POST /auth/token/create; fails unless it is made. */
export async function createToken(mock: TestMock, options: object = {}): Promise<CreatedToken> {
  const body = { grantType: 'AUTHORIZATION_CODE', clientId: 1, subject: 'alice', ...options }
  const answer = await callApi<CreatedToken & { action: string; resultMessage: string }>(
    mock,
    'POST',
    '/auth/token/create',
    body,
  )
  if (answer.body.action !== 'OK') throw new Error(answer.body.resultMessage)
  return answer.body
}

export interface BoundRequest {
  readonly key: TestKey
  readonly accessToken: string
  /** A proof for a request to a protected resource, good unless the changes spoil it. */
  readonly prove: (changes?: ProofChanges) => Promise<string>
}

/** Makes a token that is bound to a fresh key, for requests with this method to this URI. */
export async function createBound(
  mock: TestMock,
  options: object = {},
  target: { readonly htm: string; readonly htu: string } = { htm: 'GET', htu: resourceUri },
): Promise<BoundRequest> {
  const key = await makeKey()
  const { accessToken } = await createToken(mock, { dpopKeyThumbprint: key.jkt, ...options })
  const prove = ({ payload, ...changes }: ProofChanges = {}) =>
    makeProof(key, { accessToken, grantId: '' }, { ...changes, payload: { ...target, ...payload } })
  return { key, accessToken, prove }
}

/** A JWK set with one private key for each of these algorithms. */
export async function makeKeySet(algorithms: readonly string[], members: object = {}): Promise<string> {
  const keys = algorithms.map(async (alg, index) => {
    const { privateKey } = await generateKeyPair(alg, { extractable: true })
    return { ...(await exportJWK(privateKey)), kid: `key-${index}`, alg, use: 'sig', ...members }
  })
  return JSON.stringify({ keys: await Promise.all(keys) })
}
