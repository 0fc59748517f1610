import type { TokenRequest } from '../../../../schema/token.ts'
import type { Fail } from '../../../base/verdict.ts'
import { checkClientIdNotEmpty } from '../../../oauth/authorization/requesting-client.ts'
import { presentClient } from '../../../oauth/client-authentication/identification.ts'
import { checkGrantType, checkGrantTypeAllowed, readTokenParameters } from '../../../oauth/token/request.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { defineDecision, type Decision, type OpenCall } from '../../shared/decision.ts'
import type { TokenFacts } from '../shared/grant-type.ts'
import { grantTypes } from './grant-types.ts'
import { addMissingClientId } from './missing-client-id.ts'
import type { TokenReason, TokenRefusal } from './outcomes.ts'

type TokenCall = OpenCall<TokenRequest, TokenRefusal, TokenFacts>
export type TokenDecision = Decision<TokenReason, TokenFacts>

/**
 * Decides one call of POST /auth/token. The order of the checks, which decides the result code: parameters, grant type,
 * client, and then those of the grant type, which issues the tokens.
 */
export const decideToken = defineDecision(async (call: TokenCall, tools: ApiTools) => {
  const { request, service, now, check, facts } = call
  const read = readTokenParameters(request.parameters)
  if (read.refusal !== undefined) return check(read.refusal)
  const parameters = read.value
  const refusal: Fail<TokenRefusal> | undefined =
    check(checkGrantType(parameters)) ?? check(checkClientIdNotEmpty(parameters))
  if (refusal !== undefined) return refusal

  const presented = await addMissingClientId(presentClient(request, parameters), service, tools.store)
  const identified = await tools.authenticateClient(presented, { api: 'token', service, now }, check)
  if (identified.refusal !== undefined) return identified.refusal
  const { client } = identified.value
  facts.parameters = parameters
  facts.client = client

  const grantType = check.find(checkGrantTypeAllowed(parameters, service, client))
  if (grantType.refusal !== undefined) return grantType.refusal
  return grantTypes[grantType.value].decide({ ...call, ...identified.value, parameters }, tools)
})
