import type { LintedEntry } from '../admin/journal/view-call.ts'
import {
  describeRefusal,
  findFailure,
  listFacts,
  readAsked,
  writeCallLine,
  type DescribedCall,
} from '../journal/call-line.ts'
import type { NumberedCall } from '../../schema/admin/all-calls.ts'
import type * as views from '../../schema/admin/views.ts'
import { formatTable } from './table.ts'

/** A call in a list, with its time. */
export interface ListedCall extends DescribedCall {
  /** Epoch milliseconds. */
  readonly at: number
}

/** One line for each call, and below it the failed check, with expected and actual values. */
export function describeCalls(calls: readonly ListedCall[]): string {
  const lines = formatTable(calls.map((call) => [timeOf(call), ...listFacts(call)]))
  return calls
    .flatMap((call, row) => [`  ${lines[row]}`, ...describeRefusal(call).map((reason) => `      ${reason}`)])
    .join('\n')
}

/** The part of a call that is listed, which holds no bodies. */
export function listCall(call: LintedEntry): ListedCall {
  const { at, api, status, action, resultCode, reason, trace, request } = call
  const { body } = request
  const failed = findFailure(trace, { api, body })
  return { at, api, asked: readAsked(body), status, action, resultCode, reason, failed }
}

/** The line of a call that a running mock has listed. */
export function describeListed(call: views.ListedCall | NumberedCall, isColoured: boolean): string {
  const { serviceId = '', time, request, ...facts }: views.ListedCall & Partial<NumberedCall> = call
  const line = writeCallLine(serviceId, { ...facts, asked: readAsked(request.body) }, isColoured)
  return `${time.slice(11, 23)}  ${line}`
}

function timeOf({ at }: ListedCall): string {
  return new Date(at).toISOString().slice(11, 23)
}

/** A number of calls, in words. */
export function formatCount(count: number): string {
  return `${count} ${count === 1 ? 'call' : 'calls'}`
}
