import { expectSame, expectThat, skip, whereAnswered, type Finding } from './check.ts'
import {
  actionOf,
  contentFor,
  describeExchange,
  fieldOr,
  hasAsked,
  sentOr,
  type Exchange,
} from './exchange.ts'
import type { TestClient } from './test-client.ts'

/** Expects that /gm answered with this action, and the authorization server with one of these statuses. */
export function expectMapped(exchange: Exchange, action: string, ...statuses: readonly number[]): Finding {
  const answered = exchange.calls.some(({ answered: { action: given } }) => given === action)
  const expected = `status ${statuses.join(' or ')}${answered ? '' : `, after /gm answered ${action}`}`
  const ok = answered && isOneOf(exchange, statuses)
  return expectThat(exchange, ok, {
    expected,
    actual: describeWithAction(exchange, action),
    ...advise(exchange, action),
  })
}

function isOneOf({ status = 0 }: Exchange, statuses: readonly number[]): boolean {
  return statuses.includes(status)
}

/** The response; with the answer of /gm where that is not the expected one. */
function describeWithAction(exchange: Exchange, action: string): string {
  const given = actionOf(exchange)
  return given === undefined || given === action
    ? describeExchange(exchange)
    : `${exchange.description}, after /gm answered ${given}`
}

/** What to change where the cause is not how the action was mapped. */
function advise(exchange: Exchange, action: string): { readonly hint?: string } {
  return !hasAsked(exchange) || exchange.status === undefined || actionOf(exchange) === action
    ? adviseUnasked(exchange)
    : {
        hint: `Compare the call to /gm with the request: its answer was not ${action}. The journal has both.`,
      }
}

/** What to change where there was no answer, or no call to /gm. */
function adviseUnasked(exchange: Exchange): { readonly hint?: string } {
  if (exchange.status === undefined) return { hint: answerHint }
  return hasAsked(exchange) ? {} : { hint: askHint }
}

export const askHint = 'Call /gm for this request: only its answer decides.'

const answerHint = 'Answer every request. The log of the server may say why it did not answer this one.'

/** The refusals that are accepted, and how they are described. */
export interface Refusals {
  readonly accepts: (status: number) => boolean
  readonly expected: string
  /** What to change where another answer came without a call to /gm. */
  readonly unasked?: string
}

/** Refusals that come from Authlete, unless the server refuses by itself. */
export function byAuthlete(refusals: Refusals): Refusals {
  return { ...refusals, unasked: 'Call /gm for this request, or refuse it as Authlete would.' }
}

export function oneOf(...statuses: readonly number[]): Refusals {
  return { accepts: (status) => statuses.includes(status), expected: `status ${statuses.join(' or ')}` }
}

/** Any error of the client; the one that fits best is named. */
export function anyRefusal(best: string): Refusals {
  return {
    accepts: (status) => status >= 400 && status < 500,
    expected: `a status from 400 to 499, such as ${best}`,
  }
}

/**
 * Expects refusals that may be the authorization server's own. Without a call to /gm they are evidence only if a
 * query is still answered: otherwise the server refuses everything.
 */
export async function expectRefused(
  client: TestClient,
  exchanges: Exchange | readonly Exchange[],
  { accepts, expected, unasked }: Refusals,
): Promise<Finding> {
  const all = [exchanges].flat()
  const wrong = all.find(({ status = 0 }) => !accepts(status))
  if (wrong !== undefined) {
    const hint = wrong.status === undefined ? answerHint : hasAsked(wrong) ? undefined : unasked
    const difference = { expected, actual: describeExchange(wrong) }
    return expectThat(all, false, hint === undefined ? difference : { ...difference, hint })
  }
  return all.every(isRefusedByAuthlete)
    ? expectThat(all, true, { expected, actual: '' })
    : passWhereServed(client, all)
}

function isRefusedByAuthlete(exchange: Exchange): boolean {
  const action = actionOf(exchange)
  return action !== undefined && !/^(OK|NO_CONTENT)$/.test(action)
}

/** A pass, if a query of the same kind is still answered. */
export async function passWhereServed(client: TestClient, exchanges: readonly Exchange[]): Promise<Finding> {
  const control = await client.send({ method: 'GET', ...(await client.mint()) })
  return control.status === 200 && actionOf(control) === 'OK'
    ? expectThat(exchanges, true, { expected: '', actual: '' })
    : skip(
        `A query that should succeed gets ${describeExchange(control)}, so that this answer proves nothing.`,
      )
}

/** Expects exactly Authlete's challenge, in a response with one of these statuses. */
export function expectChallenge(exchange: Exchange, ...statuses: readonly number[]): Finding {
  const action = actionOf(exchange)
  if (action === undefined) return skip(`/gm was not called (${exchange.description}).`)
  if (!/^(UNAUTHORIZED|FORBIDDEN)$/.test(action)) return skip(`/gm gave no challenge (${action}).`)
  return whereAnswered(exchange, statuses, () =>
    expectSame(exchange, String(contentFor(exchange)), fieldOr(exchange, 'WWW-Authenticate')),
  )
}

/** Compares a member of the last call to /gm with what it has to be. */
export function expectSent(exchange: Exchange, member: string, expected: string): Finding {
  const actual = sentOr(exchange, member)
  return expectThat(exchange, actual === expected, { expected, actual, ...adviseUnasked(exchange) })
}

/** Compares the number of calls to /gm. */
export function expectOneCall(exchange: Exchange): Finding {
  const { calls } = exchange
  const actual = calls.length === 0 ? describeExchange(exchange) : `${calls.length} calls`
  const difference = { expected: '1 call to /gm', actual, ...adviseUnasked(exchange) }
  return expectThat(exchange, calls.length === 1, difference)
}
