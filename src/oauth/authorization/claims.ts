import { isJsonObject, type JsonObject } from '../../base/json.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import { excerpt, failed, verdict, passed, type Verdict } from '../../base/verdict.ts'
import type { RequestParameters } from '../parameters.ts'

export type ClaimsReason =
  | 'claims_not_object'
  | 'userinfo_claims_not_object'
  | 'id_token_claims_not_object'
  | 'claim_not_object'
  | 'claim_essential_not_boolean'
  | 'claim_values_not_array'
  | 'acrs_unsupported'
  | 'acr_unsupported'

const destinations = ['userinfo', 'id_token'] as const

/** OpenID Connect Core §5.5: the `claims` parameter is a JSON object with an object for each destination. */
export function checkClaims(parameters: RequestParameters): Verdict<ClaimsReason> {
  const rule = { check: 'claims', clause: 'OpenID Connect Core §5.5', source: 'documented' } as const
  const { value: claims = {}, error: malformed } = parameters.json('claims')
  if (malformed !== undefined) return failed(rule, 'claims_not_object', { actual: malformed })
  if (!isJsonObject(claims)) return failed(rule, 'claims_not_object', { actual: 'it is not a JSON object' })
  for (const destination of destinations) {
    const requested = claims[destination] ?? {}
    if (!isJsonObject(requested)) return failed(rule, `${destination}_claims_not_object`)
    const error = findClaimError(requested)
    if (error !== undefined) return failed(rule, error.reason, { actual: error.detail, detail: error.detail })
  }
  return passed(rule, { actual: excerpt(parameters.get('claims') ?? 'none') })
}

/** OpenID Connect Core §5.5.1: how a single claim may be asked for. */
function findClaimError(
  requested: JsonObject,
): { readonly reason: ClaimsReason; readonly detail: string } | undefined {
  for (const [name, wish] of Object.entries(requested)) {
    const detail = excerpt(name)
    if (wish === null) continue
    if (!isJsonObject(wish)) return { reason: 'claim_not_object', detail }
    const { essential = false, values = [] } = wish
    if (typeof essential !== 'boolean') return { reason: 'claim_essential_not_boolean', detail }
    if (!Array.isArray(values)) return { reason: 'claim_values_not_array', detail }
  }
  return undefined
}

/** The valid `claims` parameter of a request, if it has one. */
export function readClaims(parameters: RequestParameters): JsonObject | undefined {
  return parameters.json('claims').value as JsonObject | undefined
}

/** What `claims` ask for in one destination; undefined where they ask for nothing (OpenID Connect Core §5.5). */
export function findClaimsFor(
  destination: (typeof destinations)[number],
  claims: JsonObject = {},
): JsonObject | undefined {
  const requested = claims[destination]
  return isJsonObject(requested) ? requested : undefined
}

/** OpenID Connect Core §5.5.1: the subject that the request names, if it names one. */
export function readRequestedSubject(parameters: RequestParameters): string | undefined {
  const { value } = readIdTokenClaim(parameters, 'sub')
  return typeof value === 'string' && value !== '' ? value : undefined
}

/**
 * The authentication contexts that are asked for: by the claim, by `acr_values`, or by the client's default (OpenID
 * Connect Core §5.5.1.1, §3.1.2.1).
 */
export function readRequestedAcrs(
  parameters: RequestParameters,
  { properties }: Client,
): { readonly acrs: readonly string[]; readonly acrEssential: boolean } {
  const { value, values = [value], essential } = readIdTokenClaim(parameters, 'acr')
  const claimed = (values as readonly unknown[]).filter((acr) => typeof acr === 'string')
  if (claimed.length > 0) return { acrs: claimed, acrEssential: essential === true }
  const named = parameters.words('acr_values')
  const defaults = properties['defaultAcrs']
  const acrs = named.length > 0 || !Array.isArray(defaults) ? named : defaults.map(String)
  return { acrs, acrEssential: false }
}

function readIdTokenClaim(parameters: RequestParameters, name: string): JsonObject {
  const requested = findClaimsFor('id_token', readClaims(parameters))?.[name]
  return isJsonObject(requested) ? requested : {}
}

/** Authlete AuthorizationResponse `acrs`: all of them are supported by the service. */
export function checkAcrs(
  parameters: RequestParameters,
  { properties: { supportedAcrs = [] } }: Service,
  client: Client,
): Verdict<ClaimsReason> {
  const rule = { check: 'acrs', clause: 'Authlete AuthorizationResponse acrs', source: 'documented' } as const
  const { acrs } = readRequestedAcrs(parameters, client)
  if (acrs.length > 0 && supportedAcrs.length === 0) return failed(rule, 'acrs_unsupported')
  const supported = new Set(supportedAcrs)
  const unknown = acrs.find((acr) => !supported.has(acr))
  const detail = unknown === undefined ? undefined : excerpt(unknown)
  return verdict(rule, unknown === undefined, 'acr_unsupported', { actual: detail, detail })
}
