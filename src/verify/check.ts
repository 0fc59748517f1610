import type { TestClient } from './test-client.ts'
import type { Exchange } from './exchange.ts'
import type { Feature } from './features.ts'

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
  /** Its name on a command line. */
  readonly id: string
  readonly name: string
  /** What a server must support for these checks. */
  readonly needs?: readonly Feature[]
  readonly checks: readonly Check[]
}

/**
 * The outcome of a check. A pass was seen: in a call to the mock, or in a response that differs from what the server
 * answers otherwise. `requests` are the journal entries behind it.
 */
export type Finding =
  | { readonly result: 'pass'; readonly requests: readonly string[] }
  | {
      readonly result: 'fail'
      readonly expected: string
      readonly actual: string
      /** Replaces the hint of the check where the cause is another one. */
      readonly hint?: string
      readonly requests: readonly string[]
    }
  | { readonly result: 'skipped'; readonly why: string }
  | { readonly result: 'left out'; readonly why: string }

/** One or several requests with their responses. */
type Exchanges = Exchange | readonly Exchange[]

/** What a comparison expects, what it found, and what to change if the cause is not that of the check. */
interface Difference {
  readonly expected: string
  readonly actual: string
  readonly hint?: string
}

/** Decides by what was seen; a response that never came is a failure of its own. */
export function expectThat(exchanges: Exchanges, ok: boolean, difference: Difference): Finding {
  const seen = [exchanges].flat()
  const requests = seen.flatMap(({ calls }) => calls.map(({ id }) => id))
  if (ok) return { result: 'pass', requests }
  const { expected, actual, hint } = difference
  return {
    result: 'fail',
    expected: clip(expected),
    actual: clip(actual),
    ...(hint !== undefined && { hint }),
    requests,
  }
}

/** Compares texts of which the actual one was seen. */
export function expectSame(exchanges: Exchanges, expected: string, actual: string): Finding {
  return expectThat(exchanges, expected === actual, { expected, actual })
}

export function skip(why: string): Finding {
  return { result: 'skipped', why }
}

/** Checks only a response with one of these statuses: other checks concern the other ones. */
export function whereAnswered(
  { status = 0, description }: Exchange,
  statuses: readonly number[],
  then: () => Finding,
): Finding {
  return statuses.includes(status)
    ? then()
    : skip(`The server gave ${description}, not status ${statuses.join(' or ')}.`)
}

/** The report cuts longer texts; the journal has them whole. */
const maxShownChars = 400

function clip(text: string): string {
  return text.length <= maxShownChars ? text : `${text.slice(0, maxShownChars)}…`
}
