import { timingSafeEqual } from 'node:crypto'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import { excerpt, failed, verdict, passed, type Verdict } from '../../base/verdict.ts'
import { type RequestParameters, findParameterError } from '../parameters.ts'
import { sha256 } from '../../base/digest.ts'
import type { AuthorizationCode } from '../../model/authorization.ts'

export type PkceReason =
  | 'code_challenge_missing'
  | 'code_challenge_empty'
  | 'code_challenge_malformed'
  | 'code_challenge_method_unsupported'
  | 'code_challenge_method_missing'
  | 'code_challenge_method_weak'

/** RFC 7636 §4.2, §4.3: the form of a challenge and of its method, and whether a challenge is required. */
export function checkCodeChallenge(
  parameters: RequestParameters,
  service: Service,
  client: Client,
): Verdict<PkceReason> {
  const rule = { check: 'code-challenge', clause: 'RFC 7636 §4.2, §4.4.1', source: 'documented' } as const
  const challenge = parameters.get('code_challenge')
  if (parameters.isEmpty('code_challenge')) return failed(rule, 'code_challenge_empty')
  if (challenge === undefined) {
    const required = isRequired('pkceRequired', service, client)
    return verdict(rule, !required, 'code_challenge_missing', { actual: 'none' })
  }
  return verdict(rule, /^[A-Za-z0-9\-._~]{43,128}$/.test(challenge), 'code_challenge_malformed', {
    expected: '43 to 128 unreserved characters',
    actual: excerpt(challenge),
  })
}

/** RFC 7636 §4.3: the method is plain or S256, and S256 if the service or the client requires it. */
export function checkCodeChallengeMethod(
  parameters: RequestParameters,
  service: Service,
  client: Client,
): Verdict<PkceReason> {
  const rule = {
    check: 'code-challenge-method',
    clause: 'RFC 7636 §4.3, §7.2',
    source: 'documented',
  } as const
  const method = parameters.get('code_challenge_method')
  const evidence = { expected: 'plain or S256', actual: method === undefined ? 'none' : excerpt(method) }
  if (method !== undefined && method !== 'plain' && method !== 'S256') {
    return failed(rule, 'code_challenge_method_unsupported', evidence)
  }
  const used = parameters.get('code_challenge') !== undefined
  if (!used || !isRequired('pkceS256Required', service, client)) return passed(rule, evidence)
  if (method === undefined) return failed(rule, 'code_challenge_method_missing', evidence)
  return verdict(rule, method === 'S256', 'code_challenge_method_weak', evidence)
}

function isRequired(name: 'pkceRequired' | 'pkceS256Required', service: Service, client: Client): boolean {
  return service.properties[name] === true || client.properties[name] === true
}

/** The challenge to bind the code to; without a method it is a plain one (RFC 7636 §4.3). */
export function readCodeChallenge(parameters: RequestParameters): {
  readonly codeChallenge?: string
  readonly codeChallengeMethod?: 'plain' | 'S256'
} {
  const codeChallenge = parameters.get('code_challenge')
  if (codeChallenge === undefined) return {}
  const codeChallengeMethod = parameters.get('code_challenge_method') === 'S256' ? 'S256' : 'plain'
  return { codeChallenge, codeChallengeMethod }
}

export type CodeVerifierReason =
  | 'code_verifier_missing'
  | 'code_verifier_empty'
  | 'code_verifier_repeated'
  | 'code_verifier_malformed'
  | 'code_verifier_mismatch'
  | 'code_verifier_unexpected'

/**
 * RFC 7636 §4.5, §4.6: the verifier matches the challenge of the authorization request. A verifier without a challenge
 * is refused, because an attacker may have removed the challenge (RFC 9700 §2.1.1).
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

/** Compares in constant time. */
function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(one)), Buffer.from(sha256(other)))
}
