import type { TokenTicket } from '../../model/authorization.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import { failed, found, verdict, passed, type Fail, type Finding, type Verdict } from '../../base/verdict.ts'
import { isExpired } from './access-token.ts'
import { chooseTokenScopes } from './client-credentials.ts'
import { type RequestParameters, findParameterError } from '../parameters.ts'

export type PasswordReason =
  | 'username_missing'
  | 'username_empty'
  | 'username_repeated'
  | 'password_missing'
  | 'password_empty'
  | 'password_repeated'
  | 'password_scope_repeated'
  | 'password_scope_missing'

/** RFC 6749 §4.3.2: the request has one username and one password. The authorization server verifies them. */
export function checkOwnerCredentials(parameters: RequestParameters): Verdict<PasswordReason> {
  const rule = { check: 'owner-credentials', clause: 'RFC 6749 §4.3.2', source: 'documented' } as const
  for (const name of ['username', 'password'] as const) {
    const error = findParameterError(parameters, name)
    if (error !== undefined) return failed(rule, `${name}_${error}`)
  }
  return passed(rule)
}

/** RFC 6749 §3.3, §4.3.2; Authlete Service `scopeRequired`: at least one scope remains, if the service requires one. */
export function checkPasswordScopes(
  parameters: RequestParameters,
  service: Service,
  client: Client,
): Verdict<PasswordReason> {
  const rule = {
    check: 'scope',
    clause: 'RFC 6749 §3.3, §4.3.2; Authlete Service scopeRequired',
    source: 'documented',
  } as const
  if (parameters.repeated.includes('scope')) return failed(rule, 'password_scope_repeated')
  const chosen = chooseTokenScopes(parameters, service, client)
  const holds = chosen.length > 0 || service.properties.scopeRequired !== true
  return verdict(rule, holds, 'password_scope_missing', { actual: chosen.join(' ') })
}

export type TokenTicketReason = 'ticket_missing' | 'ticket_unknown' | 'ticket_expired'

/** Authlete TokenIssueRequest, TokenFailRequest `ticket`: there is one. */
export function checkTokenTicketGiven(ticket: string): Verdict<TokenTicketReason> {
  const rule = { check: 'ticket', clause: 'Authlete TokenIssueRequest ticket', source: 'documented' } as const
  return verdict(rule, ticket !== '', 'ticket_missing')
}

/** Authlete TokenIssueRequest, TokenFailRequest `ticket`: the service still has it. Finds what was saved with it. */
export function checkTokenTicketKnown(known: undefined): Fail<TokenTicketReason>
export function checkTokenTicketKnown<Known>(known: Known | undefined): Finding<TokenTicketReason, Known>
export function checkTokenTicketKnown<Known>(known: Known | undefined): Finding<TokenTicketReason, Known> {
  const rule = {
    check: 'ticket-known',
    clause: 'Authlete TokenIssueRequest ticket',
    source: 'documented',
  } as const
  return found(rule, known, 'ticket_unknown')
}

/** Authlete TokenIssueRequest, TokenFailRequest `ticket`: it has not expired. `now` in epoch milliseconds. */
export function checkTokenTicketExpiry({ expiresAt }: TokenTicket, now: number): Verdict<TokenTicketReason> {
  const rule = {
    check: 'ticket-expiry',
    clause: 'Authlete TokenIssueRequest ticket',
    source: 'documented',
  } as const
  return verdict(rule, !isExpired(expiresAt, now), 'ticket_expired', {
    actual: `${expiresAt - now} ms before its end`,
  })
}
