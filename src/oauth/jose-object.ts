import type { JsonObject } from '../base/json.ts'
import {
  excerpt,
  failed,
  passed,
  passedWith,
  show,
  verdict,
  type Finding,
  type Rule,
  type Verdict,
} from '../base/verdict.ts'
import type { Client } from '../model/client.ts'
import { findUnsupportedExtension, readBase64url, readSegment } from './jose/compact-jws.ts'
import { searchPublicKeys } from './jose/jwk-set.ts'
import { isLongEnough, isMacAlgorithm, minimumKeyBits } from './jose/mac-algorithms.ts'
import { proofAlgorithms, type PublicKey } from './jose/public-key.ts'
import { describeSignature, type SignatureFinding } from './jose/signature.ts'
import { hasCome, isBeforeExpiry, isNumericDate } from './numeric-date.ts'

export type JoseFormReason =
  | 'jose_missing'
  | 'jose_encrypted'
  | 'jose_malformed'
  | 'jose_header_invalid'
  | 'jose_payload_invalid'
  | 'jose_alg_missing'
  | 'jose_alg_unsupported'

export type JoseClaimReason =
  | 'jose_payload_not_json'
  | 'jose_claim_missing'
  | 'jose_claim_not_integer'
  | 'jose_claim_not_text'
  | 'jose_expired'
  | 'jose_issued_in_future'
  | 'jose_not_yet_valid'

export type JoseKeyReason =
  | 'jose_client_missing'
  | 'jose_client_unknown'
  | 'jose_client_keys_missing'
  | 'jose_client_keys_unfetched'
  | 'jose_service_keys_missing'
  | 'jose_service_symmetric'
  | 'jose_secret_unusable'
  | 'jose_key_unknown'
  | 'jose_key_ambiguous'
  | 'jose_signature_wrong'

/** A compact JWS of any kind. Its payload need not be JSON. */
export interface JoseObject {
  readonly text: string
  readonly header: JsonObject
  readonly payload: JsonObject | undefined
}

/** As long as a client's request object may be. */
const maximumLength = 16_384

/** RFC 7515 §7.1: the value is one compact JWS. The mock does not support JWE (RFC 7516 §7.1). */
export function checkJoseForm(text = ''): Finding<JoseFormReason, JoseObject> {
  const rule = { check: 'jose-form', clause: 'RFC 7515 §7.1; RFC 7516 §7.1', source: 'documented' } as const
  if (text === '') return failed(rule, 'jose_missing')
  const segments = text.split('.')
  const actual = `${segments.length} segments, ${text.length} characters`
  if (segments.length === 5) return failed(rule, 'jose_encrypted', { actual })
  if (segments.length !== 3 || text.length > maximumLength) return failed(rule, 'jose_malformed', { actual })
  const [headerText = '', payloadText = '', signature = ''] = segments
  const header = readSegment(headerText)
  if (header === undefined || (signature !== '' && readBase64url(signature) === undefined)) {
    return failed(rule, 'jose_malformed', { actual: 'a segment that is not base64url' })
  }
  if ('error' in header) return failed(rule, 'jose_header_invalid', { actual: header.error })
  const extension = findUnsupportedExtension({ header: header.value })
  if (extension !== undefined) return failed(rule, 'jose_header_invalid', { actual: extension })
  const payload = readSegment(payloadText)
  if (payload === undefined) return failed(rule, 'jose_payload_invalid')
  return passedWith(rule, {
    text,
    header: header.value,
    payload: 'value' in payload ? payload.value : undefined,
  })
}

/** RFC 7515 §4.1.1. */
export function checkJoseAlgorithm({ header: { alg } }: JoseObject): Verdict<JoseFormReason> {
  const rule = { check: 'jose-alg', clause: 'RFC 7515 §4.1.1', source: 'documented' } as const
  if (typeof alg !== 'string') return failed(rule, 'jose_alg_missing', { actual: show(alg) })
  const detail = excerpt(alg)
  const isKnown = alg === 'none' || isMacAlgorithm(alg) || proofAlgorithms.includes(alg)
  return verdict(rule, isKnown, 'jose_alg_unsupported', { actual: detail, detail })
}

/** What claims are checked by: those that must be there, the service's time in epoch ms, and by how much clocks may differ. */
export interface ClaimRequirements {
  readonly mandatory: readonly string[]
  readonly now: number
  readonly skewSeconds: number
}

/** The verdict on one claim, or on a payload that has none. */
export interface ClaimVerdict {
  readonly claim?: string
  readonly verdict: Verdict<JoseClaimReason>
}

/** RFC 7519 §4.1: each mandatory claim is there, and each registered one has the right type and time. */
export function checkJoseClaims(
  { payload }: JoseObject,
  requirements: ClaimRequirements,
): readonly ClaimVerdict[] {
  const { mandatory } = requirements
  if (payload === undefined) return mandatory.length === 0 ? [] : [refusePayload()]
  const named = (claim: string) => Object.hasOwn(payload, claim)
  return [
    ...mandatory.map((claim) => checkPresent(claim, named(claim))),
    ...textClaims.filter(named).map((claim) => checkText(claim, payload[claim])),
    ...timeClaims
      .filter(({ claim }) => named(claim))
      .map((rule) => checkTime(rule, payload[rule.claim], requirements)),
  ]
}

function refusePayload(): ClaimVerdict {
  const rule = { check: 'jose-payload', clause: 'RFC 7519 §7.2', source: 'documented' } as const
  return { verdict: failed(rule, 'jose_payload_not_json') }
}

function checkPresent(claim: string, isPresent: boolean): ClaimVerdict {
  const rule = {
    check: 'jose-mandatory-claim',
    clause: 'Authlete JoseVerifyRequest mandatoryClaims',
    source: 'documented',
  } as const
  const name = excerpt(claim, 80)
  const evidence = { expected: name, actual: isPresent ? name : 'none', detail: name }
  return { claim, verdict: verdict(rule, isPresent, 'jose_claim_missing', evidence) }
}

const textClaims = ['iss', 'sub', 'jti']

function checkText(claim: string, value: unknown): ClaimVerdict {
  const rule = { check: `jose-${claim}`, clause: 'RFC 7519 §4.1', source: 'documented' } as const
  const evidence = { expected: 'a string', actual: show(value), detail: claim }
  return { claim, verdict: verdict(rule, typeof value === 'string', 'jose_claim_not_text', evidence) }
}

interface TimeRule {
  readonly claim: 'exp' | 'iat' | 'nbf'
  readonly rule: Rule
  readonly reason: JoseClaimReason
  readonly holds: (value: unknown, now: number, skewSeconds: number) => boolean
}

const timeClaims: readonly TimeRule[] = [
  {
    claim: 'exp',
    rule: { check: 'jose-exp', clause: 'RFC 7519 §4.1.4', source: 'documented' },
    reason: 'jose_expired',
    holds: isBeforeExpiry,
  },
  {
    claim: 'iat',
    rule: { check: 'jose-iat', clause: 'RFC 7519 §4.1.6', source: 'documented' },
    reason: 'jose_issued_in_future',
    holds: hasCome,
  },
  {
    claim: 'nbf',
    rule: { check: 'jose-nbf', clause: 'RFC 7519 §4.1.5', source: 'documented' },
    reason: 'jose_not_yet_valid',
    holds: hasCome,
  },
]

/** Authlete takes integers alone, where RFC 7519 §2 has fractions too. */
function checkTime(
  { claim, rule, reason, holds }: TimeRule,
  value: unknown,
  { now, skewSeconds }: ClaimRequirements,
): ClaimVerdict {
  if (!isNumericDate(value) || !Number.isInteger(value)) {
    const evidence = { expected: 'an integer', actual: show(value), detail: claim }
    return { claim, verdict: failed(rule, 'jose_claim_not_integer', evidence) }
  }
  const current = Math.floor(now / 1000)
  const detail = `${claim} = ${value}, current time = ${current}, clock skew = ${skewSeconds}`
  const evidence = {
    expected: `current time ${current}, clock skew ${skewSeconds}`,
    actual: String(value),
    detail,
  }
  return { claim, verdict: verdict(rule, holds(value, now, skewSeconds), reason, evidence) }
}

const keyRule = {
  check: 'jose-key',
  clause: 'Authlete JoseVerifyRequest signedByClient, clientIdentifier; RFC 7515 §6',
  source: 'documented',
} as const

/** The key of the client that is named: its secret for a MAC, else one of its registered keys. `jwks_uri` is not fetched. */
export function findKeyOfClient(
  jws: JoseObject,
  identifier: string | undefined,
  client: Client | undefined,
): Finding<JoseKeyReason, PublicKey | string> {
  if (!identifier) return failed(keyRule, 'jose_client_missing')
  if (client === undefined) return failed(keyRule, 'jose_client_unknown', { detail: excerpt(identifier, 80) })
  const { jwks, jwksUri, clientSecret = '' } = client.properties
  const algorithm = String(jws.header['alg'])
  if (isMacAlgorithm(algorithm)) return readSecret(clientSecret, algorithm)
  if (jwks) return chooseKey(jws, jwks, 'client')
  return failed(keyRule, jwksUri ? 'jose_client_keys_unfetched' : 'jose_client_keys_missing')
}

/** RFC 7518 §3.2: a secret that is shorter than the hash of the MAC can be guessed from one JWS. */
function readSecret(secret: string, algorithm: string): Finding<JoseKeyReason, string> {
  if (isLongEnough(secret, algorithm)) return passedWith(keyRule, secret)
  const bits = Buffer.byteLength(secret) * 8
  return failed(keyRule, 'jose_secret_unusable', {
    expected: `a secret of at least ${minimumKeyBits(algorithm)} bits`,
    actual: `${bits} bits`,
  })
}

/** The service's own key, which verifies what the service has signed. */
export function findKeyOfService(
  jws: JoseObject,
  { jwks }: { readonly jwks?: string },
): Finding<JoseKeyReason, PublicKey | string> {
  const algorithm = String(jws.header['alg'])
  if (isMacAlgorithm(algorithm)) return failed(keyRule, 'jose_service_symmetric', { detail: algorithm })
  return jwks ? chooseKey(jws, jwks, 'service') : failed(keyRule, 'jose_service_keys_missing')
}

function chooseKey(
  { header: { alg, kid } }: JoseObject,
  jwks: string,
  owner: string,
): Finding<JoseKeyReason, PublicKey> {
  const algorithm = String(alg)
  const { found, ...evidence } = searchPublicKeys(jwks, kid, algorithm)
  const [key, ...others] = found
  const sought = `alg = ${algorithm}, kid = ${kid === undefined ? 'null' : show(kid)}`
  if (key === undefined)
    return failed(keyRule, 'jose_key_unknown', { ...evidence, detail: `${owner}'s JWK Set. (${sought})` })
  if (others.length > 0) return failed(keyRule, 'jose_key_ambiguous', { ...evidence, detail: sought })
  return passedWith(keyRule, key, { actual: key.thumbprint })
}

/** RFC 7515 §5.2. An unsecured JWS (RFC 7518 §3.6) has no signature that could be valid. */
export function checkJoseSignature(finding: SignatureFinding): Verdict<JoseKeyReason> {
  const rule = {
    check: 'jose-signature',
    clause: 'RFC 7515 §5.2; RFC 7518 §3.6',
    source: 'documented',
  } as const
  if (finding.isValid) return passed(rule)
  return failed(rule, 'jose_signature_wrong', { expected: 'valid', actual: describeSignature(finding) })
}
