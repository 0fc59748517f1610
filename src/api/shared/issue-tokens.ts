import { keepEnd } from '../../base/clock.ts'
import { sha256 } from '../../base/digest.ts'
import type { JsonObject } from '../../base/json.ts'
import type { AccessToken, GrantType, RefreshToken, TokenDetails } from '../../model/access-token.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import { chooseTokenSeconds } from '../../oauth/token/durations.ts'
import { listJwtClaims } from '../../oauth/token/jwt-access-token.ts'
import { chooseServiceKey, describeSigningError, type JwtSigner } from '../../oauth/jose/service-keys.ts'
import type { Random } from '../../base/random.ts'
import type { TokenOwner } from '../../store/store.ts'

/** The tokens that somebody is to get. `now` is the service's time in epoch milliseconds. */
export interface TokenSpec {
  readonly service: Service
  readonly client: Client
  readonly now: number
  readonly grantType: GrantType
  /** The refresh token that they are to replace, or to go with from now on. */
  readonly refreshes?: RefreshToken
  /** Absent where a client acts for itself. */
  readonly subject?: string
  readonly scopes: readonly string[]
  readonly grantId?: string
  readonly codeHash?: string
  /** What the access token is bound to. */
  readonly jkt?: string
  readonly certificateThumbprint?: string
  readonly details?: Omit<TokenDetails, 'grantType'>
  /** The access token as the authorization server wants it, instead of a random one or a JWT. */
  readonly accessToken?: string
  /** Counts where it is positive. */
  readonly accessTokenSeconds?: number
  /** More claims for an access token that is a JWT. */
  readonly jwtClaims?: JsonObject
  /** Absent where none is issued. */
  readonly refreshToken?: RefreshTokenSpec
}

export interface RefreshTokenSpec {
  /** The value, where it is given; random otherwise. */
  readonly value?: string
  /** Epoch milliseconds; otherwise `seconds` from now, or what service, client and scopes say. */
  readonly expiresAt?: number
  readonly seconds?: number
  /** Its scopes, where they are other than the access token's. */
  readonly scopes?: readonly string[]
  /** Its details, where they are other than the access token's. */
  readonly details?: Omit<TokenDetails, 'grantType'>
}

/** Tokens that were made, with their values, which nobody keeps; still to be stored. */
export interface MadeTokens {
  readonly accessToken: {
    readonly value: string
    readonly jwt?: string
    readonly seconds: number
    readonly expiresAt: number
  }
  readonly refreshToken?: { readonly value: string; readonly seconds: number; readonly expiresAt: number }
  readonly records: {
    readonly ends?: TokenOwner
    readonly accessToken: AccessToken
    readonly refreshToken?: RefreshToken
  }
}

export interface TokenTools {
  readonly random: Random
  readonly signJwt: JwtSigner
}

/** Why a JWT could not be made; `actual` tells a trace more. */
export interface JwtError {
  readonly error: string
  readonly actual?: string
}

/** The access token as its client gets it and presents it: the JWT, where there is one. */
export function showAccessToken({ accessToken: { value, jwt } }: MadeTokens): string {
  return jwt ?? value
}

/**
 * Makes an access token, beside it a JWT where the service signs them (Authlete TokenResponse `jwtAccessToken`), and the
 * refresh token that goes with it.
 */
export async function makeTokens(spec: TokenSpec, tools: TokenTools): Promise<MadeTokens | JwtError> {
  const refreshToken = makeRefreshToken(spec, tools.random)
  const expiresAt = chooseEnd(spec, refreshToken)
  const token = describeToken(spec, keepEnd(expiresAt), refreshToken?.record)
  const value = spec.accessToken ?? tools.random.token()
  const made = await makeJwt(spec, token, { value, expiresAt }, tools)
  if ('error' in made) return made
  const { jwt } = made
  const details = { ...token.details, ...(jwt !== undefined && { jwtSha256: sha256(jwt) }) }
  const ends = findReplaced(spec)
  return {
    accessToken: { value, ...made, seconds: Math.floor((expiresAt - spec.now) / 1000), expiresAt },
    ...(refreshToken !== undefined && { refreshToken }),
    records: {
      ...(ends !== undefined && { ends }),
      accessToken: { ...token, tokenHash: sha256(value), details },
      ...(refreshToken !== undefined && { refreshToken: refreshToken.record }),
    },
  }
}

/**
 * When the access token ends (epoch ms): not after its refresh token, where the service links them, whatever says
 * otherwise (Authlete Service `tokenExpirationLinked`).
 */
function chooseEnd(spec: TokenSpec, refreshToken: MadeRefreshToken | undefined): number {
  const seconds = chooseTokenSeconds('accessTokenDuration', spec, spec.accessTokenSeconds)
  const expiresAt = spec.now + seconds * 1000
  const isLinked = spec.service.properties.tokenExpirationLinked === true
  return isLinked && refreshToken !== undefined ? Math.min(expiresAt, refreshToken.expiresAt) : expiresAt
}

/**
 * Whose tokens give way to new ones: those of the same subject and client, refresh tokens included, where service or
 * client want it so (Authlete Service and Client `singleAccessTokenPerSubject`; KB, Single access token per subject). A
 * refresh ends the tokens that it goes back to, and no others.
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
  return {
    ...describeOwner(spec),
    scopes: spec.scopes,
    expiresAt,
    ...(spec.jkt !== undefined && { jkt: spec.jkt }),
    ...(spec.certificateThumbprint !== undefined && { certificateThumbprint: spec.certificateThumbprint }),
    ...(refreshToken !== undefined && { refreshTokenHash: refreshToken.tokenHash }),
    details: {
      ...spec.details,
      grantType: spec.grantType,
      ...(spec.refreshes !== undefined && { lastRefreshedAt: spec.now }),
    },
  }
}

/**
 * What an access token and its refresh token have in common. A refresh does not change when they were first made
 * (Authlete AccessToken `createdAt`).
 */
function describeOwner({ client, subject, grantId, codeHash, now, refreshes }: TokenSpec) {
  return {
    clientId: client.clientId,
    ...(subject !== undefined && { subject }),
    ...(grantId !== undefined && { grantId }),
    ...(codeHash !== undefined && { codeHash }),
    createdAt: refreshes?.createdAt ?? now,
  }
}

interface MadeRefreshToken {
  readonly value: string
  readonly seconds: number
  readonly expiresAt: number
  readonly record: RefreshToken
}

/**
 * RFC 9449 §5, RFC 8705 §4: a public client's refresh token is bound as its access token is; a confidential client
 * proves by its authentication that it may use it.
 */
function makeRefreshToken(spec: TokenSpec, random: Random): MadeRefreshToken | undefined {
  const { client, now, jkt, certificateThumbprint, refreshToken: wanted } = spec
  if (wanted === undefined) return undefined
  const value = wanted.value ?? random.token()
  const { scopes = spec.scopes } = wanted
  const seconds = chooseTokenSeconds('refreshTokenDuration', { ...spec, scopes }, wanted.seconds)
  const expiresAt = wanted.expiresAt ?? now + seconds * 1000
  const isPublic = client.clientType === 'PUBLIC'
  const record = {
    ...describeOwner(spec),
    tokenHash: sha256(value),
    scopes,
    expiresAt: keepEnd(expiresAt),
    ...(isPublic && jkt !== undefined && { jkt }),
    ...(isPublic && certificateThumbprint !== undefined && { certificateThumbprint }),
    details: { ...(wanted.details ?? spec.details), grantType: spec.grantType },
  }
  return { value, seconds: Math.floor((expiresAt - now) / 1000), expiresAt, record }
}

/** A value that the authorization server has chosen is what the client gets: no JWT stands in for it. */
async function makeJwt(
  { service, now, accessToken, jwtClaims }: TokenSpec,
  token: Omit<AccessToken, 'tokenHash'>,
  values: { readonly value: string; readonly expiresAt: number },
  { signJwt }: TokenTools,
): Promise<{ readonly jwt?: string } | JwtError> {
  const { accessTokenSignAlg: algorithm, accessTokenSignatureKeyId: keyId, jwks } = service.properties
  if (accessToken !== undefined || algorithm === undefined) return {}
  const choice = chooseServiceKey(jwks, algorithm, keyId)
  if ('lack' in choice) return { error: describeError(choice.lack, algorithm), actual: choice.actual }
  const claims = listJwtClaims({
    token,
    service,
    ...values,
    issuedAt: now,
    ...(jwtClaims !== undefined && { extraClaims: jwtClaims }),
  })
  const signing = await signJwt(claims, choice.key, { typ: 'at+jwt' })
  if (!('error' in signing)) return { jwt: signing.jwt }
  const actual = describeSigningError(choice.key, signing.error)
  return { error: describeError(signing.error, algorithm), actual }
}

const errorTexts = {
  algorithm_unsupported: 'The algorithm is not supported',
  key_set_missing: 'This service has not registered its JWK Set',
  key_missing: 'The JWK Set of this service does not contain the private key',
  key_ambiguous: 'The JWK Set of this service contains multiple candidate private keys',
  key_unusable: 'The private key is not usable',
  signing_failed: 'Signing failed',
}

function describeError(error: keyof typeof errorTexts, algorithm: string): string {
  return `${errorTexts[error]}. (alg=${algorithm})`
}
