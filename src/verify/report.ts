import type { CheckResult, Report } from './verify.ts'

/** The effect of a result on the run. */
type Severity = 'passed' | 'failed' | 'warning' | 'skipped'

type FailedResult = Extract<CheckResult, { result: 'fail' }>

type Summary = Readonly<Record<Severity, number>>

/** A failed `should` is a warning, unless the run is strict. */
export function severityOf({ result, level }: CheckResult, strict: boolean): Severity {
  if (result !== 'fail') return result === 'pass' ? 'passed' : 'skipped'
  return level === 'must' || strict ? 'failed' : 'warning'
}

export function summarize({ results }: Report, strict: boolean): Summary {
  const countOf = (severity: Severity) => results.filter((one) => severityOf(one, strict) === severity).length
  return {
    passed: countOf('passed'),
    failed: countOf('failed'),
    warning: countOf('warning'),
    skipped: countOf('skipped'),
  }
}

const marks = { passed: 'ok     ', failed: 'FAILED ', warning: 'warning', skipped: 'skipped' } as const

/** One line for one result. */
export function formatResult(result: CheckResult, strict: boolean): string {
  return `  ${marks[severityOf(result, strict)]}  ${result.id.padEnd(26)}  ${result.title}`
}

/** The findings to act on: skipped checks, warnings, and failures last, each with what to change. */
export function formatFindings(report: Report, strict: boolean, mockUrl: string): string {
  const { results, serviceId } = report
  const failures = results.filter((one) => one.result === 'fail')
  const ofSeverity = (severity: Severity) => failures.filter((one) => severityOf(one, strict) === severity)
  const details = [...ofSeverity('warning'), ...ofSeverity('failed')]
  const { passed, failed, warning, skipped } = summarize(report, strict)
  return [
    ...results.filter((one) => one.result === 'skipped').map(formatSkipped),
    ...details.map((one) => formatFailure(one, strict, `${mockUrl}/_mock/services/${serviceId}/requests`)),
    `${passed} passed, ${failed} failed, ${count(warning, 'warning')}, ${skipped} skipped: ${report.endpoint}`,
    '',
  ].join('\n')
}

function count(number: number, thing: string): string {
  return number === 1 ? `1 ${thing}` : `${number} ${thing}s`
}

function formatSkipped({ id, why }: Extract<CheckResult, { result: 'skipped' }>): string {
  return `skipped  ${id}\n  ${why}\n`
}

function formatFailure(result: FailedResult, strict: boolean, journalUrl: string): string {
  const { id, title, clause, level, hint } = result
  return [
    `${marks[severityOf(result, strict)].trim()}  ${id} (${level}, ${clause})`,
    `  ${title}.`,
    ...describeDifference(result).map(([name, value]) => `  ${name.padEnd(9)} ${value}`),
    `  to do     ${hint}`,
    ...listEvidence(result, journalUrl),
    '',
  ].join('\n')
}

/** The report as JSON. */
export function formatJson(report: Report, strict: boolean): string {
  return `${JSON.stringify({ summary: summarize(report, strict), ...report }, null, 2)}\n`
}

/** The expected and the actual side of a failure, labelled. */
export function describeDifference({
  expected,
  actual,
}: FailedResult): readonly (readonly [string, string])[] {
  return [
    ['expected', expected],
    ['actual', actual],
  ]
}

const maxShownEntries = 3

/** The calls to /gm behind a failure, with links to their traces. */
function listEvidence({ requests }: FailedResult, journalUrl: string): readonly string[] {
  return requests.slice(0, maxShownEntries).map((id) => `  journal   ${journalUrl}/${id}`)
}
