import { cleanText, type OAuthError } from '../../outcome/outcome.ts'

/** The content of a challenge. */
interface ChallengeFacts {
  /** The algorithms for proofs; they make it a challenge of the DPoP scheme (RFC 9449 §7.1). */
  readonly proofAlgorithms?: readonly string[]
  readonly error: OAuthError
  readonly resultCode: string
  readonly resultMessage: string
  /** What the error adds: `scope` (RFC 6750 §3.1), `acr_values` or `max_age` (RFC 9470 §3). */
  readonly requirements?: Requirements
}

/** The requirements of a request, as parameters of a challenge. */
export type Requirements = Readonly<Record<string, string>>

/** A value for `WWW-Authenticate` in Authlete's format: parameters joined by commas without blanks, in this order. */
export function formatChallenge({ proofAlgorithms, requirements = {}, ...facts }: ChallengeFacts): string {
  const scheme = proofAlgorithms === undefined ? 'Bearer' : 'DPoP'
  const parameters: readonly (readonly [string, string])[] = [
    ['error', facts.error],
    ['error_description', facts.resultMessage],
    ['error_uri', `https://docs.authlete.com/#${facts.resultCode}`],
    ...Object.entries(requirements),
    ...(proofAlgorithms === undefined ? [] : [['algs', proofAlgorithms.join(' ')] as const]),
  ]
  return `${scheme} ${parameters.map(([name, value]) => `${name}="${cleanText(value)}"`).join(',')}`
}
