import type { TokenReason } from '../../api/token/request/outcomes.ts'
import { refuseClients } from '../shared/client-authentication.ts'
import { writeForm } from '../shared/client-request.ts'
import type { Scenario } from '../shared/scenario.ts'
import { bindingScenarios } from './binding.ts'
import { clientForm } from './call.ts'
import { detailsScenarios } from './details.ts'
import { clientScenarios, codeScenarios, grantTypeScenarios, refreshScenarios } from './grants.ts'
import { idTokenScenarios, tokenMakingScenarios } from './making.ts'
import { passwordScenarios } from './owner.ts'

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
