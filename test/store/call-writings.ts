import type { Store, StoreMethod } from '../../src/store/store.ts'
import { page, same } from './call-samples.ts'
import {
  clientOf,
  codeOf,
  issueOf,
  proofOf,
  pushedRequestOf,
  serviceOf,
  ticketOf,
  tokenTicketOf,
} from './samples.ts'

/** Everything that a call can write. */
export const writings: readonly (readonly [
  name: StoreMethod,
  values: (world: number) => readonly unknown[],
])[] = [
  ['createServices', () => [[serviceOf('3')]]],
  ['updateService', () => ['1', () => ({ properties: {} })]],
  ['deleteService', () => ['1']],
  ['createClient', (world) => [world, clientOf(3)]],
  ['updateClient', (world) => [world, 1, () => clientOf(1)]],
  ['deleteClient', (world) => [world, 1]],
  ['saveTicket', (world) => [world, ticketOf('new')]],
  ['updateTicket', (world) => [world, 'ticket', 'info']],
  ['endTicket', (world) => [world, 'ticket']],
  ['saveTokenTicket', (world) => [world, tokenTicketOf('new')]],
  ['endTokenTicket', (world) => [world, 'token-ticket']],
  ['savePushedRequest', (world) => [world, pushedRequestOf('new')]],
  ['issueCode', (world) => [world, 'ticket', codeOf('new')]],
  ['issueTokens', (world) => [world, issueOf('new')]],
  ['redeemCode', (world) => [world, 'code', issueOf('new')]],
  ['redeemTokenTicket', (world) => [world, 'token-ticket', issueOf('new')]],
  ['refreshTokens', (world) => [world, 'one-refresh', issueOf('new')]],
  ['endTokensOfCode', (world) => [world, 'code']],
  ['endTokensOf', (world) => [world, { clientId: 1 }]],
  ['endOldestTokensOf', (world) => [world, { clientId: 1 }, 1]],
  ['endTokenPair', (world) => [world, 'one']],
  ['updateTokenPair', (world) => [world, 'one', { accessToken: same, refreshToken: same }]],
  ['rescopeTokensOf', (world) => [world, { clientId: 1 }, ['other']]],
  ['deleteGrantedScopes', (world) => [world, 1, 'alice']],
  ['revokeGrant', (world) => [world, 'one-grant']],
  ['recordProof', (world) => [world, proofOf('new')]],
]

export async function lookAtAll(store: Store, world: number): Promise<unknown> {
  return {
    services: await store.listServices(),
    clients: await store.listClients(world, page),
    accessTokens: await store.listAccessTokens(world),
    refreshTokens: await store.listRefreshTokens(world),
    grants: await store.listGrants(world),
    tickets: await Promise.all(['ticket', 'new'].map((ticket) => store.findTicket(world, ticket))),
    tokenTickets: await Promise.all(
      ['token-ticket', 'new'].map((name) => store.findTokenTicket(world, name)),
    ),
    codes: await Promise.all(['code', 'new'].map((name) => store.findCode(world, name))),
    pushed: await store.findPushedRequest(world, 'new'),
    granted: await store.findGrantedScopes(world, 1, 'alice'),
    proof: await store.isProofSpent(world, proofOf('new')),
  }
}

/** What a write is about, how it is ended by another call, and what the write then says. */
export const goners: readonly (readonly [
  found: readonly [StoreMethod, (world: number) => readonly unknown[]],
  end: (store: Store, world: number) => Promise<unknown>,
  written: readonly [StoreMethod, (world: number) => readonly unknown[]],
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
    ['findClient', (world) => [world, 1]],
    (store, world) => store.deleteClient(world, 1),
    ['updateClient', (world) => [world, 1, same]],
    undefined,
  ],
  [
    ['findClientByAlias', (world) => [world, 'one']],
    (store, world) => store.deleteClient(world, 1),
    ['deleteClient', (world) => [world, 1]],
    false,
  ],
  [
    ['findTicket', (world) => [world, 'ticket']],
    (store, world) => store.endTicket(world, 'ticket'),
    ['endTicket', (world) => [world, 'ticket']],
    false,
  ],
  [
    ['findTicket', (world) => [world, 'ticket']],
    (store, world) => store.endTicket(world, 'ticket'),
    ['updateTicket', (world) => [world, 'ticket', 'info']],
    false,
  ],
  [
    ['findTicket', (world) => [world, 'ticket']],
    (store, world) => store.endTicket(world, 'ticket'),
    ['issueCode', (world) => [world, 'ticket', codeOf('new')]],
    'ticket_gone',
  ],
  [
    ['findTokenTicket', (world) => [world, 'token-ticket']],
    (store, world) => store.endTokenTicket(world, 'token-ticket'),
    ['redeemTokenTicket', (world) => [world, 'token-ticket', issueOf('new')]],
    { refused: 'spent' },
  ],
  [
    ['findTokenTicket', (world) => [world, 'token-ticket']],
    (store, world) => store.endTokenTicket(world, 'token-ticket'),
    ['endTokenTicket', (world) => [world, 'token-ticket']],
    false,
  ],
  [
    ['findRefreshToken', (world) => [world, 'one-refresh']],
    (store, world) => store.endTokenPair(world, 'one'),
    ['refreshTokens', (world) => [world, 'one-refresh', issueOf('new')]],
    { refused: 'spent' },
  ],
  [
    ['findAccessToken', (world) => [world, 'one']],
    (store, world) => store.endTokenPair(world, 'one'),
    ['updateTokenPair', (world) => [world, 'one', { accessToken: same, refreshToken: same }]],
    undefined,
  ],
  [
    ['findAccessToken', (world) => [world, 'one']],
    (store, world) => store.endTokenPair(world, 'one'),
    ['endTokenPair', (world) => [world, 'one']],
    false,
  ],
  [
    ['findGrant', (world) => [world, 'one-grant']],
    (store, world) => store.revokeGrant(world, 'one-grant'),
    ['revokeGrant', (world) => [world, 'one-grant']],
    false,
  ],
]
