import type { JournalEntryView } from '../../schema/admin/views.ts'
import { formatTable } from './table.ts'

/** The part of a call that its line shows. */
export type DescribedCall = Pick<
  JournalEntryView,
  'at' | 'api' | 'gmAction' | 'status' | 'action' | 'resultCode' | 'reason' | 'trace'
> & { readonly request: { readonly path: string } }

/** One line for each call, and below it the failed check, with expected and actual values. */
export function describeCalls(calls: readonly DescribedCall[]): string {
  const lines = formatTable(calls.map((call) => facts.map((read) => read(call))))
  return calls.flatMap(({ trace }, row) => [`  ${lines[row]}`, ...trace.flatMap(describeFailure)]).join('\n')
}

/** The columns of a call, from left to right. */
const facts: readonly ((call: DescribedCall) => string)[] = [
  ({ at }) => new Date(at).toISOString().slice(11, 23),
  ({ api, request }) => api || request.path,
  ({ gmAction = '' }) => gmAction,
  ({ status }) => String(status),
  ({ action = '' }) => action,
  ({ resultCode = '' }) => resultCode,
  ({ reason }) => reason,
]

function describeFailure(verdict: DescribedCall['trace'][number]): readonly string[] {
  const { check, clause, expected, actual } = verdict
  if (verdict.verdict !== 'fail') return []
  const evidence = [
    ...(expected === undefined ? [] : [`expected ${expected}`]),
    ...(actual === undefined ? [] : [`actual ${actual}`]),
  ]
  return [`      ${check} failed (${clause})${evidence.length === 0 ? '' : `: ${evidence.join('; ')}`}`]
}

/** A number of calls, in words. */
export function formatCount(count: number): string {
  return `${count} ${count === 1 ? 'call' : 'calls'}`
}
