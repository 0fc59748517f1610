import type { AccessToken } from '../../model/access-token.ts'
import { proofAlgorithms } from '../../oauth/jose/public-key.ts'
import { formatChallenge, type Requirements } from './challenge.ts'
import type { OutcomeRow } from '../../outcome/outcome.ts'

/** A row that the client receives as an OAuth error. */
type RefusalRow = OutcomeRow & { readonly error: NonNullable<OutcomeRow['error']> }

/**
 * The challenge of a refusal (RFC 6750 §3, RFC 9449 §7.1): in the DPoP scheme if the token is known to be bound to a
 * key.
 */
export function formatTokenRefusal(
  { error, resultCode }: RefusalRow,
  message: string,
  token: AccessToken | undefined,
  requirements: Requirements = {},
): string {
  return formatChallenge({
    ...(token?.jkt !== undefined && { proofAlgorithms }),
    error,
    resultCode,
    resultMessage: message,
    requirements,
  })
}
