import { sign } from 'node:crypto'
import t from 'tap'
import { toDer } from '../../../src/oauth/jose/public-key-signature.ts'
import { makeKey } from '../../support/requests/proof.ts'
import { encode, inputFor, judge, numberOf, octetsOf, privateKeyOf, signEcdsa, zeros } from './judge.ts'

const curves = {
  ES256: { octets: 32, order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n },
  ES384: {
    octets: 48,
    order:
      0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  },
  ES512: {
    octets: 66,
    order: BigInt(
      '0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
    ),
  },
} as const

type Curve = keyof typeof curves

for (const algorithm of Object.keys(curves) as Curve[]) {
  const { octets, order } = curves[algorithm]
  const digest = `sha${algorithm.slice(2)}`
  const input = inputFor(algorithm)

  t.test(`${algorithm}: r and s are judged as by jose`, async (t) => {
    const key = await makeKey(algorithm)
    const { publicJwk } = key
    const signature = signEcdsa(key, input, digest)
    const [r, s] = [signature.subarray(0, octets), signature.subarray(octets)]
    const accepted: Readonly<Record<string, Buffer>> = {
      'as made': signature,
      'the other s': Buffer.concat([r, octetsOf(order - numberOf(s), octets)]),
    }
    const der = sign(digest, Buffer.from(input), privateKeyOf(key))
    const edges = [0n, 1n, order - 1n, order, order + 1n, 2n ** BigInt(octets * 8) - 1n]
    const refused: Readonly<Record<string, Buffer>> = {
      DER: der,
      'DER, filled up': Buffer.concat([der, zeros(200)]).subarray(0, 2 * octets),
      'one octet short': signature.subarray(0, -1),
      'without its first octet': signature.subarray(1),
      'one octet more': Buffer.concat([signature, zeros(1)]),
      'a zero in front': Buffer.concat([zeros(1), signature]),
      'a zero in front of each half': Buffer.concat([zeros(1), r, zeros(1), s]),
      'r alone': r,
      'twice itself': Buffer.concat([signature, signature]),
      'one octet': zeros(1),
      'r and s exchanged': Buffer.concat([s, r]),
      ...Object.fromEntries(
        edges.flatMap((edge) => [
          [`r ${edge}`, Buffer.concat([octetsOf(edge, octets), s])],
          [`s ${edge}`, Buffer.concat([r, octetsOf(edge, octets)])],
          ...edges.map((other) => [
            `r ${edge} and s ${other}`,
            Buffer.concat([octetsOf(edge, octets), octetsOf(other, octets)]),
          ]),
        ]),
      ),
      ...Object.fromEntries(
        Object.values(curves)
          .filter((other) => other.octets !== octets)
          .map((other) => [
            `halves of ${other.octets} octets`,
            Buffer.concat([r, s].map((half) => Buffer.concat([zeros(66), half]).subarray(-other.octets))),
          ]),
      ),
      'by another digest': signEcdsa(key, input, algorithm === 'ES256' ? 'sha384' : 'sha256'),
      'for another text': signEcdsa(key, `${input}A`, digest),
      'by another key of the curve': signEcdsa(await makeKey(algorithm), input, digest),
    }
    for (const [name, octets] of Object.entries(accepted)) {
      t.ok(await judge(t, name, `${input}.${encode(octets)}`, publicJwk, algorithm), name)
    }
    for (const [name, octets] of Object.entries(refused)) {
      t.notOk(await judge(t, name, `${input}.${encode(octets)}`, publicJwk, algorithm), name)
    }
  })

  t.test(`${algorithm}: s plus the order is refused where it fits`, async (t) => {
    const key = await makeKey(algorithm)
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const signature = signEcdsa(key, input, digest)
      for (const half of [0, 1]) {
        const start = half * octets
        const more = numberOf(signature.subarray(start, start + octets)) + order
        if (more >= 2n ** BigInt(octets * 8)) continue
        const changed = Buffer.from(signature)
        octetsOf(more, octets).copy(changed, start)
        t.notOk(
          await judge(t, `half ${half}`, `${input}.${encode(changed)}`, key.publicJwk, algorithm),
          String(half),
        )
      }
    }
  })
}

t.test('an r or s that begins with zeros is good', async (t) => {
  for (const algorithm of ['ES256', 'ES384', 'ES512'] as const) {
    const { octets } = curves[algorithm]
    const key = await makeKey(algorithm)
    let found = false
    for (let attempt = 0; !found; attempt += 1) {
      const input = `${encode(JSON.stringify({ alg: algorithm }))}.${encode(JSON.stringify({ attempt }))}`
      const signature = signEcdsa(key, input, `sha${algorithm.slice(2)}`)
      found = signature[0] === 0 || signature[octets] === 0
      if (found) t.ok(await judge(t, algorithm, `${input}.${encode(signature)}`, key.publicJwk, algorithm))
    }
  }
})

t.test('keys that jose refuses are refused', async (t) => {
  for (const algorithm of ['ES256', 'ES384', 'ES512'] as const) {
    const { octets } = curves[algorithm]
    const key = await makeKey(algorithm)
    const jws = `${inputFor(algorithm)}.${encode(signEcdsa(key, inputFor(algorithm), `sha${algorithm.slice(2)}`))}`
    const { x, y } = key.publicJwk
    const other = octetsOf(numberOf(Buffer.from(String(y), 'base64url')) ^ 1n, octets).toString('base64url')
    const all = Buffer.alloc(octets, 255).toString('base64url')
    const zero = zeros(octets).toString('base64url')
    for (const [name, change] of Object.entries({
      'beside the curve': { y: other },
      'x for y': { y: x },
      'x and y exchanged': { x: y, y: x },
      'the origin': { x: zero, y: zero },
      'all ones': { x: all, y: all },
      'x zero': { x: zero },
      'y zero': { y: zero },
    })) {
      t.notOk(await judge(t, `${algorithm} ${name}`, jws, { ...key.publicJwk, ...change }, algorithm), name)
    }
  }
})

t.test('r and s are written in DER as short as they can be', async (t) => {
  const write = (hex: string, octets: number) => toDer(Buffer.from(hex, 'hex'), octets)?.toString('hex')
  t.equal(write('0102', 1), '3006020101020102')
  t.equal(write('7f80', 1), '300702017f02020080')
  t.equal(write('00010000', 2), '3006020101020100')
  t.equal(write('0080ff00', 2), '300902020080020300ff00')
  t.equal(write('00'.repeat(132), 66), '3006020100020100')
  const long = 'ff'.repeat(66)
  t.equal(write(long + long, 66), `30818a024300${long}024300${long}`)
  const edge = `7f${'00'.repeat(61)}`
  t.equal(write(edge + edge, 62), `308180023e${edge}023e${edge}`)
  const short = edge.slice(0, 122)
  t.equal(write(short + short, 61), `307e023d${short}023d${short}`)
  for (const octets of [0, 1, 2, 3, 63, 65, 128]) t.equal(toDer(zeros(octets), 32), undefined)
})
