import { constants, sign } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { importPublicKey, readPublicKey, type PublicKey } from '../../../src/oauth/jose/public-key.ts'
import { isSignatureOf } from '../../../src/oauth/jose/public-key-signature.ts'
import { makeKey } from '../../support/requests/proof.ts'
import {
  doesJoseAccept,
  encode,
  inputFor,
  isAccepted,
  judge,
  numberOf,
  octetsOf,
  privateKeyOf,
  signEcdsa,
  zeros,
} from './judge.ts'

const rsa = await makeKey('RS256')
const rsaOctets = 256
const modulus = numberOf(Buffer.from(String(rsa.publicJwk.n), 'base64url'))

function signRsa(input: string, digest: string, saltLength?: number): Buffer {
  const key = privateKeyOf(rsa)
  const padding = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }
  return sign(digest, Buffer.from(input), saltLength === undefined ? key : { key, ...padding })
}

t.test('RSASSA-PKCS1-v1_5 is judged as by jose', async (t) => {
  for (const size of [256, 384, 512]) {
    const algorithm = `RS${size}`
    const input = inputFor(algorithm)
    const digest = `sha${size}`
    const good = signRsa(input, digest)
    t.ok(await judge(t, algorithm, `${input}.${encode(good)}`, rsa.publicJwk, algorithm), algorithm)
    const refused: Readonly<Record<string, Buffer>> = {
      'a zero in front': Buffer.concat([zeros(1), good]),
      'a zero behind': Buffer.concat([good, zeros(1)]),
      'without its last octet': good.subarray(0, -1),
      'without its first octet': good.subarray(1),
      'all zero': zeros(rsaOctets),
      'one octet': zeros(1),
      'the modulus': octetsOf(modulus, rsaOctets),
      'all ones': Buffer.alloc(rsaOctets, 255),
      'its negative': octetsOf(modulus - numberOf(good), rsaOctets),
      'in the padding of PSS': signRsa(input, digest, size / 8),
      'by another digest': signRsa(input, size === 256 ? 'sha512' : 'sha256'),
      'by SHA-1': signRsa(input, 'sha1'),
      'for another text': signRsa(`${input}A`, digest),
      'by another key': sign(digest, Buffer.from(input), privateKeyOf(await makeKey('RS256'))),
    }
    for (const [name, octets] of Object.entries(refused)) {
      t.notOk(await judge(t, name, `${input}.${encode(octets)}`, rsa.publicJwk, algorithm), name)
    }
  }
})

t.test('RSASSA-PSS is judged as by jose, with every length of salt', async (t) => {
  for (const size of [256, 384, 512]) {
    const algorithm = `PS${size}`
    const input = inputFor(algorithm)
    const digest = `sha${size}`
    const longest = rsaOctets - size / 8 - 2
    for (const salt of [0, 1, 20, size / 8 - 1, size / 8, size / 8 + 1, 32, 48, 64, longest]) {
      const jws = `${input}.${encode(signRsa(input, digest, salt))}`
      t.equal(await judge(t, `${algorithm} ${salt}`, jws, rsa.publicJwk, algorithm), salt === size / 8)
    }
    const good = signRsa(input, digest, size / 8)
    const refused: Readonly<Record<string, Buffer>> = {
      'a zero in front': Buffer.concat([zeros(1), good]),
      'a zero behind': Buffer.concat([good, zeros(1)]),
      'without its last octet': good.subarray(0, -1),
      'all zero': zeros(rsaOctets),
      'in the padding of PKCS1': signRsa(input, digest),
      'by another digest': signRsa(input, size === 256 ? 'sha512' : 'sha256', size / 8),
    }
    for (const [name, octets] of Object.entries(refused)) {
      t.notOk(await judge(t, name, `${input}.${encode(octets)}`, rsa.publicJwk, algorithm), name)
    }
  }
})

t.test('an RSA signature that begins with zeros is judged as by jose, with them and without', async (t) => {
  for (const algorithm of ['RS256', 'PS256']) {
    let [found, attempt] = [0, 0]
    while (found === 0) {
      attempt += 1
      const input = `${encode(JSON.stringify({ alg: algorithm }))}.${encode(JSON.stringify({ attempt }))}`
      const signature = signRsa(input, 'sha256', algorithm === 'PS256' ? 32 : undefined)
      if (signature[0] !== 0) continue
      found += 1
      t.ok(await judge(t, 'with', `${input}.${encode(signature)}`, rsa.publicJwk, algorithm), 'with')
      await judge(t, 'without', `${input}.${encode(signature.subarray(1))}`, rsa.publicJwk, algorithm)
    }
  }
})

const edwardsOrder = 2n ** 252n + 27742317777372353535851937790883648493n

t.test('EdDSA is judged as by jose', async (t) => {
  const key = await makeKey('EdDSA')
  const input = inputFor('EdDSA')
  const signature = sign(null, Buffer.from(input), privateKeyOf(key))
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)]
  const littleEndian = (value: bigint) => Buffer.from(octetsOf(value, 32).toReversed())
  const scalar = numberOf(Buffer.from(s.toReversed()))
  const identity = littleEndian(1n)
  t.ok(await judge(t, 'as made', `${input}.${encode(signature)}`, key.publicJwk, 'EdDSA'), 'as made')
  const refused: Readonly<Record<string, Buffer>> = {
    'S plus L': Buffer.concat([r, littleEndian(scalar + edwardsOrder)]),
    'S plus 2 L': Buffer.concat([r, littleEndian(scalar + 2n * edwardsOrder)]),
    'S is L': Buffer.concat([r, littleEndian(edwardsOrder)]),
    'S is zero': Buffer.concat([r, zeros(32)]),
    'S with its highest bits': Buffer.concat([
      r,
      Buffer.from(s.map((octet, at) => (at === 31 ? octet | 0xe0 : octet))),
    ]),
    'R the identity, S zero': Buffer.concat([identity, zeros(32)]),
    'R zero': Buffer.concat([zeros(32), s]),
    'R and S exchanged': Buffer.concat([s, r]),
    'all zero': zeros(64),
    'all ones': Buffer.alloc(64, 255),
    'one octet short': signature.subarray(0, 63),
    'one octet more': Buffer.concat([signature, zeros(1)]),
    'one octet': zeros(1),
    'for another text': sign(null, Buffer.from(`${input}A`), privateKeyOf(key)),
    'by another key': sign(null, Buffer.from(input), privateKeyOf(await makeKey('EdDSA'))),
  }
  for (const [name, octets] of Object.entries(refused)) {
    t.notOk(await judge(t, name, `${input}.${encode(octets)}`, key.publicJwk, 'EdDSA'), name)
  }
})

const algorithms = ['RS256', 'PS384', 'ES256', 'ES384', 'ES512', 'EdDSA']

t.test('any change to a text or a signature is judged as by jose', async (t) => {
  for (const algorithm of algorithms) {
    const key = algorithm.startsWith('ES') || algorithm === 'EdDSA' ? await makeKey(algorithm) : rsa
    const input = inputFor(algorithm)
    const signature =
      algorithm === 'EdDSA'
        ? sign(null, Buffer.from(input), privateKeyOf(key))
        : algorithm.startsWith('ES')
          ? signEcdsa(key, input, `sha${algorithm.slice(2)}`)
          : signRsa(input, `sha${algorithm.slice(2)}`, algorithm === 'PS384' ? 48 : undefined)
    const changes = fc.record({
      length: fc.oneof(
        { weight: 3, arbitrary: fc.constant(signature.length) },
        fc.integer({ min: 1, max: 300 }),
      ),
      flips: fc.array(fc.nat(signature.length * 8 - 1), { maxLength: 3 }),
    })
    const accepted = new Set<boolean>()
    await fc.assert(
      fc.asyncProperty(changes, async ({ length, flips }) => {
        const changed = Buffer.concat([signature, zeros(300)])
        for (const bit of flips) changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const jws = `${input}.${encode(changed.subarray(0, length))}`
        const expected = await doesJoseAccept(jws, key.publicJwk, algorithm)
        accepted.add(expected)
        return (await isAccepted(jws, key.publicJwk, algorithm)) === expected
      }),
      { numRuns: 60 },
    )
    t.ok(accepted.has(false), `${algorithm}: some were refused`)
  }
})

t.test('a key serves no algorithm but the one that it was read for', async (t) => {
  const keys = await Promise.all(algorithms.map(async (algorithm) => (await makeKey(algorithm)).publicJwk))
  for (const [index, jwk] of keys.entries()) {
    for (const algorithm of [
      ...algorithms,
      'ES256K',
      'HS256',
      'none',
      'Ed25519',
      'RSA-OAEP',
      'constructor',
    ]) {
      const imported = await importPublicKey({ jwk: jwk as PublicKey['jwk'], thumbprint: '' }, algorithm)
      const fits = algorithm === algorithms[index] || (jwk.kty === 'RSA' && /^[RP]S\d/.test(algorithm))
      t.equal('key' in imported, fits, `${algorithms[index]} key for ${algorithm}`)
    }
  }
})

t.test('an algorithm that is none of these verifies nothing', async (t) => {
  const { key } = await importRsa()
  const octets = Buffer.from('text')
  const signature = signRsa('text', 'sha256')
  t.ok(await isSignatureOf(octets, signature, { algorithm: 'RS256', key }))
  for (const algorithm of ['none', '', 'HS256', 'rs256', 'RSA', 'constructor', '__proto__']) {
    t.notOk(await isSignatureOf(octets, signature, { algorithm, key }), algorithm)
  }
  t.notOk(await isSignatureOf(octets, Buffer.alloc(0), { algorithm: 'RS256', key }), 'no signature')
})

async function importRsa() {
  const key = readPublicKey({ ...rsa.publicJwk }, 'RS256')
  const imported = 'error' in key ? key : await importPublicKey(key, 'RS256')
  if ('error' in imported) throw new TypeError(imported.error)
  return imported.key
}
