import type { Static } from '@sinclair/typebox'
import type { MintSchema } from '../../schema/admin.ts'
import type { TokenFixture } from '../../schema/fixtures.ts'
import { sha256 } from '../base/digest.ts'
import type { AccessToken, RefreshToken } from '../model/access-token.ts'
import type { Declared, DeclaredTime } from '../model/baseline.ts'
import type { Grant } from '../model/grant.ts'
import type { ServiceProperties } from '../model/service.ts'
import { chooseServiceSeconds } from '../oauth/token/durations.ts'
import type { Random } from '../base/random.ts'
import type { Problem } from './admin-error.ts'
import { declareTime } from './time.ts'
import { declareDetails } from './token-details.ts'

/** In fixtures, a token can also be told as it was saved. */
type TokenOrder = Omit<Static<typeof MintSchema>, 'bind'> &
  Pick<TokenFixture, 'accessTokenSha256' | 'refreshTokenSha256' | 'createdAt' | 'details'>

/** An order whose scopes are known. */
type ScopedOrder = TokenOrder & { readonly scopes: readonly string[] }

/** What a token order comes to: the values that are told once, and what is kept. The client is yet to be named. */
export interface DeclaredToken {
  readonly accessTokenValue: string
  readonly refreshTokenValue?: string
  readonly accessToken: Omit<Declared<AccessToken>, 'clientId'>
  readonly refreshToken?: Omit<Declared<RefreshToken>, 'clientId'>
  readonly newGrant?: Omit<Grant, 'clientId' | 'createdAt'>
}

const defaultScopes = ['grant_management_query', 'grant_management_revoke']

/** The members of an order that exclude each other or need each other. */
export function findContradictions(
  order: Readonly<Record<string, unknown>>,
  path: string,
): readonly Problem[] {
  const exclusive = [
    ['expiresInSeconds', 'expiresAt'],
    ['grantId', 'grant'],
    ['cnf', 'bind'],
    ['accessToken', 'accessTokenSha256'],
    ['refreshToken', 'refreshTokenSha256'],
    ['apiToken', 'apiTokenSha256'],
  ] as const
  const both = exclusive
    .filter(([one, other]) => order[one] !== undefined && order[other] !== undefined)
    .map(([one, other]) => ({ path: `${path}/${other}`, message: `cannot be given together with ${one}` }))
  const idle = order['refreshTokenExpiresInSeconds'] !== undefined && order['refreshToken'] !== true
  const alone = { path: `${path}/refreshTokenExpiresInSeconds`, message: 'needs refreshToken to be true' }
  return idle ? [...both, alone] : both
}

/** Fills in what an order leaves open. */
export function declareToken(
  order: TokenOrder,
  properties: ServiceProperties,
  random: Random,
): DeclaredToken {
  const { accessTokenSha256: givenHash, details } = order
  const accessTokenValue = givenHash === undefined ? (order.accessToken ?? random.token()) : ''
  const scopes = order.scopes ?? defaultScopes
  const newGrant = order.grant && declareGrant(order.grant, order.subject, scopes, random)
  const grantId = newGrant?.grantId ?? order.grantId
  const shared = {
    scopes,
    ...(order.subject !== undefined && { subject: order.subject }),
    ...(grantId !== undefined && { grantId }),
  }
  const refreshTokenValue = order.refreshToken === true ? random.token() : undefined
  const refreshTokenHash = refreshTokenValue && sha256(refreshTokenValue)
  const linkedHash = refreshTokenHash ?? order.refreshTokenSha256
  return {
    accessTokenValue,
    accessToken: {
      ...shared,
      ...declareBinding(order),
      ...declareMaking(order),
      ...(details !== undefined && { details: declareDetails(details) }),
      tokenHash: givenHash ?? sha256(accessTokenValue),
      end: declareEnd({ ...order, scopes }, properties),
      ...(linkedHash !== undefined && { refreshTokenHash: linkedHash }),
    },
    ...(refreshTokenValue !== undefined && { refreshTokenValue }),
    ...(refreshTokenHash !== undefined && {
      refreshToken: {
        ...shared,
        tokenHash: refreshTokenHash,
        end: declareRefreshEnd({ ...order, scopes }, properties),
      },
    }),
    ...(newGrant !== undefined && { newGrant }),
  }
}

/** What a token is bound to. */
export function declareBinding({
  cnf = {},
}: Pick<TokenOrder, 'cnf'>): Pick<AccessToken, 'jkt' | 'certificateThumbprint'> {
  const { jkt, 'x5t#S256': certificateThumbprint } = cnf
  return {
    ...(jkt !== undefined && { jkt }),
    ...(certificateThumbprint !== undefined && { certificateThumbprint }),
  }
}

/** When something was made, where that is said. */
export function declareMaking({ createdAt }: { readonly createdAt?: number | string | undefined }): {
  readonly made?: DeclaredTime
} {
  return createdAt === undefined ? {} : { made: declareTime(createdAt) }
}

function declareEnd(order: ScopedOrder, properties: ServiceProperties): DeclaredTime {
  if (order.expiresAt !== undefined) return declareTime(order.expiresAt)
  if (order.expiresInSeconds !== undefined) return { afterSeconds: order.expiresInSeconds }
  return { afterSeconds: chooseServiceSeconds('accessTokenDuration', properties, order.scopes) }
}

function declareRefreshEnd(order: ScopedOrder, properties: ServiceProperties): DeclaredTime {
  const seconds = order.refreshTokenExpiresInSeconds
  return {
    afterSeconds: seconds ?? chooseServiceSeconds('refreshTokenDuration', properties, order.scopes),
  }
}

function declareGrant(
  order: NonNullable<TokenOrder['grant']>,
  subject: string | undefined,
  tokenScopes: readonly string[],
  random: Random,
): Omit<Grant, 'clientId' | 'createdAt'> {
  const inherited = tokenScopes.length === 0 ? [] : [{ scope: tokenScopes.join(' ') }]
  return {
    grantId: order.grantId ?? random.token(),
    ...(subject !== undefined && { subject }),
    scopes: order.scopes ?? inherited,
    claims: order.claims ?? [],
    authorizationDetails: order.authorizationDetails ?? [],
  }
}
