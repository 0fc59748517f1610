import type { ApiTools } from '../../shared/api-tools.ts'
import { findPresentedRefreshToken } from '../../shared/presented-refresh-token.ts'
import { sha256 } from '../../../base/digest.ts'
import type { Service } from '../../../model/service.ts'
import type { PresentedClient } from '../../../oauth/client-authentication/identification.ts'
import { toParameters, type RequestParameters } from '../../../oauth/parameters.ts'
import { grantTypeOf } from '../../../oauth/token/request.ts'

/**
 * What a client presented, with the `client_id` that it left out where the service takes that: the one of a public client
 * that its code or its refresh token was issued to (Authlete Service `missingClientIdAllowed`).
 */
export async function supplyClientId(
  presented: PresentedClient,
  service: Service,
  store: ApiTools['store'],
): Promise<PresentedClient> {
  if (service.properties.missingClientIdAllowed !== true || saysWho(presented)) return presented
  const clientId = await findHolder(presented, service, store)
  const client = clientId === undefined ? undefined : await store.findClient(service.generation, { clientId })
  if (client?.clientType !== 'PUBLIC') return presented
  return { ...presented, parameters: nameClient(presented.parameters, client.clientId) }
}

/** Whether the client says who it is; or means to, by credentials of whatever kind. */
function saysWho({ clientId, clientSecret, parameters }: PresentedClient): boolean {
  const names = ['client_id', 'client_secret', 'client_assertion', 'client_assertion_type']
  return [clientId, clientSecret, ...names.map((name) => parameters.get(name))].some(Boolean)
}

function nameClient(parameters: RequestParameters, clientId: number): RequestParameters {
  return toParameters([...parameters.entries, ['client_id', String(clientId)]])
}

async function findHolder(
  { parameters }: PresentedClient,
  service: Service,
  store: ApiTools['store'],
): Promise<number | undefined> {
  const grantType = grantTypeOf(parameters)
  if (grantType === 'AUTHORIZATION_CODE') {
    const found = await store.findPending(service.generation, 'code', sha256(parameters.get('code') ?? ''))
    return found?.content.request.clientId
  }
  if (grantType !== 'REFRESH_TOKEN') return undefined
  const found = await findPresentedRefreshToken(parameters.get('refresh_token') ?? '', service, store)
  return found?.token.clientId
}
