import type { PageReason } from '../shared/page.ts'
import type { BareRow, OutcomeRow } from '../../outcome/outcome.ts'

export type ClientRefusal =
  | 'client_unknown'
  | 'client_alias_forbidden'
  | 'client_identifier_unknown'
  | 'refresh_client_unknown'
  | 'secret_client_unknown'
  | 'alias_taken_at_creation'
  | 'alias_taken'
  | 'number_negative'
  | 'jwks_malformed'
  | 'redirect_uri_malformed'
  | 'redirect_uri_relative'
  | 'redirect_uri_with_fragment'
  | 'redirect_uri_scheme_forbidden'
  | 'redirect_uri_repeated'
  | 'certificate_subjects_many'
  | 'certificate_subject_missing'
  | 'client_secret_malformed'
  | 'lock_flag_missing'
  | 'applications_subject_missing'
  | 'tokens_deletion_subject_missing'
  | 'tokens_update_subject_missing'
  | 'granted_scopes_subject_missing'
  | 'granted_scopes_deletion_subject_missing'
  | 'requestable_scopes_no_array'
  | 'requestable_scope_no_text'
  | PageReason<'clients' | 'applications'>

export type ClientReason =
  | 'client_created'
  | 'client_told'
  | 'clients_listed'
  | 'client_updated'
  | 'client_deleted'
  | 'secret_refreshed'
  | 'secret_updated'
  | 'lock_flag_updated'
  | 'applications_listed'
  | 'tokens_updated'
  | 'tokens_deleted'
  | 'granted_scopes_unknown'
  | 'granted_scopes_told'
  | 'granted_scopes_absent'
  | 'granted_scopes_deleted'
  | 'requestable_scopes_told'
  | 'requestable_scopes_updated'
  | 'requestable_scopes_deleted'
  | ClientRefusal

const client = 'Authlete API 3.0, /client'
const list = 'Authlete API 3.0, /client/get/list'
const applications = 'Authlete API 3.0, /client/authorization/get/list'
const known = { source: 'documented', conditionSource: 'inferred', messageSource: 'documented' } as const

/** Every answer of the APIs for clients. If Authlete returns a bare object, success has no code. */
// prettier-ignore
export const clientOutcomes = {
  client_created: { status: 200, clause: `${client}/create`, ...known, conditionSource: 'documented' },
  client_told: { status: 200, clause: `${client}/get`, ...known, conditionSource: 'documented' },
  clients_listed: { status: 200, clause: list, ...known, conditionSource: 'documented' },
  client_updated: { status: 200, clause: `${client}/update`, ...known, source: 'observed', conditionSource: 'observed' },
  client_deleted: { status: 204, clause: `${client}/delete`, ...known, source: 'observed', conditionSource: 'observed' },
  secret_refreshed: { status: 200, resultCode: 'A148001', message: 'Successfully refreshed the client secret of the client (ID = {clientId}).', clause: `${client}/secret/refresh`, ...known, conditionSource: 'documented' },
  secret_updated: { status: 200, resultCode: 'A149001', message: 'Successfully updated the client secret of the client (ID = {clientId}).', clause: `${client}/secret/update`, ...known, conditionSource: 'documented' },
  lock_flag_updated: { status: 200, resultCode: 'A293001', message: "Successfully updated the client's lock flag (Client Identifier = {identifier}).", clause: `${client}/lock_flag/update`, ...known, conditionSource: 'documented' },
  applications_listed: { status: 200, clause: applications, ...known, conditionSource: 'documented' },
  tokens_updated: { status: 200, resultCode: 'A138001', message: 'Updated {count} access token(s) issued to the client (ID = {clientId}) of the service (API Key = {apiKey}).', clause: `${client}/authorization/update`, ...known, conditionSource: 'documented' },
  tokens_deleted: { status: 200, resultCode: 'A137001', message: 'Deleted {count} access token(s) issued to the client (ID = {clientId}) of the service (API Key = {apiKey}).', clause: `${client}/authorization/delete`, ...known, conditionSource: 'documented' },
  granted_scopes_unknown: { status: 200, resultCode: 'A139001', message: 'There is no information about scopes granted to the combination of the client (ID = {clientId}) and the subject ({subject}).', clause: `${client}/granted_scopes/get`, ...known, conditionSource: 'documented' },
  granted_scopes_told: { status: 200, resultCode: 'A139002', message: 'Successfully obtained the information about scopes granted to the combination of the client (ID = {clientId}) and the subject ({subject}).', clause: `${client}/granted_scopes/get`, ...known, conditionSource: 'documented' },
  granted_scopes_absent: { status: 200, resultCode: 'A140001', message: 'There was no information about scopes granted to the combination of the client (ID = {clientId}) and the subject ({subject}).', clause: `${client}/granted_scopes/delete`, ...known, conditionSource: 'documented' },
  granted_scopes_deleted: { status: 200, resultCode: 'A140002', message: 'Successfully deleted the information about scopes granted to the combination of the client (ID = {clientId}) and the subject ({subject}).', clause: `${client}/granted_scopes/delete`, ...known, conditionSource: 'documented' },
  requestable_scopes_told: { status: 200, clause: `${client}/extension/requestable_scopes/get`, ...known, conditionSource: 'documented' },
  requestable_scopes_updated: { status: 200, clause: `${client}/extension/requestable_scopes/update`, ...known, conditionSource: 'documented' },
  requestable_scopes_deleted: { status: 204, clause: `${client}/extension/requestable_scopes/delete`, ...known, conditionSource: 'documented' },
  client_unknown: { status: 404, resultCode: 'A001212', message: '{path}, The client (ID = {identifier}) does not exist.', clause: `${client}/get`, source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
  client_identifier_unknown: { status: 404, resultCode: 'A001218', message: '{path}, The client (identifier = {identifier}) does not exist.', clause: `${client}/get`, ...known },
  client_alias_forbidden: { status: 403, resultCode: 'A001222', message: "{path}, The client (identifier = {identifier}) exists but the configuration of the client does not allow 'Client ID Alias'.", clause: 'Authlete Client clientIdAliasEnabled', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  refresh_client_unknown: { status: 404, resultCode: 'A148201', message: 'No client has the client identifier ({identifier}).', clause: `${client}/secret/refresh`, ...known },
  secret_client_unknown: { status: 404, resultCode: 'A149201', message: 'No client has the client identifier ({identifier}).', clause: `${client}/secret/update`, ...known },
  alias_taken_at_creation: { status: 400, resultCode: 'A123603', message: 'Cannot create a new client because the client ID alias is already in use. Client ID aliases must be unique in the same service.', clause: `${client}/create`, ...known },
  alias_taken: { status: 400, resultCode: 'A030601', message: 'Cannot update the client because the client ID alias is already in use. Client ID aliases must be unique in the same service.', clause: `${client}/update`, ...known },
  number_negative: { status: 400, resultCode: 'A031213', message: "{path}, '{detail}' must not be negative.", clause: `${client}/create`, ...known },
  jwks_malformed: { status: 400, resultCode: 'A031212', message: "{path}, The value of 'jwks' failed to be parsed as a JWK Set.", clause: 'RFC 7517 §5', ...known },
  redirect_uri_malformed: { status: 400, resultCode: 'A031208', message: "{path}, The element at the index '{detail}' of 'redirectUris' is not a well-formed URI.", clause: 'RFC 6749 §3.1.2', ...known },
  redirect_uri_relative: { status: 400, resultCode: 'A031209', message: "{path}, The element at the index '{detail}' of 'redirectUris' is not an absolute URI.", clause: 'RFC 6749 §3.1.2', ...known },
  redirect_uri_with_fragment: { status: 400, resultCode: 'A031210', message: "{path}, The element at the index '{detail}' of 'redirectUris' has a fragment component.", clause: 'RFC 6749 §3.1.2', ...known },
  redirect_uri_scheme_forbidden: { status: 400, resultCode: 'A031232', message: "{path}, The element at the index '{detail}' of 'redirectUris' does not match the allowed pattern.", clause: 'RFC 6749 §3.1.2', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  redirect_uri_repeated: { status: 400, resultCode: 'A031211', message: "{path}, The element at the index '{detail}' of 'redirectUris' is a duplicate.", clause: `${client}/create`, ...known },
  certificate_subjects_many: { status: 400, resultCode: 'A032216', message: '{path}, Must not have multiple certificate subject types.', clause: 'RFC 8705 §2.1.2', ...known },
  certificate_subject_missing: { status: 400, resultCode: 'A032217', message: '{path}, When using TLS_CLIENT_AUTH, a certificate subject type must be set.', clause: 'RFC 8705 §2.1.2', ...known },
  client_secret_malformed: { status: 400, resultCode: 'A149601', message: "The format of the value of the 'clientSecret' request parameter is wrong: {detail}", clause: `${client}/secret/update`, ...known },
  lock_flag_missing: { status: 400, resultCode: 'A031214', message: "{path}, 'clientLocked' is unspecified or invalid.", clause: `${client}/lock_flag/update`, source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  applications_subject_missing: { status: 400, resultCode: 'A136206', message: "The request parameter 'subject' must be specified.", clause: applications, ...known, conditionSource: 'documented' },
  tokens_deletion_subject_missing: { status: 400, resultCode: 'A137202', message: "The request parameter 'subject' must be specified.", clause: `${client}/authorization/delete`, ...known },
  tokens_update_subject_missing: { status: 400, resultCode: 'A138201', message: "The request parameter 'subject' must be specified.", clause: `${client}/authorization/update`, ...known },
  granted_scopes_subject_missing: { status: 400, resultCode: 'A139202', message: "The request parameter 'subject' must be specified.", clause: `${client}/granted_scopes/get`, ...known },
  granted_scopes_deletion_subject_missing: { status: 400, resultCode: 'A140202', message: "The request parameter 'subject' must be specified.", clause: `${client}/granted_scopes/delete`, ...known },
  requestable_scopes_no_array: { status: 400, resultCode: 'A128202', message: "The value of 'requestableScopes' in the request body is not an array.", clause: `${client}/extension/requestable_scopes/update`, ...known },
  requestable_scope_no_text: { status: 400, resultCode: 'A128203', message: "The array of 'requestableScopes' contains a non-string element.", clause: `${client}/extension/requestable_scopes/update`, ...known },
  clients_start_malformed: { status: 400, resultCode: 'A028201', message: "Parameter 'start' failed to be parsed as int.", clause: list, ...known },
  clients_start_negative: { status: 400, resultCode: 'A028202', message: "Parameter 'start' must not be negative.", clause: list, ...known },
  clients_end_malformed: { status: 400, resultCode: 'A028203', message: "Parameter 'end' failed to be parsed as int.", clause: list, ...known },
  clients_end_negative: { status: 400, resultCode: 'A028204', message: "Parameter 'end' must not be negative.", clause: list, ...known },
  applications_start_malformed: { status: 400, resultCode: 'A136201', message: "Parameter 'start' failed to be parsed as int.", clause: applications, ...known },
  applications_start_negative: { status: 400, resultCode: 'A136202', message: "Parameter 'start' must not be negative.", clause: applications, ...known },
  applications_end_malformed: { status: 400, resultCode: 'A136203', message: "Parameter 'end' failed to be parsed as int.", clause: applications, ...known },
  applications_end_negative: { status: 400, resultCode: 'A136204', message: "Parameter 'end' must not be negative.", clause: applications, ...known },
} as const satisfies Record<ClientReason, BareRow | OutcomeRow>
