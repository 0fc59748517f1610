import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import type { RequestParameters } from '../../oauth/parameters.ts'
import { cleanText, resultMessage, type ApiAnswer } from '../../outcome/outcome.ts'
import type { Verdict } from '../../base/verdict.ts'
import type { AnswerWriter } from '../shared/members.ts'
import { deliverRefusal } from './delivery.ts'
import { authorizationOutcomes, type AuthorizationReason } from './outcomes.ts'
import type { Destination } from './request/validate-request.ts'
import type { AuthorizationOutcomeRow } from './rows.ts'

/** The parts of an answer that are not in its row: the values of the text, and the target of a refusal. */
interface RefusalFacts<Name extends string> {
  readonly service: Service
  readonly trace: readonly Verdict[]
  readonly values?: Readonly<Record<string, string>>
  readonly destination?: Destination | undefined
  /** The client's text, in place of the row's. */
  readonly description?: string | undefined
  readonly members?: { readonly [Member in Name]?: unknown }
}

/** The values of a refusal's text. */
export function readValues(
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

/** Writes the answer of a refusal. */
export function answerRefusal<Name extends string>(
  writeAnswer: AnswerWriter<Name | 'responseContent'>,
  reason: AuthorizationReason,
  { service, trace, values = {}, destination, description, members }: RefusalFacts<Name>,
): ApiAnswer {
  const row: AuthorizationOutcomeRow = authorizationOutcomes[reason]
  const text = description === undefined ? resultMessage(row, values) : cleanText(description)
  const { action, responseContent } = deliverRefusal(row, text, service, destination)
  return writeAnswer(reason, { ...row, action }, { values, members: { ...members, responseContent }, trace })
}
