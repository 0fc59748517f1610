import type {
  FailReason,
  IssueReason,
  TicketInfoReason,
} from '../../../src/api/authorization/ticket-outcomes.ts'
import { callApi } from '../../support/api.ts'
import { authorizationWorld, call, clientId, pushRequest, requestTicket } from '../../support/authorize.ts'
import { serviceId, type TestMock } from '../../support/mock.ts'
import { shows, showsLate, showsNone, type Scenario } from './scenario.ts'

const alice = { subject: 'alice' }
const issues = (body: object) => shows('issue', { ...alice, ...body })
const fails = (reason: string) => shows('fail', { reason })

async function ticketForGrant(mock: TestMock, subject: string) {
  const { grantId = '' } = await mock.admin.mintToken(serviceId, { clientId: 1001, subject, grant: {} })
  const ticket = await requestTicket(mock, { grant_management_action: 'merge', grant_id: grantId })
  return { grantId, ticket }
}

export const issueScenarios: Record<IssueReason, Scenario> = {
  code_issued: issues({}),
  issue_ticket_missing: showsNone('issue', alice),
  issue_ticket_unknown: {
    ...showsNone('issue', { ticket: 'nobody', ...alice }),
    values: { detail: 'nobody' },
  },
  issue_ticket_expired: showsLate('issue', alice),
  issue_client_locked: {
    world: authorizationWorld(),
    arrange: async (mock) => {
      const ticket = await requestTicket(mock)
      const { apiToken } = await mock.admin.createApiToken({ serviceId, rights: ['MODIFY_CLIENT'] })
      const path = `/client/lock_flag/update/${clientId}`
      await callApi(mock, 'POST', path, { clientLocked: true }, apiToken)
      return { path: '/auth/authorization/issue', body: { ticket, ...alice } }
    },
    values: { detail: String(clientId) },
  },
  subject_missing: shows('issue', { subject: '' }),
  subject_too_long: shows('issue', { subject: 'x'.repeat(101) }),
  subject_not_ascii: shows('issue', { subject: 'ä' }),
  acr_too_long: issues({ acr: 'x'.repeat(201) }),
  claim_values_not_object: issues({ claims: '[]' }),
  id_token_header_not_object: issues({ idtHeaderParams: 'no JSON' }),
  consented_details_malformed: issues({
    authorizationDetails: { elements: [{ type: 'payment_initiation' }, { type: 'a', otherFields: '1' }] },
  }),
  consented_grant_gone: {
    arrange: async (mock) => {
      const { grantId, ticket } = await ticketForGrant(mock, 'alice')
      await mock.admin.deleteGrant(serviceId, grantId)
      return { path: '/auth/authorization/issue', body: { ticket, ...alice } }
    },
  },
  consented_grant_of_other_subject: {
    arrange: async (mock) => {
      const { ticket } = await ticketForGrant(mock, 'bob')
      return { path: '/auth/authorization/issue', body: { ticket, ...alice } }
    },
  },
  pushed_request_used: {
    arrange: async (mock) => {
      const changes = { request_uri: await pushRequest(mock) }
      const [first, ticket] = [await requestTicket(mock, changes), await requestTicket(mock, changes)]
      await call(mock, '/auth/authorization/issue', { ticket: first, ...alice })
      return { path: '/auth/authorization/issue', body: { ticket, ...alice } }
    },
  },
}

export const failScenarios: Record<FailReason, Scenario> = {
  fail_ticket_missing: showsNone('fail', { ticket: '', reason: 'DENIED' }),
  fail_reason_missing: shows('fail', {}),
  fail_ticket_unknown: showsNone('fail', { ticket: 'nobody', reason: 'DENIED' }),
  fail_ticket_expired: showsLate('fail', { reason: 'DENIED' }),
  failed_not_logged_in: fails('NOT_LOGGED_IN'),
  failed_max_age_not_supported: fails('MAX_AGE_NOT_SUPPORTED'),
  failed_exceeds_max_age: fails('EXCEEDS_MAX_AGE'),
  failed_different_subject: fails('DIFFERENT_SUBJECT'),
  failed_acr_not_satisfied: fails('ACR_NOT_SATISFIED'),
  failed_denied: fails('DENIED'),
  failed_unknown: fails('UNKNOWN'),
  failed_server_error: fails('SERVER_ERROR'),
  failed_not_authenticated: fails('NOT_AUTHENTICATED'),
  failed_account_selection_required: fails('ACCOUNT_SELECTION_REQUIRED'),
  failed_consent_required: fails('CONSENT_REQUIRED'),
  failed_interaction_required: fails('INTERACTION_REQUIRED'),
  failed_invalid_target: fails('INVALID_TARGET'),
}

const info = { info: { context: 'a text' } }

export const ticketInfoScenarios: Record<Exclude<TicketInfoReason, 'ticket_info_crash'>, Scenario> = {
  ticket_shown: shows('ticket/info', {}),
  info_ticket_missing: showsNone('ticket/info', {}),
  info_ticket_unknown: showsNone('ticket/info', { ticket: 'nobody' }),
  info_ticket_expired: showsLate('ticket/info', {}),
  ticket_updated: shows('ticket/update', info),
  update_ticket_missing: showsNone('ticket/update', info),
  update_info_missing: shows('ticket/update', { info: {} }),
  update_ticket_unknown: showsNone('ticket/update', { ticket: 'nobody', ...info }),
  update_ticket_expired: showsLate('ticket/update', info),
}
