import { describeDifference, describeUnfinished, summarize, severityOf } from './report.ts'
import type { CheckResult, NamedCheck, Report } from './verify.ts'

/**
 * The report as JUnit XML for CI servers. A warning is a passing test with output. Where the run ended early, the check
 * that it ended in is an error, and those after it are skipped.
 */
export function formatJunit(report: Report, strict: boolean): string {
  const { failed, skipped, leftOut } = summarize(report, strict)
  const { results, endpoint } = report
  const [ended, ...notMade] = report.unfinished?.notMade ?? []
  const seconds = formatSeconds(results.reduce((sum, { durationMs }) => sum + durationMs, 0))
  const tests = results.length + (ended === undefined ? 0 : 1 + notMade.length)
  const idle = skipped + leftOut + notMade.length
  const errors = ended === undefined ? 0 : 1
  const counts = `tests="${tests}" failures="${failed}" errors="${errors}" skipped="${idle}" time="${seconds}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${escape(`gm-mock verify-as ${endpoint}`)}" ${counts}>`,
    ...results.map((result) => formatCase(result, formatInside(result, strict), result.durationMs)),
    ...(ended === undefined ? [] : [formatCase(ended, formatError(describeUnfinished(report)))]),
    ...notMade.map((check) => formatCase(check, '<skipped message="not made: the run was not finished"/>')),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function formatCase({ id, topic, title }: NamedCheck, inside: string | undefined, durationMs = 0): string {
  const name = escape(`${id}: ${title}`)
  const head = `    <testcase classname="${escape(topic)}" name="${name}" time="${formatSeconds(durationMs)}"`
  return inside === undefined ? `${head}/>` : `${head}>${inside}</testcase>`
}

function formatInside(result: CheckResult, strict: boolean): string | undefined {
  if (result.result === 'skipped') return `<skipped message="${escape(result.why)}"/>`
  if (result.result === 'left out')
    return `<skipped message="${escape(`left out on request: ${result.why}`)}"/>`
  if (result.result === 'pass') return undefined
  const { clause, hint, level, actual } = result
  const facts = describeDifference(result).map(([name, value]) => `${name}: ${value}`)
  const text = escape([...facts, `to do: ${hint}`, `clause: ${clause}`].join('\n'))
  return severityOf(result, strict) === 'failed'
    ? `<failure type="${level}" message="${escape(actual)}">${text}</failure>`
    : `<system-out>${text}</system-out>`
}

function formatError(lines: readonly string[]): string {
  return `<error message="${escape(`not finished: ${lines[0]}`)}">${escape(lines.join('\n'))}</error>`
}

function formatSeconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3)
}

/** Characters that XML 1.0 does not allow (§2.2), not even as references. */
// oxlint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu

/** First the character that begins references. */
const references = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
  '\t': '&#9;',
}

function escape(text: string): string {
  return Object.entries(references).reduce(
    (written, [character, reference]) => written.replaceAll(character, reference),
    text.replace(unwritable, '\uFFFD'),
  )
}
