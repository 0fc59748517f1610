import { timingSafeEqual } from 'node:crypto'
import { sha256 } from '../../base/digest.ts'
import type { AuthorizationCode } from '../../model/authorization.ts'
import { failed, verdict, passed, type Verdict } from '../../base/verdict.ts'
import type { RequestParameters } from '../parameters.ts'
import { findParameterError } from '../token/request.ts'

export type CodeVerifierReason =
  | 'code_verifier_missing'
  | 'code_verifier_empty'
  | 'code_verifier_repeated'
  | 'code_verifier_malformed'
  | 'code_verifier_mismatch'
  | 'code_verifier_unexpected'

/**
 * RFC 7636 §4.5, §4.6: the verifier belongs to the challenge of the authorization request. A verifier without a
 * challenge is refused, because somebody may have taken the challenge away (RFC 9700 §2.1.1).
 */
export function checkCodeVerifier(
  { request }: AuthorizationCode,
  parameters: RequestParameters,
): Verdict<CodeVerifierReason> {
  const rule = { check: 'code-verifier', clause: 'RFC 7636 §4.5, §4.6', source: 'documented' } as const
  const { codeChallenge, codeChallengeMethod } = request
  const error = findParameterError(parameters, 'code_verifier')
  if (error === 'missing' && codeChallenge === undefined) return passed(rule, { actual: 'no challenge' })
  if (error !== undefined) return failed(rule, `code_verifier_${error}`)
  if (codeChallenge === undefined) return failed(rule, 'code_verifier_unexpected')
  const verifier = String(parameters.get('code_verifier'))
  if (!/^[A-Za-z0-9\-._~]{43,128}$/.test(verifier)) {
    return failed(rule, 'code_verifier_malformed', {
      expected: '43 to 128 unreserved characters',
      actual: `${verifier.length} characters`,
    })
  }
  const computed = codeChallengeMethod === 'S256' ? sha256(verifier) : verifier
  return verdict(rule, isSame(computed, codeChallenge), 'code_verifier_mismatch', {
    expected: `the verifier of the ${String(codeChallengeMethod)} challenge`,
    actual: `${verifier.length} characters`,
  })
}

/** Compares in a time that tells nothing about where two texts differ. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(one)), Buffer.from(sha256(other)))
}
