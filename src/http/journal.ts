import type { FastifyRequest } from 'fastify'
import type { JsonObject } from '../base/json.ts'
import type { AnsweredCall, ReceivedBody } from '../journal/kept-call.ts'
import type { ApiAnswer } from '../outcome/outcome.ts'

/** The response as it was sent. */
export interface SentAnswer extends Pick<ApiAnswer, 'status' | 'body'> {
  /** The body as compact JSON, if it is written already. */
  readonly text?: string
}

/** A call after its decision. */
interface DecidedCall {
  readonly request: FastifyRequest
  readonly api: string
  /** Milliseconds. */
  readonly elapsed: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly received: ReceivedBody | undefined
  readonly answer: ApiAnswer
  /** The same as the answer, unless a fault replaced it. */
  readonly sent: SentAnswer
  /** The faults that happened to it, in their order. */
  readonly faults: readonly string[]
}

/** What the journal stores of a call. */
export function journalCall({
  request: { method, url: path, headers },
  api,
  elapsed,
  at,
  received,
  answer: { body, explanation },
  sent,
  faults,
}: DecidedCall): AnsweredCall {
  const { action, resultCode } = body ?? {}
  return {
    at,
    api,
    status: sent.status,
    fault: faults.length > 0 ? faults.join('+') : undefined,
    action: typeof action === 'string' ? action : undefined,
    resultCode: typeof resultCode === 'string' ? resultCode : undefined,
    durationMs: Math.round(elapsed * 1000) / 1000,
    reason: explanation.reason,
    source: explanation.source,
    conditionSource: explanation.conditionSource,
    messageSource: explanation.messageSource,
    trace: explanation.trace,
    request: { method, path, headers, ...received },
    response: method === 'HEAD' ? '{}' : writeKept(sent),
  }
}

/** Longer content is not stored, so that the number of entries bounds the journal's size. */
const maxStoredChars = 16_384

function writeKept({ body = {}, text }: SentAnswer): string {
  const { responseContent } = body
  if (typeof responseContent !== 'string' || responseContent.length <= maxStoredChars) {
    return text ?? JSON.stringify(body)
  }
  const kept: JsonObject = { ...body, responseContent: `(${responseContent.length} characters, not kept)` }
  return JSON.stringify(kept)
}
