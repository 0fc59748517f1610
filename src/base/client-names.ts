import type { TokenDetails } from '../model/access-token.ts'
import type { Client } from '../model/client.ts'

type NamedClient = Pick<Client, 'clientId' | 'properties'>

/** What else a client can be called than by its id: by default its id as text (Authlete Client `clientIdAlias`). */
export function aliasOf({ clientId, properties }: NamedClient): string {
  return properties.clientIdAlias || String(clientId)
}

/** Authlete Client `clientIdAliasEnabled`: deprecated and true, unless a client has it set to false. */
export function isAliasEnabled({ properties }: Pick<Client, 'properties'>): boolean {
  return properties.clientIdAliasEnabled !== false
}

/** Whether a name is the alias of a client that may use it: by default its id is, as the real service was seen to say. */
export function isAliasOf(client: NamedClient, name: string): boolean {
  return isAliasEnabled(client) && name === aliasOf(client)
}

/** Whether a token is one of a client that named itself by its alias; one that was never asked for is as if by its id. */
export function isAliasUsed(client: NamedClient, { clientIdAliasUsed: used }: TokenDetails = {}): boolean {
  return used ?? isAliasOf(client, String(client.clientId))
}

/** The names that a client may call itself by: its id, and its alias where it may use it. */
export function listClientNames(client: NamedClient): readonly string[] {
  const own = String(client.clientId)
  return isAliasEnabled(client) ? [...new Set([own, aliasOf(client)])] : [own]
}

/** The id that a name is, where it can be one. Of more digits than a number holds exactly it can only be an alias. */
export function readClientId(name: string): number | undefined {
  const id = Number(name)
  return /^[1-9][0-9]{0,15}$/.test(name) && Number.isSafeInteger(id) ? id : undefined
}
