import { call } from '../../support/requests/authorize.ts'
import type { TestMock } from '../../support/mock.ts'
import { getTokens, tokenWorld } from '../../support/requests/token.ts'
import type { Fact } from '../fact.ts'
import { javadoc, said } from '../publications.ts'

async function askUserInfo(mock: TestMock, parameters: Readonly<Record<string, string>>, issue: object = {}) {
  const { accessToken: token } = await getTokens(mock, parameters, issue)
  return call(mock, '/auth/userinfo', { token })
}

/** What was published about the claims that userinfo tells. */
export const userinfoAnswerFacts: readonly Fact[] = [
  {
    id: 'userinfo-consented-claims',
    input: 'auth/userinfo for scopes openid and email, without consentedClaims at the issue',
    published: 'consentedClaims are email and email_verified; clientEntityIdUsed is false',
    ...said('Authlete KB, Adding custom claims to userinfo API responses', '2025-11'),
    world: tokenWorld(),
    replay: (mock) => askUserInfo(mock, { scope: 'openid email' }),
    answer: {
      resultCode: 'A091001',
      claims: ['email', 'email_verified'],
      consentedClaims: ['email', 'email_verified'],
      clientEntityIdUsed: false,
    },
  },
  {
    id: 'consented-claims-computed',
    input: 'an issue without consentedClaims, with values for other claims, then auth/userinfo',
    published: 'the claims of the consented scopes and those in the JSON of claims count as consented',
    ...javadoc('AuthorizationIssueRequest.setConsentedClaims'),
    world: tokenWorld(),
    replay: (mock) =>
      askUserInfo(mock, { scope: 'openid email' }, { claims: '{"nickname":"al"}', consentedClaims: [] }),
    answer: { consentedClaims: ['email', 'email_verified', 'nickname'] },
  },
]
