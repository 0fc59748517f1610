import type { OAuthError } from './outcome.ts'

/** What a challenge says. `scope` is the required one (RFC 6750 §3.1, `insufficient_scope`). */
export interface ChallengeFacts {
  /** The algorithms that a proof may use; they make it a challenge of the DPoP scheme (RFC 9449 §7.1). */
  readonly proofAlgorithms?: readonly string[]
  readonly error: OAuthError
  readonly resultCode: string
  readonly resultMessage: string
  readonly scope?: string
}

/** A value for `WWW-Authenticate` in Authlete's format: parameters joined by commas without blanks, in this order. */
export function formatChallenge({ proofAlgorithms, scope, ...facts }: ChallengeFacts): string {
  const scheme = proofAlgorithms === undefined ? 'Bearer' : 'DPoP'
  const parameters = [
    ['error', facts.error],
    ['error_description', facts.resultMessage],
    ['error_uri', `https://docs.authlete.com/#${facts.resultCode}`],
    ...(scope === undefined ? [] : [['scope', scope]]),
    ...(proofAlgorithms === undefined ? [] : [['algs', proofAlgorithms.join(' ')]]),
  ]
  return `${scheme} ${parameters.map(([name, value]) => `${name}="${value}"`).join(',')}`
}
