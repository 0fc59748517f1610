import type { Service } from '../../model/service.ts'
import { resultMessage, writeAnswer, type ApiAnswer } from '../../outcome/outcome.ts'
import type { Verdict } from '../../verdict.ts'
import type { AuthorizationDecision } from './authorize.ts'
import { deliver, deliverRefusal } from './content.ts'
import type { Destination, RequestSource } from './examine-request.ts'
import type { IssueRuling } from './issue.ts'
import { authorizationOutcomes, type AuthorizationReason } from './outcomes.ts'
import type { AuthorizationOutcomeRow } from './request-outcomes.ts'
import { describeRequest } from './response.ts'

/** What is answered besides the row: the values of the text, and where a refusal goes. */
interface AnswerFacts {
  readonly service: Service
  readonly trace: readonly Verdict[]
  readonly values?: Readonly<Record<string, string>>
  readonly destination?: Destination | undefined
  readonly members?: Readonly<Record<string, unknown>>
}

/** Writes the answer of POST /auth/authorization. */
export function answerAuthorization({ ruling, trace }: AuthorizationDecision, service: Service): ApiAnswer {
  if ('reason' in ruling) return refuse(ruling.reason, { service, trace })
  if ('refusal' in ruling) {
    const { refusal, source, destination } = ruling
    return refuse(refusal.reason, { service, trace, values: readValues(refusal.detail, source), destination })
  }
  const silent = ruling.request.prompts.includes('NONE')
  const reason = silent ? 'ticket_issued_without_interaction' : 'ticket_issued'
  const values = {
    serviceId: service.serviceId,
    clientId: String(ruling.request.clientId),
    responseType: 'code',
    openid: String(ruling.request.scopes.includes('openid')),
  }
  const members = describeRequest(ruling, service)
  return writeAnswer(reason, authorizationOutcomes[reason], { values, members, trace })
}

function readValues(
  detail: string | undefined,
  source: RequestSource | undefined,
): Readonly<Record<string, string>> {
  return { detail: detail ?? '', clientId: String(source?.client.clientId) }
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
  const { authorizationCode } = ruling
  const delivery = deliver(ruling.ticket.request, { code: authorizationCode }, service.properties)
  return writeAnswer('code_issued', authorizationOutcomes.code_issued, {
    members: { ...delivery, authorizationCode, ticketInfo },
    trace,
  })
}

function refuse(
  reason: AuthorizationReason,
  { service, trace, values = {}, destination, members }: AnswerFacts,
): ApiAnswer {
  const row: AuthorizationOutcomeRow = authorizationOutcomes[reason]
  const { action, responseContent } = deliverRefusal(row, resultMessage(row, values), service, destination)
  return writeAnswer(reason, { ...row, action }, { values, members: { ...members, responseContent }, trace })
}
