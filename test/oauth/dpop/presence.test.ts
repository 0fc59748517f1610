import t from 'tap'
import type { CompactJws } from '../../../src/oauth/jose/compact-jws.ts'
import {
  checkJti,
  checkNonce,
  checkProofPresent,
  checkReplay,
  checkTarget,
  skipDpopChecks,
  skipReplay,
} from '../../../src/oauth/dpop/checks.ts'
import { checkFreshness } from '../../../src/oauth/dpop/freshness.ts'
import { nonces, window } from '../validation.ts'

t.test('a proof that is there is present, whatever it is', async (t) => {
  t.match(checkProofPresent(''), { verdict: 'fail', reason: 'dpop_proof_missing', actual: 'none' })
  for (const proof of [' ', 'a.b.c', '(null)']) {
    t.match(checkProofPresent(proof), { verdict: 'pass', actual: `${proof.length} characters` })
  }
})

t.test('the target of a request is a method and an absolute URI', async (t) => {
  const rows: readonly (readonly [method: string, uri: string, verdict: string])[] = [
    ['GET', 'https://as.example.com/grants/a', 'pass'],
    ['get', 'http://localhost:8080', 'pass'],
    ['GET', 'https://as.example.com/grants/a?b#c', 'pass'],
    ['', 'https://as.example.com/grants/a', 'fail'],
    ['GET', '', 'fail'],
    ['GET', '/grants/a', 'fail'],
    ['GET', 'as.example.com/grants/a', 'fail'],
    ['GET', 'https:///grants/a', 'fail'],
    ['GET', 'https://as.example.com/a b', 'fail'],
    ['GET', 'mailto:a@b.example', 'fail'],
  ]
  for (const [method, uri, verdict] of rows) {
    const actual = `method "${method}", URI "${uri}"`
    t.match(checkTarget(method, uri), { verdict, check: 'dpop-target', actual }, actual)
    if (verdict === 'fail') t.match(checkTarget(method, uri), { reason: 'dpop_target_unknown' })
  }
})

t.test('a target of any length is shown in short', async (t) => {
  const long = 'a'.repeat(300)
  t.match(checkTarget(long, long), { actual: `method "${'a'.repeat(200)}...", URI "${'a'.repeat(200)}..."` })
})

t.test('a claim that is not there is shown as such', async (t) => {
  const jws: CompactJws = { text: '', header: {}, payload: {} }
  t.match(checkJti(jws), { verdict: 'fail', actual: 'none' })
  t.match(checkNonce(jws, nonces, true), { verdict: 'fail', actual: 'none' })
  t.match(checkFreshness(jws, 0, window, false), { verdict: 'fail', actual: 'none' })
})

t.test('the first use of a proof passes and the second is a replay', async (t) => {
  t.match(checkReplay(true), { verdict: 'pass', check: 'dpop-replay', actual: 'first use' })
  t.match(checkReplay(false), { verdict: 'fail', reason: 'dpop_proof_replayed', actual: 'used before' })
})

t.test('a check that does not apply is skipped under the name it has when it does', async (t) => {
  t.match(skipReplay(), { verdict: 'skipped', check: checkReplay(true).check })
  t.match(skipDpopChecks(), { verdict: 'skipped', check: checkProofPresent('').check })
})
