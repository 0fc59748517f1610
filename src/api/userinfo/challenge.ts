import type { AccessToken } from '../../model/access-token.ts'
import { resultMessage, type OutcomeRow } from '../../outcome/outcome.ts'
import { formatTokenRefusal } from '../shared/token-refusal.ts'

/** The challenge of a refusal (RFC 6750 §3); undefined if the row is no error. */
export function formatChallenge(
  { error, ...row }: OutcomeRow,
  values: Readonly<Record<string, string>>,
  token: AccessToken | undefined,
): string | undefined {
  return error && formatTokenRefusal({ ...row, error }, resultMessage(row, values), token)
}
