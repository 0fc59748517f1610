import t from 'tap'
import {
  describeRefusal,
  findFailure,
  readAsked,
  writeCallLine,
  writePlainly,
} from '../../src/journal/call-line.ts'
import { failed, passed } from '../../src/base/verdict.ts'

const asked = [
  [{ gmAction: 'QUERY' }, 'QUERY'],
  [{ gmAction: 'QUERY\nFAKE LINE' }, ''],
  [{ gmAction: 5 }, ''],
  [{ parameters: 'grant_type=refresh_token&refresh_token=secret' }, 'refresh_token'],
  [
    { parameters: 'code=secret&grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer' },
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
  ],
  [{ parameters: 'grant_management_action=merge&client_id=1' }, 'merge'],
  [{ parameters: 'grant_type=%0Asecret' }, ''],
  [{ parameters: 'code=secret' }, ''],
  [{ parameters: 7 }, ''],
  ['text', ''],
  [undefined, ''],
] as const

t.test('what a call asked for is one word, and never anything else of its body', async (t) => {
  for (const [body, word] of asked) t.equal(readAsked(body), word, JSON.stringify(body))
})

const call = {
  api: 'gm',
  asked: 'QUERY',
  status: 200,
  action: 'OK',
  resultCode: 'A277001',
  reason: 'queried',
}
const failure = { check: 'dpop-htu', clause: 'RFC 9449 §4.3' }

t.test('a call is one line, and a second one says why it was refused', async (t) => {
  t.equal(writeCallLine('700', call, false), '700  gm  QUERY  200  OK  A277001  queried')
  t.equal(
    writeCallLine('', { api: 'gm', asked: '', status: 204, reason: 'revoked' }, false),
    'gm  204  revoked',
  )
  const refused = {
    ...call,
    failed: { ...failure, expected: 'https://a.example', actual: 'https://b.example' },
  }
  t.match(
    writeCallLine('700', refused, false),
    /\n {6}dpop-htu failed \(RFC 9449 §4\.3\): expected https:\/\/a\.example; actual https:\/\/b\.example$/,
  )
  const told = { ...failure, expected: 'https://a.example', expectedFrom: 'request.htu' }
  t.match(
    writeCallLine('700', { ...call, failed: told }, false),
    /: expected https:\/\/a\.example \(from request\.htu\)$/,
  )
  t.match(
    writeCallLine('700', { ...call, failed: failure }, false),
    /\n {6}dpop-htu failed \(RFC 9449 §4\.3\)$/,
  )
})

t.test('a path that is not there is named with what is there', async (t) => {
  const missed = { api: '', asked: '', status: 404, reason: 'path_unknown' }
  const path = { check: 'path', clause: 'RFC 9110', actual: 'POST /gm' }
  const line = writeCallLine('', { ...missed, failed: { ...path, detail: 'It is POST /api/1/gm.' } }, false)
  t.equal(line, 'POST /gm  404  path_unknown\n      It is POST /api/1/gm.')
  t.equal(writeCallLine('', { ...missed, failed: path }, false), 'POST /gm  404  path_unknown')
  t.equal(writeCallLine('', missed, false), '404  path_unknown')
})

t.test('the status has a colour where colours are shown', async (t) => {
  for (const [status, code] of [
    [200, 32],
    [404, 33],
    [500, 31],
    [0, 31],
  ] as const) {
    t.match(writeCallLine('', { ...call, status }, true), `\u001B[${code}m${status}\u001B[39m`)
  }
})

t.test('nothing that a caller writes steers a terminal or begins a line', async (t) => {
  t.equal(writePlainly('plain'), 'plain')
  t.equal(writePlainly('a b\n\u001B[31m\u202E'), 'a b\\u{a}\\u{1b}[31m\\u{202e}')
  t.equal(writePlainly('é ü'), 'é ü')
})

t.test('the check that refused a call is the last one that failed', async (t) => {
  const rule = { check: 'scope', clause: 'RFC 6750', source: 'documented' } as const
  const call = { api: 'gm' }
  t.equal(findFailure([passed(rule)], call), undefined)
  const trace = [failed(rule, 'scope_missing', { expected: 'a' }), passed(rule)]
  t.match(findFailure(trace, call), { check: 'scope', expectedFrom: 'clause' })
})

t.test(
  'advice for a caller has a line of its own; the detail of another check may be anything',
  async (t) => {
    const evidence = { expected: 'a', actual: 'b', detail: 'Try\u001B c.' }
    for (const [check, lines] of [
      ['api-token', ['api-token failed (RFC 6750): expected a; actual b', 'Try\\u{1b} c.']],
      ['dpop-typ', ['dpop-typ failed (RFC 6750): expected a; actual b']],
      ['path', ['Try\\u{1b} c.']],
    ] as const) {
      const rule = { check, clause: 'RFC 6750', source: 'documented' } as const
      const found = findFailure([failed(rule, 'reason', evidence)], { api: 'gm' })
      t.strictSame(describeRefusal({ failed: found }), lines)
    }
  },
)
