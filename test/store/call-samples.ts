import type { Store, StoreMethod } from '../../src/store/store.ts'
import {
  beginWith,
  clientOf,
  codeOf,
  emptyBaseline,
  emptyOpening,
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
/** A store with one of everything in its first world. */
export function beginFull(open: OpenStore): Begin {
  const begin = beginWith(open)
  return async (t) => {
    const begun = await begin(t)
    const { store, world } = begun
    await store.saveApiToken({ tokenHash: 'organization', rights: ['ADMIN'] })
    await store.createClient(world, clientOf(1, { clientIdAlias: 'one', clientIdAliasEnabled: true }))
    await store.createClient(world, clientOf(2))
    await store.saveToken(world, tokenOf('one', { newGrant: grantOf('one-grant') }))
    await store.saveToken(world, tokenOf('old', { newGrant: grantOf('old-grant') }))
    await store.takeAccessToken(world, 'old', now + 1000)
    await store.issueTokens(world, renewalOf('renewed', 'spent'))
    for (const ticket of ['ticket', 'source']) await store.saveTicket(world, ticketOf(ticket))
    await store.saveTokenTicket(world, tokenTicketOf('token-ticket'))
    await store.savePushedRequest(world, pushedRequestOf('pushed'))
    await store.issueCode(world, 'source', codeOf('code'))
    return begun
  }
}

export type Reading = readonly [
  name: StoreMethod,
  values: (world: number) => readonly unknown[],
  change: (store: Store, world: number) => Promise<unknown>,
]

export const lock: Reading[2] = (store, world) =>
  store.updateClient(world, 1, (client) => ({ ...client, properties: { locked: true } }))
export const rescope: Reading[2] = (store, world) => store.rescopeTokensOf(world, { clientId: 1 }, ['other'])
export const page = { start: 0, end: 10 }

/** Everything that can be read, and what changes it. */
export const readings: readonly Reading[] = [
  ['findService', () => ['1'], (store) => store.updateService('1', () => ({ properties: {} }))],
  ['findService', () => ['1'], (store) => store.resetService('1', emptyBaseline, emptyOpening)],
  ['findService', () => ['1'], (store) => store.deleteService('1')],
  ['findService', () => ['3'], (store) => store.createServices([serviceOf('3')])],
  ['listServices', () => [], (store) => store.deleteService('2')],
  ['listWorlds', () => [], (store) => store.resetService('1', emptyBaseline, emptyOpening)],
  ['findApiToken', () => ['organization'], (store) => store.replaceOrganizationTokens([])],
  ['findClient', (world) => [world, 1], lock],
  ['findClient', (world) => [world, 1], (store, world) => store.deleteClient(world, 1)],
  ['findClient', (world) => [world, 3], (store, world) => store.createClient(world, clientOf(3))],
  ['findClientByAlias', (world) => [world, 'one'], lock],
  ['listClients', (world) => [world, page], (store, world) => store.deleteClient(world, 2)],
  ['findTicket', (world) => [world, 'ticket'], (store, world) => store.updateTicket(world, 'ticket', 'x')],
  ['findTicket', (world) => [world, 'ticket'], (store, world) => store.endTicket(world, 'ticket')],
  [
    'findTokenTicket',
    (world) => [world, 'token-ticket'],
    (store, world) => store.endTokenTicket(world, 'token-ticket'),
  ],
  [
    'findPushedRequest',
    (world) => [world, 'pushed'],
    async (store, world) => {
      await store.saveTicket(
        world,
        ticketOf('of-pushed', { request: requestOf({ requestUriHash: 'pushed' }) }),
      )
      await store.endTicket(world, 'of-pushed')
    },
  ],
  [
    'findCode',
    (world) => [world, 'code'],
    (store, world) => store.redeemCode(world, 'code', issueOf('of-code')),
  ],
  [
    'findGrantedScopes',
    (world) => [world, 1, 'alice'],
    (store, world) => store.deleteGrantedScopes(world, 1, 'alice'),
  ],
  ['findAccessToken', (world) => [world, 'one'], rescope],
  ['findAccessToken', (world) => [world, 'one'], lock],
  ['takeAccessToken', (world) => [world, 'one', now], rescope],
  ['takeAccessToken', (world) => [world, 'one', now], (store, world) => store.endTokenPair(world, 'one')],
  ['findRefreshToken', (world) => [world, 'one-refresh'], rescope],
  ['findRenewedRefreshToken', (world) => [world, 'spent'], rescope],
  ['findRefreshTokenOfExpired', (world) => [world, 'old'], rescope],
  ['findAccessTokenOfRefreshToken', (world) => [world, 'one-refresh'], rescope],
  ['listTokensOf', (world) => [world, { clientId: 1 }, page], rescope],
  ['findGrant', (world) => [world, 'one-grant'], (store, world) => store.revokeGrant(world, 'one-grant')],
  [
    'findGrant',
    (world) => [world, 'none'],
    (store, world) => store.saveToken(world, tokenOf('none', { newGrant: grantOf('none') })),
  ],
  [
    'isProofSpent',
    (world) => [world, proofOf('jti')],
    (store, world) => store.recordProof(world, proofOf('jti')),
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
