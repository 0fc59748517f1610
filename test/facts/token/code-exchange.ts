import {
  authorizationWorld,
  authorize,
  call,
  publicClientId,
  request,
} from '../../support/requests/authorize.ts'
import type { TestMock } from '../../support/mock.ts'
import {
  basic,
  clientRequest,
  codeRequest,
  contentOf,
  form,
  getTokens,
  readJwt,
  refreshRequest,
  requestToken,
  tokenWorld,
  type TokenAnswer,
} from '../../support/requests/token.ts'
import type { Fact } from '../fact.ts'
import { contract, lab, notes } from '../publications.ts'

const verifier = 'dBjftJeZ4CVP-mBZ5mN1ur7g-TDbrHLMf2kBOXqPv3k'
const challenge = 'CsWwULsgxcf2Ff-GymtbstY4vJkHaq_zOp3LQc7_NB0'
const withChallenge = { code_challenge: challenge, code_challenge_method: 'S256' }
const ofPublic = { client_id: String(publicClientId) }

/** A code of the public client, redeemed with more parameters. */
async function redeemInPublic(mock: TestMock, asked: object, changes: object): Promise<TokenAnswer> {
  const code = await authorize(mock, { ...ofPublic, scope: 'profile', ...asked })
  return requestToken(mock, codeRequest(code, { ...ofPublic, ...changes }, {}))
}

/** What was published about codes and refresh tokens at `auth/token`, and what comes for them. */
export const codeExchangeFacts: readonly Fact[] = [
  {
    id: 'code-redeemed',
    input: 'a code with PKCE, redeemed by its client with client_secret_basic',
    published: 'access_token, token_type, expires_in, scope, refresh_token, id_token; scope: openid profile',
    ...lab('02'),
    outcomes: ['token/code_redeemed'],
    world: tokenWorld(),
    replay: async (mock) => {
      const answer = await getTokens(mock, { scope: 'profile openid' })
      return { answer, members: Object.keys(contentOf(answer)).join(', '), scope: contentOf(answer)['scope'] }
    },
    answer: {
      answer: { resultCode: 'A050001', action: 'OK' },
      members: /^access_token, token_type, expires_in, scope, refresh_token, id_token$/,
      scope: 'openid profile',
    },
  },
  {
    id: 'code-redeemed-with-grant',
    input: 'a code of a request with grant_management_action=create',
    published:
      'access_token, token_type, expires_in, scope, refresh_token, grant_id; grant_id has 43 characters',
    ...lab('10'),
    replay: async (mock) => {
      const content = contentOf(
        await getTokens(mock, { scope: 'profile', grant_management_action: 'create' }),
      )
      return { members: Object.keys(content).join(', '), grantId: content['grant_id'] }
    },
    answer: {
      members: /^access_token, token_type, expires_in, scope, refresh_token, grant_id$/,
      grantId: /^[\w-]{43}$/,
    },
  },
  {
    id: 'id-token-of-a-code',
    input: 'the ID token of a code flow with nonce and acr',
    published: 'iss, sub, aud, exp, iat, auth_time, nonce, acr, s_hash, in this order, and no at_hash',
    ...lab('08'),
    certainty: 'medium',
    differs:
      '`s_hash` is a claim of FAPI 1.0, which is not supported; `at_hash` is included, as OpenID Connect Core §3.1.3.6 allows and relying parties check. The other claims and their order are as published.',
    world: tokenWorld(),
    replay: async (mock) => {
      const issue = { authTime: 1_767_225_000, acr: 'pwd' }
      const { claims } = readJwt((await getTokens(mock, { nonce: 'n3' }, issue)).idToken)
      return Object.keys(claims).join(' ')
    },
    answer: /^iss sub aud exp iat auth_time nonce acr s_hash$/,
  },
  {
    id: 'code-unknown',
    input: 'auth/token with a code that was never issued',
    published: 'invalid_grant, [A050305] No such authorization code.',
    ...notes('AGENTS.md'),
    outcomes: ['token/code_unknown'],
    replay: (mock) => requestToken(mock, codeRequest('unknown')),
    answer: {
      action: 'BAD_REQUEST',
      resultMessage: '[A050305] No such authorization code.',
      responseContent: '"error":"invalid_grant"',
    },
  },
  {
    id: 'code-with-other-redirect-uri',
    input: 'auth/token with a redirect_uri that is not the one of the authorization request',
    published:
      'invalid_grant, [A050309] The redirect URI contained in the token request does not match the one which was specified when the authorization code was created.',
    ...lab('02'),
    outcomes: ['token/redirect_uri_mismatch'],
    replay: async (mock) =>
      requestToken(
        mock,
        codeRequest(await authorize(mock), { redirect_uri: 'https://rp.example.com/other' }),
      ),
    answer: {
      action: 'BAD_REQUEST',
      resultMessage:
        '[A050309] The redirect URI contained in the token request does not match the one which was specified when the authorization code was created.',
      responseContent: '"error":"invalid_grant"',
    },
  },
  {
    id: 'code-without-its-verifier',
    input: 'a code of a request with code_challenge, redeemed without code_verifier',
    published:
      "invalid_grant, [A050312] The token request does not contain 'code_verifier' although the authorization code was created with 'code_challenge'.",
    ...lab('03'),
    outcomes: ['token/code_verifier_missing'],
    replay: (mock) => redeemInPublic(mock, withChallenge, {}),
    answer: {
      resultMessage:
        "[A050312] The token request does not contain 'code_verifier' although the authorization code was created with 'code_challenge'.",
      responseContent: '"error":"invalid_grant"',
    },
  },
  {
    id: 'code-with-wrong-verifier',
    input: 'a code of a request with code_challenge, redeemed with another code_verifier',
    published:
      "invalid_grant, [A050315] The code challenge value computed with 'code_verifier' is different from 'code_challenge' contained in the authorization request.",
    ...lab('03'),
    outcomes: ['token/code_verifier_mismatch'],
    replay: (mock) => redeemInPublic(mock, withChallenge, { code_verifier: verifier }),
    answer: {
      resultMessage:
        "[A050315] The code challenge value computed with 'code_verifier' is different from 'code_challenge' contained in the authorization request.",
      responseContent: '"error":"invalid_grant"',
    },
  },
  {
    id: 'code-with-unasked-verifier',
    input: 'a code of a request without code_challenge, redeemed with a code_verifier',
    published:
      "invalid_grant, [A050317] The token request contains 'code_verifier' although its corresponding authorization request did not contain 'code_challenge'.",
    ...lab('03'),
    outcomes: ['token/code_verifier_unexpected'],
    replay: (mock) => redeemInPublic(mock, {}, { code_verifier: verifier }),
    answer: {
      resultMessage:
        "[A050317] The token request contains 'code_verifier' although its corresponding authorization request did not contain 'code_challenge'.",
      responseContent: '"error":"invalid_grant"',
    },
  },
  {
    id: 'code-without-pkce',
    input: 'a code of a public client without any PKCE, where neither service nor client requires it',
    published: 'an access token and a refresh token',
    ...notes('docs/curriculum/PROGRESS.md'),
    replay: async (mock) => redeemInPublic(mock, {}, {}),
    answer: { action: 'OK', accessToken: String, refreshToken: String },
  },
  {
    id: 'refresh-rotates',
    input: 'auth/token with a refresh token, where refreshTokenKept is false',
    published: 'another refresh token',
    ...notes('docs/curriculum/PROGRESS.md'),
    outcomes: ['token/refreshed'],
    replay: async (mock) => {
      const { refreshToken } = await getTokens(mock, { scope: 'profile' })
      const answer = await requestToken(mock, refreshRequest(refreshToken))
      return { ...answer, isOther: answer.refreshToken !== refreshToken }
    },
    answer: { resultCode: 'A053001', action: 'OK', isOther: true },
  },
  {
    id: 'client-credentials',
    input: 'auth/token with grant_type=client_credentials of a confidential client',
    published: 'OK, A052001',
    ...notes('audit/02-findings/SERVICE-CONFIG-PROBE.md §23.1'),
    outcomes: ['token/client_credentials_granted'],
    replay: (mock) => requestToken(mock, clientRequest({ scope: 'accounts' })),
    answer: { resultCode: 'A052001', action: 'OK', refreshToken: undefined },
  },
  {
    id: 'client-credentials-of-a-public-client',
    input: 'auth/token with grant_type=client_credentials of a public client',
    published:
      "unauthorized_client, [A052301] Public clients are not allowed to use 'grant_type=client_credentials'.",
    ...lab('06'),
    outcomes: ['token/client_credentials_of_public_client'],
    replay: (mock) => requestToken(mock, clientRequest(ofPublic, {})),
    answer: {
      action: 'BAD_REQUEST',
      resultMessage: "[A052301] Public clients are not allowed to use 'grant_type=client_credentials'.",
      responseContent: '"error":"unauthorized_client"',
    },
  },
  {
    id: 'resource-becomes-audience',
    input: 'auth/token with grant_type=client_credentials and resource',
    published: 'the resource is the audience of the token',
    ...notes('docs/curriculum/PROGRESS.md'),
    replay: async (mock) => {
      const asked = { scope: 'accounts', resource: 'https://api.example.com/' }
      const { accessToken } = await requestToken(mock, clientRequest(asked))
      return call(mock, '/auth/introspection/standard', { parameters: `token=${accessToken}` })
    },
    answer: { responseContent: /"aud":\[?"https:\/\/api\.example\.com\/"/ },
  },
  {
    id: 'issue-tells-where-to-go',
    input: 'auth/authorization/issue for a ticket',
    published:
      'a redirect with state, code and iss, in this order; [A040001] The authorization request was processed successfully.',
    ...lab('02'),
    outcomes: ['authorization/code_issued'],
    world: authorizationWorld({ authorizationResponseIssParameterSupported: true }),
    replay: async (mock) => {
      const { ticket } = await request(mock)
      return call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
    },
    answer: {
      resultMessage: '[A040001] The authorization request was processed successfully.',
      action: 'LOCATION',
      responseContent: /\?state=[^&]+&code=[\w-]{43}&iss=https%3A%2F%2F/,
    },
  },
  {
    id: 'password-ticket-issued',
    input: 'auth/token/issue for a ticket of grant_type=password',
    published: '[A054001] The token request (grant_type=password) was processed successfully.',
    ...contract('example of POST /api/{serviceId}/auth/token/issue'),
    outcomes: ['token/issue/issued'],
    replay: async (mock) => {
      const parameters = form({
        grant_type: 'password',
        username: 'alice',
        password: 'secret',
        scope: 'profile',
      })
      const { ticket } = await requestToken(mock, { ...basic, parameters })
      return call(mock, '/auth/token/issue', { ticket, subject: 'alice' })
    },
    answer: {
      resultMessage: '[A054001] The token request (grant_type=password) was processed successfully.',
      action: 'OK',
    },
  },
]
