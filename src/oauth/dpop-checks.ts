import { excerpt, failed, judged, passed, skipped, type Fail, type Pass, type Skip } from '../verdict.ts'
import { sha256 } from '../digest.ts'
import type { CompactJws } from './compact-jws.ts'
import { readCompactJws } from './compact-jws.ts'
import type { NonceWindow } from './dpop-nonce.ts'
import { findPrivateMembers, proofAlgorithms, readJwk, readPublicKey, type PublicKey } from './public-key.ts'
import { normaliseUri } from './uri.ts'

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

type Judgement = Pass | Fail<DpopReason>

const documented = 'documented' as const
const inferred = 'inferred' as const

/** What jose's verification of the signature found. */
export type SignatureFinding = 'valid' | 'invalid' | 'key-refused'

const presence = { check: 'dpop-present', clause: 'RFC 9449 §7.1', source: 'observed' } as const
const replay = { check: 'dpop-replay', clause: 'RFC 9449 §11.1', source: 'assumed' } as const

/** RFC 9449 §7.1: a bound token is worth nothing without a proof. */
export function checkProofPresent(proof: string): Judgement {
  return judged(presence, proof !== '', 'dpop_proof_missing', {
    expected: 'a DPoP proof',
    actual: proof === '' ? 'none' : `${proof.length} characters`,
  })
}

/** RFC 9449 §7.1: the proof that comes with a token bound to no key is not looked at. */
export function skipDpopChecks(): Skip {
  return skipped(presence, 'the access token is not bound to a key')
}

/** RFC 9449 §4.3 (8), (9): the proof is for the request that the client made, so that request must be known. */
export function checkTarget(method: string, uri: string): Judgement {
  const rule = {
    check: 'dpop-target',
    clause: 'RFC 9449 §4.3 (8), (9); Authlete GMRequest htm, htu',
    source: documented,
  }
  const usable = method !== '' && normaliseUri(uri) !== undefined
  return judged(rule, usable, 'dpop_target_unknown', {
    expected: 'an HTTP method and an absolute URI, given or from the service',
    actual: `method "${excerpt(method)}", URI "${excerpt(uri)}"`,
  })
}

/** RFC 9449 §4.3 (2): one well-formed JWT in compact serialisation, and no extension that must be understood. */
export function checkWellFormed(proof: string): { verdict: Judgement; jws?: CompactJws } {
  const rule = { check: 'dpop-well-formed', clause: 'RFC 9449 §4.3 (2); RFC 7515 §4.1.11', source: inferred }
  const malformed = (flaw: string) => failed(rule, 'dpop_proof_invalid', { detail: flaw, actual: flaw })
  const jws = readCompactJws(proof)
  if ('flaw' in jws) return { verdict: malformed(jws.flaw) }
  const extension = findUnsupportedExtension(jws)
  if (extension !== undefined) return { verdict: malformed(extension) }
  return { verdict: passed(rule), jws }
}

function findUnsupportedExtension({ header }: CompactJws): string | undefined {
  if (Object.hasOwn(header, 'crit')) return "JWT header with 'crit' extensions, none is supported"
  const encoded = !Object.hasOwn(header, 'b64') || header['b64'] === true
  return encoded ? undefined : "JWT header with 'b64' other than true"
}

/** RFC 9449 §4.3 (4): `typ` is `dpop+jwt`, compared exactly. */
export function checkType({ header }: CompactJws): Judgement {
  const rule = { check: 'dpop-typ', clause: 'RFC 9449 §4.3 (4)', source: documented }
  const actual = show(header['typ'])
  return judged(rule, header['typ'] === 'dpop+jwt', 'dpop_proof_invalid', {
    expected: 'dpop+jwt',
    actual,
    detail: `JOSE header typ (type) ${actual} not allowed`,
  })
}

/** RFC 9449 §4.3 (5): `alg` names a supported asymmetric signature algorithm, and neither none nor a MAC. */
export function checkAlgorithm({ header }: CompactJws): Judgement {
  const rule = { check: 'dpop-alg', clause: 'RFC 9449 §4.3 (5)', source: documented }
  const { alg } = header
  const expected = proofAlgorithms.join(' ')
  if (typeof alg !== 'string') return failed(rule, 'dpop_alg_missing', { expected, actual: 'none' })
  const actual = excerpt(alg, 40)
  if (['none', 'HS256', 'HS384', 'HS512'].includes(alg)) {
    return failed(rule, 'dpop_alg_forbidden', { expected, actual, detail: alg })
  }
  const detail = `Signed JWT rejected: Unsupported algorithm ${actual}`
  return judged(rule, proofAlgorithms.includes(alg), 'dpop_proof_invalid', { expected, actual, detail })
}

/** RFC 9449 §4.3 (3), (7): `jwk` holds a public key that fits the algorithm, and nothing private. */
export function checkKey({ header }: CompactJws): { verdict: Judgement; key?: PublicKey } {
  const rule = { check: 'dpop-jwk', clause: 'RFC 9449 §4.3 (3), (7)', source: documented }
  const jwk = readJwk(header['jwk'])
  if (jwk === undefined)
    return {
      verdict: failed(rule, 'dpop_jwk_missing', { expected: 'a public JWK', actual: show(header['jwk']) }),
    }
  const privateMembers = findPrivateMembers(jwk)
  const key =
    privateMembers.length === 0
      ? readPublicKey(jwk, String(header['alg']))
      : { flaw: `the JWK has private members: ${privateMembers.join(', ')}` }
  if ('flaw' in key) {
    const evidence = { expected: 'a public JWK', actual: key.flaw, detail: `Invalid JWK: ${key.flaw}` }
    return { verdict: failed(rule, 'dpop_proof_invalid', evidence) }
  }
  return { verdict: passed(rule, { actual: `${key.jwk.kty} key` }), key }
}

/** RFC 9449 §4.3 (12): the key is the one that the token is bound to. */
export function checkThumbprint(key: PublicKey, jkt: string): Judgement {
  const rule = { check: 'dpop-jkt', clause: 'RFC 9449 §4.3 (12), §6.1', source: documented }
  return judged(rule, key.thumbprint === jkt, 'dpop_key_mismatch', { expected: jkt, actual: key.thumbprint })
}

/** RFC 9449 §4.3 (6): the signature verifies with the key in the proof. */
export function checkSignature(finding: SignatureFinding): Judgement {
  const rule = { check: 'dpop-signature', clause: 'RFC 9449 §4.3 (6)', source: documented }
  const detail =
    finding === 'key-refused'
      ? 'Invalid JWK: not a valid public key'
      : 'Signed JWT rejected: Invalid signature'
  return judged(rule, finding === 'valid', 'dpop_proof_invalid', {
    expected: 'valid',
    actual: finding,
    detail,
  })
}

/**
 * RFC 9449 §4.3 (3), §4.2: the claims that every proof at a resource needs. The detail's form was observed. `iat` has
 * its turn after the nonce.
 */
export function checkRequiredClaims({ payload }: CompactJws): Judgement {
  const rule = { check: 'dpop-claims', clause: 'RFC 9449 §4.3 (3), §4.2', source: 'observed' } as const
  const required = ['ath', 'htm', 'htu', 'jti']
  const missing = required.filter((claim) => !Object.hasOwn(payload, claim) || payload[claim] === null)
  return judged(rule, missing.length === 0, 'dpop_proof_invalid', {
    expected: required.join(' '),
    actual: missing.length === 0 ? 'all present' : `missing ${missing.join(' ')}`,
    detail: `JWT missing required claims: [${missing.join(', ')}]`,
  })
}

/** RFC 9449 §4.2: `jti` is a string that tells proofs apart. */
export function checkJti({ payload }: CompactJws): Judgement {
  const rule = { check: 'dpop-jti', clause: 'RFC 9449 §4.2', source: documented }
  const { jti } = payload
  return judged(rule, typeof jti === 'string' && jti !== '', 'dpop_proof_invalid', {
    expected: 'a string',
    actual: show(jti),
    detail: "JWT claim 'jti' is not a string with at least one character",
  })
}

/** RFC 9449 §4.3 (8): `htm` is the method of the client's request, compared exactly (RFC 9110 §9.1). */
export function checkMethod({ payload }: CompactJws, method: string): Judgement {
  const rule = { check: 'dpop-htm', clause: 'RFC 9449 §4.3 (8)', source: documented }
  return judged(rule, payload['htm'] === method, 'dpop_proof_invalid', compareClaim(payload, 'htm', method))
}

/** RFC 9449 §4.3 (9): `htu` is the URI of the client's request, without query and fragment, in normal form. */
export function checkUri({ payload }: CompactJws, uri: string): Judgement {
  const rule = { check: 'dpop-htu', clause: 'RFC 9449 §4.3 (9)', source: 'observed' } as const
  const { htu } = payload
  const expected = normaliseUri(uri)
  const holds = typeof htu === 'string' && expected !== undefined && normaliseUri(htu) === expected
  return judged(rule, holds, 'dpop_proof_invalid', compareClaim(payload, 'htu', uri))
}

/** RFC 9449 §4.3 (12): `ath` is the SHA-256 of the access token. */
export function checkAccessTokenHash({ payload }: CompactJws, accessToken: string): Judgement {
  const rule = { check: 'dpop-ath', clause: 'RFC 9449 §4.3 (12), §4.2', source: documented }
  const expected = sha256(accessToken)
  return judged(
    rule,
    payload['ath'] === expected,
    'dpop_proof_invalid',
    compareClaim(payload, 'ath', expected),
  )
}

function compareClaim(payload: CompactJws['payload'], claim: string, expected: string) {
  const actual = show(payload[claim])
  return {
    expected: excerpt(expected),
    actual,
    detail: `JWT claim '${claim}' (${actual}) did not have the expected value (${excerpt(expected)})`,
  }
}

/** RFC 9449 §4.3 (10), §9: where a nonce is in force the proof carries one that is valid now. */
export function checkNonce(
  { payload }: CompactJws,
  nonces: NonceWindow,
  nonceRequired: boolean,
): Judgement | Skip {
  const rule = { check: 'dpop-nonce', clause: 'RFC 9449 §4.3 (10), §9', source: documented }
  if (!nonceRequired) return skipped(rule, 'neither the service nor the request requires a nonce')
  const { nonce } = payload
  return judged(rule, nonce === nonces.current || nonce === nonces.previous, 'dpop_nonce_unusable', {
    expected: `${nonces.current} or ${nonces.previous}`,
    actual: show(nonce),
  })
}

/** How far a proof's time may lie from the service's, in seconds. */
export interface TimeWindow {
  readonly pastSeconds: number
  readonly futureSeconds: number
}

/**
 * RFC 9449 §4.3 (11): the proof is fresh. A nonce tells the time better than the client's clock, so with a nonce in
 * force only the type of `iat` matters, and a client whose clock is wrong can recover.
 */
export function checkFreshness(
  { payload }: CompactJws,
  now: number,
  window: TimeWindow,
  nonceRequired: boolean,
): Judgement {
  const rule = { check: 'dpop-iat', clause: 'RFC 9449 §4.3 (11)', source: documented }
  const { iat } = payload
  const actual = show(iat)
  if (!isNumericDate(iat)) {
    const detail =
      iat === undefined ? 'JWT missing required claims: [iat]' : "JWT claim 'iat' is not a NumericDate"
    return failed(rule, 'dpop_proof_invalid', { expected: 'a number', actual, detail })
  }
  if (nonceRequired) return passed(rule, { expected: 'a number, because a nonce is in force', actual })
  const earliest = now / 1000 - window.pastSeconds
  const latest = now / 1000 + window.futureSeconds
  return judged(rule, iat >= earliest && iat <= latest, 'dpop_proof_invalid', {
    expected: `${earliest} to ${latest}`,
    actual,
    detail: `JWT claim 'iat' (${actual}) is not between ${earliest} and ${latest}`,
  })
}

/** RFC 7519 §4.1.4, §4.1.5: `exp` and `nbf` are not DPoP's claims, but a proof that has them must keep to them. */
export function checkValidity(
  { payload }: CompactJws,
  now: number,
  window: TimeWindow,
  nonceRequired: boolean,
): Judgement | Skip {
  const rule = { check: 'dpop-exp-nbf', clause: 'RFC 7519 §4.1.4, §4.1.5', source: inferred }
  const { exp, nbf } = payload
  if (exp === undefined && nbf === undefined) return skipped(rule, 'the proof has neither exp nor nbf')
  const typed = [exp, nbf].every((claim) => claim === undefined || isNumericDate(claim))
  const seconds = now / 1000
  const holds =
    typed &&
    (nonceRequired ||
      (seconds < Number(exp ?? Infinity) && seconds >= Number(nbf ?? 0) - window.futureSeconds))
  return judged(rule, holds, 'dpop_proof_invalid', {
    expected: `nbf <= ${seconds} < exp`,
    actual: excerpt(JSON.stringify({ exp, nbf })),
    detail: 'Expired JWT, or JWT before use time',
  })
}

/** RFC 9449 §11.1: a proof passes once. */
export function checkReplay(isFirstUse: boolean): Judgement {
  return judged(replay, isFirstUse, 'dpop_proof_replayed', {
    expected: 'first use',
    actual: isFirstUse ? 'first use' : 'used before',
  })
}

/** The replay check of a service that has it switched off. */
export function skipReplay(): Skip {
  return skipped(replay, "the service's replayCheck is off")
}

/** A member of a proof as a trace shows it: text as it is, everything else as JSON. */
function show(value: unknown): string {
  return excerpt(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none'))
}

function isNumericDate(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
