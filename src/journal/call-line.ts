import { styleText } from 'node:util'
import { isJsonObject } from '../base/json.ts'
import type { Verdict } from '../base/verdict.ts'
import type { JournalEntry } from './entry.ts'
import { byClause, findExpectedFrom, type ComparingCall } from './expected-from.ts'

/** The part of a call that its line shows. */
export interface DescribedCall extends Pick<JournalEntry, 'api' | 'status' | 'reason'> {
  readonly action?: string | undefined
  readonly resultCode?: string | undefined
  /** What it asked for, in one word; empty if its API says that already. */
  readonly asked: string
  /** The check that refused it; of a call that reached no API it says which one was called. */
  readonly failed?: Failure | undefined
}

/** A check that failed. Neither value contains a secret. */
export type Failure = Pick<Verdict, 'check' | 'clause'> & {
  readonly expected?: string | undefined
  /** See `findExpectedFrom`. */
  readonly expectedFrom?: string | undefined
  readonly actual?: string | undefined
  /** For a call that reached no service: what is there instead. */
  readonly detail?: string | undefined
}

/** The columns of a call, from left to right. */
export function listFacts(call: DescribedCall): readonly string[] {
  const { asked, status, action = '', resultCode = '', reason } = call
  return [nameCalled(call), asked, String(status), action, resultCode, reason]
}

/** The API, or the method and the path of a call that reached none. */
function nameCalled({ api, failed }: DescribedCall): string {
  return api === '' ? writePlainly(failed?.actual ?? '') : api
}

/** A call in one line, and in a second one the check that refused it. */
export function writeCallLine(serviceId: string, call: DescribedCall, isColoured: boolean): string {
  const { status, failed } = call
  // Joined by hand: a list that is filtered and joined takes three times as long, of every call.
  let line = serviceId
  const add = (fact: string): void => {
    if (fact !== '') line += line === '' ? fact : `  ${fact}`
  }
  add(nameCalled(call))
  add(call.asked)
  add(isColoured ? styleText(colourOf(status), String(status), { validateStream: false }) : String(status))
  add(call.action ?? '')
  add(call.resultCode ?? '')
  add(call.reason)
  return failed === undefined ? line : [line, ...describeRefusal(call)].join('\n      ')
}

/** Why a call was refused: the failed check, and what is there in place of its path, its service or its token. */
export function describeRefusal({ failed }: Pick<DescribedCall, 'failed'>): readonly string[] {
  if (failed === undefined) return []
  const advice = failed.detail === undefined ? [] : [writePlainly(failed.detail)]
  return failed.check === pathCheck ? advice : [describeFailure(failed), ...advice]
}

/** The check that a path is one of the mock's. */
export const pathCheck = 'path'

/** The checks of the caller, whose detail is advice. That of others may be anything. */
const callerChecks = [
  'authorization-present',
  'authorization-form',
  'api-token',
  'api-token-rights',
  'service',
]

/** Status 0 stands for no answer at all. */
function colourOf(status: number): 'green' | 'yellow' | 'red' {
  if (status === 0 || status >= 500) return 'red'
  return status >= 400 ? 'yellow' : 'green'
}

/** The failed check with its values: `dpop htu (RFC 9449 §4.3): expected …; actual …`. */
function describeFailure({ check, clause, expected, expectedFrom = byClause, actual }: Failure): string {
  const from = expectedFrom === byClause ? '' : ` (from ${expectedFrom})`
  const evidence = [
    ...(expected === undefined ? [] : [`expected ${writePlainly(expected)}${from}`]),
    ...(actual === undefined ? [] : [`actual ${writePlainly(actual)}`]),
  ]
  return `${check} failed (${clause})${evidence.length === 0 ? '' : `: ${evidence.join('; ')}`}`
}

/** The check that refused a call: a decision ends with the first failure. */
export function findFailure(trace: readonly Verdict[], call: ComparingCall): Failure | undefined {
  const last = trace.findLast((verdict) => verdict.verdict === 'fail')
  if (last === undefined) return undefined
  const { check, clause, expected, actual, detail } = last
  if (check === pathCheck) return { check, clause, actual, detail }
  const expectedFrom = findExpectedFrom(last, call)
  return { check, clause, expected, expectedFrom, actual, ...(callerChecks.includes(check) && { detail }) }
}

/** What a body asks for: the action of a grant management call, the grant type, the grant management action. */
export function readAsked(body: unknown): string {
  if (!isJsonObject(body)) return ''
  const { gmAction, parameters } = body
  if (typeof gmAction === 'string') return keepWord(gmAction)
  return typeof parameters === 'string' ? readAskedIn(parameters) : ''
}

/** A form holds secrets, so nothing else of it is read. */
function readAskedIn(parameters: string): string {
  const asked = /(?:^|&)(?:grant_type|grant_management_action)=([^&]{1,120})/.exec(parameters)?.[1] ?? ''
  return keepWord(asked.replaceAll('%3A', ':').replaceAll('%3a', ':'))
}

/** What is no word, a caller has written by mistake or on purpose: it could be a secret or break the line. */
function keepWord(text: string): string {
  return /^[\w:.-]{1,80}$/.test(text) ? text : ''
}

/** Text of a caller in one line of a log: whatever steers a terminal or ends the line is escaped. */
export function writePlainly(text: string): string {
  return /[^\x20-\x7E]/.test(text) ? text.replace(/[\p{C}\p{Z}]/gu, escapeCharacter) : text
}

function escapeCharacter(character: string): string {
  if (character === ' ') return character
  return `\\u{${Number(character.codePointAt(0)).toString(16)}}`
}
