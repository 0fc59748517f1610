import type { UsedProof } from '../../model/used-proof.ts'
import { sha256 } from '../../base/digest.ts'
import {
  excerpt,
  failed,
  verdict,
  passed,
  passedWith,
  skipped,
  type Fail,
  type Finding,
  type Pass,
  type Skip,
  show,
} from '../../base/verdict.ts'
import type { ClientAuthenticationMethod } from './methods.ts'
import { findHeaderError, readCompactJws, type CompactJws } from '../jose/compact-jws.ts'
import { isLongEnough, macAlgorithms, minimumKeyBits } from '../jose/mac-algorithms.ts'
import { describeTypes, findForeignClaim, isTypeOf } from '../jwt-role.ts'
import type { RequestParameters } from '../parameters.ts'
import { proofAlgorithms } from '../jose/public-key.ts'
import { describeSignature, type SignatureFinding } from '../jose/signature.ts'

export type ClientAssertionReason =
  | 'client_assertion_alg_unavailable'
  | 'client_assertion_alg_not_symmetric'
  | 'client_assertion_alg_not_asymmetric'
  | 'client_assertion_type_missing'
  | 'client_assertion_type_unsupported'
  | 'client_assertion_missing'
  | 'client_assertion_malformed'
  | 'client_assertion_alg_wrong'
  | 'client_assertion_secret_missing'
  | 'client_assertion_secret_short'
  | 'client_assertion_signature_wrong'
  | 'client_assertion_replayed'

type CheckResult = Pass | Fail<ClientAssertionReason>

const documented = 'documented' as const
const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const replay = { check: 'client-assertion-replay', clause: 'RFC 7523 §3 (7)', source: 'assumed' } as const

function algorithmsOf(method: ClientAuthenticationMethod): readonly string[] {
  return method === 'CLIENT_SECRET_JWT' ? macAlgorithms : proofAlgorithms
}

/**
 * OpenID Connect Core §9, Authlete Client tokenAuthSignAlg: the client's registered algorithm, if any, is of the kind
 * that its method needs.
 */
export function checkConfiguredAlgorithm(
  method: ClientAuthenticationMethod,
  configured?: string,
): CheckResult {
  const rule = {
    check: 'client-assertion-configured-alg',
    clause: 'OpenID Connect Core §9; Authlete Client tokenAuthSignAlg',
    source: documented,
  } as const
  const evidence = { expected: algorithmsOf(method).join(' '), actual: configured ?? 'any of them' }
  if (configured === undefined || algorithmsOf(method).includes(configured)) return passed(rule, evidence)
  const known = [...macAlgorithms, ...proofAlgorithms, 'NONE'].includes(configured)
  if (!known) {
    return failed(rule, 'client_assertion_alg_unavailable', { ...evidence, detail: method.toLowerCase() })
  }
  const reason =
    method === 'CLIENT_SECRET_JWT'
      ? 'client_assertion_alg_not_symmetric'
      : 'client_assertion_alg_not_asymmetric'
  return failed(rule, reason, { ...evidence, detail: configured })
}

/** RFC 7523 §2.2: the type of the assertion is JWT. */
export function checkAssertionType(parameters: RequestParameters): CheckResult {
  const rule = { check: 'client-assertion-type', clause: 'RFC 7523 §2.2', source: documented } as const
  const type = parameters.get('client_assertion_type')
  if (type === undefined) return failed(rule, 'client_assertion_type_missing', { expected: jwtBearer })
  const detail = excerpt(type)
  return verdict(rule, type === jwtBearer, 'client_assertion_type_unsupported', {
    expected: jwtBearer,
    actual: detail,
    detail,
  })
}

/** RFC 7523 §2.2, RFC 7515 §4.1.11: one well-formed JWT, and no extension that must be understood. Finds the JWT. */
export function checkAssertionForm(
  parameters: RequestParameters,
): Finding<ClientAssertionReason, CompactJws> {
  const rule = {
    check: 'client-assertion-form',
    clause: 'RFC 7523 §2.2; RFC 7515 §4.1.11',
    source: documented,
  } as const
  const assertion = parameters.get('client_assertion')
  if (!assertion) return failed(rule, 'client_assertion_missing')
  const jws = readCompactJws(assertion)
  const error = 'error' in jws ? jws.error : findHeaderError(jws)
  if ('error' in jws || error !== undefined) {
    return failed(rule, 'client_assertion_malformed', { actual: error })
  }
  return passedWith(rule, jws)
}

/**
 * RFC 9101 §10.8, RFC 8725 §3.11, §3.12: a JWT made for another purpose does not authenticate its client; a request
 * object travels through the browser.
 */
export function checkAssertionRole(jws: CompactJws): CheckResult {
  const rule = {
    check: 'client-assertion-typ',
    clause: 'RFC 9101 §10.8; RFC 8725 §3.11, §3.12; RFC 7515 §4.1.9',
    source: 'inferred',
  } as const
  const { typ } = jws.header
  const expected = describeTypes('client-assertion')
  if (!isTypeOf('client-assertion', typ)) {
    return failed(rule, 'client_assertion_malformed', { expected, actual: show(typ) })
  }
  const foreign = findForeignClaim('client-assertion', jws)
  const actual = foreign === undefined ? show(typ) : `a JWT with '${foreign}'`
  return verdict(rule, foreign === undefined, 'client_assertion_malformed', { expected, actual })
}

/**
 * RFC 7523 §3 (8), RFC 8725 §3.1: the algorithm is the client's, or without one any that its method can use. So a
 * public key can never serve as the secret of a MAC, and `none` never as an algorithm.
 */
export function checkAssertionAlgorithm(
  { header }: CompactJws,
  method: ClientAuthenticationMethod,
  configured?: string,
): CheckResult {
  const rule = {
    check: 'client-assertion-alg',
    clause: 'RFC 7523 §3 (8); RFC 8725 §3.1',
    source: documented,
  } as const
  const allowed = configured === undefined ? algorithmsOf(method) : [configured]
  const { alg } = header
  const detail = excerpt(typeof alg === 'string' ? alg : 'none')
  const holds = typeof alg === 'string' && allowed.includes(alg)
  return verdict(rule, holds, 'client_assertion_alg_wrong', {
    expected: allowed.join(' '),
    actual: detail,
    detail,
  })
}

/** OpenID Connect Core §10.1: a MAC needs the client's secret. */
export function checkAssertionSecret(secret: string): CheckResult {
  const rule = {
    check: 'client-assertion-secret',
    clause: 'OpenID Connect Core §10.1',
    source: documented,
  } as const
  return verdict(rule, secret !== '', 'client_assertion_secret_missing', { expected: 'a client secret' })
}

/** RFC 7518 §3.2: the secret is as long as the hash of the MAC, because a shorter one can be guessed from one assertion. */
export function checkAssertionSecretLength(secret: string, algorithm: string): CheckResult {
  const rule = {
    check: 'client-assertion-secret-length',
    clause: 'RFC 7518 §3.2',
    source: documented,
  } as const
  const detail = String(minimumKeyBits(algorithm))
  return verdict(rule, isLongEnough(secret, algorithm), 'client_assertion_secret_short', {
    expected: `${detail} bits or more`,
    actual: `${Buffer.byteLength(secret) * 8} bits`,
    detail,
  })
}

/** RFC 7523 §3 (9): the signature or MAC is the client's. */
export function checkAssertionSignature(finding: SignatureFinding): CheckResult {
  const rule = { check: 'client-assertion-signature', clause: 'RFC 7523 §3 (9)', source: documented } as const
  return verdict(rule, finding.isValid, 'client_assertion_signature_wrong', {
    expected: 'valid',
    actual: describeSignature(finding),
  })
}

/** RFC 7523 §3 (7), OpenID Connect Core §9: an assertion is accepted once. */
export function checkAssertionReplay(isFirstUse: boolean): CheckResult {
  return verdict(replay, isFirstUse, 'client_assertion_replayed', {
    expected: 'first use',
    actual: isFirstUse ? 'first use' : 'used before',
  })
}

/** RFC 7523 §3 (7): a server may accept an assertion more than once. */
export function skipAssertionReplay(): Skip {
  return skipped(replay, "the service's replayCheck is off")
}

/**
 * The record of an assertion that was accepted, until it expires. One record serves all endpoints, because an assertion
 * that lists several audiences must not be accepted at each of them: `jti` identifies an assertion among all of its
 * issuer (RFC 7519 §4.1.7).
 */
export function describeAssertionUse(
  { payload }: CompactJws,
  clientId: number,
  clockSkewSeconds: number,
): UsedProof {
  return {
    api: 'client-assertion',
    jkt: String(clientId),
    jtiHash: sha256(String(payload['jti'])),
    forgetAt: Math.ceil((Number(payload['exp']) + clockSkewSeconds) * 1000),
  }
}
