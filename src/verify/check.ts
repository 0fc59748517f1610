import type { TestClient } from './test-client.ts'
import type { Exchange } from './exchange.ts'

/** What a failure means: `must` fails the run, `should` is a warning. */
export type Level = 'must' | 'should'

/** One thing that is expected of an authorization server. */
export interface Check {
  readonly id: string
  readonly level: Level
  readonly title: string
  /** Where it is written. */
  readonly clause: string
  /** What to change where it fails. */
  readonly hint: string
  readonly run: (client: TestClient) => Promise<Finding>
}

/** Checks of one subject, in the order in which they are made. */
export interface Topic {
  readonly name: string
  readonly checks: readonly Check[]
}

/** What came out of a check. `requests` are the entries of the journal that it rests on. */
export type Finding =
  | { readonly result: 'pass'; readonly requests: readonly string[] }
  | {
      readonly result: 'fail'
      readonly expected: string
      readonly actual: string
      readonly requests: readonly string[]
    }
  | { readonly result: 'skipped'; readonly why: string }

/** What was seen of one or of several requests. */
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

/** The status of the answer is one of these. */
export function expectStatus(exchange: Exchange, ...expected: readonly number[]): Finding {
  const ok = expected.some((status) => status === exchange.status)
  return expectThat(exchange, ok, `status ${expected.join(' or ')}`, exchange.description)
}

export function skip(why: string): Finding {
  return { result: 'skipped', why }
}

/** Judges only an answer of this status: what else is wrong with another one is not this check's to say. */
export function whereAnswered(exchange: Exchange, status: number, then: () => Finding): Finding {
  return exchange.status === status
    ? then()
    : skip(`The answer was ${exchange.description}, not status ${status}.`)
}

/** Longer texts are cut in the report; the journal has them whole. */
const maxShownChars = 400

function clip(text: string): string {
  return text.length <= maxShownChars ? text : `${text.slice(0, maxShownChars)}…`
}
