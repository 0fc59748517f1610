import type { AuthorizationRequest } from '../../model/authorization.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import { listConsentedClaims } from '../../oauth/grants/grant-permissions.ts'
import { lacksConsent } from '../../oauth/authorization/interaction.ts'
import type { RequestParameters } from '../../oauth/parameters.ts'
import { omitEmpty } from '../shared/members.ts'
import { cleanText, resultMessage, writeAnswer, type ApiAnswer } from '../../outcome/outcome.ts'
import type { Verdict } from '../../base/verdict.ts'
import type { AuthorizationDecision } from './request/decision.ts'
import { deliverCode, deliverRefusal, formatError } from './delivery.ts'
import type { Destination } from './request/validate-request.ts'
import type { FailRuling } from './fail/decision.ts'
import type { IssueRuling } from './issue/decision.ts'
import { authorizationOutcomes, type AuthorizationReason } from './outcomes.ts'
import type { PushDecision } from './pushed/decision.ts'
import type { AuthorizationOutcomeRow } from './rows.ts'
import { describeRefusal, describeRequest } from './request/content.ts'

/** What is answered besides the row: the values of the text, and where a refusal goes. */
interface AnswerFacts {
  readonly service: Service
  readonly trace: readonly Verdict[]
  readonly values?: Readonly<Record<string, string>>
  readonly destination?: Destination | undefined
  /** What the client is told instead of the text. */
  readonly description?: string | undefined
  readonly members?: Readonly<Record<string, unknown>>
}

/** Writes the answer of POST /auth/authorization. */
export function answerAuthorization({ ruling, trace }: AuthorizationDecision, service: Service): ApiAnswer {
  if ('reason' in ruling) {
    return refuse(ruling.reason, { service, trace, members: describeRefusal(service) })
  }
  if ('refusal' in ruling) {
    const { refusal, source, destination } = ruling
    return refuse(refusal.reason, {
      service,
      trace,
      values: readValues(refusal.detail, source?.client, source?.parameters),
      destination,
      members: describeRefusal(service, source?.aliasUsed),
    })
  }
  const reason = ticketReasonOf(ruling.request)
  const values = {
    serviceId: service.serviceId,
    clientId: String(ruling.request.clientId),
    responseType: 'code',
    openid: String(ruling.request.scopes.includes('openid')),
  }
  const members = describeRequest(ruling, service)
  return writeAnswer(reason, authorizationOutcomes[reason], { values, members, trace })
}

/** How a ticket goes to the authorization server: to ask its end user, or to ask nobody. */
function ticketReasonOf(request: AuthorizationRequest) {
  if (request.prompts.includes('NONE')) return 'ticket_issued_without_interaction'
  return lacksConsent(request) ? 'ticket_issued_without_consent' : 'ticket_issued'
}

function readValues(
  detail: string | undefined,
  client: Client | undefined,
  parameters: RequestParameters | undefined,
): Readonly<Record<string, string>> {
  return {
    detail: detail ?? '',
    clientId: String(client?.clientId),
    responseType: parameters?.get('response_type') ?? '',
    responseMode: parameters?.get('response_mode') ?? '',
  }
}

/** Writes the answer of POST /auth/authorization/issue. */
export function answerIssue(
  { ruling, trace }: { readonly ruling: IssueRuling; readonly trace: readonly Verdict[] },
  service: Service,
): ApiAnswer {
  if ('reason' in ruling) return refuse(ruling.reason, { service, trace })
  const { ticket } = ruling
  const ticketInfo = ticket?.info === undefined ? undefined : { context: ticket.info }
  if ('refusal' in ruling) {
    const values = { detail: ruling.refusal.detail ?? '' }
    const destination = ticket?.request
    return refuse(ruling.refusal.reason, { service, trace, values, destination, members: { ticketInfo } })
  }
  const { authorizationCode, code } = ruling
  const consentedClaims = omitEmpty(listConsentedClaims(code))
  const { action, responseContent } = deliverCode(ruling.ticket.request, authorizationCode, service)
  return writeAnswer(
    'code_issued',
    { ...authorizationOutcomes.code_issued, action },
    {
      members: { authorizationCode, consentedClaims, responseContent, ticketInfo },
      trace,
    },
  )
}

/**
 * Writes the answer of POST /auth/authorization/fail. The caller's own description takes the place of the text, unless it is
 * empty: RFC 6749, appendix A.8, has at least one character there.
 */
export function answerFail(
  { ruling, trace }: { readonly ruling: FailRuling; readonly trace: readonly Verdict[] },
  service: Service,
  description: string | undefined,
): ApiAnswer {
  if ('reason' in ruling) return refuse(ruling.reason, { service, trace })
  if ('refusal' in ruling) return refuse(ruling.refusal.reason, { service, trace })
  const { ticket, failure } = ruling
  return refuse(failure, {
    service,
    trace,
    destination: ticket.request,
    description: description || undefined,
  })
}

/** Writes the answer of POST /pushed_auth_req: the client is told by JSON, whatever it is told. */
export function answerPush({ ruling, dpopNonce, trace }: PushDecision, service: Service): ApiAnswer {
  if ('requestUri' in ruling) {
    const { requestUri, seconds, client } = ruling
    return writeAnswer('request_pushed', authorizationOutcomes.request_pushed, {
      values: { clientId: String(client.clientId), uri: requestUri },
      members: {
        dpopNonce,
        requestUri,
        responseContent: JSON.stringify({ expires_in: seconds, request_uri: requestUri }),
      },
      trace,
    })
  }
  const { reason, detail, client, parameters } = ruling
  const row: AuthorizationOutcomeRow = authorizationOutcomes[reason]
  const values = readValues(detail, client, parameters)
  const action = row.action === 'LOCATION' ? 'BAD_REQUEST' : row.action
  const responseContent = formatError(row, resultMessage(row, values), service)
  return writeAnswer(reason, { ...row, action }, { values, members: { dpopNonce, responseContent }, trace })
}

function refuse(
  reason: AuthorizationReason,
  { service, trace, values = {}, destination, description, members }: AnswerFacts,
): ApiAnswer {
  const row: AuthorizationOutcomeRow = authorizationOutcomes[reason]
  const text = description === undefined ? resultMessage(row, values) : cleanText(description)
  const { action, responseContent } = deliverRefusal(row, text, service, destination)
  return writeAnswer(reason, { ...row, action }, { values, members: { ...members, responseContent }, trace })
}
