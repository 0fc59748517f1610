import type { Client } from '../model/client.ts'
import type { Service, SupportedScope } from '../model/service.ts'
import { findDynamicScopes, type DynamicScope } from './dynamic-scopes.ts'
import { excerpt, passed, skipped, verdict, type Verdict } from '../base/verdict.ts'
import type { RequestParameters } from './parameters.ts'

/** The scopes of a service that a client may request: all of them, unless the client has a list of its own. */
export function listRequestableScopes({ properties }: Service, client: Client): readonly SupportedScope[] {
  const { supportedScopes = [] } = properties
  const { requestableScopesEnabled = false, requestableScopes = [] } = client.properties.extension ?? {}
  if (!requestableScopesEnabled) return supportedScopes
  const requestable = new Set(requestableScopes)
  return supportedScopes.filter(({ name }) => requestable.has(name))
}

/** Those of these words that match parameterised scopes which the client may request. */
export function listRequestedDynamicScopes(
  words: readonly string[],
  service: Service,
  client: Client,
): readonly DynamicScope[] {
  return findDynamicScopes(words, listRequestableScopes(service, client), service.properties)
}

/**
 * The scopes of a request: the requested ones that the client may request, by name or as values of parameterised
 * scopes, ignoring others (RFC 6749 §3.3), or the service's default entries if none are requested.
 */
export function chooseScopes(
  requested: readonly string[] | undefined,
  service: Service,
  client: Client,
): readonly string[] {
  const requestable = listRequestableScopes(service, client)
  if (requested === undefined) {
    return requestable.filter(({ defaultEntry }) => defaultEntry === true).map(({ name }) => name)
  }
  const wanted = new Set(requested)
  const named = requestable.filter(({ name }) => wanted.has(name)).map(({ name }) => name)
  const dynamic = findDynamicScopes([...wanted], requestable, service.properties).map(({ value }) => value)
  return [...named, ...dynamic]
}

export type RequestedScopesReason = 'scope_required'

/** The scopes of a request (RFC 6749 §3.3). */
export function readRequestedScopes(
  parameters: RequestParameters,
  service: Service,
  client: Client,
): readonly string[] {
  const text = parameters.get('scope')
  return chooseScopes(text === undefined ? undefined : parameters.words('scope'), service, client)
}

/** RFC 6749 §3.3: a service may refuse requests that result in no scope at all (Authlete `scopeRequired`). */
export function checkScopeRequired(
  scopes: readonly string[],
  { properties }: Service,
): Verdict<RequestedScopesReason> {
  const rule = {
    check: 'scope-required',
    clause: 'RFC 6749 §3.3; Authlete Service scopeRequired',
    source: 'documented',
  } as const
  return verdict(rule, properties.scopeRequired !== true || scopes.length > 0, 'scope_required', {
    actual: scopes.length === 0 ? 'no scopes' : scopes.join(' '),
  })
}

/**
 * RFC 6749 §3.3: scopes that are asked for and not granted are left out of the answer, and no error says so. The
 * verdict names them, and why.
 */
export function checkScopesKept(
  asked: readonly string[],
  granted: readonly string[],
  service: Service,
  client: Client,
): Verdict<never> {
  const rule = { check: 'scopes-kept', clause: 'RFC 6749 §3.3', source: 'documented' } as const
  const kept = new Set(granted)
  const lost = [...new Set(asked)].filter((scope) => !kept.has(scope))
  if (lost.length === 0) return passed(rule)
  return skipped(rule, describeLost(lost, service, client), {
    expected: excerpt(asked.join(' ')),
    actual: excerpt(granted.join(' ')) || 'no scopes',
  })
}

/** Groups lost scopes by what has to change so that they are granted. */
function describeLost(lost: readonly string[], service: Service, client: Client): string {
  const offered = new Set(service.properties.supportedScopes?.map(({ name }) => name))
  const requestable = new Set(listRequestableScopes(service, client).map(({ name }) => name))
  const groups = [
    ["not in the service's supportedScopes", lost.filter((scope) => !offered.has(scope))],
    [
      "not in the client's extension.requestableScopes",
      lost.filter((scope) => offered.has(scope) && !requestable.has(scope)),
    ],
    ['not in the authorization request', lost.filter((scope) => requestable.has(scope))],
  ] as const
  return groups
    .filter(([, scopes]) => scopes.length > 0)
    .map(([cause, scopes]) => `${excerpt(scopes.join(' '))} (${cause})`)
    .join(', ')
}
