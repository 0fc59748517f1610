import type { PageReason } from '../shared/page.ts'
import type { BareRow, OutcomeRow } from '../../outcome/outcome.ts'

export type ServiceRefusal =
  | 'number_negative'
  | 'jwks_malformed'
  | 'scope_name_missing'
  | 'scope_name_repeated'
  | 'patch_unusable'
  | 'service_gone'
  | 'service_deleted_already'
  | PageReason<'services'>

export type ServiceReason =
  | 'service_created'
  | 'service_told'
  | 'services_listed'
  | 'service_updated'
  | 'service_deleted'
  | 'configuration_told'
  | 'jwks_told'
  | 'jwks_absent'
  | 'jwks_elsewhere'
  | ServiceRefusal

const list = 'Authlete API 3.0, /service/get/list'
const members = 'Authlete API 3.0, service'

/** Every answer of the APIs for services. Success is the object itself, without a code. */
// prettier-ignore
export const serviceOutcomes = {
  service_created: { status: 200, clause: 'Authlete API 3.0, /service/create', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  service_told: { status: 200, clause: 'Authlete API 3.0, /service/get', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
  services_listed: { status: 200, clause: list, source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  service_updated: { status: 200, clause: 'Authlete API 3.0, /service/update', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  service_deleted: { status: 204, clause: 'Authlete API 3.0, /service/delete', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  configuration_told: { status: 200, clause: 'RFC 8414 §2; OpenID Connect Discovery §3; Grant Management §7.1', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
  jwks_told: { status: 200, clause: 'RFC 7517 §5', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  jwks_absent: { status: 204, clause: 'Authlete API 3.0, /service/jwks/get', source: 'documented', conditionSource: 'documented', messageSource: 'documented' },
  jwks_elsewhere: { status: 302, clause: "Authlete Service jwksUri", source: 'inferred', conditionSource: 'inferred', messageSource: 'inferred' },
  number_negative: { status: 400, resultCode: 'A031213', message: "{path}, '{detail}' must not be negative.", clause: members, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  jwks_malformed: { status: 400, resultCode: 'A031212', message: "{path}, The value of 'jwks' failed to be parsed as a JWK Set.", clause: 'RFC 7517 §5', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  scope_name_missing: { status: 400, resultCode: 'A039204', message: "{path}, The scope name of the element at the index '{detail}' of 'supportedScopes' is not specified.", clause: members, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  scope_name_repeated: { status: 400, resultCode: 'A039203', message: "{path}, The scope name of the element at the index '{detail}' of 'supportedScopes' is a duplicate.", clause: members, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  patch_unusable: { status: 400, resultCode: 'A031202', message: "{path}, 'patch' is unspecified, empty or invalid.", clause: 'RFC 6902 §5', source: 'inferred', conditionSource: 'inferred', messageSource: 'documented' },
  service_gone: { status: 404, resultCode: 'A037203', message: "The service (API Key = {apiKey}) has been deleted.", clause: 'Authlete API 3.0, /service/update', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  service_deleted_already: { status: 404, resultCode: 'A034203', message: "The service (API Key = {apiKey}) has already been deleted.", clause: 'Authlete API 3.0, /service/delete', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  services_start_malformed: { status: 400, resultCode: 'A036201', message: "Parameter 'start' failed to be parsed as int.", clause: list, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  services_start_negative: { status: 400, resultCode: 'A036202', message: "Parameter 'start' must not be negative.", clause: list, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  services_end_malformed: { status: 400, resultCode: 'A036203', message: "Parameter 'end' failed to be parsed as int.", clause: list, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
  services_end_negative: { status: 400, resultCode: 'A036204', message: "Parameter 'end' must not be negative.", clause: list, source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
} as const satisfies Record<ServiceReason, BareRow | OutcomeRow>
