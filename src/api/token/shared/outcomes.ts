import type { OutcomeRow } from '../../../outcome/outcome.ts'

export interface TokenOutcomeRow extends OutcomeRow {
  readonly status: 200
  readonly action: 'OK' | 'BAD_REQUEST' | 'INVALID_CLIENT' | 'INTERNAL_SERVER_ERROR' | 'PASSWORD'
}

/** The answers of a grant type, in groups as the catalogue lists them. */
export interface GrantOutcomes<Success extends string, Refusal extends string> {
  readonly success: Readonly<Record<Success, TokenOutcomeRow>>
  readonly refusals: Readonly<Record<Refusal, TokenOutcomeRow>>
  /** Absent if the grant type issues no tokens itself. */
  readonly failures?: Readonly<Record<string, TokenOutcomeRow>>
}

/** Why tokens cannot be issued after all checks have passed. */
export type IssuanceReason<Prefix extends string> =
  `${Prefix}properties_too_big` | `${Prefix}jwt_impossible` | `${Prefix}access_token_taken`

/** Issuance failures: the code prefix depends on the grant type. */
// prettier-ignore
export function issuanceOutcomes<const Prefix extends string>(prefix: Prefix, codePrefix: string, taken: Pick<TokenOutcomeRow, 'resultCode' | 'message'>) {
  return {
    [`${prefix}properties_too_big`]: { status: 200, resultCode: `${codePrefix}201`, action: 'INTERNAL_SERVER_ERROR', message: "The total size of 'properties' is too big.", error: 'server_error', clause: 'Authlete TokenRequest properties', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    [`${prefix}jwt_impossible`]: { status: 200, resultCode: `${codePrefix}202`, action: 'INTERNAL_SERVER_ERROR', message: 'Failed to prepare a JWT-based access token: {detail}', error: 'server_error', clause: 'RFC 9068 §2; Authlete Service accessTokenSignAlg', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    [`${prefix}access_token_taken`]: { status: 200, resultCode: taken.resultCode, action: 'INTERNAL_SERVER_ERROR', message: taken.message, error: 'server_error', clause: 'Authlete TokenRequest accessToken', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  } as Record<IssuanceReason<Prefix>, TokenOutcomeRow>
}

/** The common part of refusals of a password ticket. */
export const ticketError = {
  status: 200,
  action: 'INTERNAL_SERVER_ERROR',
  error: 'server_error',
  source: 'documented',
  conditionSource: 'inferred',
  messageSource: 'documented',
} as const
