import type { OutcomeRow } from '../../../outcome/outcome.ts'

export type StandardIntrospectionRefusal =
  | 'parameters_missing'
  | 'parameters_malformed'
  | 'parameters_empty'
  | 'token_missing'
  | 'resource_server_missing'
  | 'encryption_unsupported'
  | 'signature_impossible'

export type StandardIntrospectionReason =
  'introspected' | 'introspected_as_jwt' | 'crash' | StandardIntrospectionRefusal

export interface StandardIntrospectionRow extends OutcomeRow {
  readonly status: 200
  readonly action: 'INTERNAL_SERVER_ERROR' | 'BAD_REQUEST' | 'OK' | 'JWT'
}

const request = 'Authlete StandardIntrospectionRequest'

/** Every answer that POST /auth/introspection/standard can give, in the order of the checks. */
// prettier-ignore
export const standardIntrospectionOutcomes = {
  introspected: { status: 200, resultCode: 'A145001', action: 'OK', message: 'Introspection was performed successfully (type={type}, active={active}).', clause: 'RFC 7662 §2.2', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
  introspected_as_jwt: { status: 200, resultCode: 'A145001', action: 'JWT', message: 'Introspection was performed successfully (type={type}, active={active}).', clause: 'RFC 9701 §5', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
  crash: { status: 200, resultCode: 'A145101', action: 'INTERNAL_SERVER_ERROR', message: 'Failed to get information about the token from the database.', error: 'server_error', clause: 'Authlete StandardIntrospectionResponse INTERNAL_SERVER_ERROR', source: 'assumed', conditionSource: 'documented', messageSource: 'assumed' },
  parameters_missing: { status: 200, resultCode: 'A145201', action: 'INTERNAL_SERVER_ERROR', message: "The standard introspection request from the service does not contain 'parameters' parameter.", error: 'server_error', clause: `${request} parameters`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  parameters_malformed: { status: 200, resultCode: 'A145202', action: 'INTERNAL_SERVER_ERROR', message: "The format of the value of 'parameters' request parameter is wrong.", error: 'server_error', clause: `${request} parameters`, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  parameters_empty: { status: 200, resultCode: 'A145301', action: 'BAD_REQUEST', message: 'The standard introspection request does not contain any request parameters.', error: 'invalid_request', clause: 'RFC 7662 §2.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  token_missing: { status: 200, resultCode: 'A145302', action: 'BAD_REQUEST', message: "The 'token' request parameter is missing.", error: 'invalid_request', clause: 'RFC 7662 §2.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  resource_server_missing: { status: 200, resultCode: 'A404301', action: 'BAD_REQUEST', message: 'The URI of the resource server is required when a JWT introspection response is requested.', error: 'invalid_request', clause: `RFC 9701 §5; ${request} rsUri`, source: 'observed', conditionSource: 'observed', messageSource: 'observed' },
  encryption_unsupported: { status: 200, resultCode: 'A404201', action: 'INTERNAL_SERVER_ERROR', message: 'This mock does not encrypt introspection responses.', error: 'server_error', clause: `${request} introspectionEncryptionAlg`, source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  signature_impossible: { status: 200, resultCode: 'A404202', action: 'INTERNAL_SERVER_ERROR', message: 'The introspection response cannot be signed: {detail}', error: 'server_error', clause: `RFC 9701 §5; ${request} introspectionSignAlg`, source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
} as const satisfies Record<StandardIntrospectionReason, StandardIntrospectionRow>
