import { aliasOf } from '../../../base/client-names.ts'
import { sha256 } from '../../../base/digest.ts'
import { checkTokenResources, chooseTokenResources } from '../../../oauth/resource-indicators.ts'
import { checkTokenScopesKept, chooseTokenScopes } from '../../../oauth/token/client-credentials.ts'
import { checkRequestedDetails, chooseTokenDetails } from '../../../oauth/token/details.ts'
import {
  checkOwnerCredentials,
  checkPasswordScopes,
  type PasswordReason,
} from '../../../oauth/token/password.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { bindTokens, type Binding } from '../shared/binding.ts'
import type { GrantCall, GrantType } from '../shared/grant-type.ts'
import type { GrantOutcomes } from '../shared/outcomes.ts'

export type PasswordGrantRefusal = PasswordReason

/** An hour, in milliseconds. */
const ticketMilliseconds = 3_600_000

/**
 * The grant type `password` (RFC 6749 §4.3). Tokens are issued by POST /auth/token/issue, after the authorization
 * server has checked username and password.
 */
export const password: GrantType<PasswordGrantRefusal, 'password_ticket_issued'> = {
  async decide(call, tools) {
    const { parameters, client, aliasUsed, service, check, facts } = call
    const refusal =
      check(checkOwnerCredentials(parameters)) ??
      check(checkPasswordScopes(parameters, service, client)) ??
      check(checkTokenScopesKept(parameters, service, client)) ??
      check(checkTokenResources(parameters, [])) ??
      check(checkRequestedDetails(parameters, service, client))
    if (refusal !== undefined) return refusal

    const binding = await bindTokens(call, {}, tools)
    if (binding.refusal !== undefined) return binding.refusal
    facts.members = {
      ticket: await savePasswordTicket(call, binding.value, tools),
      username: parameters.get('username'),
      password: parameters.get('password'),
      clientId: client.clientId,
      clientIdAlias: aliasOf(client),
      clientIdAliasUsed: aliasUsed,
      grantType: 'PASSWORD',
    }
    return 'password_ticket_issued'
  },
}

/**
 * Saves a token request until its resource owner is authenticated (Authlete TokenResponse `ticket`). Returns the
 * ticket.
 */
async function savePasswordTicket(
  { parameters, service, client, aliasUsed, now }: GrantCall,
  binding: Binding,
  { store, random }: ApiTools,
): Promise<string> {
  const ticket = random.token()
  await store.savePending(service.generation, 'token_ticket', {
    ...binding,
    ticketHash: sha256(ticket),
    clientId: client.clientId,
    clientIdAliasUsed: aliasUsed,
    scopes: chooseTokenScopes(parameters, service, client),
    resources: chooseTokenResources(parameters, []),
    authorizationDetails: chooseTokenDetails(parameters),
    expiresAt: now + ticketMilliseconds,
  })
  return ticket
}

// prettier-ignore
export const passwordOutcomes = {
  success: {
    password_ticket_issued: { status: 200, resultCode: 'A051001', action: 'PASSWORD', message: 'Authlete has successfully issued a ticket to the service (API Key = {serviceId}) for the token request from the client (ID = {clientId}). [grant_type=password]', clause: 'RFC 6749 §4.3.2; Authlete TokenResponse ticket', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  },
  refusals: {
    username_missing: { status: 200, resultCode: 'A051301', action: 'BAD_REQUEST', message: "The token request does not contain 'username' parameter although 'grant_type' is 'password'.", error: 'invalid_request', clause: 'RFC 6749 §4.3.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    username_empty: { status: 200, resultCode: 'A051302', action: 'BAD_REQUEST', message: "The value of 'username' in the token request is empty.", error: 'invalid_request', clause: 'RFC 6749 §3.2, §4.3.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    username_repeated: { status: 200, resultCode: 'A051303', action: 'BAD_REQUEST', message: "The token request contains multiple 'username' parameters.", error: 'invalid_request', clause: 'RFC 6749 §3.2, §4.3.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    password_missing: { status: 200, resultCode: 'A051304', action: 'BAD_REQUEST', message: "The token request does not contain 'password' parameter although 'grant_type' is 'password'.", error: 'invalid_request', clause: 'RFC 6749 §4.3.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    password_empty: { status: 200, resultCode: 'A051305', action: 'BAD_REQUEST', message: "The value of 'password' in the token request is empty.", error: 'invalid_request', clause: 'RFC 6749 §3.2, §4.3.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    password_repeated: { status: 200, resultCode: 'A051306', action: 'BAD_REQUEST', message: "The token request contains multiple 'password' parameters.", error: 'invalid_request', clause: 'RFC 6749 §3.2, §4.3.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    password_scope_repeated: { status: 200, resultCode: 'A051307', action: 'BAD_REQUEST', message: "The token request contains multiple 'scope' parameters.", error: 'invalid_request', clause: 'RFC 6749 §3.2, §4.3.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    password_scope_missing: { status: 200, resultCode: 'A051308', action: 'BAD_REQUEST', message: "The token request has no 'scope' parameter or none of the given scopes is recognized as valid, and the service's default scope set is empty. The service's configuration does not allow requests that request no scope.", error: 'invalid_scope', clause: 'RFC 6749 §3.3', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  },
} as const satisfies GrantOutcomes<'password_ticket_issued', PasswordReason>
