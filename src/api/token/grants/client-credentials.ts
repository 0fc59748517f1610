import { checkTokenResources } from '../../../oauth/resource-indicators.ts'
import {
  checkClientConfidential,
  checkTokenScopes,
  checkTokenScopesKept,
  chooseTokenScopes,
  type ClientCredentialsReason,
} from '../../../oauth/token/client-credentials.ts'
import { checkRequestedDetails } from '../../../oauth/token/details.ts'
import type { TokenSpec } from '../../shared/issue-tokens.ts'
import { bindTokens } from '../shared/binding.ts'
import type { GrantCall, GrantType } from '../shared/grant-type.ts'
import { prepareTokens, refuseStorage, storageReasons } from '../shared/issue-tokens.ts'
import { issuanceOutcomes, type GrantOutcomes, type IssuanceReason } from '../shared/outcomes.ts'
import { describeAccessToken, describeRequest } from '../shared/token-spec.ts'

export type ClientCredentialsGrantRefusal = ClientCredentialsReason | IssuanceReason<'client_credentials_'>

const reasons = storageReasons('client_credentials_', 'client_credentials_access_token_taken')

/** The grant type `client_credentials` (RFC 6749 §4.4). */
export const clientCredentials: GrantType<ClientCredentialsGrantRefusal, 'client_credentials_granted'> = {
  async decide(call, tools) {
    const { request, parameters, client, service, check, facts } = call
    const refusal =
      check(checkClientConfidential(client)) ??
      check(checkTokenScopes(parameters, service, client)) ??
      check(checkTokenScopesKept(parameters, service, client)) ??
      check(checkTokenResources(parameters, [])) ??
      check(checkRequestedDetails(parameters, service, client))
    if (refusal !== undefined) return refusal

    const binding = await bindTokens(call, {}, tools)
    if (binding.refusal !== undefined) return binding.refusal
    const spec = { ...describeClientTokens(call), ...binding.value }
    const tokens = await prepareTokens('client_credentials_', spec, request.jwtAtClaims, tools, check)
    if (tokens.refusal !== undefined) return tokens.refusal

    const stored = await tools.store.issueTokens(service.generation, tokens.value.records)
    if ('refused' in stored) return check(refuseStorage(reasons[stored.refused]))
    facts.issued = tokens.value
    return 'client_credentials_granted'
  },
}

/** The access token of the client credentials grant, without a refresh token (RFC 6749 §4.4.3). */
function describeClientTokens(call: GrantCall): TokenSpec {
  return {
    ...describeAccessToken(call, describeRequest(call)),
    grantType: 'CLIENT_CREDENTIALS',
    scopes: chooseTokenScopes(call.parameters, call.service, call.client),
  }
}

// prettier-ignore
export const clientCredentialsOutcomes = {
  success: {
    client_credentials_granted: { status: 200, resultCode: 'A052001', action: 'OK', message: 'The token request (grant_type=client_credentials) was processed successfully.', clause: 'RFC 6749 §5.1', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
  },
  refusals: {
    client_credentials_of_public_client: { status: 200, resultCode: 'A052301', action: 'BAD_REQUEST', message: "Public clients are not allowed to use 'grant_type=client_credentials'.", error: 'unauthorized_client', clause: 'RFC 6749 §4.4', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
    token_scope_repeated: { status: 200, resultCode: 'A052302', action: 'BAD_REQUEST', message: "The token request contains multiple 'scope' parameters.", error: 'invalid_request', clause: 'RFC 6749 §3.2, §4.4.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    token_scope_missing: { status: 200, resultCode: 'A052303', action: 'BAD_REQUEST', message: "The token request has no 'scope' parameter or none of the given scopes is recognized as valid, and the service's default scope set is empty. The service's configuration does not allow requests that request no scope.", error: 'invalid_scope', clause: 'RFC 6749 §3.3', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  },
  failures: issuanceOutcomes('client_credentials_', 'A052', { resultCode: 'A052102', message: 'Failed to insert a new access token into the database.' }),
} as const satisfies GrantOutcomes<'client_credentials_granted', ClientCredentialsReason>
