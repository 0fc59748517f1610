import type { Client } from '../model/client.ts'
import type { Service, SupportedScope } from '../model/service.ts'
import { findDynamicScopes, type DynamicScope } from './dynamic-scopes.ts'

/** The scopes of a service that a client may ask for: all of them, unless the client has a list of its own. */
export function listRequestableScopes({ properties }: Service, client: Client): readonly SupportedScope[] {
  const { supportedScopes = [] } = properties
  const { requestableScopesEnabled = false, requestableScopes = [] } = client.properties.extension ?? {}
  if (!requestableScopesEnabled) return supportedScopes
  const requestable = new Set(requestableScopes)
  return supportedScopes.filter(({ name }) => requestable.has(name))
}

/** Of these words, the values of parameterised scopes that the client may ask for. */
export function listRequestedDynamicScopes(
  words: readonly string[],
  service: Service,
  client: Client,
): readonly DynamicScope[] {
  return findDynamicScopes(words, listRequestableScopes(service, client), service.properties)
}

/**
 * The scopes that a request gets: those it asked for that the client may ask for, by name or as values of parameterised
 * ones, the rest passed over (RFC 6749 §3.3), or the service's default entries where it asked for none.
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
