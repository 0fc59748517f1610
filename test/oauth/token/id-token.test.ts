import t from 'tap'
import { listIdTokenClaims } from '../../../src/oauth/token/id-token.ts'
import { emptyBaseline, codeOf, clientOf, serviceOf } from '../../store/samples.ts'

/** OpenID Connect Core appendix A.4. */
const accessToken = 'jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y'

const facts = {
  code: codeOf('code'),
  service: { ...serviceOf('1'), ...emptyBaseline, generation: 1 },
  client: clientOf(1),
  accessToken,
  now: 1_767_225_600_999,
}

t.test('the hash of the access token is the one that the standard prints', async (t) => {
  t.equal(listIdTokenClaims(facts, 'RS256')['at_hash'], '77QmUPtjPfzWtF2AnpK9RQ')
})

t.test('the hash of the access token is half as long as that of the signature', async (t) => {
  for (const [algorithm, characters] of [
    ['ES256', 22],
    ['PS384', 32],
    ['HS512', 43],
    ['EdDSA', 43],
  ] as const) {
    t.equal(String(listIdTokenClaims(facts, algorithm)['at_hash']).length, characters, algorithm)
  }
})

t.test('times are whole seconds', async (t) => {
  t.match(listIdTokenClaims(facts, 'ES256'), { iat: 1_767_225_600, exp: 1_767_312_000 })
})
