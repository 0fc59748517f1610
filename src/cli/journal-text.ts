import type { JournalEntryView } from '../../schema/admin-views.ts'

/** A call as the journal shows it, as far as it is told in a line. */
export type ToldCall = Pick<
  JournalEntryView,
  'at' | 'api' | 'gmAction' | 'status' | 'action' | 'resultCode' | 'reason' | 'trace'
> & { readonly request: { readonly path: string } }

/** A line for each call, and below it what failed, with what was expected and what came. */
export function describeCalls(calls: readonly ToldCall[]): string {
  const rows = calls.map(listFacts)
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return calls
    .flatMap((call, index) => {
      const facts = (rows[index] ?? []).map((fact, column) => fact.padEnd(widths[column] ?? 0))
      return [`  ${facts.join('  ').trimEnd()}`, ...call.trace.flatMap(describeFailure)]
    })
    .join('\n')
}

function listFacts(call: ToldCall): readonly string[] {
  const { at, api, gmAction = '', status, action = '', resultCode = '', reason, request } = call
  const time = new Date(at).toISOString().slice(11, 23)
  return [time, api || request.path, gmAction, String(status), action, resultCode, reason]
}

function describeFailure(verdict: ToldCall['trace'][number]): readonly string[] {
  const { check, clause, expected, actual } = verdict
  if (verdict.verdict !== 'fail') return []
  const evidence = [
    ...(expected === undefined ? [] : [`expected ${expected}`]),
    ...(actual === undefined ? [] : [`actual ${actual}`]),
  ]
  return [`      ${check} failed (${clause})${evidence.length === 0 ? '' : `: ${evidence.join('; ')}`}`]
}
