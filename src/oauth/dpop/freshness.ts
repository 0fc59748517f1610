import { excerpt, failed, verdict, passed, skipped, type Skip, show } from '../../base/verdict.ts'
import type { CompactJws } from '../jose/compact-jws.ts'
import type { CheckResult } from './checks.ts'
import { hasCome, isBeforeExpiry, isNumericDate } from '../numeric-date.ts'

/** How far a proof's time may lie from the service's, in seconds. */
export interface TimeWindow {
  readonly pastSeconds: number
  readonly futureSeconds: number
}

/**
 * RFC 9449 §4.3 (11): the proof is fresh. A nonce is better evidence of the time than the client's clock, so with a
 * nonce required `iat` only has to be a time, and a client whose clock is wrong can recover.
 */
export function checkFreshness(
  { payload }: CompactJws,
  now: number,
  window: TimeWindow,
  nonceRequired: boolean,
): CheckResult {
  const rule = { check: 'dpop-iat', clause: 'RFC 9449 §4.3 (11)', source: 'documented' } as const
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
  return verdict(rule, iat >= earliest && iat <= latest, 'dpop_proof_invalid', {
    expected: `${earliest} to ${latest}`,
    actual,
    detail: `JWT claim 'iat' (${actual}) is not between ${earliest} and ${latest}`,
  })
}

/**
 * RFC 7519 §4.1.4, §4.1.5: DPoP does not define `exp` and `nbf`, but a proof that has them must comply with them. A
 * nonce limits when a proof was made and not how long it is valid.
 */
export function checkValidity(
  { payload }: CompactJws,
  now: number,
  { futureSeconds }: TimeWindow,
): CheckResult | Skip {
  const rule = { check: 'dpop-exp-nbf', clause: 'RFC 7519 §4.1.4, §4.1.5', source: 'inferred' } as const
  const { exp, nbf } = payload
  if (exp === undefined && nbf === undefined) return skipped(rule, 'the proof has neither exp nor nbf')
  const seconds = now / 1000
  const holds =
    (exp === undefined || isBeforeExpiry(exp, now, 0)) &&
    (nbf === undefined || hasCome(nbf, now, futureSeconds))
  return verdict(rule, holds, 'dpop_proof_invalid', {
    expected: `nbf <= ${seconds} < exp`,
    actual: excerpt(JSON.stringify({ exp, nbf })),
    detail: 'Expired JWT, or JWT before use time',
  })
}
