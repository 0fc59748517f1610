import { createPrivateKey, webcrypto } from 'node:crypto'
import { sha256 } from '../digest.ts'
import type { Random } from '../random.ts'
import { makeKey, type PrivateJwk } from './key.ts'

/** What a certificate is made for. */
export interface CertificateOrder {
  /** When it begins, in epoch milliseconds; it lasts for ten years. */
  readonly now: number
}

export interface MadeCertificate {
  /** PEM. */
  readonly certificate: string
  /** PEM, PKCS #8. */
  readonly privateKey: string
  /** SHA-256 of the certificate, as `x5t#S256` names it. */
  readonly thumbprint: string
}

const certificateYears = 10

/** The object identifier of `CN` (RFC 4519 §2.3). */
const commonName = '2.5.4.3'

/** Makes a self-signed certificate as a client would present it (RFC 8705 §2.2, §3.1). */
export async function makeCertificate({ now }: CertificateOrder, random: Random): Promise<MadeCertificate> {
  const { privateJwk } = makeKey(random)
  const der = await signCertificate(privateJwk, random.bytes(8), now)
  const lines = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n')
  return {
    certificate: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    privateKey: createPrivateKey({ key: privateJwk, format: 'jwk' })
      .export({ type: 'pkcs8', format: 'pem' })
      .toString(),
    thumbprint: sha256(der),
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
