import { decodeJwt } from 'jose'
import { callApi } from '../../support/api.ts'
import { authorize, call, requestTicket } from '../../support/requests/authorize.ts'
import {
  callToken,
  codeRequest,
  contentOf,
  getTokens,
  ownerRequest,
  refreshRequest,
  requestToken,
  tokenWorld,
} from '../../support/requests/token.ts'
import { startOfTests, type TestMock } from '../../support/mock.ts'
import type { Fact } from '../fact.ts'
import { contract, javadoc, probe, said } from '../publications.ts'

const jwtJavadoc = javadoc('Service, JWT-based access token')
const knowledgeBase = said('Authlete KB, Using JWT-based access tokens', '2026-06')

/** What the client is told where the authorization server refuses a request with this reason. */
async function failToken(mock: TestMock, reason: string): Promise<unknown> {
  const { ticket } = await requestToken(mock, ownerRequest({ scope: 'accounts' }))
  const answer = await callToken(mock, '/fail', { ticket, reason })
  return { ...answer, content: contentOf(answer) }
}

const failFacts: readonly Fact[] = [
  {
    id: 'token-fail-owner-credentials',
    input: 'auth/token/fail with reason INVALID_RESOURCE_OWNER_CREDENTIALS',
    published: 'A067301, BAD_REQUEST, error=invalid_request',
    ...javadoc('TokenFailRequest.Reason'),
    outcomes: ['token/fail/owner_refused'],
    replay: (mock) => failToken(mock, 'INVALID_RESOURCE_OWNER_CREDENTIALS'),
    answer: { resultCode: 'A067301', action: 'BAD_REQUEST', content: { error: 'invalid_request' } },
  },
]

const signingWorld = tokenWorld({ accessTokenSignAlg: 'ES256' })

/** The claims of the JWT of a code whose end user has authenticated. */
async function readClaims(mock: TestMock, parameters: Readonly<Record<string, string>>) {
  const code = await authorize(mock, parameters, { acr: 'pwd', authTime: 1_700_000_000 })
  const answer = await requestToken(mock, codeRequest(code))
  return decodeJwt(String(answer['jwtAccessToken']))
}

/** The claims of the JWT that the owner of a password gets. */
async function readOwnersClaims(mock: TestMock) {
  const { ticket } = await requestToken(mock, ownerRequest({ scope: 'accounts' }))
  const answer = await callToken(mock, '/issue', { ticket, subject: 'alice' })
  return decodeJwt(String(answer['jwtAccessToken']))
}

async function mergeGrant(mock: TestMock) {
  const { grantId = '' } = await getTokens(mock, { grant_management_action: 'create' })
  return readClaims(mock, { grant_management_action: 'merge', grant_id: grantId })
}

const jwtFacts: readonly Fact[] = [
  {
    id: 'jwt-access-token-claims',
    input: 'the JWT access token of a code, with acr and authTime at the issue and without resource',
    published: 'claims acr, auth_time, client_id, exp, grant_type, iat, iss, jti, scope and sub; no aud',
    ...probe('24.5'),
    world: signingWorld,
    replay: async (mock) => Object.keys(await readClaims(mock, {})).toSorted(),
    answer: ['acr', 'auth_time', 'client_id', 'exp', 'grant_type', 'iat', 'iss', 'jti', 'scope', 'sub'],
  },
  {
    id: 'jwt-access-token-audience',
    input: 'the JWT access token of a request with resource',
    published: 'aud holds the resources',
    ...jwtJavadoc,
    world: signingWorld,
    replay: (mock) => readClaims(mock, { resource: 'https://rs.example.com' }),
    answer: { aud: ['https://rs.example.com'] },
  },
  {
    id: 'jwt-access-token-beside-opaque',
    input: 'auth/token of a service with accessTokenSignAlg',
    published: 'accessToken is opaque, jwtAccessToken the JWT that the client gets, its jti the opaque one',
    ...javadoc('TokenResponse.getJwtAccessToken and Service, JWT-based access token'),
    world: signingWorld,
    replay: async (mock) => {
      const answer = await getTokens(mock)
      const jwt = String(answer['jwtAccessToken'])
      return {
        opaque: answer.accessToken,
        named: decodeJwt(jwt).jti === answer.accessToken,
        given: contentOf(answer)['access_token'] === jwt,
      }
    },
    answer: { opaque: /^[\w-]{43}$/, named: true, given: true },
  },
  {
    id: 'jwt-access-token-properties',
    input: 'the JWT access token of an issue with a property that is not hidden',
    published: 'the property is a claim',
    ...knowledgeBase,
    world: signingWorld,
    replay: async (mock) => {
      const answer = await getTokens(mock, {}, { properties: [{ key: 'tenant', value: 'one' }] })
      return decodeJwt(String(answer['jwtAccessToken']))
    },
    answer: { tenant: 'one' },
  },
  {
    id: 'jwt-access-token-of-a-password',
    input: 'the JWT access token of the password grant',
    published: 'sub does not exist, or is null',
    ...jwtJavadoc,
    certainty: 'low',
    differs:
      'RFC 9068 §2.2 requires `sub`, and this grant has a resource owner; another grant seems to be meant.',
    world: signingWorld,
    replay: async (mock) => ({ sub: (await readOwnersClaims(mock)).sub ?? null }),
    answer: { sub: null },
  },
  {
    id: 'jwt-access-token-grant',
    input: 'the JWT access token of a request that adds to a grant',
    published: 'a claim grant may hold the whole grant',
    ...jwtJavadoc,
    certainty: 'medium',
    differs:
      'The grant changes when the tokens are stored, after the JWT was signed. Introspection returns it.',
    world: signingWorld,
    replay: async (mock) => ({ told: 'grant' in (await mergeGrant(mock)) }),
    answer: { told: true },
  },
]

async function listTokens(mock: TestMock): Promise<readonly object[]> {
  const { body } = await callApi<{ accessTokens: object[] }>(mock, 'GET', '/auth/token/get/list')
  return body.accessTokens
}

const refreshFacts: readonly Fact[] = [
  {
    id: 'refresh-keeps-grant-type',
    input: 'auth/token for a refresh token, then the list of tokens',
    published:
      'the answer has grantType REFRESH_TOKEN, the list the grant type that the token was created by',
    ...javadoc('TokenResponse.getGrantType and AccessToken.getGrantType'),
    replay: async (mock) => {
      const { refreshToken } = await getTokens(mock, { scope: 'accounts' })
      const { grantType } = await requestToken(mock, refreshRequest(refreshToken))
      return [grantType, ...(await listTokens(mock))]
    },
    answer: ['REFRESH_TOKEN', { grantType: 'AUTHORIZATION_CODE' }],
  },
  {
    id: 'refresh-keeps-creation',
    input: 'the list of tokens a minute after a token was made and a refresh brought it anew',
    published: 'createdAt is that of the first token, lastRefreshedAt that of the refresh; 0 before any',
    ...javadoc('AccessToken.getCreatedAt, AccessToken.getLastRefreshedAt'),
    replay: async (mock) => {
      const { refreshToken } = await getTokens(mock, { scope: 'accounts' })
      const before = await listTokens(mock)
      mock.time.now += 60_000
      await requestToken(mock, refreshRequest(refreshToken))
      return [...before, ...(await listTokens(mock))]
    },
    answer: [
      { createdAt: startOfTests, lastRefreshedAt: 0 },
      { createdAt: startOfTests, lastRefreshedAt: startOfTests + 60_000 },
    ],
  },
]

const answerFacts: readonly Fact[] = [
  {
    id: 'token-response-without-scopes',
    input: 'a token response without scopes',
    published: '"scope":null in responseContent',
    ...contract('auth/token/issue, example'),
    certainty: 'medium',
    differs: 'RFC 6749 §5.1 has a text there or nothing, and strict clients refuse null.',
    replay: async (mock) => {
      const { ticket } = await requestToken(mock, ownerRequest())
      const content = contentOf(await callToken(mock, '/issue', { ticket, subject: 'john' }))
      return { hasNull: content['scope'] === null }
    },
    answer: { hasNull: true },
  },
  {
    id: 'authorization-issue-numbers',
    input: 'auth/authorization/issue for response_type=code',
    published: 'accessTokenDuration and accessTokenExpiresAt are 0',
    ...contract('auth/authorization/issue, example'),
    replay: async (mock) => {
      const ticket = await requestTicket(mock, { scope: 'openid email' })
      return call(mock, '/auth/authorization/issue', { ticket, subject: 'john' })
    },
    answer: { accessTokenDuration: 0, accessTokenExpiresAt: 0, consentedClaims: ['email', 'email_verified'] },
  },
]

/** What was published about token. */
export const tokenFacts: readonly Fact[] = [...failFacts, ...jwtFacts, ...refreshFacts, ...answerFacts]
