import { callApi } from '../../support/api.ts'
import { basic, call, publicClientId } from '../../support/requests/authorize.ts'
import { getOwnToken } from '../../support/requests/token.ts'
import type { Fact } from '../fact.ts'
import { lab, notes } from '../publications.ts'

/** What was published about how tokens are ended. */
export const revocationFacts: readonly Fact[] = [
  {
    id: 'revocation-of-nonsense',
    input: 'auth/revocation of something that was never a token, by a public client',
    published: 'OK, [A113001]; 200',
    ...lab('04'),
    outcomes: ['revocation/token_unknown'],
    replay: (mock) =>
      call(mock, '/auth/revocation', {
        parameters: `token=not-a-real-token-at-all&client_id=${publicClientId}`,
      }),
    answer: { action: 'OK', resultCode: 'A113001' },
  },
  {
    id: 'revocation',
    input: 'auth/revocation of an access token, then auth/introspection/standard',
    published: '[A113001] The token has been revoked successfully., then {"active":false} at once',
    ...lab('04'),
    outcomes: ['revocation/revoked'],
    replay: async (mock) => {
      const parameters = `token=${await getOwnToken(mock)}`
      return [
        await call(mock, '/auth/revocation', { parameters, ...basic }),
        await call(mock, '/auth/introspection/standard', { parameters }),
      ]
    },
    answer: [
      { action: 'OK', resultMessage: '[A113001] The token has been revoked successfully.' },
      { responseContent: /^\{"active":false\}$/ },
    ],
  },
  {
    id: 'token-revoke-unknown',
    input: 'auth/token/revoke of a token that there is not',
    published: 'A313301 (token not found)',
    ...notes('CURL-TEST.md'),
    certainty: 'medium',
    outcomes: ['token/revoke/access_token_unknown'],
    replay: (mock) => callApi(mock, 'POST', '/auth/token/revoke', { accessTokenIdentifier: 'unknown' }),
    answer: { body: { resultCode: 'A313301' } },
  },
]
