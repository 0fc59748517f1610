import type { TokenReason } from '../../../src/api/token/outcomes.ts'
import { clientId } from '../../support/authorize.ts'
import { serviceId } from '../../support/mock.ts'
import { ownerRequest, tokenWorld } from '../../support/token.ts'
import type { Scenario } from './scenario.ts'

const asks = (changes: Parameters<typeof ownerRequest>[0]): Scenario => ({
  arrange: async () => ownerRequest(changes),
})

/** Scenarios of requests with the name and the password of a resource owner. */
export const passwordScenarios = {
  password_ticket_issued: {
    arrange: async () => ownerRequest(),
    message: `Authlete has successfully issued a ticket to the service (API Key = ${serviceId}) for the token request from the client (ID = ${clientId}). [grant_type=password]`,
  },
  username_missing: asks({ username: undefined }),
  username_empty: asks({ username: '' }),
  username_repeated: asks({ username: ['alice', 'bob'] }),
  password_missing: asks({ password: undefined }),
  password_empty: asks({ password: '' }),
  password_repeated: asks({ password: ['one', 'two'] }),
  password_scope_repeated: asks({ scope: ['accounts', 'payments'] }),
  password_scope_missing: { world: tokenWorld({ scopeRequired: true }), ...asks({ scope: 'unheard-of' }) },
} as const satisfies Partial<Record<TokenReason, Scenario>>
