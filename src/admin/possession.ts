import { createECDH, createPrivateKey, webcrypto } from 'node:crypto'
import { calculateJwkThumbprint, importJWK, SignJWT } from 'jose'
import { sha256 } from '../digest.ts'
import type { Random } from '../random.ts'

/** A private key on P-256, as a JWK. */
export type PrivateJwk = Readonly<Record<'kty' | 'crv' | 'x' | 'y' | 'd', string>>

/** What a bound token needs to be used, and what the token is bound to. */
export type Possession =
  | { readonly cnf: { readonly jkt: string }; readonly privateJwk: PrivateJwk }
  | {
      readonly cnf: { readonly 'x5t#S256': string }
      readonly certificate: string
      readonly privateKey: string
    }

/** The order of P-256's base point (FIPS 186-4 D.1.2.3): private keys lie between 1 and this. */
const curveOrder = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551')

/** Makes a key pair from the mock's source of random values, so that a seed decides it. */
export function makePrivateKey(random: Random): PrivateJwk {
  const scalar = (BigInt(`0x${random.bytes(40).toString('hex')}`) % (curveOrder - 1n)) + 1n
  const privateOctets = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex')
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(privateOctets)
  const point = curve.getPublicKey()
  return {
    kty: 'EC',
    crv: 'P-256',
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
    d: privateOctets.toString('base64url'),
  }
}

/** Makes the key that a DPoP-bound token is bound to (RFC 9449 §6.1). */
export async function makeProofKey(random: Random): Promise<Possession> {
  const privateJwk = makePrivateKey(random)
  return { cnf: { jkt: await calculateJwkThumbprint(privateJwk) }, privateJwk }
}

/** What a proof is made for. Times in epoch milliseconds. */
export interface ProofOrder {
  readonly accessToken: string
  readonly method: string
  readonly uri: string
  readonly now: number
  readonly nonce?: string
}

/** Makes a DPoP proof as a client would (RFC 9449 §4.2). */
export async function makeProof(privateJwk: PrivateJwk, order: ProofOrder, random: Random): Promise<string> {
  const { d: _, ...jwk } = privateJwk
  const claims = {
    jti: random.token(),
    htm: order.method,
    htu: order.uri,
    ath: sha256(order.accessToken),
    ...(order.nonce !== undefined && { nonce: order.nonce }),
  }
  return new SignJWT(claims)
    .setProtectedHeader({ typ: 'dpop+jwt', alg: 'ES256', jwk })
    .setIssuedAt(Math.floor(order.now / 1000))
    .sign(await importJWK(privateJwk, 'ES256'))
}

const certificateYears = 10

/** The object identifier of `CN` (RFC 4519 §2.3). */
const commonName = '2.5.4.3'

/** Makes the self-signed certificate that a token is bound to (RFC 8705 §2.2, §3.1). `now` in epoch milliseconds. */
export async function makeCertificate(random: Random, now: number): Promise<Possession> {
  const privateJwk = makePrivateKey(random)
  const der = await signCertificate(privateJwk, random.bytes(8), now)
  const lines = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n')
  return {
    cnf: { 'x5t#S256': sha256(der) },
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    privateKey: createPrivateKey({ key: privateJwk, format: 'jwk' })
      .export({ type: 'pkcs8', format: 'pem' })
      .toString(),
  }
}

/** The DER of an X.509 version 3 certificate. The ASN.1 library is loaded when it is first needed. */
async function signCertificate(privateJwk: PrivateJwk, serial: Uint8Array, now: number): Promise<Buffer> {
  const { Integer, Utf8String } = await import('asn1js')
  const { AttributeTypeAndValue, Certificate, Time, TimeType } = await import('pkijs')
  const { privateKey, publicKey } = await toKeyPair(privateJwk)
  const certificate = new Certificate()
  certificate.version = 2
  certificate.serialNumber = new Integer({ valueHex: Uint8Array.from([1, ...serial]).buffer })
  for (const name of [certificate.subject, certificate.issuer]) {
    const value = new Utf8String({ value: 'gm-mock client' })
    name.typesAndValues.push(new AttributeTypeAndValue({ type: commonName, value }))
  }
  const end = new Date(now)
  end.setUTCFullYear(Math.min(end.getUTCFullYear() + certificateYears, 9999))
  const toTime = (value: Date) =>
    new Time({ value, type: isUtcTime(value) ? TimeType.UTCTime : TimeType.GeneralizedTime })
  certificate.notBefore = toTime(new Date(now))
  certificate.notAfter = toTime(end)
  await certificate.subjectPublicKeyInfo.importKey(publicKey)
  await certificate.sign(privateKey, 'SHA-256')
  return Buffer.from(certificate.toSchema(true).toBER())
}

/** RFC 5280 §4.1.2.5: dates through the year 2049 are written with two digits of the year, later ones with four. */
function isUtcTime(date: Date): boolean {
  const year = date.getUTCFullYear()
  return year >= 1950 && year <= 2049
}

async function toKeyPair(privateJwk: PrivateJwk): Promise<webcrypto.CryptoKeyPair> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const { d: _, ...publicJwk } = privateJwk
  return {
    privateKey: await webcrypto.subtle.importKey('jwk', privateJwk, algorithm, true, ['sign']),
    publicKey: await webcrypto.subtle.importKey('jwk', publicJwk, algorithm, true, ['verify']),
  }
}
