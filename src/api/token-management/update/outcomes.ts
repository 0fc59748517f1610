import type { OutcomeRow } from '../../../outcome/outcome.ts'

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
