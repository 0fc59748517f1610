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
  values: (generation: number) => readonly unknown[],
])[] = [
  ['createServices', () => [[serviceOf('3')]]],
  ['updateService', () => ['1', () => ({ properties: {} })]],
  ['deleteService', () => ['1']],
  ['createClient', (generation) => [generation, clientOf(3)]],
  ['updateClient', (generation) => [generation, 1, () => clientOf(1)]],
  ['deleteClient', (generation) => [generation, 1]],
  ['saveTicket', (generation) => [generation, ticketOf('new')]],
  ['updateTicket', (generation) => [generation, 'ticket', 'info']],
  ['endTicket', (generation) => [generation, 'ticket']],
  ['saveTokenTicket', (generation) => [generation, tokenTicketOf('new')]],
  ['endTokenTicket', (generation) => [generation, 'token-ticket']],
  ['savePushedRequest', (generation) => [generation, pushedRequestOf('new')]],
  ['issueCode', (generation) => [generation, 'ticket', codeOf('new')]],
  ['issueTokens', (generation) => [generation, issueOf('new')]],
  ['redeemCode', (generation) => [generation, 'code', issueOf('new')]],
  ['redeemTokenTicket', (generation) => [generation, 'token-ticket', issueOf('new')]],
  ['refreshTokens', (generation) => [generation, 'one-refresh', issueOf('new')]],
  ['endTokensOfCode', (generation) => [generation, 'code']],
  ['endTokensOf', (generation) => [generation, { clientId: 1 }]],
  ['endOldestTokensOf', (generation) => [generation, { clientId: 1 }, 1]],
  ['endTokenPair', (generation) => [generation, 'one']],
  ['updateTokenPair', (generation) => [generation, 'one', { accessToken: same, refreshToken: same }]],
  ['rescopeTokensOf', (generation) => [generation, { clientId: 1 }, ['other']]],
  ['deleteGrantedScopes', (generation) => [generation, 1, 'alice']],
  ['revokeGrant', (generation) => [generation, 'one-grant']],
  ['recordProof', (generation) => [generation, proofOf('new')]],
]

export async function lookAtAll(store: Store, generation: number): Promise<unknown> {
  return {
    services: await store.listServices(),
    clients: await store.listClients(generation, page),
    accessTokens: await store.listAccessTokens(generation),
    refreshTokens: await store.listRefreshTokens(generation),
    grants: await store.listGrants(generation),
    tickets: await Promise.all(['ticket', 'new'].map((ticket) => store.findTicket(generation, ticket))),
    tokenTickets: await Promise.all(
      ['token-ticket', 'new'].map((name) => store.findTokenTicket(generation, name)),
    ),
    codes: await Promise.all(['code', 'new'].map((name) => store.findCode(generation, name))),
    pushed: await store.findPushedRequest(generation, 'new'),
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
    ['findClient', (generation) => [generation, 1]],
    (store, generation) => store.deleteClient(generation, 1),
    ['updateClient', (generation) => [generation, 1, same]],
    undefined,
  ],
  [
    ['findClientByAlias', (generation) => [generation, 'one']],
    (store, generation) => store.deleteClient(generation, 1),
    ['deleteClient', (generation) => [generation, 1]],
    false,
  ],
  [
    ['findTicket', (generation) => [generation, 'ticket']],
    (store, generation) => store.endTicket(generation, 'ticket'),
    ['endTicket', (generation) => [generation, 'ticket']],
    false,
  ],
  [
    ['findTicket', (generation) => [generation, 'ticket']],
    (store, generation) => store.endTicket(generation, 'ticket'),
    ['updateTicket', (generation) => [generation, 'ticket', 'info']],
    false,
  ],
  [
    ['findTicket', (generation) => [generation, 'ticket']],
    (store, generation) => store.endTicket(generation, 'ticket'),
    ['issueCode', (generation) => [generation, 'ticket', codeOf('new')]],
    'ticket_gone',
  ],
  [
    ['findTokenTicket', (generation) => [generation, 'token-ticket']],
    (store, generation) => store.endTokenTicket(generation, 'token-ticket'),
    ['redeemTokenTicket', (generation) => [generation, 'token-ticket', issueOf('new')]],
    { refused: 'spent' },
  ],
  [
    ['findTokenTicket', (generation) => [generation, 'token-ticket']],
    (store, generation) => store.endTokenTicket(generation, 'token-ticket'),
    ['endTokenTicket', (generation) => [generation, 'token-ticket']],
    false,
  ],
  [
    ['findRefreshToken', (generation) => [generation, 'one-refresh']],
    (store, generation) => store.endTokenPair(generation, 'one'),
    ['refreshTokens', (generation) => [generation, 'one-refresh', issueOf('new')]],
    { refused: 'spent' },
  ],
  [
    ['findAccessToken', (generation) => [generation, 'one']],
    (store, generation) => store.endTokenPair(generation, 'one'),
    ['updateTokenPair', (generation) => [generation, 'one', { accessToken: same, refreshToken: same }]],
    undefined,
  ],
  [
    ['findAccessToken', (generation) => [generation, 'one']],
    (store, generation) => store.endTokenPair(generation, 'one'),
    ['endTokenPair', (generation) => [generation, 'one']],
    false,
  ],
  [
    ['findGrant', (generation) => [generation, 'one-grant']],
    (store, generation) => store.revokeGrant(generation, 'one-grant'),
    ['revokeGrant', (generation) => [generation, 'one-grant']],
    false,
  ],
]
