import { createECDH, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { signEcdsa } from '../../../src/base/repeatable-signature.ts'
import { importEs256kKey, signEs256k } from '../../../src/oauth/jose/es256k.ts'
import { importJwk, isJwsSignedBy, signJws } from '../../../src/oauth/jose/jws.ts'
import { importPublicKey, type PublicKey } from '../../../src/oauth/jose/public-key.ts'
import { isSignatureOf, type VerificationKey } from '../../../src/oauth/jose/public-key-signature.ts'

type Jwk = Readonly<Record<string, unknown>>

const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n

function makePair(namedCurve = 'secp256k1') {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
  return {
    privateJwk: privateKey.export({ format: 'jwk' }) as Jwk,
    publicJwk: publicKey.export({ format: 'jwk' }) as Jwk,
  }
}

const encode = (value: bigint, octets = 32) =>
  Buffer.from(value.toString(16).padStart(octets * 2, '0'), 'hex').toString('base64url')
const decode = (octets: Uint8Array) => BigInt(`0x${Buffer.from(octets).toString('hex')}`)

const { privateJwk, publicJwk } = makePair()
const privateKey = importEs256kKey(privateJwk)
const publicKey = await importPublic(publicJwk)
const text = Buffer.from('{"sub":"alice"}')

async function importPublic(jwk: Jwk): Promise<VerificationKey> {
  const imported = await importPublicKey({ jwk: jwk as PublicKey['jwk'], thumbprint: '' }, 'ES256K')
  if ('error' in imported) throw new TypeError(imported.error)
  return imported.key
}

/** The key whose private number is given. */
function keyOf(number: bigint): Jwk {
  const pair = createECDH('secp256k1')
  pair.setPrivateKey(Buffer.from(encode(number), 'base64url'))
  const point = pair.getPublicKey()
  const [x, y] = [point.subarray(1, 33), point.subarray(33)]
  return {
    kty: 'EC',
    crv: 'secp256k1',
    x: x.toString('base64url'),
    y: y.toString('base64url'),
    d: encode(number),
  }
}

/** Published signatures of RFC 6979 on this curve, with the lower s, as those who publish them write it. */
const vectors = [
  {
    number: 1n,
    message: 'Satoshi Nakamoto',
    r: '934b1ea10a4b3c1757e2b0c017d0b6143ce3c9a7e6a4a49860d7a6ab210ee3d8',
    s: '2442ce9d2b916064108014783e923ec36b49743e2ffa1c4496f01a512aafd9e5',
  },
  {
    number: order - 1n,
    message: 'Satoshi Nakamoto',
    r: 'fd567d121db66e382991534ada77a6bd3106f0a1098c231e47993447cd6af2d0',
    s: '6b39cd0eb1bc8603e159ef5c20a5c8ad685a45b06ce9bebed3f153d10d93bed5',
  },
]

for (const { number, message, r, s } of vectors) {
  t.test(
    `a published signature by ${number === 1n ? 'the smallest' : 'the greatest'} key is good`,
    async (t) => {
      const octets = Buffer.from(message)
      const { d, ...jwk } = keyOf(number)
      const key = await importPublic(jwk)
      const low = BigInt(`0x${s}`)
      for (const half of [low, order - low]) {
        const signature = Buffer.concat([Buffer.from(r, 'hex'), Buffer.from(encode(half), 'base64url')])
        t.ok(await isSignatureOf(octets, signature, key), 'with either value of s')
      }
      const repeated = await signEcdsa('ES256K', { d }, octets)
      t.equal(repeated.subarray(0, 32).toString('hex'), r)
      t.ok([low, order - low].includes(decode(repeated.subarray(32))))
    },
  )
}

t.test('a signature is 64 octets, and of this key and this text', async (t) => {
  const signature = signEs256k(text, privateKey)
  t.equal(signature.length, 64)
  t.ok(await isSignatureOf(text, signature, publicKey))
  t.ok(verify('sha256', text, { key: publicKey.key, dsaEncoding: 'ieee-p1363' }, signature))
  const der = sign('sha256', text, privateKey)
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)]
  const zero = Buffer.alloc(32)
  const bad: Readonly<Record<string, Buffer>> = {
    DER: der,
    empty: Buffer.alloc(0),
    'one octet short': signature.subarray(1),
    'one octet long': Buffer.concat([signature, Buffer.alloc(1)]),
    'with a leading zero': Buffer.concat([Buffer.alloc(1), signature]),
    'both halves with a leading zero': Buffer.concat([Buffer.alloc(1), r, Buffer.alloc(1), s]),
    'all zero': Buffer.alloc(64),
    'r zero': Buffer.concat([zero, s]),
    's zero': Buffer.concat([r, zero]),
    'r and s exchanged': Buffer.concat([s, r]),
    'r and s the order': Buffer.from(encode(order) + encode(order), 'base64url'),
    's plus the order': Buffer.concat([r, Buffer.alloc(32, 255)]),
  }
  for (const [name, octets] of Object.entries(bad)) {
    t.notOk(await isSignatureOf(text, octets, publicKey), name)
  }
  t.notOk(await isSignatureOf(Buffer.from('other'), signature, publicKey))
  t.notOk(await isSignatureOf(text, signature, await importPublic(makePair().publicJwk)))
})

t.test('whatever a stranger sends as a signature is judged, and never thrown at', async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 80 }),
      async (signature) => !(await isSignatureOf(text, Buffer.from(signature), publicKey)),
    ),
  )
  t.pass('no signature was good')
})

const other = makePair()
const p256 = makePair('P-256')

const noKeys: Readonly<Record<string, Jwk>> = {
  'another curve': p256.publicJwk,
  'another curve, called this one': { ...p256.publicJwk, crv: 'secp256k1' },
  'no curve': { ...publicJwk, crv: undefined },
  'another type': { ...publicJwk, kty: 'OKP' },
  'a point beside the curve': {
    ...publicJwk,
    y: encode(decode(Buffer.from(String(publicJwk['y']), 'base64url')) ^ 1n),
  },
  'the origin': { ...publicJwk, x: encode(0n), y: encode(0n) },
  'coordinates beyond the field': { ...publicJwk, x: encode(2n ** 256n - 1n) },
  'no coordinate': { ...publicJwk, y: undefined },
  'the private key of another': { ...privateJwk, d: other.privateJwk['d'] },
  'the public key of another': { ...privateJwk, x: other.publicJwk['x'], y: other.publicJwk['y'] },
  'the private key 0': { ...privateJwk, d: encode(0n) },
  'the order as private key': { ...privateJwk, d: encode(order) },
  'the private key plus the order': { ...keyOf(1n), d: encode(order + 1n) },
  'a short private key': { ...keyOf(1n), d: 'AQ' },
  'a private key with a leading zero': { ...keyOf(1n), d: encode(1n, 33) },
  'a private key that is no text': { ...privateJwk, d: 1 },
}

for (const [name, jwk] of Object.entries(noKeys)) {
  t.test(`${name} is no key for ES256K`, async (t) => {
    t.throws(() => importEs256kKey(jwk))
    t.equal(await importJwk(jwk, 'ES256K'), undefined)
    if (!('d' in jwk)) await t.rejects(importPublic(jwk), { message: 'the JWK is no public key for ES256K' })
  })
}

t.test('the smallest and the greatest private key are keys', async (t) => {
  for (const number of [1n, order - 1n]) t.equal(importEs256kKey(keyOf(number)).type, 'private')
})

t.test('a key on this curve is none for ES256, and one on P-256 none for ES256K', async (t) => {
  t.equal(await importJwk(privateJwk, 'ES256'), undefined)
  t.equal(await importJwk(publicJwk, 'ES256'), undefined)
  t.equal(await importJwk(p256.privateJwk, 'ES256K'), undefined)
})

t.test('a JWS is signed and verified by ES256K like any other', async (t) => {
  const claims = { sub: 'alice' }
  const jws = await signJws({ alg: 'ES256K' }, claims, privateKey)
  const [header = '', payload = '', signature = ''] = jws.split('.')
  t.equal(Buffer.from(header, 'base64url').toString(), '{"alg":"ES256K"}')
  t.equal(Buffer.from(payload, 'base64url').toString(), '{"sub":"alice"}')
  const key = createPublicKey({ key: { ...publicJwk }, format: 'jwk' })
  const octets = Buffer.from(signature, 'base64url')
  t.ok(verify('sha256', Buffer.from(`${header}.${payload}`), { key, dsaEncoding: 'ieee-p1363' }, octets))
  t.ok(await isJwsSignedBy(jws, publicKey))
  t.notOk(await isJwsSignedBy(`${header}.${payload}x.${signature}`, publicKey))
  t.notOk(await isJwsSignedBy(`${header}.${payload}.`, publicKey))
})
