import {
  excerpt,
  failed,
  passedWith,
  show,
  skipped,
  verdict,
  type Fail,
  type Finding,
  type Pass,
  type Skip,
} from '../../base/verdict.ts'
import { sha256 } from '../../base/digest.ts'
import { findHeaderError, readCompactJws, type CompactJws, type SegmentReading } from '../jose/compact-jws.ts'
import type { NonceWindow } from './nonce.ts'
import { describeKeyPlace } from '../jose/jwk-set.ts'
import { describeTypes, isTypeOf } from '../jwt-role.ts'
import {
  findPrivateMembers,
  proofAlgorithms,
  readJwk,
  readPublicKey,
  type PublicKey,
} from '../jose/public-key.ts'
import { describeSignature, type SignatureFinding } from '../jose/signature.ts'
import { normaliseUri, normaliseUriOfId } from '../uri.ts'

export type DpopReason =
  | 'dpop_proof_missing'
  | 'dpop_target_unknown'
  | 'dpop_proof_invalid'
  | 'dpop_alg_missing'
  | 'dpop_alg_forbidden'
  | 'dpop_jwk_missing'
  | 'dpop_key_mismatch'
  | 'dpop_nonce_unusable'
  | 'dpop_proof_replayed'

export type CheckResult = Pass | Fail<DpopReason>

const documented = 'documented' as const
const inferred = 'inferred' as const

const presence = { check: 'dpop-present', clause: 'RFC 9449 §7.1', source: 'observed' } as const
const thumbprint = { check: 'dpop-jkt', clause: 'RFC 9449 §4.3 (12), §6.1', source: documented }
const tokenHash = { check: 'dpop-ath', clause: 'RFC 9449 §4.3 (12), §4.2', source: documented }
const replay = { check: 'dpop-replay', clause: 'RFC 9449 §11.1', source: 'assumed' } as const

/** RFC 9449 §7.1: a DPoP-bound token requires a proof. */
export function checkProofPresent(proof: string): CheckResult {
  return verdict(presence, proof !== '', 'dpop_proof_missing', {
    expected: 'a DPoP proof',
    actual: proof === '' ? 'none' : `${proof.length} characters`,
  })
}

/** RFC 9449 §7.1: a proof that comes with an unbound token is not checked. */
export function skipDpopChecks(): Skip {
  return skipped(presence, 'the access token is not bound to a key')
}

/** RFC 9449 §4.3 (8), (9): the proof is for the request that the client made, so that request must be known. */
export function checkTarget(method: string, uri: string): CheckResult {
  const rule = {
    check: 'dpop-target',
    clause: 'RFC 9449 §4.3 (8), (9); Authlete GMRequest htm, htu',
    source: documented,
  }
  const usable = method !== '' && normaliseUri(uri) !== undefined
  return verdict(rule, usable, 'dpop_target_unknown', {
    expected: 'an HTTP method and an absolute URI, given or from the service',
    actual: `method "${excerpt(method)}", URI "${excerpt(uri)}"`,
  })
}

/** RFC 9449 §4.3 (2): one well-formed JWT in compact serialisation, and no extension that must be understood. Finds the JWS. */
export function checkWellFormed(
  proof: string,
  readHeader?: (segment: string) => SegmentReading,
): Finding<DpopReason, CompactJws> {
  const rule = { check: 'dpop-well-formed', clause: 'RFC 9449 §4.3 (2); RFC 7515 §4.1.11', source: inferred }
  const malformed = (error: string) => failed(rule, 'dpop_proof_invalid', { detail: error, actual: error })
  const jws = readCompactJws(proof, readHeader)
  if ('error' in jws) return malformed(jws.error)
  const error = findHeaderError(jws)
  return error === undefined ? passedWith(rule, jws) : malformed(error)
}

/** RFC 9449 §4.3 (4): `typ` is `dpop+jwt`, compared as media types are (RFC 7515 §4.1.9). */
export function checkType({ header }: CompactJws): CheckResult {
  const rule = { check: 'dpop-typ', clause: 'RFC 9449 §4.3 (4)', source: documented }
  const actual = show(header['typ'])
  return verdict(rule, isTypeOf('dpop-proof', header['typ']), 'dpop_proof_invalid', {
    expected: describeTypes('dpop-proof'),
    actual,
    detail: `JOSE header typ (type) ${actual} not allowed`,
  })
}

const allAlgorithms = proofAlgorithms.join(' ')

/** RFC 9449 §4.3 (5): `alg` names a supported asymmetric signature algorithm, and neither none nor a MAC. */
export function checkAlgorithm({ header }: CompactJws): CheckResult {
  const rule = { check: 'dpop-alg', clause: 'RFC 9449 §4.3 (5)', source: documented }
  const { alg } = header
  const expected = allAlgorithms
  if (typeof alg !== 'string') return failed(rule, 'dpop_alg_missing', { expected, actual: 'none' })
  const actual = excerpt(alg, 40)
  if (['none', 'HS256', 'HS384', 'HS512'].includes(alg)) {
    return failed(rule, 'dpop_alg_forbidden', { expected, actual, detail: alg })
  }
  const detail = `Signed JWT rejected: Unsupported algorithm ${actual}`
  return verdict(rule, proofAlgorithms.includes(alg), 'dpop_proof_invalid', { expected, actual, detail })
}

/** RFC 9449 §4.3 (3), (7): `jwk` holds a public key that fits the algorithm, and nothing private. Finds the key. */
export function checkKey({ header }: CompactJws): Finding<DpopReason, PublicKey> {
  const rule = { check: 'dpop-jwk', clause: 'RFC 9449 §4.3 (3), (7)', source: documented }
  const jwk = readJwk(header['jwk'])
  if (jwk === undefined) {
    return failed(rule, 'dpop_jwk_missing', { expected: 'a public JWK', actual: show(header['jwk']) })
  }
  const privateMembers = findPrivateMembers(jwk)
  const key =
    privateMembers.length === 0
      ? readPublicKey(jwk, String(header['alg']))
      : { error: `the JWK has private members: ${privateMembers.join(', ')}` }
  if ('error' in key) {
    const actual = `${describeKeyPlace(jwk, 'jwk')}: ${key.error}`
    const evidence = { expected: 'a public JWK', actual, detail: `Invalid JWK: ${key.error}` }
    return failed(rule, 'dpop_proof_invalid', evidence)
  }
  return passedWith(rule, key, { actual: `${key.jwk.kty} key` })
}

/** RFC 9449 §4.3 (12): the key is the one that the token is bound to. */
export function checkThumbprint(key: PublicKey, jkt: string): CheckResult {
  return verdict(thumbprint, key.thumbprint === jkt, 'dpop_key_mismatch', {
    expected: jkt,
    actual: key.thumbprint,
  })
}

/** RFC 9449 §5: at the token endpoint the proof itself names the key. */
export function skipThumbprint(): Skip {
  return skipped(thumbprint, 'no key is bound yet')
}

/** RFC 9449 §4.3 (6): the signature verifies with the key in the proof. */
export function checkSignature(finding: SignatureFinding): CheckResult {
  const rule = { check: 'dpop-signature', clause: 'RFC 9449 §4.3 (6)', source: documented }
  const detail =
    finding.error === undefined
      ? 'Signed JWT rejected: Invalid signature'
      : 'Invalid JWK: not a valid public key'
  return verdict(rule, finding.isValid, 'dpop_proof_invalid', {
    expected: 'valid',
    actual: describeSignature(finding),
    detail,
  })
}

/**
 * RFC 9449 §4.3 (3), §4.2: the claims that every proof needs, and `ath` if it comes with an access token. The detail's
 * form was observed. `iat` is checked after the nonce.
 */
export function checkRequiredClaims({ payload }: CompactJws, withAccessToken: boolean): CheckResult {
  const rule = { check: 'dpop-claims', clause: 'RFC 9449 §4.3 (3), §4.2', source: 'observed' } as const
  const required = [...(withAccessToken ? ['ath'] : []), 'htm', 'htu', 'jti']
  const missing = required.filter((claim) => !Object.hasOwn(payload, claim) || payload[claim] === null)
  return verdict(rule, missing.length === 0, 'dpop_proof_invalid', {
    expected: required.join(' '),
    actual: missing.length === 0 ? 'all present' : `missing ${missing.join(' ')}`,
    detail: `JWT missing required claims: [${missing.join(', ')}]`,
  })
}

/** RFC 9449 §4.2: `jti` is a string that identifies the proof. */
export function checkJti({ payload }: CompactJws): CheckResult {
  const rule = { check: 'dpop-jti', clause: 'RFC 9449 §4.2', source: documented }
  const { jti } = payload
  return verdict(rule, typeof jti === 'string' && jti !== '', 'dpop_proof_invalid', {
    expected: 'a string',
    actual: show(jti),
    detail: "JWT claim 'jti' is not a string with at least one character",
  })
}

/** RFC 9449 §4.3 (8): `htm` is the method of the client's request, compared exactly (RFC 9110 §9.1). */
export function checkMethod({ payload }: CompactJws, method: string): CheckResult {
  const rule = { check: 'dpop-htm', clause: 'RFC 9449 §4.3 (8)', source: documented }
  return verdict(rule, payload['htm'] === method, 'dpop_proof_invalid', compareClaim(payload, 'htm', method))
}

/** RFC 9449 §4.3 (9): `htu` is the URI of the client's request, without query and fragment, in normal form. */
export function checkUri({ payload }: CompactJws, uri: string, endsInId = false): CheckResult {
  const rule = { check: 'dpop-htu', clause: 'RFC 9449 §4.3 (9)', source: 'observed' } as const
  const { htu } = payload
  const normalise = endsInId ? normaliseUriOfId : normaliseUri
  const expected = normalise(uri)
  // A client that writes the URI as it is expected need not wait for a second normalisation.
  const holds =
    expected !== undefined && (htu === uri || (typeof htu === 'string' && normalise(htu) === expected))
  return verdict(rule, holds, 'dpop_proof_invalid', compareClaim(payload, 'htu', uri))
}

/** RFC 9449 §4.3 (12): `ath` is the SHA-256 of the access token. */
export function checkAccessTokenHash({ payload }: CompactJws, accessToken: string): CheckResult {
  const expected = sha256(accessToken)
  return verdict(
    tokenHash,
    payload['ath'] === expected,
    'dpop_proof_invalid',
    compareClaim(payload, 'ath', expected),
  )
}

/** RFC 9449 §4.2: `ath` is for a proof that comes with an access token. */
export function skipAccessTokenHash(): Skip {
  return skipped(tokenHash, 'the request carries no access token')
}

function compareClaim(payload: CompactJws['payload'], claim: string, expected: string) {
  const actual = show(payload[claim])
  return {
    expected: excerpt(expected),
    actual,
    detail: `JWT claim '${claim}' (${actual}) did not have the expected value (${excerpt(expected)})`,
  }
}

/** RFC 9449 §4.3 (10), §9: if a nonce is required, the proof has one that is valid now. */
export function checkNonce(
  { payload }: CompactJws,
  nonces: NonceWindow,
  nonceRequired: boolean,
): CheckResult | Skip {
  const rule = { check: 'dpop-nonce', clause: 'RFC 9449 §4.3 (10), §9', source: documented }
  if (!nonceRequired) return skipped(rule, 'neither the service nor the request requires a nonce')
  const { nonce } = payload
  const { current, previous } = nonces
  return verdict(rule, nonce === current || nonce === previous, 'dpop_nonce_unusable', {
    expected: `${current} or ${previous}`,
    actual: show(nonce),
  })
}

/** RFC 9449 §11.1: a proof is accepted once. */
export function checkReplay(isFirstUse: boolean): CheckResult {
  return verdict(replay, isFirstUse, 'dpop_proof_replayed', {
    expected: 'first use',
    actual: isFirstUse ? 'first use' : 'used before',
  })
}

/** The replay check of a service that has disabled it. */
export function skipReplay(): Skip {
  return skipped(replay, "the service's replayCheck is off")
}
