import type { AuthorizationTicket } from '../../src/model/authorization.ts'
import type { Store, StoreMethod } from '../../src/store/store.ts'
import { page, same } from './call-samples.ts'
import {
  accessTokensOf,
  clientOf,
  codeOf,
  issueOf,
  proofOf,
  pushedRequestOf,
  serviceOf,
  ticketOf,
  tokenTicketOf,
} from './samples.ts'

const inform = (ticket: AuthorizationTicket): AuthorizationTicket => ({ ...ticket, info: 'info' })

/** Everything that a call can write. */
export const writings: readonly (readonly [
  name: StoreMethod,
  values: (generation: number) => readonly unknown[],
])[] = [
  ['createServices', () => [[serviceOf('3')]]],
  ['updateService', () => ['1', () => ({ properties: {} })]],
  ['deleteService', () => ['1']],
  ['createClient', (generation) => [generation, clientOf(3)]],
  ['updateClient', (generation) => [generation, 1, () => clientOf(1)]],
  ['deleteClient', (generation) => [generation, 1]],
  ['savePending', (generation) => [generation, 'ticket', ticketOf('new')]],
  ['updatePending', (generation) => [generation, 'ticket', 'ticket', inform]],
  ['endPending', (generation) => [generation, 'ticket', 'ticket']],
  ['savePending', (generation) => [generation, 'token_ticket', tokenTicketOf('new')]],
  ['endPending', (generation) => [generation, 'token_ticket', 'token-ticket']],
  ['savePending', (generation) => [generation, 'pushed_request', pushedRequestOf('new')]],
  ['issueCode', (generation) => [generation, 'ticket', codeOf('new')]],
  ['issueTokens', (generation) => [generation, issueOf('new')]],
  ['redeemPending', (generation) => [generation, 'code', 'code', issueOf('new')]],
  ['redeemPending', (generation) => [generation, 'token_ticket', 'token-ticket', issueOf('new')]],
  ['refreshTokens', (generation) => [generation, 'one-refresh', issueOf('new')]],
  ['endTokens', (generation) => [generation, { codeHash: 'code' }]],
  ['endTokens', (generation) => [generation, { clientId: 1 }]],
  ['endTokens', (generation) => [generation, { clientId: 1 }, 1]],
  ['endTokens', (generation) => [generation, { pairOf: 'one' }]],
  ['updateToken', (generation) => [generation, 'one', { accessToken: same, refreshToken: same }]],
  ['rescopeTokens', (generation) => [generation, { clientId: 1 }, ['other']]],
  ['deleteGrantedScopes', (generation) => [generation, 1, 'alice']],
  ['revokeGrant', (generation) => [generation, 'one-grant']],
  ['recordProof', (generation) => [generation, proofOf('new')]],
]

export async function lookAtAll(store: Store, generation: number): Promise<unknown> {
  return {
    services: await store.listServices(),
    clients: await store.listClients(generation, page),
    accessTokens: await accessTokensOf(store, generation),
    refreshTokens: await store.listRefreshTokens(generation),
    grants: await store.listGrants(generation),
    tickets: await Promise.all(
      ['ticket', 'new'].map((ticket) => store.findPending(generation, 'ticket', ticket)),
    ),
    tokenTickets: await Promise.all(
      ['token-ticket', 'new'].map((name) => store.findPending(generation, 'token_ticket', name)),
    ),
    codes: await Promise.all(['code', 'new'].map((name) => store.findPending(generation, 'code', name))),
    pushed: (await store.findPending(generation, 'pushed_request', 'new'))?.content,
    granted: await store.findGrantedScopes(generation, 1, 'alice'),
    proof: await store.isProofUsed(generation, proofOf('new')),
  }
}

/** What a write is about, how it is ended by another call, and what the write then says. */
export const goners: readonly (readonly [
  found: readonly [StoreMethod, (generation: number) => readonly unknown[]],
  end: (store: Store, generation: number) => Promise<unknown>,
  written: readonly [StoreMethod, (generation: number) => readonly unknown[]],
  said: unknown,
])[] = [
  [
    ['findService', () => ['1']],
    (store) => store.deleteService('1'),
    ['updateService', () => ['1', () => ({})]],
    undefined,
  ],
  [['findService', () => ['1']], (store) => store.deleteService('1'), ['deleteService', () => ['1']], false],
  [
    ['findClient', (generation) => [generation, { clientId: 1 }]],
    (store, generation) => store.deleteClient(generation, 1),
    ['updateClient', (generation) => [generation, 1, same]],
    undefined,
  ],
  [
    ['findClient', (generation) => [generation, { alias: 'one' }]],
    (store, generation) => store.deleteClient(generation, 1),
    ['deleteClient', (generation) => [generation, 1]],
    false,
  ],
  [
    ['findPending', (generation) => [generation, 'ticket', 'ticket']],
    (store, generation) => store.endPending(generation, 'ticket', 'ticket'),
    ['endPending', (generation) => [generation, 'ticket', 'ticket']],
    false,
  ],
  [
    ['findPending', (generation) => [generation, 'ticket', 'ticket']],
    (store, generation) => store.endPending(generation, 'ticket', 'ticket'),
    ['updatePending', (generation) => [generation, 'ticket', 'ticket', inform]],
    false,
  ],
  [
    ['findPending', (generation) => [generation, 'ticket', 'ticket']],
    (store, generation) => store.endPending(generation, 'ticket', 'ticket'),
    ['issueCode', (generation) => [generation, 'ticket', codeOf('new')]],
    'ticket_gone',
  ],
  [
    ['findPending', (generation) => [generation, 'token_ticket', 'token-ticket']],
    (store, generation) => store.endPending(generation, 'token_ticket', 'token-ticket'),
    ['redeemPending', (generation) => [generation, 'token_ticket', 'token-ticket', issueOf('new')]],
    { refused: 'spent' },
  ],
  [
    ['findPending', (generation) => [generation, 'token_ticket', 'token-ticket']],
    (store, generation) => store.endPending(generation, 'token_ticket', 'token-ticket'),
    ['endPending', (generation) => [generation, 'token_ticket', 'token-ticket']],
    false,
  ],
  [
    ['findRefreshToken', (generation) => [generation, { tokenHash: 'one-refresh' }]],
    (store, generation) => store.endTokens(generation, { pairOf: 'one' }),
    ['refreshTokens', (generation) => [generation, 'one-refresh', issueOf('new')]],
    { refused: 'spent' },
  ],
  [
    ['findAccessToken', (generation) => [generation, { tokenHash: 'one' }]],
    (store, generation) => store.endTokens(generation, { pairOf: 'one' }),
    ['updateToken', (generation) => [generation, 'one', { accessToken: same, refreshToken: same }]],
    undefined,
  ],
  [
    ['findAccessToken', (generation) => [generation, { tokenHash: 'one' }]],
    (store, generation) => store.endTokens(generation, { pairOf: 'one' }),
    ['endTokens', (generation) => [generation, { pairOf: 'one' }]],
    0,
  ],
  [
    ['findGrant', (generation) => [generation, 'one-grant']],
    (store, generation) => store.revokeGrant(generation, 'one-grant'),
    ['revokeGrant', (generation) => [generation, 'one-grant']],
    false,
  ],
]
