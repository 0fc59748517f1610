import type { TokenReason } from '../api/token/outcomes.ts'
import { refuseClients } from './client-authentication.ts'
import { writeForm } from './client-request.ts'
import type { Scenario } from './scenario.ts'
import { bindingScenarios } from './token-binding.ts'
import { clientForm } from './token-call.ts'
import { detailsScenarios } from './token-details.ts'
import { clientScenarios, codeScenarios, grantTypeScenarios, refreshScenarios } from './token-grants.ts'
import { idTokenScenarios, tokenMakingScenarios } from './token-making.ts'
import { passwordScenarios } from './token-owner.ts'

/** Scenarios of POST /auth/token. */
export const tokenScenarios: Readonly<Record<TokenReason, Scenario>> = {
  ...grantTypeScenarios,
  ...refuseClients('/auth/token', writeForm(clientForm)),
  ...codeScenarios,
  ...refreshScenarios,
  ...clientScenarios,
  ...detailsScenarios,
  ...passwordScenarios,
  ...bindingScenarios,
  ...idTokenScenarios,
  ...tokenMakingScenarios,
}
