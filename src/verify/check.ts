import type { Bench } from './bench.ts'
import type { Visit } from './visit.ts'

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
  readonly run: (bench: Bench) => Promise<Finding>
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
type Seen = Visit | readonly Visit[]

export function judge(seen: Seen, holds: boolean, expected: string, actual: string): Finding {
  const requests = [seen].flat().flatMap(({ calls }) => calls.map(({ id }) => id))
  return holds
    ? { result: 'pass', requests }
    : { result: 'fail', expected: clip(expected), actual: clip(actual), requests }
}

export function compare(seen: Seen, expected: string | undefined, actual: string | undefined): Finding {
  return judge(seen, expected === actual, expected ?? 'nothing', actual ?? 'nothing')
}

/** The status of the answer is one of these. */
export function judgeStatus(visit: Visit, ...expected: readonly number[]): Finding {
  const holds = expected.some((status) => status === visit.status)
  return judge(visit, holds, `status ${expected.join(' or ')}`, visit.said)
}

export function skip(why: string): Finding {
  return { result: 'skipped', why }
}

/** Judges only an answer of this status: what else is wrong with another one is not this check's to say. */
export function whereAnswered(visit: Visit, status: number, then: () => Finding): Finding {
  return visit.status === status ? then() : skip(`The answer was ${visit.said}, not status ${status}.`)
}

/** Longer texts are cut in the report; the journal has them whole. */
const shownCharacters = 400

function clip(text: string): string {
  return text.length <= shownCharacters ? text : `${text.slice(0, shownCharacters)}…`
}
