import type { OAuthError } from './outcome.ts'

/** The algorithms that the mock verifies, as a DPoP challenge lists them (RFC 9449 §7.1). */
const challengeAlgorithms = 'RS256 RS384 RS512 ES256 ES384 ES512 PS256 PS384 PS512 EdDSA'

/** What a challenge says. `scope` is the required one (RFC 6750 §3.1, `insufficient_scope`). */
export interface ChallengeFacts {
  readonly scheme: 'Bearer' | 'DPoP'
  readonly error: OAuthError
  readonly resultCode: string
  readonly resultMessage: string
  readonly scope?: string
}

/** A value for `WWW-Authenticate` in Authlete's format: parameters joined by commas without blanks, in this order. */
export function formatChallenge(facts: ChallengeFacts): string {
  const parameters = [
    ['error', facts.error],
    ['error_description', facts.resultMessage],
    ['error_uri', `https://docs.authlete.com/#${facts.resultCode}`],
    ...(facts.scope === undefined ? [] : [['scope', facts.scope]]),
    ...(facts.scheme === 'DPoP' ? [['algs', challengeAlgorithms]] : []),
  ]
  return `${facts.scheme} ${parameters.map(([name, value]) => `${name}="${value}"`).join(',')}`
}
