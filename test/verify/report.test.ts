import t from 'tap'
import { formatJunit } from '../../src/verify/junit.ts'
import { formatFindings, formatJson, formatResult, summarize } from '../../src/verify/report.ts'
import type { CheckResult, Report } from '../../src/verify/verify.ts'

const check = { topic: 'T', clause: 'RFC 0 §1', hint: 'Do it.', durationMs: 1500 }
const passed: CheckResult = {
  ...check,
  id: 'a',
  level: 'must',
  title: 'A holds',
  result: 'pass',
  requests: [],
}
const broken: CheckResult = {
  ...check,
  id: 'b',
  level: 'must',
  title: 'B "holds" <&>',
  result: 'fail',
  expected: 'x',
  actual: 'y\u0000\ud800 ]]>\n"z"\t\r',
  requests: ['1', '2', '3', '4'],
}
const warned: CheckResult = { ...broken, id: 'c', level: 'should', requests: [] }
const skipped: CheckResult = {
  ...check,
  id: 'd',
  level: 'must',
  title: 'D holds',
  result: 'skipped',
  why: 'Nobody asked.',
}
const report: Report = {
  endpoint: 'https://as.example.com/grants',
  serviceId: '700',
  results: [broken, passed, warned, skipped],
}

t.test('a warning counts as a failure where the run is strict', async (t) => {
  t.strictSame(summarize(report, false), {
    passed: 1,
    failed: 1,
    warning: 1,
    skipped: 1,
    leftOut: 0,
    notMade: 0,
  })
  t.strictSame(summarize(report, true), {
    passed: 1,
    failed: 2,
    warning: 0,
    skipped: 1,
    leftOut: 0,
    notMade: 0,
  })
})

t.test('each result has a line of its own', async (t) => {
  t.equal(formatResult(passed, false), `  ok       ${'a'.padEnd(26)}  A holds`)
  t.match(formatResult(warned, false), /^ {2}warning {2}c /)
  t.match(formatResult(warned, true), /^ {2}FAILED {3}c /)
})

t.test('failures come last, each with what to do and where to look', async (t) => {
  const text = formatFindings({ ...report, results: [broken, skipped] }, false, 'http://mock')
  t.equal(
    text,
    [
      'skipped  d',
      '  Nobody asked.',
      '',
      'FAILED  b (must, RFC 0 §1)',
      '  B "holds" <&>.',
      '  expected  x',
      '  actual    y\u0000\ud800 ]]>\n"z"\t\r',
      '  to do     Do it.',
      '  journal   http://mock/_mock/services/700/requests/1',
      '  journal   http://mock/_mock/services/700/requests/2',
      '  journal   http://mock/_mock/services/700/requests/3',
      '',
      '0 passed, 1 failed, 0 warnings, 1 skipped: https://as.example.com/grants',
      '',
    ].join('\n'),
  )
  t.match(formatFindings(report, false, 'http://mock'), /1 warning, 1 skipped/)
})

t.test('programs get the same as JSON', async (t) => {
  const { summary, ...rest } = JSON.parse(formatJson(report, false)) as Report & { summary: object }
  t.strictSame(summary, summarize(report, false))
  t.equal(rest.results.length, 4)
})

t.test('JUnit gets failures, skipped tests, and warnings as what a test says', async (t) => {
  const xml = formatJunit(report, false)
  t.match(
    xml,
    '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites tests="4" failures="1" errors="0" skipped="1" time="6.000">',
  )
  t.match(xml, '<testcase classname="T" name="a: A holds" time="1.500"/>')
  t.match(xml, '<skipped message="Nobody asked."/>')
  t.match(xml, /name="c: [^>]*><system-out>expected: x/)
  t.match(formatJunit(report, true), /name="c: [^>]*><failure type="should"/)
})

t.test('whatever an authorization server sends is well-formed XML', async (t) => {
  const xml = formatJunit(report, false)
  t.match(xml, 'name="b: B &quot;holds&quot; &lt;&amp;&gt;"')
  t.match(xml, '<failure type="must" message="y\uFFFD\uFFFD ]]&gt;&#10;&quot;z&quot;&#9;&#13;">')
  // oxlint-disable-next-line no-control-regex
  t.notMatch(xml, /[\u0000-\u0008\r]|\p{Surrogate}/u)
})
