import type { Client } from '../model/client.ts'
import type { Service, SupportedScope } from '../model/service.ts'

/** The scopes of a service that a client may ask for: all of them, unless the client has a list of its own. */
export function listRequestableScopes({ properties }: Service, client: Client): readonly SupportedScope[] {
  const { supportedScopes = [] } = properties
  const { requestableScopesEnabled = false, requestableScopes = [] } = client.properties.extension ?? {}
  if (!requestableScopesEnabled) return supportedScopes
  const requestable = new Set(requestableScopes)
  return supportedScopes.filter(({ name }) => requestable.has(name))
}

/**
 * The scopes that a request gets: those it asked for that the client may ask for, the rest passed over (RFC 6749
 * §3.3), or the service's default entries where it asked for none.
 */
export function chooseScopes(
  requested: readonly string[] | undefined,
  service: Service,
  client: Client,
): readonly string[] {
  const requestable = listRequestableScopes(service, client)
  const wanted = new Set(requested)
  const chosen =
    requested === undefined
      ? requestable.filter(({ defaultEntry }) => defaultEntry === true)
      : requestable.filter(({ name }) => wanted.has(name))
  return chosen.map(({ name }) => name)
}
