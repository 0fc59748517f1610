import t from 'tap'
import { readPublicKey } from '../../../src/oauth/jose/public-key.ts'
import { makeKey } from '../../support/requests/proof.ts'

t.test('a key that is for Ed25519 is one for EdDSA, and for nothing else (RFC 9864)', async (t) => {
  const { publicJwk } = await makeKey('EdDSA')
  t.match(readPublicKey({ ...publicJwk, alg: 'Ed25519' }, 'EdDSA'), { jwk: publicJwk })
  for (const alg of ['Ed448', 'ed25519', 'EdDSA25519', 'ES256', '', null, ['Ed25519']]) {
    const error = "the JWK's 'alg' is not EdDSA"
    t.strictSame(readPublicKey({ ...publicJwk, alg }, 'EdDSA'), { error }, String(alg))
  }
  for (const algorithm of ['ES256', 'ES256K', 'RS256']) {
    const jwk = (await makeKey(algorithm)).publicJwk
    const error = `the JWK's 'alg' is not ${algorithm}`
    t.strictSame(readPublicKey({ ...jwk, alg: 'Ed25519' }, algorithm), { error })
  }
  const error = 'the JWK does not fit the algorithm Ed25519'
  t.strictSame(readPublicKey({ ...publicJwk, alg: 'Ed25519' }, 'Ed25519'), { error })
})
