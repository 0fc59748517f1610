import { listPublicKeys, readJwkSet } from '../../../oauth/jose/jwk-set.ts'
import { normaliseUri } from '../../../oauth/uri.ts'
import type { ApiCall } from '../../shared/api-route.ts'
import type { ManagementDecision } from '../../shared/management-route.ts'
import { verdict, type Check } from '../../../base/verdict.ts'
import { describeConfiguration } from './content.ts'
import { applyPatch } from './json-patch.ts'
import type { ServiceReason } from '../outcomes.ts'

const rule = { check: 'patch', clause: 'RFC 6902 §5', source: 'documented' } as const

/** The form of the configuration: in the query of a GET, or in the body of a POST. */
export interface ConfigurationRequest {
  readonly pretty?: string | boolean
  readonly patch?: string
}

/** Returns what a service publishes. */
export function getConfiguration(
  { service, query, body }: ApiCall<ConfigurationRequest | undefined>,
  check: Check<ServiceReason>,
): ManagementDecision<ServiceReason> {
  const { pretty, patch = '[]' } = body ?? query
  const document = applyPatch(describeConfiguration(service), patch)
  const unusable = check(verdict(rule, document !== undefined, 'patch_unusable'))
  return unusable ?? { reason: 'configuration_told', ...(document && { document }), indented: isTrue(pretty) }
}

/** Returns the keys themselves. Keys at a jwksUri are not fetched: the caller is redirected there. */
export function getJwks({
  service: { properties },
  query: { pretty, includePrivateKeys },
}: ApiCall): ManagementDecision<ServiceReason> {
  const { jwks, jwksUri } = properties
  if (jwks === undefined && isWebUri(jwksUri)) return { reason: 'jwks_elsewhere', location: jwksUri }
  const kept = readJwkSet(jwks) ?? []
  const keys = isTrue(includePrivateKeys) ? kept : listPublicKeys(kept)
  return keys.length === 0
    ? { reason: 'jwks_absent' }
    : { reason: 'jwks_told', document: { keys }, indented: isTrue(pretty) }
}

function isTrue(flag: string | boolean | undefined): boolean {
  return String(flag).toLowerCase() === 'true'
}

/** A URL that is safe in a Location header. */
function isWebUri(text: unknown): text is string {
  return typeof text === 'string' && /^https?:/i.test(text) && normaliseUri(text) !== undefined
}
