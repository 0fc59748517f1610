import { keepEnd } from '../../base/clock.ts'
import { compact } from '../../base/compact.ts'
import { sha256 } from '../../base/digest.ts'
import type { JsonObject } from '../../base/json.ts'
import type { AccessToken, GrantType, RefreshToken, TokenDetails } from '../../model/access-token.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import { chooseTokenSeconds } from '../../oauth/token/durations.ts'
import { listJwtClaims } from '../../oauth/token/jwt-access-token.ts'
import { chooseServiceKey, describeSigningError, type JwtSigner } from '../../oauth/jose/service-keys.ts'
import type { Random } from '../../base/random.ts'
import type { TokenIssue, TokenOwner } from '../../store/store.ts'

/** What to issue. `now` is the service's time in epoch milliseconds. */
export interface TokenSpec {
  readonly service: Service
  readonly client: Client
  readonly now: number
  readonly grantType: GrantType
  /** The refresh token that is used, which is replaced or goes with the new access token. */
  readonly refreshes?: RefreshToken
  /** Absent for client credentials. */
  readonly subject?: string
  readonly scopes: readonly string[]
  readonly grantId?: string
  readonly codeHash?: string
  /** The binding of the access token. */
  readonly jkt?: string
  readonly certificateThumbprint?: string
  readonly details: Omit<TokenDetails, 'grantType'>
  /** The value that the authorization server has chosen, in place of a random one or a JWT. */
  readonly accessToken?: string
  /** Ignored unless it is positive. */
  readonly accessTokenSeconds?: number
  /** Further claims for a JWT access token. */
  readonly jwtClaims?: JsonObject
  /** Absent if none is issued. */
  readonly refreshToken?: RefreshTokenSpec
}

export interface RefreshTokenSpec {
  /** Random by default. */
  readonly value?: string
  /** Epoch milliseconds; otherwise `seconds` from now, or the lifetime by service, client and scopes. */
  readonly expiresAt?: number
  readonly seconds?: number
  /** Its scopes, if they differ from the access token's. */
  readonly scopes?: readonly string[]
  /** Its details, if they differ from the access token's. */
  readonly details?: TokenSpec['details']
}

/** What was issued: the values for the client, and the records to store, which have no values. */
export interface IssuedTokens {
  readonly spec: TokenSpec
  readonly accessToken: {
    readonly value: string
    readonly jwt?: string
    readonly seconds: number
    readonly expiresAt: number
  }
  readonly refreshToken?: { readonly value: string; readonly seconds: number; readonly expiresAt: number }
  readonly idToken?: string
  readonly records: Omit<TokenIssue, 'grantChange'>
}

export interface TokenTools {
  readonly random: Random
  readonly signJwt: JwtSigner
}

/** Why a JWT could not be made; `actual` is for the trace. */
export interface JwtError {
  readonly error: string
  readonly actual?: string
}

/** The access token as its client gets it and presents it: the JWT, if there is one. */
export function showAccessToken({ accessToken: { value, jwt } }: IssuedTokens): string {
  return jwt ?? value
}

/**
 * Makes an access token, with a JWT if the service signs them (Authlete TokenResponse `jwtAccessToken`), and its
 * refresh token. They are valid once their records are stored.
 */
export async function makeTokens(spec: TokenSpec, tools: TokenTools): Promise<IssuedTokens | JwtError> {
  const refreshToken = makeRefreshToken(spec, tools.random)
  const expiresAt = chooseEnd(spec, refreshToken)
  const token = describeToken(spec, keepEnd(expiresAt), refreshToken?.record)
  const value = spec.accessToken ?? tools.random.token()
  const made = await makeJwt(spec, token, { value, expiresAt }, tools)
  if ('error' in made) return made
  const { jwt } = made
  const details = compact({ ...token.details, jwtSha256: jwt && sha256(jwt) })
  return compact({
    spec,
    accessToken: { value, ...made, seconds: Math.floor((expiresAt - spec.now) / 1000), expiresAt },
    refreshToken,
    records: compact({
      ends: findReplaced(spec),
      accessToken: { ...token, tokenHash: sha256(value), details },
      refreshToken: refreshToken?.record,
    }),
  })
}

/**
 * The end of the access token (epoch ms): never after its refresh token, if the service links them (Authlete Service
 * `tokenExpirationLinked`).
 */
function chooseEnd(spec: TokenSpec, refreshToken: MadeRefreshToken | undefined): number {
  const seconds = chooseTokenSeconds('accessTokenDuration', spec, spec.accessTokenSeconds)
  const expiresAt = spec.now + seconds * 1000
  const isLinked = spec.service.properties.tokenExpirationLinked === true
  return isLinked && refreshToken !== undefined ? Math.min(expiresAt, refreshToken.expiresAt) : expiresAt
}

/**
 * Whose tokens end when new ones are issued: those of the same subject and client, refresh tokens included, if service
 * or client is configured so (Authlete Service and Client `singleAccessTokenPerSubject`; KB, Single access token per
 * subject). A refresh ends the tokens that it replaces, and no others.
 */
function findReplaced({ service, client, subject, refreshes }: TokenSpec): TokenOwner | undefined {
  const isSingle = [service, client].some(({ properties }) => properties.singleAccessTokenPerSubject === true)
  if (!isSingle || subject === undefined || refreshes !== undefined) return undefined
  return { clientId: client.clientId, subject }
}

function describeToken(
  spec: TokenSpec,
  expiresAt: number,
  refreshToken: RefreshToken | undefined,
): Omit<AccessToken, 'tokenHash'> {
  const { scopes, jkt, certificateThumbprint, grantType, refreshes, now } = spec
  return compact({
    ...describeOwner(spec),
    scopes,
    expiresAt,
    jkt,
    certificateThumbprint,
    refreshTokenHash: refreshToken?.tokenHash,
    details: compact({ ...spec.details, grantType, lastRefreshedAt: refreshes && now }),
  })
}

/**
 * The common members of an access token and its refresh token. A refresh does not change when they were first made
 * (Authlete AccessToken `createdAt`).
 */
function describeOwner({ client, subject, grantId, codeHash, now, refreshes }: TokenSpec) {
  const { clientId } = client
  return compact({ clientId, subject, grantId, codeHash, createdAt: refreshes?.createdAt ?? now })
}

interface MadeRefreshToken {
  readonly value: string
  readonly seconds: number
  readonly expiresAt: number
  readonly record: RefreshToken
}

/**
 * RFC 9449 §5, RFC 8705 §4: a public client's refresh token is bound as its access token is; a confidential client
 * authenticates instead.
 */
function makeRefreshToken(spec: TokenSpec, random: Random): MadeRefreshToken | undefined {
  const { client, now, grantType, refreshToken: wanted } = spec
  if (wanted === undefined) return undefined
  const value = wanted.value ?? random.token()
  const { scopes = spec.scopes, details = spec.details } = wanted
  const seconds = chooseTokenSeconds('refreshTokenDuration', { ...spec, scopes }, wanted.seconds)
  const expiresAt = wanted.expiresAt ?? now + seconds * 1000
  const { jkt, certificateThumbprint }: Partial<TokenSpec> = client.clientType === 'PUBLIC' ? spec : {}
  const record = compact({
    ...describeOwner(spec),
    tokenHash: sha256(value),
    scopes,
    expiresAt: keepEnd(expiresAt),
    jkt,
    certificateThumbprint,
    details: { ...details, grantType },
  })
  return { value, seconds: Math.floor((expiresAt - now) / 1000), expiresAt, record }
}

/** A value that the authorization server has chosen is never replaced by a JWT. */
async function makeJwt(
  { service, now, accessToken, jwtClaims }: TokenSpec,
  token: Omit<AccessToken, 'tokenHash'>,
  opaque: { readonly value: string; readonly expiresAt: number },
  { signJwt }: TokenTools,
): Promise<{ readonly jwt?: string } | JwtError> {
  const { accessTokenSignAlg: algorithm, accessTokenSignatureKeyId: keyId, jwks } = service.properties
  if (accessToken !== undefined || algorithm === undefined) return {}
  const choice = chooseServiceKey(jwks, algorithm, keyId)
  if ('lack' in choice) return { error: describeError(choice.lack, algorithm), actual: choice.actual }
  const claims = listJwtClaims(compact({ token, service, ...opaque, issuedAt: now, extraClaims: jwtClaims }))
  const signing = await signJwt(claims, choice.key, { typ: 'at+jwt' })
  if (!('error' in signing)) return { jwt: signing.jwt }
  const actual = describeSigningError(choice.key, signing.error)
  return { error: describeError(signing.error, algorithm), actual }
}

const errors = {
  algorithm_unsupported: 'The algorithm is not supported',
  key_set_missing: 'This service has not registered its JWK Set',
  key_missing: 'The JWK Set of this service does not contain the private key',
  key_ambiguous: 'The JWK Set of this service contains multiple candidate private keys',
  key_unusable: 'The private key is not usable',
  signing_failed: 'Signing failed',
}

function describeError(error: keyof typeof errors, algorithm: string): string {
  return `${errors[error]}. (alg=${algorithm})`
}
