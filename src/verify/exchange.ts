import type { JsonObject } from '../base/json.ts'

/** A call to POST /gm that the authorization server made. */
export interface RecordedGmCall {
  /** The id of its journal entry. */
  readonly id: string
  readonly sent: JsonObject
  readonly answered: JsonObject
  /** The `Authorization` field of the call. */
  readonly authorization: string
}

/** One request to the authorization server: its response, and the server's calls to the mock meanwhile. */
export interface Exchange {
  /** Absent without a complete response. */
  readonly status?: number
  /** The response in words: `status 401`, or why there is none. */
  readonly description: string
  readonly body: string
  /** All values of a header field. */
  readonly fields: (name: string) => readonly string[]
  readonly calls: readonly RecordedGmCall[]
}

/** All values of a header field, as one text. */
export function fieldOf(exchange: Exchange, name: string): string | undefined {
  const values = exchange.fields(name)
  return values.length === 0 ? undefined : values.join(', ')
}

/** The text that the last call to /gm received for the client. */
export function contentFor(exchange: Exchange): string | undefined {
  return textOf(exchange.calls.at(-1)?.answered, 'responseContent')
}

/** The action of that call, or a note that there was none. */
export function actionOf({ calls, description }: Exchange): string {
  return textOf(calls.at(-1)?.answered, 'action') ?? `no call, ${description}`
}

export function textOf(object: JsonObject | undefined, member: string): string | undefined {
  const value = object?.[member]
  return typeof value === 'string' ? value : undefined
}
