import { call, requestTicket } from '../support/requests/authorize.ts'
import { basic, form, requestToken } from '../support/requests/token.ts'
import type { TestMock } from '../support/mock.ts'
import type { Fact } from './fact.ts'
import { javadoc } from './publications.ts'

/** The error that each reason results in, in the words of Authlete's library. */
const errorOfReason = {
  UNKNOWN: 'server_error',
  MAX_AGE_NOT_SUPPORTED: 'login_required',
  DIFFERENT_SUBJECT: 'login_required',
  DENIED: 'access_denied',
  SERVER_ERROR: 'server_error',
  NOT_AUTHENTICATED: 'login_required',
  ACCOUNT_SELECTION_REQUIRED: 'account_selection_required',
  INTERACTION_REQUIRED: 'interaction_required',
  INVALID_TARGET: 'invalid_target',
} as const

const failures = Object.entries(errorOfReason).map(([reason, error]): Fact => ({
  id: `fail-${reason.toLowerCase().replaceAll('_', '-')}`,
  input: `auth/authorization/fail with ${reason}`,
  published: `error=${error}`,
  ...javadoc('AuthorizationFailRequest.Reason'),
  outcomes: [`authorization/failed_${reason.toLowerCase()}`],
  replay: async (mock) =>
    call(mock, '/auth/authorization/fail', { ticket: await requestTicket(mock), reason }),
  answer: { action: 'LOCATION', responseContent: new RegExp(`[?&]error=${error}(&|$)`) },
}))

async function getPasswordTicket(mock: TestMock): Promise<unknown> {
  const parameters = form({ grant_type: 'password', username: 'alice', password: 'secret' })
  const { ticket } = await requestToken(mock, { ...basic, parameters })
  return ticket
}

/** What Authlete says of the APIs for tickets, by which an authorization server ends what it began. */
export const failureFacts: readonly Fact[] = [
  ...failures,
  {
    id: 'token-fail-invalid-target',
    input: 'auth/token/fail with INVALID_TARGET',
    published: '"error":"invalid_target"',
    ...javadoc('TokenFailRequest.Reason'),
    outcomes: ['token/fail/target_invalid'],
    replay: async (mock) =>
      call(mock, '/auth/token/fail', { ticket: await getPasswordTicket(mock), reason: 'INVALID_TARGET' }),
    answer: { action: 'BAD_REQUEST', responseContent: '"error":"invalid_target"' },
  },
  {
    id: 'token-fail-unknown',
    input: 'auth/token/fail with UNKNOWN',
    published: '"error":"server_error"',
    ...javadoc('TokenFailRequest.Reason'),
    outcomes: ['token/fail/failed_for_unknown_reason'],
    replay: async (mock) =>
      call(mock, '/auth/token/fail', { ticket: await getPasswordTicket(mock), reason: 'UNKNOWN' }),
    answer: { responseContent: '"error":"server_error"' },
  },
  {
    id: 'issue-ticket-no-longer-valid',
    input: 'auth/authorization/issue with a ticket that was used, and auth/authorization/fail',
    published: 'BAD_REQUEST: the ticket was no longer valid',
    ...javadoc('AuthorizationIssueResponse.Action, AuthorizationFailResponse.Action'),
    outcomes: ['authorization/issue_ticket_unknown', 'authorization/fail_ticket_unknown'],
    replay: async (mock) => {
      const ticket = await requestTicket(mock)
      await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
      return [
        await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' }),
        await call(mock, '/auth/authorization/fail', { ticket, reason: 'DENIED' }),
      ]
    },
    answer: [{ action: 'BAD_REQUEST' }, { action: 'BAD_REQUEST' }],
  },
  {
    id: 'issue-members-required',
    input: 'auth/authorization/issue without ticket, then without subject',
    published:
      'both are required; INTERNAL_SERVER_ERROR: the request from the service implementation was wrong',
    ...javadoc('AuthorizationIssueRequest, AuthorizationIssueResponse.Action'),
    outcomes: ['authorization/issue_ticket_missing', 'authorization/subject_missing'],
    replay: async (mock) => [
      await call(mock, '/auth/authorization/issue', { subject: 'alice' }),
      await call(mock, '/auth/authorization/issue', { ticket: await requestTicket(mock) }),
    ],
    answer: [{ action: 'INTERNAL_SERVER_ERROR' }, { action: 'INTERNAL_SERVER_ERROR' }],
  },
  {
    id: 'fail-members-required',
    input: 'auth/authorization/fail without ticket, then without reason',
    published:
      'both are required; INTERNAL_SERVER_ERROR: the request from the service implementation was wrong',
    ...javadoc('AuthorizationFailRequest, AuthorizationFailResponse.Action'),
    outcomes: ['authorization/fail_ticket_missing', 'authorization/fail_reason_missing'],
    replay: async (mock) => [
      await call(mock, '/auth/authorization/fail', { reason: 'DENIED' }),
      await call(mock, '/auth/authorization/fail', { ticket: await requestTicket(mock) }),
    ],
    answer: [{ action: 'INTERNAL_SERVER_ERROR' }, { action: 'INTERNAL_SERVER_ERROR' }],
  },
  {
    id: 'ticket-info',
    input:
      'auth/authorization/ticket/info and ticket/update: for a ticket, without one, for one that there is not',
    published:
      'OK; CALLER_ERROR, for example where the ticket parameter was missing; NOT_FOUND: the ticket was not found',
    ...javadoc('AuthorizationTicketInfoResponse.Action, AuthorizationTicketUpdateResponse.Action'),
    outcomes: [
      'authorization/ticket_shown',
      'authorization/info_ticket_missing',
      'authorization/info_ticket_unknown',
      'authorization/ticket_updated',
      'authorization/update_ticket_missing',
      'authorization/update_ticket_unknown',
    ],
    replay: async (mock) => {
      const ticket = await requestTicket(mock)
      const info = { context: 'x' }
      const actions = []
      for (const members of [{ ticket }, {}, { ticket: 'unknown' }]) {
        const shown = await call(mock, '/auth/authorization/ticket/info', members)
        const updated = await call(mock, '/auth/authorization/ticket/update', { ...members, info })
        actions.push([shown.action, updated.action])
      }
      return actions
    },
    answer: [
      ['OK', 'OK'],
      ['CALLER_ERROR', 'CALLER_ERROR'],
      ['NOT_FOUND', 'NOT_FOUND'],
    ],
  },
]
