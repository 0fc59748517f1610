import type { ClientAuthenticationReason } from '../shared/client-authentication.ts'
import type { RevocationReason as TokenRevocationReason } from '../../oauth/token/revocation.ts'
import { clientAuthenticationRows } from '../../outcome/client-authentication.ts'
import type { OutcomeRow } from '../../outcome/outcome.ts'

/** A request without a client is not refused for that: the token then identifies the client. */
export type RevocationRefusal =
  Exclude<ClientAuthenticationReason, 'client_unidentified'> | TokenRevocationReason

export type RevocationReason = 'revoked' | 'token_unknown' | 'crash' | RevocationRefusal

export interface RevocationOutcomeRow extends OutcomeRow {
  readonly status: 200
  readonly action: 'OK' | 'BAD_REQUEST' | 'INVALID_CLIENT' | 'INTERNAL_SERVER_ERROR'
}

const request = 'Authlete RevocationRequest'

const { client_unidentified: _, ...clientRows } = clientAuthenticationRows('revocation', {
  badRequest: 'BAD_REQUEST',
  unauthorized: 'INVALID_CLIENT',
  serverError: 'INTERNAL_SERVER_ERROR',
})

/** Every answer that POST /auth/revocation can give, in the order of the checks. */
// prettier-ignore
export const revocationOutcomes = {
  revoked: { status: 200, resultCode: 'A113001', action: 'OK', message: 'The token has been revoked successfully.', clause: 'RFC 7009 §2.2', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
  token_unknown: { status: 200, resultCode: 'A113001', action: 'OK', message: 'The token has been revoked successfully.', clause: 'RFC 7009 §2.2', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
  crash: { status: 200, resultCode: 'A116103', action: 'INTERNAL_SERVER_ERROR', message: 'Failed to revoke the token.', error: 'server_error', clause: 'Authlete RevocationResponse INTERNAL_SERVER_ERROR', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  parameters_missing: { status: 200, resultCode: 'A113201', action: 'INTERNAL_SERVER_ERROR', message: "The revocation request from the service does not contain 'parameters' parameter.", error: 'server_error', clause: `${request} parameters`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  parameters_malformed: { status: 200, resultCode: 'A113202', action: 'INTERNAL_SERVER_ERROR', message: "The format of the value of 'parameters' request parameter is wrong.", error: 'server_error', clause: `${request} parameters`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  parameters_empty: { status: 200, resultCode: 'A113301', action: 'BAD_REQUEST', message: 'The revocation request does not contain any request parameters.', error: 'invalid_request', clause: 'RFC 7009 §2.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_id_empty: { status: 200, resultCode: 'A114302', action: 'BAD_REQUEST', message: "The value of 'client_id' passed to the revocation endpoint is empty.", error: 'invalid_request', clause: 'RFC 6749 §2.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  client_secret_empty: { status: 200, resultCode: 'A114309', action: 'BAD_REQUEST', message: "The value of 'client_secret' in the revocation request is empty.", error: 'invalid_request', clause: 'RFC 6749 §2.3.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  ...clientRows,
  token_missing: { status: 200, resultCode: 'A115301', action: 'BAD_REQUEST', message: "The revocation request does not contain 'token' parameter.", error: 'invalid_request', clause: 'RFC 7009 §2.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  token_empty: { status: 200, resultCode: 'A115302', action: 'BAD_REQUEST', message: "The value of 'token' in the revocation request is empty.", error: 'invalid_request', clause: 'RFC 7009 §2.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  token_repeated: { status: 200, resultCode: 'A115303', action: 'BAD_REQUEST', message: "The revocation request contains multiple 'token' parameters.", error: 'invalid_request', clause: 'RFC 7009 §2.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  token_of_other_client: { status: 200, resultCode: 'A116301', action: 'BAD_REQUEST', message: 'The presented token has not been issued to the client application (ID = {detail}).', error: 'invalid_request', clause: 'RFC 7009 §2.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  token_client_locked: { status: 200, resultCode: 'A116304', action: 'INVALID_CLIENT', message: 'The client application associated with the token is locked.', error: 'invalid_client', clause: 'Authlete Client locked', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  token_client_unauthenticated: { status: 200, resultCode: 'A116302', action: 'INVALID_CLIENT', message: "The revocation request does not contain 'client_secret' although the client type of the client application that is associated with the token is 'confidential'.", error: 'invalid_client', clause: 'RFC 7009 §2.1', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
} as const satisfies Record<RevocationReason, RevocationOutcomeRow>
