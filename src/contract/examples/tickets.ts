import { readClock } from '../../base/clock.ts'
import { createRandom } from '../../base/random.ts'
import { sha256 } from '../../base/digest.ts'
import type { Service } from '../../model/service.ts'
import type { DemoWorld } from '../world.ts'

/** A way to a ticket: the call whose answer has it. */
interface TicketCall {
  readonly kind: 'ticket' | 'token_ticket'
  readonly operationId: string
  readonly body: object
  /** Properties that the service has for this call alone. */
  readonly properties?: Service['properties']
}

/** An authorization request of the demo client. */
export const authorizationParameters = new URLSearchParams({
  response_type: 'code',
  client_id: '1001',
  redirect_uri: 'https://client.example.com/callback',
  scope: 'openid accounts',
  state: 'demo-state',
}).toString()

/** A ticket for issuing or refusing a code. */
export const authorizationTicket: TicketCall = {
  kind: 'ticket',
  operationId: 'auth_authorization_api',
  body: { parameters: authorizationParameters },
}

/** A ticket for issuing or refusing tokens for a password, which the demo service takes for this call alone. */
export const tokenTicket: TicketCall = {
  kind: 'token_ticket',
  operationId: 'auth_token_api',
  body: {
    parameters: 'grant_type=password&username=alice&password=demo&scope=accounts',
    clientId: '1001',
    clientSecret: 'demoClientSecret',
  },
  properties: { supportedGrantTypes: ['PASSWORD'] },
}

/**
 * The ticket for the example of an operation: the one that it had, or, where that was used or is over, a new one. The API
 * is called past the front door, so that the journal does not get the call, and takes nothing from the seed. Undefined where the API gives none.
 */
export async function findTicket(
  world: DemoWorld,
  operation: string,
  { kind, operationId, body, properties }: TicketCall,
): Promise<string | undefined> {
  const { service, store, tickets } = world
  const now = readClock(service.clock, world.systemClock())
  const kept = tickets.get(operation)
  const found = kept && (await store.findPending(service.generation, kind, sha256(kept)))
  if (found && found.content.expiresAt > now) return kept
  const asked = { ...service, properties: { ...service.properties, ...properties } }
  const route = world.routesOf(createRandom()).find((each) => each.operationId === operationId)
  const answer = await route?.answer({ service: asked, now, body, params: {}, query: {} })
  const ticket = answer?.body?.['ticket'] as string | undefined
  if (ticket !== undefined) tickets.set(operation, ticket)
  return ticket
}
