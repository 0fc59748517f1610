import type { AuthorizationCode } from '../../model/authorization.ts'
import type { FoundPending } from '../../model/pending.ts'
import type { Client } from '../../model/client.ts'
import {
  excerpt,
  failed,
  found,
  passedWith,
  skipped,
  verdict,
  type Finding,
  type Verdict,
} from '../../base/verdict.ts'
import { isExpired } from './access-token.ts'
import { type RequestParameters, findParameterError } from '../parameters.ts'

export type CodeReason =
  | 'code_missing'
  | 'code_empty'
  | 'code_repeated'
  | 'code_unknown'
  | 'code_of_other_client'
  | 'code_spent'
  | 'code_expired'
  | 'redirect_uri_repeated'
  | 'redirect_uri_missing'
  | 'redirect_uri_mismatch'
  | 'redirect_uri_unexpected'

/** RFC 6749 §4.1.3: the request has one code. Finds the code. */
export function checkCodeGiven(parameters: RequestParameters): Finding<CodeReason, string> {
  const rule = { check: 'code', clause: 'RFC 6749 §4.1.3', source: 'documented' } as const
  const error = findParameterError(parameters, 'code')
  return error === undefined
    ? passedWith(rule, String(parameters.get('code')))
    : failed(rule, `code_${error}`)
}

/** RFC 6749 §4.1.3: the code is one that this service issued. Finds the code, and whether it was used. */
export function checkCodeKnown(
  known: FoundPending<'code'> | undefined,
): Finding<CodeReason, FoundPending<'code'>> {
  const rule = { check: 'code-known', clause: 'RFC 6749 §4.1.3', source: 'documented' } as const
  return found(rule, known, 'code_unknown', {
    actual: known === undefined ? 'unknown' : `a code of client ${known.content.request.clientId}`,
  })
}

/** RFC 6749 §4.1.3: the code was issued to the client that presents it. */
export function checkCodeClient({ request }: AuthorizationCode, { clientId }: Client): Verdict<CodeReason> {
  const rule = { check: 'code-client', clause: 'RFC 6749 §4.1.3', source: 'documented' } as const
  return verdict(rule, request.clientId === clientId, 'code_of_other_client', {
    expected: String(request.clientId),
    actual: String(clientId),
  })
}

/** RFC 6749 §4.1.2: a code works once. */
export function checkCodeUnused(used: boolean): Verdict<CodeReason> {
  const rule = { check: 'code-unused', clause: 'RFC 6749 §4.1.2', source: 'documented' } as const
  return verdict(rule, !used, 'code_spent', {
    expected: 'first use',
    actual: used ? 'used before' : 'first use',
  })
}

/** RFC 6749 §4.1.2: the code has not expired. `now` in epoch milliseconds. */
export function checkCodeExpiry({ expiresAt }: AuthorizationCode, now: number): Verdict<CodeReason> {
  const rule = { check: 'code-expiry', clause: 'RFC 6749 §4.1.2', source: 'documented' } as const
  return verdict(rule, !isExpired(expiresAt, now), 'code_expired', {
    actual: `${Math.abs(expiresAt - now)} ms ${isExpired(expiresAt, now) ? 'after' : 'before'} its end`,
  })
}

/**
 * RFC 6749 §4.1.3: the redirect URI equals that of the authorization request, compared character by character; if that
 * request had none, neither does this one (Authlete A050310).
 */
export function checkCodeRedirectUri(
  { request: { redirectUri, redirectUriGiven } }: AuthorizationCode,
  parameters: RequestParameters,
): Verdict<CodeReason> {
  const rule = { check: 'code-redirect-uri', clause: 'RFC 6749 §4.1.3', source: 'documented' } as const
  const given = parameters.get('redirect_uri')
  if (parameters.repeated.includes('redirect_uri')) return failed(rule, 'redirect_uri_repeated')
  const evidence = { expected: redirectUriGiven ? redirectUri : 'none', actual: excerpt(given ?? 'none') }
  if (!redirectUriGiven) return verdict(rule, given === undefined, 'redirect_uri_unexpected', evidence)
  if (given === undefined) return failed(rule, 'redirect_uri_missing', evidence)
  return verdict(rule, given === redirectUri, 'redirect_uri_mismatch', evidence)
}

/** RFC 9449 §10: a code that the authorization request bound to a key is redeemed with a proof by that key. */
export function checkCodeKey(
  { request }: AuthorizationCode,
  jkt: string | undefined,
): Verdict<'code_key_mismatch'> {
  const rule = { check: 'code-dpop-jkt', clause: 'RFC 9449 §10', source: 'documented' } as const
  const { dpopJkt } = request
  if (dpopJkt === undefined) return skipped(rule, 'the code is bound to no key')
  return verdict(rule, dpopJkt === jkt, 'code_key_mismatch', { expected: dpopJkt, actual: jkt })
}
