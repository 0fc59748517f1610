import type { TokenDetails } from '../model/access-token.ts'
import type { Client } from '../model/client.ts'

type NamedClient = Pick<Client, 'clientId' | 'properties'>

/** The alias of a client: by default its id as text (Authlete Client `clientIdAlias`). */
export function aliasOf({ clientId, properties }: NamedClient): string {
  return properties.clientIdAlias || String(clientId)
}

/** Authlete Client `clientIdAliasEnabled`: deprecated and true by default. */
export function isAliasEnabled({ properties }: Pick<Client, 'properties'>): boolean {
  return properties.clientIdAliasEnabled !== false
}

/**
 * Whether a name is the alias of a client that may use it: by default its id is, as the real service was observed to
 * say.
 */
export function isAliasOf(client: NamedClient, name: string): boolean {
  return isAliasEnabled(client) && name === aliasOf(client)
}

/** Whether the client of a token identified itself by its alias; if unknown, it counts as identified by its id. */
export function isAliasUsed(client: NamedClient, { clientIdAliasUsed: used }: TokenDetails = {}): boolean {
  return used ?? isAliasOf(client, String(client.clientId))
}

/** The names that a client may use: its id, and its alias if it is enabled. */
export function listClientNames(client: NamedClient): readonly string[] {
  const own = String(client.clientId)
  return isAliasEnabled(client) ? [...new Set([own, aliasOf(client)])] : [own]
}

/**
 * The id that a name stands for, if it can be one. A name with more digits than a number represents exactly can only be
 * an alias.
 */
export function readClientId(name: string): number | undefined {
  const id = Number(name)
  return /^[1-9][0-9]{0,15}$/.test(name) && Number.isSafeInteger(id) ? id : undefined
}
