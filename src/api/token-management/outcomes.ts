import type { BareRow, OutcomeRow } from '../../outcome/outcome.ts'

export type CreateRefusal =
  | 'grant_type_missing'
  | 'grant_type_refresh_token'
  | 'grant_type_unsupported'
  | 'subject_missing'
  | 'subject_too_long'
  | 'subject_not_ascii'
  | 'scope_unsupported'
  | 'authorization_details_malformed'
  | 'client_unknown'
  | 'client_locked'
  | 'properties_too_big'
  | 'refresh_token_unsupported'
  | 'refresh_token_of_implicit'
  | 'refresh_token_of_client_credentials'
  | 'jwt_impossible'
  | 'access_token_in_use'
  | 'refresh_token_in_use'

export type CreateReason = 'created' | 'crash' | CreateRefusal

type CreateRow = OutcomeRow & {
  readonly status: 200
  readonly action: 'INTERNAL_SERVER_ERROR' | 'BAD_REQUEST' | 'FORBIDDEN' | 'OK'
}

const creation = 'Authlete TokenCreateRequest'

/** Every answer that POST /auth/token/create can give, in the order of the checks. */
// prettier-ignore
export const tokenCreateOutcomes = {
  created: { status: 200, resultCode: 'A109001', action: 'OK', message: 'An access token was created successfully: {grantType}, client = {clientId}', clause: 'Authlete TokenCreateResponse OK', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  crash: { status: 200, resultCode: 'A108101', action: 'INTERNAL_SERVER_ERROR', message: 'Failed to insert a new access token into the database.', clause: 'Authlete TokenCreateResponse INTERNAL_SERVER_ERROR', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  grant_type_missing: { status: 200, resultCode: 'A104201', action: 'BAD_REQUEST', message: "The 'grantType' parameter is empty.", clause: `${creation} grantType`, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  grant_type_refresh_token: { status: 200, resultCode: 'A104202', action: 'BAD_REQUEST', message: "REFRESH_TOKEN is not allowed as a value for the 'grantType' parameter.", clause: `${creation} grantType`, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  grant_type_unsupported: { status: 200, resultCode: 'A104203', action: 'BAD_REQUEST', message: 'The specified grant type ({grantType}) is not supported by this service ({serviceId}).', clause: `${creation} grantType`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  subject_missing: { status: 200, resultCode: 'A105201', action: 'BAD_REQUEST', message: "The 'subject' parameter is empty.", clause: `${creation} subject`, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  subject_too_long: { status: 200, resultCode: 'A105202', action: 'BAD_REQUEST', message: "The length of 'subject' in the /api/auth/token/create request exceeds the maximum length (100).", clause: `${creation} subject`, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  subject_not_ascii: { status: 200, resultCode: 'A105203', action: 'BAD_REQUEST', message: "The 'subject' in the /api/auth/token/create request contains non-ASCII letters.", clause: `${creation} subject`, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  scope_unsupported: { status: 200, resultCode: 'A106201', action: 'BAD_REQUEST', message: 'Unsupported scope: {detail}', clause: `${creation} scopes`, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  authorization_details_malformed: { status: 200, resultCode: 'A249304', action: 'BAD_REQUEST', message: "The format of the value of 'authorization_details' is wrong.", clause: `${creation} authorizationDetails`, source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  client_unknown: { status: 200, resultCode: 'A107201', action: 'BAD_REQUEST', message: 'No client has the client ID ({identifier}).', clause: `${creation} clientId`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_locked: { status: 200, resultCode: 'A107203', action: 'FORBIDDEN', message: 'The client identified by the client ID ({identifier}) is locked.', clause: `${creation} clientId`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  properties_too_big: { status: 200, resultCode: 'A108201', action: 'BAD_REQUEST', message: "The total size of 'properties' is too big.", clause: `${creation} properties`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  refresh_token_unsupported: { status: 200, resultCode: 'A108202', action: 'BAD_REQUEST', message: "The 'refreshToken' parameter cannot be specified since the service does not support the refresh token flow.", clause: `${creation} refreshToken`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  refresh_token_of_implicit: { status: 200, resultCode: 'A108203', action: 'BAD_REQUEST', message: "The 'refreshToken' parameter cannot be specified when 'grant_type' is 'implicit'.", clause: `${creation} refreshToken`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  refresh_token_of_client_credentials: { status: 200, resultCode: 'A108204', action: 'BAD_REQUEST', message: "The 'refreshToken' parameter cannot be specified when 'grant_type' is 'client_credentials'.", clause: `${creation} refreshToken`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  jwt_impossible: { status: 200, resultCode: 'A108205', action: 'INTERNAL_SERVER_ERROR', message: 'Failed to prepare a JWT-based access token: {detail}', clause: 'Authlete Service accessTokenSignAlg', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  access_token_in_use: { status: 200, resultCode: 'A144201', action: 'BAD_REQUEST', message: 'Cannot create an access token because the specified access token value is already in use.', clause: `${creation} accessToken`, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  refresh_token_in_use: { status: 200, resultCode: 'A144202', action: 'BAD_REQUEST', message: 'Cannot create an access token because the specified refresh token value is already in use.', clause: `${creation} refreshToken`, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
} as const satisfies Record<CreateReason, CreateRow>

export type UpdateRefusal =
  | 'access_token_missing'
  | 'access_token_unknown'
  | 'refresh_token_unknown'
  | 'properties_too_big'
  | 'authorization_details_malformed'

export type UpdateReason = 'updated' | 'crash' | UpdateRefusal

type UpdateRow = OutcomeRow & {
  readonly status: 200
  readonly action: 'INTERNAL_SERVER_ERROR' | 'BAD_REQUEST' | 'FORBIDDEN' | 'NOT_FOUND' | 'OK'
}

const update = 'Authlete TokenUpdateRequest'

/** Every answer that POST /auth/token/update can give, in the order of the checks. */
// prettier-ignore
export const tokenUpdateOutcomes = {
  updated: { status: 200, resultCode: 'A135001', action: 'OK', message: 'Updated the access token successfully.', clause: 'Authlete TokenUpdateResponse OK', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  crash: { status: 200, resultCode: 'A135101', action: 'INTERNAL_SERVER_ERROR', message: 'Failed to update the database record of the access token.', clause: 'Authlete TokenUpdateResponse INTERNAL_SERVER_ERROR', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_missing: { status: 200, resultCode: 'A134201', action: 'BAD_REQUEST', message: "The /api/auth/token/update API call must contain either the 'accessToken' or 'accessTokenHash' parameter.", clause: `${update} accessToken`, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  access_token_unknown: { status: 200, resultCode: 'A134202', action: 'NOT_FOUND', message: "The access token identified by the 'accessToken' request parameter does not exist.", clause: `${update} accessToken`, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  refresh_token_unknown: { status: 200, resultCode: 'A134206', action: 'NOT_FOUND', message: "The access token associated with the refresh token identified by the 'refreshToken' request parameter does not exist.", clause: 'Authlete TokenUpdateRequest refreshToken', source: 'assumed', conditionSource: 'inferred', messageSource: 'assumed' },
  properties_too_big: { status: 200, resultCode: 'A134205', action: 'BAD_REQUEST', message: "The total size of 'properties' is too big.", clause: `${update} properties`, source: 'assumed', conditionSource: 'assumed', messageSource: 'inferred' },
  authorization_details_malformed: { status: 200, resultCode: 'A249304', action: 'BAD_REQUEST', message: "The format of the value of 'authorization_details' is wrong.", clause: `${update} authorizationDetails`, source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
} as const satisfies Record<UpdateReason, UpdateRow>

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

export type ListRefusal =
  'start_malformed' | 'start_negative' | 'end_malformed' | 'end_negative' | 'page_too_long' | 'client_unknown'

export type ListReason = 'listed' | ListRefusal

const list = 'Authlete API 3.0, GET /auth/token/get/list'

/** Every answer that GET /auth/token/get/list can give, in the order of the checks. */
// prettier-ignore
export const tokenListOutcomes = {
  listed: { status: 200, clause: list, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  start_malformed: { status: 400, resultCode: 'A159201', message: "Parameter 'start' failed to be parsed as int.", clause: list, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  start_negative: { status: 400, resultCode: 'A159202', message: "Parameter 'start' must not be negative.", clause: list, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  end_malformed: { status: 400, resultCode: 'A159203', message: "Parameter 'end' failed to be parsed as int.", clause: list, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  end_negative: { status: 400, resultCode: 'A159204', message: "Parameter 'end' must not be negative.", clause: list, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  page_too_long: { status: 400, resultCode: 'A159205', message: 'The requested number of access tokens to be returned from this endpoint exceeds the maximum number (1000).', clause: list, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_unknown: { status: 404, resultCode: 'A001218', message: '/auth/token/get/list, The client (identifier = {identifier}) does not exist.', clause: list, source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
} as const satisfies Record<ListReason, BareRow | OutcomeRow>
