import type { Client } from '../model/client.ts'
import type { Service } from '../model/service.ts'
import type { Store } from '../store/store.ts'

/** A client and whether it was named by its alias. */
export interface IdentifiedClient {
  readonly client: Client
  readonly aliasUsed: boolean
}

/** Client ids fit a JavaScript number exactly; longer digits can only be an alias. */
const clientIdForm = /^[1-9][0-9]{0,15}$/

/** Finds a client by its id or, where service and client let it, by its alias (Authlete `clientIdAliasEnabled`). */
export async function findClient(
  identifier: string,
  { world, properties }: Service,
  store: Pick<Store, 'findClient' | 'findClientByAlias'>,
): Promise<IdentifiedClient | undefined> {
  const clientId = clientIdForm.test(identifier) ? Number(identifier) : undefined
  const client = clientId === undefined ? undefined : await store.findClient(world, clientId)
  if (client !== undefined) return { client, aliasUsed: false }
  if (properties.clientIdAliasEnabled !== true) return undefined
  const aliased = await store.findClientByAlias(world, identifier)
  return aliased && { client: aliased, aliasUsed: true }
}
