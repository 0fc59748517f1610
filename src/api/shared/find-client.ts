import { isAliasEnabled, isAliasOf, readClientId } from '../../base/client-names.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import type { Store } from '../../store/store.ts'

/** A client and whether it was named by its alias. */
export interface IdentifiedClient {
  readonly client: Client
  readonly aliasUsed: boolean
}

type ClientStore = Pick<Store, 'findClient'>

/** Finds a client by its id or its alias, if it is enabled. The service's own setting for aliases does not matter. */
export async function findClient(
  identifier: string,
  { generation }: Service,
  store: ClientStore,
): Promise<IdentifiedClient | undefined> {
  const clientId = readClientId(identifier)
  const client = clientId === undefined ? undefined : await store.findClient(generation, { clientId })
  if (client !== undefined) return { client, aliasUsed: isAliasOf(client, identifier) }
  const aliased = await store.findClient(generation, { alias: identifier })
  return aliased !== undefined && isAliasEnabled(aliased) ? { client: aliased, aliasUsed: true } : undefined
}

/** Whether an unknown name is the alias of a client that may not use it. */
export async function isDisabledAlias(
  identifier: string,
  { generation }: Service,
  store: Pick<Store, 'findClient'>,
): Promise<boolean> {
  return (await store.findClient(generation, { alias: identifier })) !== undefined
}
