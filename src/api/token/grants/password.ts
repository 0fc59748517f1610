import type { ApiTools } from '../../shared/api-tools.ts'
import { sha256 } from '../../../base/digest.ts'
import { chooseTokenScopes } from '../../../oauth/token/client-credentials.ts'
import { chooseTokenDetails } from '../../../oauth/token/details.ts'
import { chooseTokenResources } from '../../../oauth/resource-indicators.ts'
import type { Binding } from '../shared/binding.ts'
import type { TokenFacts } from '../shared/token-spec.ts'

/** An hour, in milliseconds. */
const lastsMilliseconds = 3_600_000

/** Keeps a token request until its resource owner is known (Authlete TokenResponse `ticket`). Gives back the ticket. */
export async function savePasswordTicket(
  { parameters, service, client, aliasUsed, now }: TokenFacts,
  binding: Binding,
  { store, random }: ApiTools,
): Promise<string> {
  const ticket = random.token()
  await store.savePending(service.generation, 'token_ticket', {
    ...binding,
    ticketHash: sha256(ticket),
    clientId: client.clientId,
    clientIdAliasUsed: aliasUsed,
    scopes: chooseTokenScopes(parameters, service, client),
    resources: chooseTokenResources(parameters, []),
    authorizationDetails: chooseTokenDetails(parameters),
    expiresAt: now + lastsMilliseconds,
  })
  return ticket
}
