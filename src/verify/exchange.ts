import type { JsonObject } from '../base/json.ts'
import type { HttpResult } from './http-client.ts'

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
export interface Exchange extends HttpResult {
  readonly calls: readonly RecordedGmCall[]
  /** How many calls a fault has affected; absent without a fault. */
  readonly hits?: number
}

/** All values of a header field, as one text; else why there is none. */
export function fieldOr(exchange: Exchange, name: string): string {
  const values = exchange.fields(name.toLowerCase())
  if (values.length > 0) return values.join(', ')
  return exchange.status === undefined ? exchange.description : `no ${name}`
}

/** The text that the last call to /gm received for the client. */
export function contentFor(exchange: Exchange): string | undefined {
  return textOf(exchange.calls.at(-1)?.answered, 'responseContent')
}

/** The action of the last call to /gm; undefined if there was no call. */
export function actionOf({ calls }: Exchange): string | undefined {
  return textOf(calls.at(-1)?.answered, 'action')
}

/** Whether the authorization server has called /gm for the request. */
export function hasAsked({ calls, hits = calls.length }: Exchange): boolean {
  return hits > 0
}

/** The response in words, and the call to /gm that it lacks. */
export function describeExchange(exchange: Exchange): string {
  return exchange.calls.length > 0 || hasAsked(exchange)
    ? exchange.description
    : `${exchange.description} without a call to /gm`
}

/** A member of the last call to /gm; else in words what is missing. */
export function sentOr(exchange: Exchange, member: string): string {
  const call = exchange.calls.at(-1)
  if (call === undefined) return `no call to /gm (${exchange.description})`
  return textOf(call.sent, member) ?? `no ${member}`
}

export function textOf(object: JsonObject | undefined, member: string): string | undefined {
  const value = object?.[member]
  return typeof value === 'string' ? value : undefined
}
