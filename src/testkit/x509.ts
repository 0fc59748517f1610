import { createPrivateKey, createPublicKey } from 'node:crypto'
import type { Certificate } from 'pkijs'
import { sha256 } from '../base/digest.ts'
import type { Random } from '../base/random.ts'
import { signEcdsa } from '../base/repeatable-signature.ts'
import { makeExtensions } from './certificate-extensions.ts'
import type { CertificateFacts, MadeCertificate } from './certificate-facts.ts'
import { readSubject } from './certificate-subject.ts'
import { makeKey, type PrivateJwk } from './key.ts'

const certificateYears = 10

/** The object identifier of ECDSA with SHA-256 (RFC 5758 §3.2). */
const ecdsaWithSha256 = '1.2.840.10045.4.3.2'

/**
 * Makes a client certificate (RFC 8705 §2, §3.1), repeatable for the same options and seed. Throws a TypeError for an
 * invalid subject or alternative name.
 */
export async function issueCertificate(options: CertificateFacts, random: Random): Promise<MadeCertificate> {
  const privateJwk = options.privateJwk ?? makeKey(random).privateJwk
  const certificate = await describeCertificate(options, privateJwk, random.bytes(8))
  const signed = await signCertificate(certificate, findIssuerKey(options) ?? privateJwk)
  const der = Buffer.from(signed.toSchema(true).toBER())
  return {
    certificate: writePem(der),
    privateKey: createPrivateKey({ key: privateJwk, format: 'jwk' })
      .export({ type: 'pkcs8', format: 'pem' })
      .toString(),
    thumbprint: sha256(der),
  }
}

/** DER as PEM (RFC 7468 §5). */
function writePem(der: Buffer): string {
  const lines = der.toString('base64').replace(/.{64}(?=.)/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}

/** The octets of a certificate in PEM. */
export function readPem(certificate: string): Buffer {
  return Buffer.from(certificate.replace(/-----[^-]+-----/g, ''), 'base64')
}

/** An X.509 version 3 certificate without a signature. The ASN.1 library is loaded when it is first needed. */
async function describeCertificate(
  options: CertificateFacts,
  privateJwk: PrivateJwk,
  serial: Uint8Array,
): Promise<Certificate> {
  const { Integer } = await import('asn1js')
  const pkijs = await import('pkijs')
  const { notBefore = options.now, issuer } = options
  const certificate = new pkijs.Certificate()
  certificate.version = 2
  certificate.serialNumber = new Integer({ valueHex: Uint8Array.from([1, ...serial]).buffer })
  certificate.subject = await readSubject(options.subject ?? 'gm-mock client')
  certificate.issuer =
    issuer === undefined
      ? certificate.subject
      : pkijs.Certificate.fromBER(readPem(issuer.certificate)).subject
  certificate.notBefore = await writeTime(new Date(notBefore))
  certificate.notAfter = await writeTime(new Date(options.notAfter ?? addYears(notBefore)))
  const publicKey = createPublicKey(createPrivateKey({ key: privateJwk, format: 'jwk' }))
  certificate.subjectPublicKeyInfo = pkijs.PublicKeyInfo.fromBER(
    publicKey.export({ type: 'spki', format: 'der' }),
  )
  const extensions = await makeExtensions(options.alternativeNames ?? {}, options.isAuthority === true)
  if (extensions.length > 0) certificate.extensions = [...extensions]
  return certificate
}

async function signCertificate(certificate: Certificate, privateJwk: PrivateJwk): Promise<Certificate> {
  const { BitString, Integer, Sequence } = await import('asn1js')
  const { AlgorithmIdentifier } = await import('pkijs')
  certificate.signature = new AlgorithmIdentifier({ algorithmId: ecdsaWithSha256 })
  certificate.signatureAlgorithm = certificate.signature
  const tbs = certificate.encodeTBS().toBER()
  certificate.tbsView = new Uint8Array(tbs)
  const signature = await signEcdsa('ES256', privateJwk, certificate.tbsView)
  const numbers = [signature.subarray(0, 32), signature.subarray(32)].map((octets) =>
    Integer.fromBigInt(BigInt(`0x${octets.toString('hex')}`)),
  )
  certificate.signatureValue = new BitString({ valueHex: new Sequence({ value: numbers }).toBER() })
  return certificate
}

function findIssuerKey({ issuer }: CertificateFacts): PrivateJwk | undefined {
  return issuer && (createPrivateKey(issuer.privateKey).export({ format: 'jwk' }) as PrivateJwk)
}

function addYears(from: number): number {
  const end = new Date(from)
  return end.setUTCFullYear(Math.min(end.getUTCFullYear() + certificateYears, 9999))
}

/** RFC 5280 §4.1.2.5: dates through the year 2049 are written with two digits of the year, later ones with four. */
async function writeTime(value: Date) {
  const { Time, TimeType } = await import('pkijs')
  const year = value.getUTCFullYear()
  const isShort = year >= 1950 && year <= 2049
  return new Time({ value, type: isShort ? TimeType.UTCTime : TimeType.GeneralizedTime })
}
