import t from 'tap'
import { formatJunit } from '../../src/verify/junit.ts'
import { formatFindings, summarize } from '../../src/verify/report.ts'
import { readSelection, type SelectionRequest } from '../../src/verify/selection.ts'
import { topics } from '../../src/verify/topics.ts'
import { startTestMock } from '../support/mock.ts'
import { flawless } from './server.ts'
import { listen, listFailed, tryServer } from './trial.ts'

const mock = await startTestMock(t)
const serverURL = await listen(mock)

function select(change: Partial<SelectionRequest>) {
  return readSelection({ only: [], skip: [], without: [], ...change }, topics)
}

/** The checks that are made, and how the others were left out. */
function choose(change: Partial<SelectionRequest>) {
  const selection = select(change)
  if ('problems' in selection) throw new Error(selection.problems.join())
  const all = topics.flatMap((topic) =>
    topic.checks.map((check) => ({ id: check.id, why: selection.leaveOut(topic, check) })),
  )
  return {
    made: all.filter(({ why }) => why === undefined).map(({ id }) => id),
    reasons: [...new Set(all.flatMap(({ why }) => why ?? []))],
  }
}

const idsOf = (wanted: string): readonly string[] =>
  topics.filter(({ id }) => id === wanted).flatMap(({ checks }) => checks.map(({ id }) => id))

t.test('no name is that of a check and of a topic, and none has a comma', async (t) => {
  const names = topics.flatMap(({ id, checks }) => [id, ...checks.map((check) => check.id)])
  t.equal(new Set(names).size, names.length)
  t.strictSame(
    names.filter((name) => !/^[a-z-]+$/.test(name)),
    [],
  )
})

t.test('checks are chosen and left out by name and by topic', async (t) => {
  t.strictSame(choose({ only: ['head', 'revoke'] }).made, [...idsOf('revoke'), 'head'])
  t.strictSame(choose({ only: ['head', 'revoke'] }).reasons, ['--only head,revoke'])
  t.strictSame(choose({ only: ['revoke'], skip: ['revoke-once'] }).made.includes('revoke-once'), false)
  t.notOk(choose({ skip: ['failures'] }).made.some((id) => id.startsWith('failure-')))
  t.strictSame(choose({ skip: ['failures', 'head'] }).reasons, ['--skip head', '--skip failures'])
})

t.test('a server without DPoP has no nonces either', async (t) => {
  const { made, reasons } = choose({ without: ['dpop', 'mtls'] })
  t.strictSame(
    made.filter((id) => /^(dpop|nonce|certificate)-/.test(id)),
    [],
  )
  t.strictSame(reasons, ['--without dpop', '--without mtls'])
  t.ok(choose({ without: ['nonce'] }).made.includes('dpop-scheme'))
  t.notOk(choose({ without: ['nonce'] }).made.includes('nonce-on-query'))
})

t.test('names that are not known are refused, all at once, and so is a choice of nothing', async (t) => {
  t.strictSame(select({ only: ['qury', 'query'], skip: ['zzzzzz'], without: ['dpopp'] }), {
    problems: [
      '--only: "qury" is not a check or a topic. Did you mean query?',
      '--skip: "zzzzzz" is not a check or a topic. --list lists them.',
      '--without: "dpopp" is not a feature. Did you mean dpop?',
    ],
  })
  const problems = ['--only, --skip and --without leave no check to make.']
  t.strictSame(select({ only: ['dpop'], without: ['dpop'] }), { problems })
})

t.test('a server that takes bearer tokens alone passes without DPoP', async (t) => {
  const selection = select({ without: ['dpop', 'mtls'] })
  if ('problems' in selection) throw new Error('refused')
  const report = await tryServer(t, mock, serverURL, {
    behaviour: {
      readCredentials: (incoming) => {
        const credentials = flawless.readCredentials(incoming)
        return credentials?.scheme === 'DPoP' ? undefined : credentials
      },
    },
    options: { leaveOut: selection.leaveOut },
  })
  t.strictSame(listFailed(report), [])
  t.match(summarize(report, true), { failed: 0, skipped: 0, leftOut: 15, notMade: 0 })
  const text = formatFindings(report, false, 'M')
  t.match(text, /left out {2}13 checks on request, --without dpop\n {2}dpop-scheme, dpop-proof, /)
  t.match(
    text,
    'left out  2 checks on request, --without mtls\n  certificate-passed-on, certificate-missing\n',
  )
  t.match(text, /passed, 0 failed, 0 warnings, 0 skipped, 15 left out on request: http/)
  const xml = formatJunit(report, false)
  t.match(xml, / failures="0" errors="0" skipped="15" /)
  t.match(xml, /name="dpop-scheme: [^>]*><skipped message="left out on request: --without dpop"\/>/)
})

t.test('a check that is made alone makes what it rests on', async (t) => {
  for (const only of ['failure-recovery', 'failure-secrets', 'nonce-on-revocation', 'revoke-empty', 'head']) {
    const selection = select({ only: [only] })
    if ('problems' in selection) throw new Error('refused')
    const report = await tryServer(t, mock, serverURL, { options: { leaveOut: selection.leaveOut } })
    t.match(summarize(report, true), { passed: 1, skipped: 0 }, only)
    t.match(formatFindings(report, false, 'M'), /, and \d+ more\n/)
  }
})
