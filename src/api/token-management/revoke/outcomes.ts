import type { BareRow, OutcomeRow } from '../../../outcome/outcome.ts'

export type DeleteReason = 'deleted' | 'access_token_unknown'

/** Every answer that DELETE /auth/token/delete can give. */
// prettier-ignore
export const tokenDeleteOutcomes = {
  deleted: { status: 204, clause: 'Authlete API 3.0, DELETE /auth/token/delete', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_unknown: { status: 404, resultCode: 'A313301', message: 'The access token does not exist.', clause: 'Authlete API 3.0, DELETE /auth/token/delete', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
} as const satisfies Record<DeleteReason, BareRow | OutcomeRow>

export type RevokeReason =
  'revoked' | 'owner_missing' | 'access_token_unknown' | 'refresh_token_unknown' | 'client_unknown'

const revocation = 'Authlete TokenRevokeRequest'

/** Every answer that POST /auth/token/revoke can give. Authlete writes the text of the first without its code. */
// prettier-ignore
export const tokenRevokeOutcomes = {
  revoked: { status: 200, resultCode: 'A312001', message: 'Revoked {count} access token(s).', clause: 'Authlete TokenRevokeResponse', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_unknown: { status: 404, resultCode: 'A313301', message: 'The access token does not exist.', clause: `${revocation} accessTokenIdentifier`, source: 'observed', conditionSource: 'observed', messageSource: 'assumed' },
  refresh_token_unknown: { status: 404, resultCode: 'A313302', message: 'The refresh token does not exist.', clause: `${revocation} refreshTokenIdentifier`, source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  client_unknown: { status: 404, resultCode: 'A001218', message: '/auth/token/revoke, The client (identifier = {identifier}) does not exist.', clause: `${revocation} clientIdentifier`, source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  owner_missing: { status: 400, resultCode: 'A313201', message: 'The request names no access token, no refresh token, no client and no subject.', clause: revocation, source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
} as const satisfies Record<RevokeReason, OutcomeRow>
