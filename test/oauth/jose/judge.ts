import { createPrivateKey, sign, type KeyObject } from 'node:crypto'
import { compactVerify, importJWK } from 'jose'
import type { Test } from 'tap'
import { readCompactJws } from '../../../src/oauth/jose/compact-jws.ts'
import { readPublicKey } from '../../../src/oauth/jose/public-key.ts'
import { verifySignature } from '../../../src/oauth/jose/signature.ts'
import type { TestKey } from '../../support/requests/proof.ts'

/** Jose judges every signature here too: what it refuses is refused, and what it accepts is accepted. */
export async function doesJoseAccept(jws: string, jwk: object, algorithm: string): Promise<boolean> {
  try {
    await compactVerify(jws, await importJWK(jwk, algorithm), { algorithms: [algorithm] })
    return true
  } catch {
    return false
  }
}

export async function isAccepted(jws: string, jwk: object, algorithm: string): Promise<boolean> {
  const reading = readCompactJws(jws)
  if ('error' in reading) throw new TypeError(reading.error)
  const key = readPublicKey({ ...jwk }, algorithm)
  if ('error' in key) return false
  return (await verifySignature(reading, key)).isValid
}

/** Fails unless both judge alike. Returns their judgement. */
export async function judge(
  t: Test,
  name: string,
  jws: string,
  jwk: object,
  algorithm: string,
): Promise<boolean> {
  const accepted = await doesJoseAccept(jws, jwk, algorithm)
  t.equal(await isAccepted(jws, jwk, algorithm), accepted, `${name}: ${accepted ? 'accepted' : 'refused'}`)
  return accepted
}

export const encode = (value: string | Buffer) => Buffer.from(value as string).toString('base64url')
export const inputFor = (alg: string) => `${encode(JSON.stringify({ alg }))}.${encode('{"jti":"a"}')}`
export const numberOf = (octets: Uint8Array) => BigInt(`0x${Buffer.from(octets).toString('hex')}`)
export const octetsOf = (value: bigint, length: number) =>
  Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex')
export const zeros = (length: number) => Buffer.alloc(length)

export function privateKeyOf({ privateJwk }: TestKey): KeyObject {
  return createPrivateKey({ key: privateJwk as never, format: 'jwk' })
}

export function signEcdsa(key: TestKey, input: string, digest: string): Buffer {
  return sign(digest, Buffer.from(input), { key: privateKeyOf(key), dsaEncoding: 'ieee-p1363' })
}
