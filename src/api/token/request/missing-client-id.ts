import type { Service } from '../../../model/service.ts'
import type { PresentedClient } from '../../../oauth/client-authentication/identification.ts'
import { toParameters, type RequestParameters } from '../../../oauth/parameters.ts'
import { grantTypeOf } from '../../../oauth/token/request.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import type { GrantType } from '../shared/grant-type.ts'
import { grantTypes } from './grant-types.ts'

/**
 * The client's parameters, with the missing `client_id` if the service allows that: the public client that the code or
 * the refresh token was issued to (Authlete Service `missingClientIdAllowed`).
 */
export async function addMissingClientId(
  presented: PresentedClient,
  service: Service,
  store: ApiTools['store'],
): Promise<PresentedClient> {
  if (service.properties.missingClientIdAllowed !== true || isIdentified(presented)) return presented
  const { parameters } = presented
  const types: Readonly<Record<string, Pick<GrantType<never, string>, 'findClientId'>>> = grantTypes
  const clientId = await types[grantTypeOf(parameters)]?.findClientId?.(parameters, service, store)
  const client = clientId === undefined ? undefined : await store.findClient(service.generation, { clientId })
  if (client?.clientType !== 'PUBLIC') return presented
  return { ...presented, parameters: addClientId(parameters, client.clientId) }
}

/** Whether the client identifies itself, or tries to by any credentials. */
function isIdentified({ clientId, clientSecret, parameters }: PresentedClient): boolean {
  const names = ['client_id', 'client_secret', 'client_assertion', 'client_assertion_type']
  return [clientId, clientSecret, ...names.map((name) => parameters.get(name))].some(Boolean)
}

function addClientId(parameters: RequestParameters, clientId: number): RequestParameters {
  return toParameters([...parameters.entries, ['client_id', String(clientId)]])
}
