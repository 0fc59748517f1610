import type { CheckResult, Report } from './verify.ts'

/** The effect of a result on the run. */
type Severity = 'passed' | 'failed' | 'warning' | 'skipped' | 'leftOut'

type FailedResult = Extract<CheckResult, { result: 'fail' }>

type Summary = Readonly<Record<Severity | 'notMade', number>>

/** A failed `should` is a warning, unless the run is strict. */
export function severityOf({ result, level }: CheckResult, strict: boolean): Severity {
  if (result === 'fail') return level === 'must' || strict ? 'failed' : 'warning'
  return ({ pass: 'passed', skipped: 'skipped', 'left out': 'leftOut' } as const)[result]
}

export function summarize({ results, unfinished }: Report, strict: boolean): Summary {
  const countOf = (severity: Severity) => results.filter((one) => severityOf(one, strict) === severity).length
  return {
    passed: countOf('passed'),
    failed: countOf('failed'),
    warning: countOf('warning'),
    skipped: countOf('skipped'),
    leftOut: countOf('leftOut'),
    notMade: unfinished?.notMade.length ?? 0,
  }
}

const marks = {
  passed: 'ok     ',
  failed: 'FAILED ',
  warning: 'warning',
  skipped: 'skipped',
  leftOut: 'left out',
} as const

/** One line for one result. */
export function formatResult(result: CheckResult, strict: boolean): string {
  return `  ${marks[severityOf(result, strict)]}  ${result.id.padEnd(26)}  ${result.title}`
}

/**
 * What to act on: checks that were left out or skipped, warnings, then failures, each with what to change, and at the
 * end why the run did not come to its end, if it did not.
 */
export function formatFindings(report: Report, strict: boolean, mockUrl: string): string {
  const { results, serviceId } = report
  const failures = results.filter((one) => one.result === 'fail')
  const ofSeverity = (severity: Severity) => failures.filter((one) => severityOf(one, strict) === severity)
  const details = [...ofSeverity('warning'), ...ofSeverity('failed')]
  return [
    ...formatLeftOut(results),
    ...results.filter((one) => one.result === 'skipped').map(formatSkipped),
    ...details.map((one) => formatFailure(one, strict, `${mockUrl}/_mock/services/${serviceId}/requests`)),
    ...formatUnfinished(report),
    `${formatSummary(report, strict)}: ${report.endpoint}`,
    '',
  ].join('\n')
}

function formatSummary(report: Report, strict: boolean): string {
  const { passed, failed, warning, skipped, leftOut, notMade } = summarize(report, strict)
  return [
    `${passed} passed, ${failed} failed, ${count(warning, 'warning')}, ${skipped} skipped`,
    ...(leftOut === 0 ? [] : [`${leftOut} left out on request`]),
    ...(report.unfinished === undefined ? [] : [`${notMade} not made; not finished`]),
  ].join(', ')
}

function count(number: number, thing: string): string {
  return number === 1 ? `1 ${thing}` : `${number} ${thing}s`
}

/** One entry for each option that left out checks. */
function formatLeftOut(results: readonly CheckResult[]): readonly string[] {
  const leftOut = results.filter((one) => one.result === 'left out')
  return [...new Set(leftOut.map(({ why }) => why))].map((reason) => {
    const checks = leftOut.filter(({ why }) => why === reason)
    return `left out  ${count(checks.length, 'check')} on request, ${reason}\n  ${listIds(checks)}\n`
  })
}

const maxListedIds = 20

function listIds(checks: readonly { readonly id: string }[]): string {
  const listed = checks.slice(0, maxListedIds).map(({ id }) => id)
  const more = checks.length > maxListedIds ? [`and ${checks.length - maxListedIds} more`] : []
  return [...listed, ...more].join(', ')
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

const causes = {
  server: 'The authorization server no longer answers.',
  mock: 'The mock failed.',
  signal: 'Interrupted.',
} as const

/** Why a run ended early; empty if it did not. */
export function describeUnfinished({ unfinished, leftBehind, serviceId }: Report): readonly string[] {
  if (unfinished === undefined) return []
  const { cause, why, notMade } = unfinished
  const [first] = notMade
  return [
    cause === 'signal' ? causes.signal : `${causes[cause]} ${why}`,
    `It ended during ${first?.id}: ${first?.title}.`,
    `${count(notMade.length, 'check')} not made: ${listIds(notMade)}`,
    leftBehind === undefined
      ? `Service ${serviceId} is as it was.`
      : `What the run made in service ${serviceId} is still there: ${leftBehind}`,
  ]
}

function formatUnfinished(report: Report): readonly string[] {
  const [first, ...others] = describeUnfinished(report)
  return first === undefined ? [] : [`not finished  ${first}`, ...others.map((line) => `  ${line}`), '']
}

/** The report as JSON. */
export function formatJson(report: Report, strict: boolean): string {
  const finished = report.unfinished === undefined
  return `${JSON.stringify({ finished, summary: summarize(report, strict), ...report }, null, 2)}\n`
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
