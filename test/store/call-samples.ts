import type { Store, StoreMethod } from '../../src/store/store.ts'
import {
  toEmpty,
  beginWith,
  clientOf,
  codeOf,
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
    for (const ticket of ['ticket', 'source']) await store.savePending(generation, 'ticket', ticketOf(ticket))
    await store.savePending(generation, 'token_ticket', tokenTicketOf('token-ticket'))
    await store.savePending(generation, 'pushed_request', pushedRequestOf('pushed'))
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
  store.rescopeTokens(generation, { clientId: 1 }, ['other'])
export const page = { start: 0, end: 10 }

/** Everything that can be read, and what changes it. */
export const readings: readonly Reading[] = [
  ['findService', () => ['1'], (store) => store.updateService('1', () => ({ properties: {} }))],
  ['findService', () => ['1'], (store) => store.resetService('1', toEmpty)],
  ['findService', () => ['1'], (store) => store.deleteService('1')],
  ['findService', () => ['3'], (store) => store.createServices([serviceOf('3')])],
  ['listServices', () => [], (store) => store.deleteService('2')],
  ['listServices', () => [], (store) => store.resetService('1', toEmpty)],
  ['findApiToken', () => ['organization'], (store) => store.replaceOrganizationTokens([])],
  ['findClient', (generation) => [generation, { clientId: 1 }], lock],
  [
    'findClient',
    (generation) => [generation, { clientId: 1 }],
    (store, generation) => store.deleteClient(generation, 1),
  ],
  [
    'findClient',
    (generation) => [generation, { clientId: 3 }],
    (store, generation) => store.createClient(generation, clientOf(3)),
  ],
  ['findClient', (generation) => [generation, { alias: 'one' }], lock],
  [
    'listClients',
    (generation) => [generation, page],
    (store, generation) => store.deleteClient(generation, 2),
  ],
  [
    'findPending',
    (generation) => [generation, 'ticket', 'ticket'],
    (store, generation) =>
      store.updatePending(generation, 'ticket', 'ticket', (ticket) => ({ ...ticket, info: 'x' })),
  ],
  [
    'findPending',
    (generation) => [generation, 'ticket', 'ticket'],
    (store, generation) => store.endPending(generation, 'ticket', 'ticket'),
  ],
  [
    'findPending',
    (generation) => [generation, 'token_ticket', 'token-ticket'],
    (store, generation) => store.endPending(generation, 'token_ticket', 'token-ticket'),
  ],
  [
    'findPending',
    (generation) => [generation, 'pushed_request', 'pushed'],
    async (store, generation) => {
      await store.savePending(
        generation,
        'ticket',
        ticketOf('of-pushed', { request: requestOf({ requestUriHash: 'pushed' }) }),
      )
      await store.endPending(generation, 'ticket', 'of-pushed')
    },
  ],
  [
    'findPending',
    (generation) => [generation, 'code', 'code'],
    (store, generation) => store.redeemPending(generation, 'code', 'code', issueOf('of-code')),
  ],
  [
    'findGrantedScopes',
    (generation) => [generation, 1, 'alice'],
    (store, generation) => store.deleteGrantedScopes(generation, 1, 'alice'),
  ],
  ['findAccessToken', (generation) => [generation, { tokenHash: 'one' }], rescope],
  ['findAccessToken', (generation) => [generation, { tokenHash: 'one' }], lock],
  ['takeAccessToken', (generation) => [generation, 'one', now], rescope],
  [
    'takeAccessToken',
    (generation) => [generation, 'one', now],
    (store, generation) => store.endTokens(generation, { pairOf: 'one' }),
  ],
  ['findRefreshToken', (generation) => [generation, { tokenHash: 'one-refresh' }], rescope],
  ['findRefreshToken', (generation) => [generation, { renewedFrom: 'spent' }], rescope],
  ['findRefreshToken', (generation) => [generation, { expiredAccessTokenHash: 'old' }], rescope],
  ['findAccessToken', (generation) => [generation, { refreshTokenHash: 'one-refresh' }], rescope],
  ['listAccessTokens', (generation) => [generation, { clientId: 1 }, page], rescope],
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
