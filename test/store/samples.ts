import type { Test } from 'tap'
import type { AccessToken, RefreshToken } from '../../src/model/access-token.ts'
import type {
  AuthorizationCode,
  AuthorizationRequest,
  AuthorizationTicket,
  PushedRequest,
  TokenTicket,
} from '../../src/model/authorization.ts'
import type { Baseline, InitialState } from '../../src/model/baseline.ts'
import type { Client, ClientProperties } from '../../src/model/client.ts'
import type { NewService, NewToken, Store, TokenIssue, TokenChange } from '../../src/store/store.ts'

/** Opens an empty store that is closed when the test ends. */
export type OpenStore = (t: Test) => Promise<Store>

/** An open store with two services, 1 and 2, and their generations. */
export type Begin = (t: Test) => Promise<{ store: Store; generation: number; other: number }>

export function beginWith(open: OpenStore): Begin {
  return async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1'), serviceOf('2')])
    return { store, generation: await generationOf(store, '1'), other: await generationOf(store, '2') }
  }
}

/** Any instant; the store only compares times. */
export const now = 1_767_225_600_000

export const emptyBaseline: Baseline = {
  properties: { issuer: 'https://as.example.com' },
  mock: {
    strictOwnership: false,
    oneClientAuthentication: false,
    replayCheck: true,
    iatPastSeconds: 300,
    iatFutureSeconds: 60,
  },
  clock: { mode: 'real' },
  apiTokens: [],
  clients: [],
  grants: [],
  accessTokens: [],
  refreshTokens: [],
  grantedScopes: [],
}

export const emptyState: InitialState = {
  apiTokens: [],
  clients: [],
  grants: [],
  accessTokens: [],
  refreshTokens: [],
  grantedScopes: [],
}

/** A service with nothing in it but what is given. */
export function serviceOf(serviceId: string, members: Partial<NewService> = {}): NewService {
  const { properties, mock, clock } = emptyBaseline
  return {
    serviceId,
    origin: 'api',
    properties,
    mock,
    clock,
    nonceSecret: `secret of ${serviceId}`,
    baseline: emptyBaseline,
    initialState: emptyState,
    ...members,
  }
}

export const grantOf = (grantId: string) => ({
  grantId,
  subject: 'alice',
  scopes: [{ scope: 'openid profile' }, { scope: 'accounts', resource: ['https://rs.example.com'] }],
  claims: ['name'],
  authorizationDetails: [{ type: 'payment', amount: { value: 1, currency: 'EUR' } }],
  createdAt: now,
})

/** A token with a grant and a refresh token, all three named after it. */
export function tokenOf(name: string, members: Partial<NewToken> = {}): NewToken {
  const common = { subject: 'alice', scopes: ['openid', 'profile'], createdAt: now, grantId: `${name}-grant` }
  return {
    clientId: 1,
    newClient: { clientId: 1, clientType: 'CONFIDENTIAL', properties: {} },
    newGrant: grantOf(`${name}-grant`),
    accessToken: {
      ...common,
      tokenHash: name,
      expiresAt: now + 1000,
      jkt: 'thumbprint of a key',
      certificateThumbprint: 'thumbprint of a certificate',
      refreshTokenHash: `${name}-refresh`,
    },
    refreshToken: { ...common, tokenHash: `${name}-refresh`, expiresAt: now + 5000 },
    ...members,
  }
}

/** An access token without anything around it. */
export function bareToken(name: string, grantId?: string): NewToken {
  const accessToken = { tokenHash: name, scopes: [], createdAt: now, expiresAt: now + 1000 }
  return {
    newClient: { clientId: 9, clientType: 'CONFIDENTIAL', properties: {} },
    accessToken: grantId === undefined ? accessToken : { ...accessToken, grantId },
  }
}

export const clientOf = (clientId: number, properties: ClientProperties = {}): Client => ({
  clientId,
  clientType: 'CONFIDENTIAL',
  properties,
})

/** An authorization request with every member that it can have. */
export const requestOf = (members: Partial<AuthorizationRequest> = {}): AuthorizationRequest => ({
  clientId: 1,
  clientIdAliasUsed: false,
  responseType: 'CODE',
  responseMode: 'query',
  redirectUri: 'https://client.example.com/callback',
  redirectUriGiven: true,
  state: 'state',
  scopes: ['openid'],
  nonce: 'nonce',
  codeChallenge: 'challenge',
  codeChallengeMethod: 'S256',
  dpopJkt: 'thumbprint of a key',
  resources: ['https://rs.example.com'],
  authorizationDetails: [{ type: 'payment', amount: { value: 1 } }],
  claims: { userinfo: { name: null } },
  acrs: ['silver'],
  prompts: ['login'],
  maxAge: 60,
  grantAction: 'MERGE',
  grantId: 'one-grant',
  ...members,
})

export const ticketOf = (
  ticketHash: string,
  members: Partial<AuthorizationTicket> = {},
): AuthorizationTicket => ({ ticketHash, request: requestOf(), expiresAt: now + 1000, ...members })

export const tokenTicketOf = (ticketHash: string, members: Partial<TokenTicket> = {}): TokenTicket => ({
  ticketHash,
  clientId: 1,
  clientIdAliasUsed: false,
  scopes: ['accounts'],
  resources: [],
  authorizationDetails: [],
  expiresAt: now + 1000,
  ...members,
})

export const pushedRequestOf = (
  requestUriHash: string,
  members: Partial<PushedRequest> = {},
): PushedRequest => ({
  requestUriHash,
  clientId: 1,
  parameters: 'client_id=1&scope=openid',
  expiresAt: now + 1000,
  ...members,
})

export const codeOf = (codeHash: string, members: Partial<AuthorizationCode> = {}): AuthorizationCode => ({
  codeHash,
  request: requestOf(),
  subject: 'alice',
  scopes: ['openid', 'profile'],
  createdAt: now,
  expiresAt: now + 1000,
  ...members,
})

/** An access token as a client gets it, and the refresh token of the same name that comes with it. */
export function issueOf(name: string, members: Partial<RefreshToken> = {}): Required<Pairing> {
  const common = {
    clientId: 1,
    subject: 'alice',
    scopes: ['openid'],
    createdAt: now,
    expiresAt: now + 1000,
    ...members,
  }
  return {
    accessToken: { ...common, tokenHash: name, refreshTokenHash: `${name}-refresh` },
    refreshToken: { ...common, tokenHash: `${name}-refresh`, expiresAt: common.expiresAt + 4000 },
  }
}

/** The same, whose refresh token came in the place of one that was spent. */
export function renewalOf(name: string, spent: string): Required<Pairing> {
  const { accessToken, refreshToken } = issueOf(name)
  const renews = { tokenHash: spent, salt: 'salt', endsAt: now + 1000 }
  return { accessToken, refreshToken: { ...refreshToken, details: { renews } } }
}

type Pairing = Pick<TokenIssue, 'accessToken' | 'refreshToken'>

export const proofOf = (jti: string, members: object = {}) => ({
  api: 'gm',
  jkt: 'thumbprint of a key',
  jtiHash: jti,
  forgetAt: now + 1000,
  ...members,
})

/** Changes an access token alone. */
export async function changeAccessToken(
  store: Store,
  generation: number,
  tokenHash: string,
  change: TokenChange['accessToken'],
) {
  const refreshToken = (token: RefreshToken) => token
  const pair = await store.updateToken(generation, tokenHash, { accessToken: change, refreshToken })
  return typeof pair === 'object' ? pair.accessToken : pair
}

/** Changes the refresh token that goes with an access token alone. */
export async function changeRefreshToken(
  store: Store,
  generation: number,
  tokenHash: string,
  change: TokenChange['refreshToken'],
) {
  const accessToken = (token: AccessToken) => token
  const pair = await store.updateToken(generation, tokenHash, { accessToken, refreshToken: change })
  return typeof pair === 'object' ? pair.refreshToken : pair
}

/** Resets a service to nothing. */
export const toEmpty = () => ({ baseline: emptyBaseline, initialState: emptyState })

/** The baseline of a service, of which only a reset is told. */
export async function baselineOf(store: Store, serviceId: string): Promise<Baseline | undefined> {
  const found: Baseline[] = []
  const look = (baseline: Baseline): never => {
    found.push(baseline)
    throw new Error('this was only a look')
  }
  await store.resetService(serviceId, look).catch(() => false)
  return found[0]
}

export async function accessTokensOf(store: Store, generation: number): Promise<readonly AccessToken[]> {
  return (await store.listAccessTokens(generation)).entries.map(({ token }) => token)
}

/** The state key of a service that must be there. */
export async function generationOf(store: Store, serviceId: string): Promise<number> {
  const service = await store.findService(serviceId)
  if (service === undefined) throw new Error(`there is no service ${serviceId}`)
  return service.generation
}
