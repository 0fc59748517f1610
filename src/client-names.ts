import type { Client } from './model/client.ts'

type NamedClient = Pick<Client, 'clientId' | 'properties'>

/** What else a client can be called than by its id: by default its id as text (Authlete Client `clientIdAlias`). */
export function aliasOf({ clientId, properties }: NamedClient): string {
  return properties.clientIdAlias || String(clientId)
}

/** Authlete Client `clientIdAliasEnabled`: deprecated and true, unless a client has it set to false. */
export function isAliasEnabled({ properties }: Pick<Client, 'properties'>): boolean {
  return properties.clientIdAliasEnabled !== false
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
