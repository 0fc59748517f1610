import type { AuthorizationTicket } from '../../model/authorization.ts'
import { excerpt, found, verdict, type Fail, type Finding, type Verdict } from '../../base/verdict.ts'

/** The APIs that accept a ticket, each with codes of its own. */
type TicketApi = 'issue' | 'fail' | 'info' | 'update'

/** Authlete AuthorizationIssueRequest, AuthorizationFailRequest `ticket`: the ticket is there. */
export function checkTicketPresent<Api extends TicketApi>(
  ticket: string,
  api: Api,
): Verdict<`${Api}_ticket_missing`> {
  const rule = {
    check: 'ticket-present',
    clause: 'Authlete AuthorizationIssueRequest ticket',
    source: 'documented',
  } as const
  return verdict(rule, ticket !== '', `${api}_ticket_missing` as const)
}

/** Authlete AuthorizationIssueRequest `ticket`: the service issued it, and it has not been used. */
export function checkTicketKnown<Api extends TicketApi>(
  ticket: undefined,
  api: Api,
  presented: string,
): Fail<`${Api}_ticket_unknown`>
export function checkTicketKnown<Api extends TicketApi, Ticket>(
  ticket: Ticket | undefined,
  api: Api,
  presented: string,
): Finding<`${Api}_ticket_unknown`, Ticket>
export function checkTicketKnown<Api extends TicketApi, Ticket>(
  ticket: Ticket | undefined,
  api: Api,
  presented: string,
): Finding<`${Api}_ticket_unknown`, Ticket> {
  const rule = {
    check: 'ticket-known',
    clause: 'Authlete AuthorizationIssueRequest ticket',
    source: 'documented',
  } as const
  return found(rule, ticket, `${api}_ticket_unknown` as const, {
    expected: 'a ticket of this service',
    actual: ticket === undefined ? 'unknown or used' : 'known',
    detail: excerpt(presented),
  })
}

/** Authlete AuthorizationIssueRequest `ticket`: it has not expired. `now` in epoch milliseconds. */
export function checkTicketAlive<Api extends TicketApi>(
  { expiresAt }: AuthorizationTicket,
  now: number,
  api: Api,
): Verdict<`${Api}_ticket_expired`> {
  const rule = {
    check: 'ticket-alive',
    clause: 'Authlete AuthorizationIssueRequest ticket',
    source: 'documented',
  } as const
  return verdict(rule, now < expiresAt, `${api}_ticket_expired` as const, {
    expected: `before ${expiresAt}`,
    actual: String(now),
  })
}

/** Authlete AuthorizationFailRequest `reason`: it is there. */
export function checkFailureReason<Reason extends string>(
  reason: Reason | undefined,
): Finding<'fail_reason_missing', Reason> {
  const rule = {
    check: 'failure-reason',
    clause: 'Authlete AuthorizationFailRequest reason',
    source: 'documented',
  } as const
  return found(rule, reason, 'fail_reason_missing', { actual: reason ?? 'none' })
}

/** Authlete AuthorizationTicketUpdateRequest `info`: there is something to store with the ticket. */
export function checkInfoPresent(info: string | undefined): Finding<'update_info_missing', string> {
  const rule = {
    check: 'ticket-info',
    clause: 'Authlete AuthorizationTicketUpdateRequest info',
    source: 'documented',
  } as const
  return found(rule, info, 'update_info_missing')
}
