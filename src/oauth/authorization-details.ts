import { isJsonObject } from '../base/json.ts'
import type { Client } from '../model/client.ts'
import type { AuthorizationDetail } from '../model/grant.ts'
import type { Service } from '../model/service.ts'
import { excerpt, failed, passed, type Verdict } from '../base/verdict.ts'
import type { RequestParameters } from './parameters.ts'

export type AuthorizationDetailsReason =
  | 'authorization_details_malformed'
  | 'authorization_detail_malformed'
  | 'authorization_detail_without_type'
  | 'authorization_detail_type_unsupported'
  | 'authorization_detail_type_undeclared'

const rule = { check: 'authorization-details', clause: 'RFC 9396 §2, §5', source: 'documented' } as const

/** RFC 9396 §2, §5: an array of objects, each of a type that the service supports and that the client may use. */
export function checkAuthorizationDetails(
  parameters: RequestParameters,
  service: Service,
  client: Client,
): Verdict<AuthorizationDetailsReason> {
  const { value: details, error: malformed } = parameters.json('authorization_details')
  const actual = excerpt(parameters.get('authorization_details') ?? 'none')
  if (malformed === undefined && details === undefined) return passed(rule)
  if (!Array.isArray(details)) {
    return failed(rule, 'authorization_details_malformed', { expected: 'a JSON array', actual })
  }
  for (const [index, detail] of details.entries()) {
    const error = findDetailError(detail, service, client)
    if (error !== undefined) {
      return failed(rule, error, { actual: excerpt(JSON.stringify(detail)), detail: String(index) })
    }
  }
  return passed(rule, { actual })
}

function findDetailError(
  detail: unknown,
  { properties: { supportedAuthorizationDetailsTypes: supported = [] } }: Service,
  { properties: { authorizationDetailsTypes: declared } }: Client,
): AuthorizationDetailsReason | undefined {
  if (!isJsonObject(detail)) return 'authorization_detail_malformed'
  if (!hasKnownForm(detail)) return 'authorization_detail_malformed'
  const { type } = detail
  if (typeof type !== 'string' || type === '') return 'authorization_detail_without_type'
  if (!supported.includes(type)) return 'authorization_detail_type_unsupported'
  return (declared ?? supported).includes(type) ? undefined : 'authorization_detail_type_undeclared'
}

const textMembers = ['type', 'identifier']
const listMembers = ['locations', 'actions', 'datatypes', 'privileges']

/** RFC 9396 §2.1, §2.2: the members that every type shares have one form. */
function hasKnownForm(detail: AuthorizationDetail): boolean {
  const texts = textMembers.every((name) => typeof (detail[name] ?? '') === 'string')
  return texts && listMembers.every((name) => isTextList(detail[name] ?? []))
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((element) => typeof element === 'string')
}

/** The details of a request whose `authorization_details` were found good. */
export function readAuthorizationDetails(parameters: RequestParameters): readonly AuthorizationDetail[] {
  return (parameters.json('authorization_details').value ?? []) as readonly AuthorizationDetail[]
}
