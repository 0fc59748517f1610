import { createHmac, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import t from 'tap'
import { createProofValidator } from '../../../src/oauth/dpop/proof.ts'
import { hash, makeKey, makeProof, type TestKey } from '../../support/requests/proof.ts'
import { accessToken, expectFor, findFailures, grantId, key, refuseAll, writeProof } from '../validation.ts'

const facts = { accessToken, grantId }
const stranger = await makeKey('ES256')
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

const families: Readonly<Record<string, TestKey>> = {
  RS: await makeKey('RS256'),
  ES256: await makeKey('ES256'),
  ES384: await makeKey('ES384'),
  ES512: await makeKey('ES512'),
  ES256K: await makeKey('ES256K'),
  EdDSA: await makeKey('EdDSA'),
}

function keyFor(algorithm: string): TestKey {
  return families[algorithm] ?? families['RS'] ?? key
}

t.test('a proof in each of the eleven algorithms is accepted', async (t) => {
  const examine = createProofValidator()
  for (const family of ['RS', 'PS', 'ES']) {
    for (const size of [256, 384, 512]) {
      const algorithm = `${family}${size}`
      const own = keyFor(algorithm)
      const examination = await examine(await makeProof(own, { ...facts, algorithm }), expectFor(own.jkt))
      t.strictSame(findFailures(examination), [], algorithm)
    }
  }
  for (const algorithm of ['ES256K', 'EdDSA']) {
    const own = keyFor(algorithm)
    const examination = await examine(await makeProof(own, { ...facts, algorithm }), expectFor(own.jkt))
    t.strictSame(findFailures(examination), [], algorithm)
  }
})

type Rewrite = (signature: Buffer) => Buffer

function withSignature(rewrite: Rewrite): (proof: string) => string {
  return (proof) => {
    const [header = '', payload = '', signature = ''] = proof.split('.')
    return `${header}.${payload}.${rewrite(Buffer.from(signature, 'base64url')).toString('base64url')}`
  }
}

function toDer(signature: Buffer): Buffer {
  const parts = [signature.subarray(0, 32), signature.subarray(32)].map((part) => {
    const positive = (part[0] ?? 0) > 127 ? Buffer.concat([Buffer.alloc(1), part]) : part
    return Buffer.concat([Buffer.from([2, positive.length]), positive])
  })
  const body = Buffer.concat(parts)
  return Buffer.concat([Buffer.from([0x30, body.length]), body])
}

function flip(signature: Buffer, index: number): Buffer {
  return Buffer.from(signature.map((octet, position) => (position === index ? octet ^ 1 : octet)))
}

function octetsOf(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex')
}

const badSignatures: readonly (readonly [name: string, rewrite: Rewrite])[] = [
  ['a changed first octet', (signature) => flip(signature, 0)],
  ['a changed last octet', (signature) => flip(signature, 63)],
  ['all octets zero', () => Buffer.alloc(64)],
  ['r zero', (signature) => Buffer.concat([Buffer.alloc(32), signature.subarray(32)])],
  ['s zero', (signature) => Buffer.concat([signature.subarray(0, 32), Buffer.alloc(32)])],
  ['r and s equal to the order of the curve', () => Buffer.concat([octetsOf(order), octetsOf(order)])],
  ['r and s exchanged', (signature) => Buffer.concat([signature.subarray(32), signature.subarray(0, 32)])],
  ['DER', toDer],
  ['one octet short', (signature) => signature.subarray(0, 63)],
  ['one octet long', (signature) => Buffer.concat([signature, Buffer.alloc(1)])],
  ['twice itself', (signature) => Buffer.concat([signature, signature])],
  ['one octet in all', () => Buffer.alloc(1)],
  ['the size of another curve', () => Buffer.alloc(96, 1)],
]

const invalid = { check: 'dpop-signature', detail: 'Signed JWT rejected: Invalid signature' } as const

t.test('a proof with a bad signature is refused', (t) =>
  refuseAll(
    t,
    badSignatures.map(([name, rewrite]) => ({ name, rewriteProof: withSignature(rewrite), ...invalid })),
  ),
)

t.test('a proof without signature is not a JWT', (t) =>
  refuseAll(t, [
    {
      name: 'an empty signature',
      rewriteProof: (proof) => proof.replace(/[^.]+$/, ''),
      check: 'dpop-well-formed',
      detail: 'JWT with a segment that is not base64url',
    },
    {
      name: 'no signature',
      rewriteProof: (proof) => proof.replace(/\.[^.]+$/, ''),
      check: 'dpop-well-formed',
      detail: 'JWT with 2 segments instead of 3',
    },
  ]),
)

t.test('a proof is refused when its key signed something else, or something else signed it', async (t) => {
  const other = await writeProof({ payload: { jti: 'another-proof' } })
  const otherSegments = other.split('.')
  const replaceSegment = (index: number) => (proof: string) =>
    proof
      .split('.')
      .map((segment, position) => (position === index ? (otherSegments[index] ?? '') : segment))
      .join('.')
  const pem = createPublicKey({ key: key.publicJwk as never, format: 'jwk' }).export({
    type: 'spki',
    format: 'pem',
  })
  const secrets = [JSON.stringify(key.publicJwk), pem.toString(), key.jkt, '']
  await refuseAll(t, [
    { name: 'the key of a stranger signed it', signWith: stranger, ...invalid },
    { name: 'the payload of another proof', rewriteProof: replaceSegment(1), ...invalid },
    { name: 'the signature of another proof', rewriteProof: replaceSegment(2), ...invalid },
    { name: 'a header that was changed later', rewriteProof: changeHeader, ...invalid },
    ...secrets.map((secret) => ({
      name: 'a MAC keyed with what is public',
      rewriteProof: (proof: string) => replaceByMac(proof, secret),
      ...invalid,
    })),
    ...secrets.map((secret) => ({
      name: 'a MAC keyed with what is public, and called one',
      header: { alg: 'HS256' },
      rewriteProof: (proof: string) => replaceByMac(proof, secret),
      check: 'dpop-alg',
      reason: 'dpop_alg_forbidden' as const,
      detail: 'HS256',
    })),
  ])
})

function replaceByMac(proof: string, secret: string): string {
  const input = proof.replace(/\.[^.]+$/, '')
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

function changeHeader(proof: string): string {
  const [header = '', ...rest] = proof.split('.')
  const text = Buffer.from(header, 'base64url').toString().replace('{', '{"kid":"a",')
  return [Buffer.from(text).toString('base64url'), ...rest].join('.')
}

function encode(value: bigint, octets: number): string {
  return Buffer.from(value.toString(16).padStart(octets * 2, '0'), 'hex').toString('base64url')
}

function decode(text: unknown): bigint {
  return BigInt(`0x${Buffer.from(String(text), 'base64url').toString('hex')}`)
}

const prime256 = 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n
const prime521 = 2n ** 521n - 1n

/** `algorithm` names the key that signs; `change` makes the key in the header of it. */
const noPoints: readonly {
  name: string
  algorithm: string
  change: (x: bigint, y: bigint) => [bigint, bigint]
}[] = [
  { name: 'a point next to the curve', algorithm: 'ES256', change: (x, y) => [x, y ^ 1n] },
  { name: 'the origin', algorithm: 'ES256', change: () => [0n, 0n] },
  { name: 'coordinates of all ones', algorithm: 'ES256', change: () => [2n ** 256n - 1n, 2n ** 256n - 1n] },
  { name: 'the prime of the field', algorithm: 'ES256', change: (_, y) => [prime256, y] },
  { name: 'a point next to the other curve', algorithm: 'ES256K', change: (x, y) => [x, y ^ 1n] },
  { name: 'the origin of the other curve', algorithm: 'ES256K', change: () => [0n, 0n] },
  { name: 'exchanged coordinates', algorithm: 'ES384', change: (x, y) => [y, x] },
  { name: 'x plus the prime', algorithm: 'ES512', change: (x, y) => [x + prime521, y] },
  { name: 'y plus the prime', algorithm: 'ES512', change: (x, y) => [x, y + prime521] },
]

t.test('a key that is no point of its curve, or one written in a second way, is refused', async (t) => {
  const octets: Readonly<Record<string, number>> = { ES256: 32, ES384: 48, ES512: 66, ES256K: 32 }
  for (const { name, algorithm, change } of noPoints) {
    const own = keyFor(algorithm)
    const size = octets[algorithm] ?? 0
    const { crv, kty } = own.publicJwk
    const [x, y] = change(decode(own.publicJwk.x), decode(own.publicJwk.y)).map((value) =>
      encode(value, size),
    )
    const jwk = { crv, kty, x, y }
    const proof = await makeProof(own, { ...facts, algorithm }, { header: { jwk } })
    const { verdicts } = await createProofValidator()(proof, expectFor(hash(JSON.stringify(jwk))))
    const refusal = {
      check: 'dpop-signature',
      actual: `key-refused, ${hash(JSON.stringify(jwk))}: the JWK is no public key for ${algorithm}`,
      detail: 'Invalid JWK: not a valid public key',
    }
    t.match(verdicts.at(-1), { verdict: 'fail', reason: 'dpop_proof_invalid', ...refusal }, name)
  }
})

t.test('the mirrored point is another key, which did not sign', async (t) => {
  const { crv, kty, x, y } = key.publicJwk
  const jwk = { crv, kty, x, y: encode(prime256 - decode(y), 32) }
  const proof = await writeProof({ header: { jwk } })
  const { verdicts } = await createProofValidator()(proof, expectFor(hash(JSON.stringify(jwk))))
  t.match(verdicts.at(-1), { verdict: 'fail', ...invalid })
})

t.test('an RSA signature counts only in the padding and with the hash that alg names', async (t) => {
  const own = keyFor('RS256')
  const privateKey = createPrivateKey({ key: own.privateJwk as never, format: 'jwk' })
  const outcomes: Readonly<Record<string, boolean>> = {
    RS256: true,
    RS384: false,
    PS256: false,
    PS512: false,
  }
  for (const [alg, accepted] of Object.entries(outcomes)) {
    const unsigned = await writeProof({ header: { alg, jwk: own.publicJwk } })
    const input = unsigned.replace(/\.[^.]+$/, '')
    const proof = `${input}.${sign('sha256', Buffer.from(input), privateKey).toString('base64url')}`
    const { verdicts } = await createProofValidator()(proof, expectFor(own.jkt))
    t.equal(verdicts.at(-1)?.verdict !== 'fail', accepted, alg)
    if (!accepted) t.match(verdicts.at(-1), invalid, alg)
  }
})

t.test(
  'the exponent 1, with which anyone can sign, is refused even where the token is bound to it',
  async (t) => {
    const { n } = keyFor('RS256').publicJwk
    const jwk = { e: 'AQ', kty: 'RSA', n }
    const proof = await writeProof({ header: { alg: 'RS256', jwk } })
    const { verdicts } = await createProofValidator()(proof, expectFor(hash(JSON.stringify(jwk))))
    const detail = "Invalid JWK: the JWK's e must be odd and between 3 and 2^32"
    t.match(verdicts.at(-1), { verdict: 'fail', check: 'dpop-jwk', reason: 'dpop_proof_invalid', detail })
  },
)
