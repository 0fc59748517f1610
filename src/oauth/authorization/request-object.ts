import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import {
  excerpt,
  failed,
  verdict,
  passed,
  passedWith,
  show,
  type Finding,
  type Verdict,
} from '../../base/verdict.ts'
import { findHeaderError, readCompactJws, type CompactJws } from '../jose/compact-jws.ts'
import { describeTypes, findForeignClaim, isTypeOf } from '../jwt-role.ts'
import { searchPublicKeys } from '../jose/jwk-set.ts'
import { isLongEnough, isMacAlgorithm, minimumKeyBits } from '../jose/mac-algorithms.ts'
import { proofAlgorithms, type PublicKey } from '../jose/public-key.ts'
import { describeSignature, type SignatureFinding } from '../jose/signature.ts'

export type RequestObjectReason =
  | 'request_object_malformed'
  | 'request_object_encrypted'
  | 'request_object_alg_missing'
  | 'request_object_unsigned'
  | 'request_object_unsigned_against_metadata'
  | 'request_object_alg_unsupported'
  | 'request_object_alg_mismatch'
  | 'request_object_alg_symmetric'
  | 'request_object_keys_missing'
  | 'request_object_keys_unfetched'
  | 'request_object_key_unknown'
  | 'request_object_key_ambiguous'
  | 'request_object_signature_unverifiable'
  | 'request_object_signature_wrong'

/** RFC 9101 §6.1, §6.2: the request object is one well-formed JWS; the mock does not support JWE. */
export function checkRequestObjectForm(text: string): Finding<RequestObjectReason, CompactJws> {
  const rule = { check: 'request-object-form', clause: 'RFC 9101 §4, §6.2', source: 'documented' } as const
  if (text.split('.').length === 5) return failed(rule, 'request_object_encrypted')
  const jws = readCompactJws(hasNoSignature(text) ? `${text}AA` : text)
  if ('error' in jws) {
    return failed(rule, 'request_object_malformed', { actual: jws.error, detail: jws.error })
  }
  const error = findHeaderError(jws)
  if (error !== undefined) {
    return failed(rule, 'request_object_malformed', { actual: error, detail: error })
  }
  return passedWith(rule, { ...jws, text })
}

/**
 * RFC 9101 §10.8, RFC 8725 §3.11, §3.12: the `typ` of the JWT, or without one its claims, must not be those of another
 * kind of JWT.
 */
export function checkRequestObjectType(jws: CompactJws): Verdict<RequestObjectReason> {
  const rule = {
    check: 'request-object-typ',
    clause: 'RFC 9101 §10.8; RFC 8725 §3.11, §3.12; RFC 7515 §4.1.9',
    source: 'documented',
  } as const
  const { typ } = jws.header
  const evidence = { expected: describeTypes('request-object'), actual: show(typ) }
  if (!isTypeOf('request-object', typ)) {
    const detail = `JOSE header typ (type) ${evidence.actual} not allowed`
    return failed(rule, 'request_object_malformed', { ...evidence, detail })
  }
  const foreign = findForeignClaim('request-object', jws)
  const detail = `a JWT with '${foreign}' is no request object`
  return verdict(rule, foreign === undefined, 'request_object_malformed', { ...evidence, detail })
}

/** RFC 7515 appendix A.5: an unsecured JWS has an empty signature. */
function hasNoSignature(text: string): boolean {
  return text.endsWith('.')
}

/** Whether a request object has a signature that must be verified. */
export function isSigned({ header, text }: CompactJws): boolean {
  return header['alg'] !== 'none' && !hasNoSignature(text)
}

/** Authlete Service `traditionalRequestObjectProcessingApplied`: OpenID Connect Core §6 instead of RFC 9101. */
export function isTraditional({ properties }: Pick<Service, 'properties'>): boolean {
  return properties['traditionalRequestObjectProcessingApplied'] === true
}

/**
 * RFC 9101 §6.2, §10.1, RFC 8725 §3.1: its algorithm is the one that the client is registered for, and a public
 * client's is never a MAC. Whether the service accepts unsigned ones is checked later: the client's own rule comes
 * first.
 */
export function checkRequestObjectAlgorithm(
  jws: CompactJws,
  { clientType, properties: { requestSignAlg } }: Client,
): Verdict<RequestObjectReason> {
  const rule = {
    check: 'request-object-alg',
    clause: 'RFC 9101 §6.2, §10.1; RFC 8725 §3.1; RFC 7518 §3.6',
    source: 'documented',
  } as const
  const { alg } = jws.header
  if (typeof alg !== 'string') return failed(rule, 'request_object_alg_missing')
  const evidence = { expected: requestSignAlg ?? 'any algorithm', actual: excerpt(alg) }
  if (!isSigned(jws)) {
    const registered = requestSignAlg ?? 'NONE'
    return verdict(rule, registered === 'NONE', 'request_object_unsigned_against_metadata', evidence)
  }
  const symmetric = isMacAlgorithm(alg)
  if (!symmetric && !proofAlgorithms.includes(alg)) {
    return failed(rule, 'request_object_alg_unsupported', evidence)
  }
  if (requestSignAlg !== undefined && requestSignAlg !== alg) {
    return failed(rule, 'request_object_alg_mismatch', { ...evidence, detail: requestSignAlg })
  }
  const allowed = !symmetric || clientType === 'CONFIDENTIAL'
  return verdict(rule, allowed, 'request_object_alg_symmetric', { ...evidence, detail: alg })
}

/**
 * RFC 9101 §4, §10.1: it is signed. Only the rules of OpenID Connect Core §6.1 allow an unsigned one, whose signature
 * is then empty (RFC 7518 §3.6).
 */
export function checkRequestObjectSigned(jws: CompactJws, service: Service): Verdict<RequestObjectReason> {
  const rule = {
    check: 'request-object-signed',
    clause: 'RFC 9101 §4, §10.1; RFC 7518 §3.6; Authlete Service traditionalRequestObjectProcessingApplied',
    source: 'documented',
  } as const
  if (isSigned(jws)) return passed(rule)
  const { alg } = jws.header
  const evidence = { expected: 'signed', actual: `alg: ${show(alg)}` }
  if (!isTraditional(service) || alg !== 'none') return failed(rule, 'request_object_unsigned', evidence)
  const detail = "There is a signature, but the algorithm is 'none'"
  return verdict(rule, hasNoSignature(jws.text), 'request_object_signature_unverifiable', {
    ...evidence,
    detail,
  })
}

/**
 * RFC 9101 §6.2: the key is the client's: its secret for a MAC, else exactly one of the keys that it registered by
 * value. The mock never fetches a `jwks_uri`: following URLs of clients would open its network to them.
 */
export function checkRequestObjectKey(
  { header }: CompactJws,
  { clientId, properties: { jwks, jwksUri, clientSecret = '' } }: Client,
): Finding<RequestObjectReason, PublicKey | string> {
  const rule = { check: 'request-object-key', clause: 'RFC 9101 §6.2', source: 'documented' } as const
  const algorithm = String(header['alg'])
  const { kid } = header
  if (isMacAlgorithm(algorithm)) return readSecret(clientSecret, algorithm, describeKey(algorithm, kid))
  if (!jwks) {
    const unfetched = `(ID = ${clientId}) from the location pointed to by 'jwks_uri' (${jwksUri})`
    return jwksUri
      ? failed(rule, 'request_object_keys_unfetched', { detail: unfetched })
      : failed(rule, 'request_object_keys_missing', { detail: algorithm })
  }
  const { found, ...search } = searchPublicKeys(jwks, kid, algorithm)
  const [key, ...others] = found
  const evidence = { ...search, detail: describeKey(algorithm, kid) }
  if (key === undefined) return failed(rule, 'request_object_key_unknown', evidence)
  if (others.length > 0) return failed(rule, 'request_object_key_ambiguous', evidence)
  return passedWith(rule, key, { actual: key.thumbprint })
}

/** RFC 7518 §3.2: the secret is as long as the hash of the MAC, because a shorter one can be guessed from one object. */
function readSecret(
  secret: string,
  algorithm: string,
  described: string,
): Finding<RequestObjectReason, string> {
  const rule = {
    check: 'request-object-key',
    clause: 'RFC 9101 §6.2; RFC 7518 §3.2',
    source: 'documented',
  } as const
  if (secret === '') return failed(rule, 'request_object_key_unknown', { detail: described })
  if (isLongEnough(secret, algorithm)) return passedWith(rule, secret)
  const detail = `The secret for ${algorithm} must have at least ${minimumKeyBits(algorithm)} bits`
  return failed(rule, 'request_object_signature_unverifiable', { detail })
}

function describeKey(algorithm: string, kid: unknown): string {
  return `alg=${algorithm}, kid=${typeof kid === 'string' ? excerpt(kid) : 'null'}`
}

/** RFC 9101 §6.2: the signature is the client's. */
export function checkRequestObjectSignature(finding: SignatureFinding): Verdict<RequestObjectReason> {
  const rule = { check: 'request-object-signature', clause: 'RFC 9101 §6.2', source: 'documented' } as const
  return verdict(rule, finding.isValid, 'request_object_signature_wrong', {
    expected: 'valid',
    actual: describeSignature(finding),
  })
}
