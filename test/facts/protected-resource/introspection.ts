import type { MintRequest } from '../../../schema/admin/requests.ts'
import { call } from '../../support/requests/authorize.ts'
import { serviceId, type TestMock } from '../../support/mock.ts'
import { getOwnToken, getTokens, readJwt, tokenWorld } from '../../support/requests/token.ts'
import type { Fact } from '../fact.ts'
import { contract, lab, notes, said } from '../publications.ts'

const expiry = said('kb.authlete.com, Introspection response for expired access token', '2025-01')

/** Of Authlete 1.x, so no more than likely. */
const quickStart = {
  ...said('github.com/authlete/authlete-ruby-quick-start, README', '2017-06'),
  certainty: 'medium' as const,
}

const stepUp = notes('docs/STEP-UP-AUTH-TUTORIAL.md')

const introspect = (mock: TestMock, token: string, more: object = {}) =>
  call(mock, '/auth/introspection', { token, ...more })

const introspectStandard = (mock: TestMock, token: string, more: object = {}) =>
  call(mock, '/auth/introspection/standard', { parameters: `token=${token}`, ...more })

/** A token made to order, looked at twice. */
async function introspectTwice(mock: TestMock, order: MintRequest): Promise<readonly object[]> {
  const { accessToken } = await mock.admin.mintToken(serviceId, order)
  return [await introspect(mock, accessToken), await introspect(mock, accessToken)]
}

/** A token of an authentication that was so long ago, or of this class, looked at with a demand. */
async function stepUpTo(mock: TestMock, demand: object): Promise<object> {
  const issue = { authTime: 1_767_220_000, acr: 'pwd' }
  const { accessToken = '' } = await getTokens(mock, { scope: 'profile' }, issue)
  return introspect(mock, accessToken, demand)
}

/** What was published about introspection. */
export const introspectionFacts: readonly Fact[] = [
  {
    id: 'introspection-expired-refreshable',
    input: 'auth/introspection twice with an expired token whose refresh token is good',
    published:
      'Bearer error="invalid_token",error_description="[A065301] The access token has expired but it can be refreshed using the corresponding refresh token.",error_uri="…#A065301",…; the second look finds none',
    ...quickStart,
    outcomes: ['introspection/access_token_expired_refreshable'],
    replay: (mock) =>
      introspectTwice(mock, { expiresInSeconds: -1, refreshToken: true, scopes: ['profile'] }),
    answer: [
      {
        action: 'UNAUTHORIZED',
        responseContent:
          /^Bearer error="invalid_token",error_description="\[A065301\] The access token has expired but it can be refreshed using the corresponding refresh token\.",error_uri="https:\/\/docs\.authlete\.com\/#A065301"/,
      },
    ],
  },
  {
    id: 'introspection-expired-token-goes',
    input: 'auth/introspection twice with an expired token',
    published:
      'UNAUTHORIZED both times: the first call finds it expired and removes it, the second finds none',
    ...expiry,
    outcomes: ['introspection/access_token_expired', 'introspection/access_token_unknown'],
    replay: (mock) => introspectTwice(mock, { expiresInSeconds: -1 }),
    answer: [
      { action: 'UNAUTHORIZED', resultCode: 'A065303' },
      { action: 'UNAUTHORIZED', resultCode: 'A057302' },
    ],
  },
  {
    id: 'introspection-scope-insufficient',
    input: 'auth/introspection with a scope that the token has not',
    published:
      'FORBIDDEN, Bearer error="insufficient_scope",error_description="[A064302] The access token does not cover the required scope \'unknown\'.",error_uri="…#A064302",scope="saying unknown profile"',
    ...quickStart,
    outcomes: ['introspection/scope_insufficient'],
    replay: async (mock) => {
      const accessToken = await getOwnToken(mock)
      return introspect(mock, accessToken, { scopes: ['unknown'] })
    },
    answer: {
      action: 'FORBIDDEN',
      sufficient: false,
      responseContent:
        /^Bearer error="insufficient_scope",error_description="\[A064302\] The access token does not cover the required scope 'unknown'\.",error_uri="https:\/\/docs\.authlete\.com\/#A064302",scope="(profile unknown|unknown profile)"$/,
    },
  },
  {
    id: 'introspection-good-token-content',
    input: 'auth/introspection with a good token',
    published: 'responseContent is Bearer error="invalid_request"',
    ...contract('example of POST /api/{serviceId}/auth/introspection'),
    replay: async (mock) => introspect(mock, await getOwnToken(mock)),
    answer: { action: 'OK', resultCode: 'A056001', responseContent: /^Bearer error="invalid_request"$/ },
  },
  {
    id: 'introspection-sufficient-without-scopes',
    input: 'auth/introspection without scopes',
    published: 'sufficient is false, where no scope was asked about',
    ...lab('04'),
    certainty: 'low',
    differs:
      'Authlete KB, Checking if an access token has particular scopes, says for 2.x that it is true, and that no scope is missing.',
    replay: async (mock) => introspect(mock, await getOwnToken(mock)),
    answer: { sufficient: false },
  },
  {
    id: 'introspection-authentication-too-old',
    input: 'auth/introspection with maxAge=600 and an authentication before that',
    published:
      'Bearer error="insufficient_user_authentication",error_description="[A340301] The authentication time is too old. Re-authentication is needed.",…,max_age="600"; 403',
    ...stepUp,
    outcomes: ['introspection/authentication_too_old'],
    replay: (mock) => stepUpTo(mock, { maxAge: 600 }),
    answer: {
      action: 'FORBIDDEN',
      responseContent:
        /^Bearer error="insufficient_user_authentication",error_description="\[A340301\] The authentication time is too old\. Re-authentication is needed\.",(.*,)?max_age="600"$/,
    },
  },
  {
    id: 'introspection-acr-insufficient',
    input: 'auth/introspection with acrValues that the token has not',
    published:
      'Bearer error="insufficient_user_authentication",error_description="[A341302] The authentication context class \'pwd\' is insufficient. User authentication must satisfy one of [urn:mace:incommon:iap:silver]",…,acr_values="urn:mace:incommon:iap:silver"; 403',
    ...stepUp,
    outcomes: ['introspection/authentication_context_insufficient'],
    replay: (mock) => stepUpTo(mock, { acrValues: ['urn:mace:incommon:iap:silver'] }),
    answer: {
      action: 'FORBIDDEN',
      responseContent:
        /^Bearer error="insufficient_user_authentication",error_description="\[A341302\] The authentication context class 'pwd' is insufficient\. User authentication must satisfy one of \[urn:mace:incommon:iap:silver\]",(.*,)?acr_values="urn:mace:incommon:iap:silver"$/,
    },
  },
  {
    id: 'standard-introspection',
    input: 'auth/introspection/standard with a good token of a code flow',
    published:
      '[A145001] Introspection was performed successfully (type=access_token, active=true).; {"active":true,"scope":"openid profile","client_id":"…","token_type":"Bearer","exp":…,"sub":"admin","iss":"…","auth_time":…,"acr":"pwd"}',
    ...lab('08'),
    outcomes: ['introspection/standard/introspected'],
    world: tokenWorld(),
    replay: async (mock) => {
      const issue = { authTime: 1_767_225_000, acr: 'pwd' }
      const { accessToken = '' } = await getTokens(mock, { scope: 'openid profile' }, issue)
      const { resultMessage, responseContent = '' } = await introspectStandard(mock, accessToken)
      return { resultMessage, members: Object.keys(JSON.parse(responseContent) as object).join(' ') }
    },
    answer: {
      resultMessage: '[A145001] Introspection was performed successfully (type=access_token, active=true).',
      members: /^active scope client_id token_type exp sub iss auth_time acr$/,
    },
  },
  {
    id: 'standard-introspection-of-nonsense',
    input: 'auth/introspection/standard with something that was never a token',
    published: '{"active":false}, as for a token that was revoked',
    ...lab('04'),
    replay: (mock) => introspectStandard(mock, 'not-a-real-token-at-all'),
    answer: { action: 'OK', responseContent: /^\{"active":false\}$/ },
  },
  {
    id: 'jwt-introspection',
    input: 'auth/introspection/standard for application/token-introspection+jwt with rsUri',
    published: 'JWT: alg RS256, typ token-introspection+jwt; claims iss, aud, iat, token_introspection',
    ...notes('docs/curriculum/PROGRESS.md'),
    outcomes: ['introspection/standard/introspected_as_jwt'],
    world: tokenWorld(),
    replay: async (mock) => {
      const accessToken = await getOwnToken(mock)
      const answer = await introspectStandard(mock, accessToken, {
        httpAcceptHeader: 'application/token-introspection+jwt',
        rsUri: 'https://rs.example.com/',
        introspectionSignAlg: 'ES256',
      })
      const { header, claims } = readJwt(answer.responseContent)
      return { action: answer.action, header, claims: Object.keys(claims).join(' ') }
    },
    answer: {
      action: 'JWT',
      header: { typ: 'token-introspection+jwt' },
      claims: /^iss aud iat token_introspection$/,
    },
  },
  {
    id: 'jwt-introspection-without-rs-uri',
    input: 'auth/introspection/standard for application/token-introspection+jwt without rsUri',
    published:
      '400, [A404301] The URI of the resource server is required when a JWT introspection response is requested.',
    ...notes('docs/API.md'),
    outcomes: ['introspection/standard/resource_server_missing'],
    world: tokenWorld(),
    replay: async (mock) =>
      introspectStandard(mock, await getOwnToken(mock), {
        httpAcceptHeader: 'application/token-introspection+jwt',
      }),
    answer: {
      action: 'BAD_REQUEST',
      resultMessage:
        '[A404301] The URI of the resource server is required when a JWT introspection response is requested.',
    },
  },
]
