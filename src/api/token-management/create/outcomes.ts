import type { OutcomeRow } from '../../../outcome/outcome.ts'

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
