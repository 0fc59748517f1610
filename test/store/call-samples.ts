import type { Store, StoreMethod } from '../../src/store/store.ts'
import {
  beginWith,
  clientOf,
  codeOf,
  emptyBaseline,
  emptyState,
  grantOf,
  issueOf,
  now,
  proofOf,
  pushedRequestOf,
  renewalOf,
  requestOf,
  serviceOf,
  ticketOf,
  tokenOf,
  tokenTicketOf,
  type Begin,
  type OpenStore,
} from './samples.ts'
/** A store with one of everything in its first generation. */
export function beginFull(open: OpenStore): Begin {
  const begin = beginWith(open)
  return async (t) => {
    const begun = await begin(t)
    const { store, generation } = begun
    await store.saveApiToken({ tokenHash: 'organization', rights: ['ADMIN'] })
    await store.createClient(generation, clientOf(1, { clientIdAlias: 'one', clientIdAliasEnabled: true }))
    await store.createClient(generation, clientOf(2))
    await store.saveToken(generation, tokenOf('one', { newGrant: grantOf('one-grant') }))
    await store.saveToken(generation, tokenOf('old', { newGrant: grantOf('old-grant') }))
    await store.takeAccessToken(generation, 'old', now + 1000)
    await store.issueTokens(generation, renewalOf('renewed', 'spent'))
    for (const ticket of ['ticket', 'source']) await store.saveTicket(generation, ticketOf(ticket))
    await store.saveTokenTicket(generation, tokenTicketOf('token-ticket'))
    await store.savePushedRequest(generation, pushedRequestOf('pushed'))
    await store.issueCode(generation, 'source', codeOf('code'))
    return begun
  }
}

export type Reading = readonly [
  name: StoreMethod,
  values: (generation: number) => readonly unknown[],
  change: (store: Store, generation: number) => Promise<unknown>,
]

export const lock: Reading[2] = (store, generation) =>
  store.updateClient(generation, 1, (client) => ({ ...client, properties: { locked: true } }))
export const rescope: Reading[2] = (store, generation) =>
  store.rescopeTokensOf(generation, { clientId: 1 }, ['other'])
export const page = { start: 0, end: 10 }

/** Everything that can be read, and what changes it. */
export const readings: readonly Reading[] = [
  ['findService', () => ['1'], (store) => store.updateService('1', () => ({ properties: {} }))],
  ['findService', () => ['1'], (store) => store.resetService('1', emptyBaseline, emptyState)],
  ['findService', () => ['1'], (store) => store.deleteService('1')],
  ['findService', () => ['3'], (store) => store.createServices([serviceOf('3')])],
  ['listServices', () => [], (store) => store.deleteService('2')],
  ['listGenerations', () => [], (store) => store.resetService('1', emptyBaseline, emptyState)],
  ['findApiToken', () => ['organization'], (store) => store.replaceOrganizationTokens([])],
  ['findClient', (generation) => [generation, 1], lock],
  ['findClient', (generation) => [generation, 1], (store, generation) => store.deleteClient(generation, 1)],
  [
    'findClient',
    (generation) => [generation, 3],
    (store, generation) => store.createClient(generation, clientOf(3)),
  ],
  ['findClientByAlias', (generation) => [generation, 'one'], lock],
  [
    'listClients',
    (generation) => [generation, page],
    (store, generation) => store.deleteClient(generation, 2),
  ],
  [
    'findTicket',
    (generation) => [generation, 'ticket'],
    (store, generation) => store.updateTicket(generation, 'ticket', 'x'),
  ],
  [
    'findTicket',
    (generation) => [generation, 'ticket'],
    (store, generation) => store.endTicket(generation, 'ticket'),
  ],
  [
    'findTokenTicket',
    (generation) => [generation, 'token-ticket'],
    (store, generation) => store.endTokenTicket(generation, 'token-ticket'),
  ],
  [
    'findPushedRequest',
    (generation) => [generation, 'pushed'],
    async (store, generation) => {
      await store.saveTicket(
        generation,
        ticketOf('of-pushed', { request: requestOf({ requestUriHash: 'pushed' }) }),
      )
      await store.endTicket(generation, 'of-pushed')
    },
  ],
  [
    'findCode',
    (generation) => [generation, 'code'],
    (store, generation) => store.redeemCode(generation, 'code', issueOf('of-code')),
  ],
  [
    'findGrantedScopes',
    (generation) => [generation, 1, 'alice'],
    (store, generation) => store.deleteGrantedScopes(generation, 1, 'alice'),
  ],
  ['findAccessToken', (generation) => [generation, 'one'], rescope],
  ['findAccessToken', (generation) => [generation, 'one'], lock],
  ['takeAccessToken', (generation) => [generation, 'one', now], rescope],
  [
    'takeAccessToken',
    (generation) => [generation, 'one', now],
    (store, generation) => store.endTokenPair(generation, 'one'),
  ],
  ['findRefreshToken', (generation) => [generation, 'one-refresh'], rescope],
  ['findRenewedRefreshToken', (generation) => [generation, 'spent'], rescope],
  ['findRefreshTokenOfExpired', (generation) => [generation, 'old'], rescope],
  ['findAccessTokenOfRefreshToken', (generation) => [generation, 'one-refresh'], rescope],
  ['listTokensOf', (generation) => [generation, { clientId: 1 }, page], rescope],
  [
    'findGrant',
    (generation) => [generation, 'one-grant'],
    (store, generation) => store.revokeGrant(generation, 'one-grant'),
  ],
  [
    'findGrant',
    (generation) => [generation, 'none'],
    (store, generation) => store.saveToken(generation, tokenOf('none', { newGrant: grantOf('none') })),
  ],
  [
    'isProofUsed',
    (generation) => [generation, proofOf('jti')],
    (store, generation) => store.recordProof(generation, proofOf('jti')),
  ],
]

/** One call, whose methods are asked for by name. */
export function openCall(store: Store) {
  const call = store.openCall()
  const ask = (name: StoreMethod, ...values: readonly unknown[]): Promise<unknown> =>
    call.ask(name, values as Parameters<Store[typeof name]>)
  return { ...call, ask }
}

export function same<Kept>(kept: Kept): Kept {
  return kept
}

export const makePublic = (client: object) =>
  ({ ...client, clientType: 'PUBLIC' }) as ReturnType<typeof clientOf>
