import type { JsonObject } from '../base/json.ts'

/** A call to POST /gm that the authorization server made. */
export interface RecordedGmCall {
  /** Of its entry in the journal. */
  readonly id: string
  readonly sent: JsonObject
  readonly answered: JsonObject
  /** The `Authorization` field that came with it. */
  readonly authorization: string
}

/** One request to the authorization server: what it answered, and what it asked the mock for meanwhile. */
export interface Exchange {
  /** Absent where no complete answer came. */
  readonly status?: number
  /** The answer in words: `status 401`, or why there is none. */
  readonly description: string
  readonly body: string
  /** The values of a header field, as often as it was sent. */
  readonly fields: (name: string) => readonly string[]
  readonly calls: readonly RecordedGmCall[]
}

/** The value of a header field, as one text however often it was sent. */
export function fieldOf(exchange: Exchange, name: string): string | undefined {
  const values = exchange.fields(name)
  return values.length === 0 ? undefined : values.join(', ')
}

/** What the last call to /gm was given as the text to send on. */
export function contentFor(exchange: Exchange): string | undefined {
  return textOf(exchange.calls.at(-1)?.answered, 'responseContent')
}

/** The action of that call, or that there was none. */
export function actionOf({ calls, description }: Exchange): string {
  return textOf(calls.at(-1)?.answered, 'action') ?? `no call, ${description}`
}

export function textOf(object: JsonObject | undefined, member: string): string | undefined {
  const value = object?.[member]
  return typeof value === 'string' ? value : undefined
}
