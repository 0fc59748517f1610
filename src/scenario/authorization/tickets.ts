import type { IssueReason } from '../../api/authorization/issue/outcomes.ts'
import type { TicketInfoReason } from '../../api/authorization/ticket/outcomes.ts'
import type { FailReason } from '../../api/authorization/fail/outcomes.ts'
import { pushRequest, requestTicket } from './request.ts'
import type { Arrangement, Scenario, ScenarioContext, ScenarioClient } from '../shared/scenario.ts'

const alice = { subject: 'alice' }

/** The lifetime of a ticket. */
const ticketSeconds = 3600

const atTicket = (path: string, body: object, values?: Arrangement['values']): Arrangement => ({
  path: `/auth/authorization/${path}`,
  body,
  ...(values !== undefined && { values }),
})

/** A call with a ticket. */
const shows =
  (path: string, body: object): Scenario =>
  async (context) =>
    atTicket(path, { ticket: await requestTicket(context, await context.makeClient()), ...body })

/** A call with an expired ticket. */
const showsLate =
  (path: string, body: object): Scenario =>
  async (context) => {
    const ticket = await requestTicket(context, await context.makeClient())
    await context.advance(ticketSeconds)
    return atTicket(path, { ticket, ...body })
  }

/** A call with a text that is no ticket. */
const showsNone =
  (path: string, body: object, values?: Arrangement['values']): Scenario =>
  async () =>
    atTicket(path, body, values)

const issues = (body: object): Scenario => shows('issue', { ...alice, ...body })
const fails = (reason: string): Scenario => shows('fail', { reason })

/** A call that reports a failure of a request which must not show any page. */
const failsSilently =
  (reason: string): Scenario =>
  async (context) => {
    const ticket = await requestTicket(context, await context.makeClient(), { prompt: 'none' })
    return atTicket('fail', { ticket, reason })
  }

/** A ticket for a request to change a grant of this subject. */
async function ticketForGrant(context: ScenarioContext, client: ScenarioClient, subject: string) {
  const request = { clientId: client.clientId, subject, grant: {} }
  const { grantId = '' } = await context.mintToken(request)
  const changes = { grant_management_action: 'merge', grant_id: grantId }
  return { grantId, ticket: await requestTicket(context, client, changes) }
}

/** Scenarios of POST /auth/authorization/issue. */
export const issueScenarios: Readonly<Record<IssueReason, Scenario>> = {
  code_issued: issues({}),
  issue_ticket_missing: showsNone('issue', alice),
  issue_ticket_unknown: showsNone('issue', { ticket: 'nobody', ...alice }, { detail: 'nobody' }),
  issue_ticket_expired: showsLate('issue', alice),
  issue_client_locked: async (context) => {
    const client = await context.makeClient()
    const ticket = await requestTicket(context, client)
    const { clientId } = client
    await context.call('POST', `/client/lock_flag/update/${clientId}`, { clientLocked: true })
    return atTicket('issue', { ticket, ...alice }, { detail: String(clientId) })
  },
  offline_access_without_consent: async (context) => {
    const changes = { scope: 'openid offline_access', prompt: 'login' }
    return atTicket('issue', {
      ticket: await requestTicket(context, await context.makeClient(), changes),
      ...alice,
    })
  },
  subject_missing: issues({ subject: '' }),
  subject_too_long: issues({ subject: 'x'.repeat(101) }),
  subject_not_ascii: issues({ subject: 'ä' }),
  acr_too_long: issues({ acr: 'x'.repeat(201) }),
  claim_values_not_object: issues({ claims: '[]' }),
  id_token_header_not_object: issues({ idtHeaderParams: 'no JSON' }),
  consented_details_malformed: issues({
    authorizationDetails: { elements: [{ type: 'payment_initiation' }, { type: 'a', otherFields: '1' }] },
  }),
  consented_grant_gone: async (context) => {
    const { grantId, ticket } = await ticketForGrant(context, await context.makeClient(), 'alice')
    await context.admin.deleteGrant(context.serviceId, grantId)
    return atTicket('issue', { ticket, ...alice })
  },
  consented_grant_of_other_subject: async (context) => {
    const { ticket } = await ticketForGrant(context, await context.makeClient(), 'bob')
    return atTicket('issue', { ticket, ...alice })
  },
  pushed_request_used: async (context) => {
    const client = await context.makeClient()
    const changes = { request_uri: await pushRequest(context, client) }
    const first = await requestTicket(context, client, changes)
    const ticket = await requestTicket(context, client, changes)
    await context.call('POST', '/auth/authorization/issue', { ticket: first, ...alice })
    return atTicket('issue', { ticket, ...alice })
  },
}

/** Scenarios of POST /auth/authorization/fail. */
export const failScenarios: Readonly<Record<FailReason, Scenario>> = {
  fail_ticket_missing: showsNone('fail', { ticket: '', reason: 'DENIED' }),
  fail_reason_missing: shows('fail', {}),
  fail_ticket_unknown: showsNone('fail', { ticket: 'nobody', reason: 'DENIED' }),
  fail_ticket_expired: showsLate('fail', { reason: 'DENIED' }),
  failed_not_logged_in: fails('NOT_LOGGED_IN'),
  failed_not_logged_in_silently: failsSilently('NOT_LOGGED_IN'),
  failed_max_age_not_supported: fails('MAX_AGE_NOT_SUPPORTED'),
  failed_max_age_not_supported_silently: failsSilently('MAX_AGE_NOT_SUPPORTED'),
  failed_exceeds_max_age: fails('EXCEEDS_MAX_AGE'),
  failed_exceeds_max_age_silently: failsSilently('EXCEEDS_MAX_AGE'),
  failed_different_subject: fails('DIFFERENT_SUBJECT'),
  failed_different_subject_silently: failsSilently('DIFFERENT_SUBJECT'),
  failed_acr_not_satisfied: fails('ACR_NOT_SATISFIED'),
  failed_acr_not_satisfied_silently: failsSilently('ACR_NOT_SATISFIED'),
  failed_denied: fails('DENIED'),
  failed_unknown: fails('UNKNOWN'),
  failed_server_error: fails('SERVER_ERROR'),
  failed_not_authenticated: fails('NOT_AUTHENTICATED'),
  failed_account_selection_required: fails('ACCOUNT_SELECTION_REQUIRED'),
  failed_consent_required: fails('CONSENT_REQUIRED'),
  failed_interaction_required: fails('INTERACTION_REQUIRED'),
  failed_invalid_target: fails('INVALID_TARGET'),
  failed_invalid_scope: fails('INVALID_SCOPE'),
  failed_unauthorized_client: fails('UNAUTHORIZED_CLIENT'),
  failed_temporarily_unavailable: fails('TEMPORARILY_UNAVAILABLE'),
}

const info = { info: { context: 'a text' } }

/** Scenarios of POST /auth/authorization/ticket/info and /auth/authorization/ticket/update. */
export const ticketInfoScenarios: Readonly<Record<TicketInfoReason, Scenario>> = {
  ticket_shown: shows('ticket/info', {}),
  info_ticket_missing: showsNone('ticket/info', {}),
  info_ticket_unknown: showsNone('ticket/info', { ticket: 'nobody' }),
  info_ticket_expired: showsLate('ticket/info', {}),
  ticket_updated: shows('ticket/update', info),
  update_ticket_missing: showsNone('ticket/update', info),
  update_info_missing: shows('ticket/update', { info: {} }),
  update_ticket_unknown: showsNone('ticket/update', { ticket: 'nobody', ...info }),
  update_ticket_expired: showsLate('ticket/update', info),
  ticket_info_crash: async (context) => {
    context.failStorage('auth/authorization/ticket/info')
    return atTicket('ticket/info', { ticket: 'nobody' })
  },
}
