import type { Client } from '../model/client.ts'
import type { Service, SupportedScope } from '../model/service.ts'
import { findDynamicScopes, type DynamicScope } from './dynamic-scopes.ts'
import { verdict, type Verdict } from '../base/verdict.ts'
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
