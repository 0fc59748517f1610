import type { FastifyRequest } from 'fastify'
import type { JournalEntry } from '../journal/journal.ts'
import { isJsonObject, type JsonObject } from '../base/json.ts'
import type { ApiAnswer } from '../outcome/outcome.ts'
import type { ReceivedBody } from './call.ts'

/** The response as it was sent. */
export type SentAnswer = Pick<ApiAnswer, 'status' | 'body'>

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

/** Builds the journal entry of a call. */
export function journalCall({
  request,
  api,
  elapsed,
  at,
  received,
  answer: { body, explanation },
  sent,
  faults,
}: DecidedCall): Omit<JournalEntry, 'id'> {
  const { action, resultCode } = body ?? {}
  const gmAction = isJsonObject(received?.body) ? received.body['gmAction'] : undefined
  return {
    at,
    api,
    status: sent.status,
    ...(faults.length > 0 && { fault: faults.join('+') }),
    ...(typeof action === 'string' && { action }),
    ...(typeof resultCode === 'string' && { resultCode }),
    ...(typeof gmAction === 'string' && { gmAction }),
    durationMs: Math.round(elapsed * 1000) / 1000,
    ...explanation,
    request: {
      method: request.method,
      path: request.url,
      headers: request.headers,
      ...received,
    },
    response: request.method === 'HEAD' ? {} : keepContent(sent.body ?? {}),
  }
}

/** Longer content is not stored, so that the number of entries bounds the journal's size. */
const maxStoredChars = 16_384

function keepContent(body: JsonObject): JsonObject {
  const { responseContent } = body
  if (typeof responseContent !== 'string' || responseContent.length <= maxStoredChars) return body
  return { ...body, responseContent: `(${responseContent.length} characters, not kept)` }
}
