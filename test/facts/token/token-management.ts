import { callApi } from '../../support/api.ts'
import { serviceId } from '../../support/mock.ts'
import type { Fact } from '../fact.ts'

/** What was published about token-management. */
export const tokenManagementFacts: readonly Fact[] = [
  {
    id: 'token-revoke-twenty',
    input: 'auth/token/revoke by a subject that has more than 20 tokens',
    published: 'at most 20 end in one call; repeat it until count is 0',
    where: 'authlete-java-common, pull request 169 (TokenRevokeRequest, TokenRevokeResponse)',
    when: '2026-06',
    source: 'documented',
    certainty: 'high',
    outcomes: ['token/revoke/revoked'],
    replay: async (mock) => {
      for (let made = 0; made < 21; made += 1) await mock.admin.mintToken(serviceId, { subject: 'alice' })
      const revoke = () => callApi(mock, 'POST', '/auth/token/revoke', { subject: 'alice' })
      return [(await revoke()).body, (await revoke()).body, (await revoke()).body]
    },
    answer: [{ count: 20 }, { count: 1 }, { count: 0 }],
  },
]
