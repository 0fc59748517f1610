import { call } from '../../support/requests/authorize.ts'
import { getOwnToken, getTokens, tokenWorld } from '../../support/requests/token.ts'
import type { Fact } from '../fact.ts'
import { contract, lab } from '../publications.ts'

/** What was published about `auth/userinfo`. */
export const userinfoFacts: readonly Fact[] = [
  {
    id: 'userinfo-token-unknown',
    input: 'auth/userinfo with a token that was never issued',
    published:
      'Bearer error="invalid_token",error_description="[A088302] The access token does not exist.",…',
    ...lab('01'),
    outcomes: ['userinfo/access_token_unknown'],
    replay: (mock) => call(mock, '/auth/userinfo', { token: 'unknown' }),
    answer: {
      action: 'UNAUTHORIZED',
      responseContent:
        /^Bearer error="invalid_token",error_description="\[A088302\] The access token does not exist\.",error_uri="https:\/\/docs\.authlete\.com\/#A088302"/,
    },
  },
  {
    id: 'userinfo-without-openid',
    input: 'auth/userinfo with a client_credentials token',
    published:
      'Bearer error="insufficient_scope",error_description="[A089304] The userinfo endpoint requires \'openid\' scope, but the access token does not cover the scope."; 403: the scope is named, not the subject',
    ...lab('06'),
    outcomes: ['userinfo/openid_missing'],
    replay: async (mock) => call(mock, '/auth/userinfo', { token: await getOwnToken(mock) }),
    answer: {
      action: 'FORBIDDEN',
      responseContent:
        /^Bearer error="insufficient_scope",error_description="\[A089304\] The userinfo endpoint requires 'openid' scope, but the access token does not cover the scope\."/,
    },
  },
  {
    id: 'userinfo-accepted',
    input: 'auth/userinfo with a good token',
    published: 'OK, [A091001] The access token presented at the userinfo endpoint is valid.',
    ...contract('example of POST /api/{serviceId}/auth/userinfo'),
    outcomes: ['userinfo/accepted'],
    world: tokenWorld(),
    replay: async (mock) =>
      call(mock, '/auth/userinfo', { token: (await getTokens(mock, { scope: 'openid' })).accessToken }),
    answer: {
      action: 'OK',
      resultMessage: '[A091001] The access token presented at the userinfo endpoint is valid.',
    },
  },
  {
    id: 'userinfo-issued',
    input: 'auth/userinfo/issue for a client without userInfoSignAlg',
    published: '[A096001] An ID token was generated successfully., with iss, aud, iat and exp in the body',
    ...contract('example of POST /api/{serviceId}/auth/userinfo/issue'),
    certainty: 'low',
    differs:
      'The list of result codes has "User information was obtained successfully." for A096001, and iss, aud, iat and exp are claims of a signed answer (OpenID Connect Core §5.3.2).',
    world: tokenWorld(),
    replay: async (mock) => {
      const { accessToken } = await getTokens(mock, { scope: 'openid' })
      return call(mock, '/auth/userinfo/issue', { token: accessToken })
    },
    answer: { resultMessage: 'An ID token was generated successfully.' },
  },
]
