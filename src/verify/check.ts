import type { TestClient } from './test-client.ts'
import type { Exchange } from './exchange.ts'

/** What a failure means: `must` fails the run, `should` is a warning. */
type Level = 'must' | 'should'

/** One requirement for an authorization server. */
export interface Check {
  readonly id: string
  readonly level: Level
  readonly title: string
  /** The clause of the requirement. */
  readonly clause: string
  /** What to change if it fails. */
  readonly hint: string
  readonly run: (client: TestClient) => Promise<Finding>
}

/** Checks of one subject, in their order. */
export interface Topic {
  readonly name: string
  readonly checks: readonly Check[]
}

/** The outcome of a check. `requests` are the journal entries behind it. */
export type Finding =
  | { readonly result: 'pass'; readonly requests: readonly string[] }
  | {
      readonly result: 'fail'
      readonly expected: string
      readonly actual: string
      readonly requests: readonly string[]
    }
  | { readonly result: 'skipped'; readonly why: string }

/** One or several requests with their responses. */
type Exchanges = Exchange | readonly Exchange[]

export function expectThat(exchanges: Exchanges, ok: boolean, expected: string, actual: string): Finding {
  const requests = [exchanges].flat().flatMap(({ calls }) => calls.map(({ id }) => id))
  return ok
    ? { result: 'pass', requests }
    : { result: 'fail', expected: clip(expected), actual: clip(actual), requests }
}

export function expectSame(
  exchanges: Exchanges,
  expected: string | undefined,
  actual: string | undefined,
): Finding {
  return expectThat(exchanges, expected === actual, expected ?? 'nothing', actual ?? 'nothing')
}

/** Expects one of these statuses. */
export function expectStatus(exchange: Exchange, ...expected: readonly number[]): Finding {
  const ok = expected.some((status) => status === exchange.status)
  return expectThat(exchange, ok, `status ${expected.join(' or ')}`, exchange.description)
}

export function skip(why: string): Finding {
  return { result: 'skipped', why }
}

/** Checks only a response with this status: other checks concern the other ones. */
export function whereAnswered(exchange: Exchange, status: number, then: () => Finding): Finding {
  return exchange.status === status
    ? then()
    : skip(`The answer was ${exchange.description}, not status ${status}.`)
}

/** The report cuts longer texts; the journal has them whole. */
const maxShownChars = 400

function clip(text: string): string {
  return text.length <= maxShownChars ? text : `${text.slice(0, maxShownChars)}…`
}
