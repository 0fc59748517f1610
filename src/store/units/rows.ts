import type { AccessToken, FoundAccessToken, RefreshToken } from '../../model/access-token.ts'
import type { ApiToken } from '../../model/api-token.ts'
import type { Client } from '../../model/client.ts'
import type { Grant } from '../../model/grant.ts'
import type { Service } from '../../model/service.ts'

export interface ServiceRow {
  service_id: string
  generation: number
  origin: Service['origin']
  properties: string
  mock: string
  clock: string
  nonce_secret: string
}

export interface ApiTokenRow {
  token_hash: string
  service_id: string | null
  rights: string
  expires_at: number | null
}

export interface ClientRow {
  client_id: number
  client_type: Client['clientType']
  properties: string
}

export interface GrantRow {
  grant_id: string
  client_id: number
  subject: string | null
  scopes: string
  claims: string
  authorization_details: string
  created_at: number
}

export interface RefreshTokenRow {
  token_hash: string
  client_id: number
  subject: string | null
  scopes: string
  created_at: number
  expires_at: number
  grant_id: string | null
  jkt: string | null
  certificate_thumbprint: string | null
  code_hash: string | null
  details: string | null
}

export interface AccessTokenRow extends RefreshTokenRow {
  refresh_token_hash: string | null
}

/** An access token joined with its refresh token and its client, each of which may be gone. */
export interface FoundAccessTokenRow extends AccessTokenRow {
  refresh_expires_at: number | null
  client_type: Client['clientType'] | null
  client_locked: number | null
}

/** The columns of a refresh token; an access token has one more. */
export const tokenColumns =
  'token_hash, client_id, subject, scopes, created_at, expires_at, grant_id, jkt, certificate_thumbprint, code_hash, details'

/**
 * Finds access tokens as `a`, each with its client and its refresh token; for SQLite a join would take many times as
 * long.
 */
export const selectFoundAccessTokens = `SELECT a.${tokenColumns.replaceAll(', ', ', a.')}, a.refresh_token_hash,
    (SELECT r.expires_at FROM refresh_tokens r
     WHERE r.generation = a.generation AND r.token_hash = a.refresh_token_hash) AS refresh_expires_at,
    ${selectOfClient('client_type')} AS client_type, ${selectOfClient('locked')} AS client_locked
  FROM access_tokens a`

function selectOfClient(column: string): string {
  return `(SELECT c.${column} FROM clients c /* by clients_by_standing */
     WHERE c.generation = a.generation AND c.client_id = a.client_id)`
}

export function toService(row: ServiceRow): Service {
  return {
    serviceId: row.service_id,
    generation: row.generation,
    origin: row.origin,
    properties: JSON.parse(row.properties) as Service['properties'],
    mock: JSON.parse(row.mock) as Service['mock'],
    clock: JSON.parse(row.clock) as Service['clock'],
    nonceSecret: row.nonce_secret,
  }
}

export function toApiToken(row: ApiTokenRow): ApiToken {
  const token: Mutable<ApiToken> = {
    tokenHash: row.token_hash,
    rights: splitWords(row.rights) as ApiToken['rights'],
  }
  if (row.service_id !== null) token.serviceId = row.service_id
  if (row.expires_at !== null) token.expiresAt = row.expires_at
  return token
}

export function toGrant(row: GrantRow): Grant {
  const grant: Mutable<Grant> = {
    grantId: row.grant_id,
    clientId: row.client_id,
    scopes: JSON.parse(row.scopes) as Grant['scopes'],
    claims: JSON.parse(row.claims) as Grant['claims'],
    authorizationDetails: JSON.parse(row.authorization_details) as Grant['authorizationDetails'],
    createdAt: row.created_at,
  }
  if (row.subject !== null) grant.subject = row.subject
  return grant
}

export function toAccessToken(row: AccessTokenRow): AccessToken {
  const token: Mutable<AccessToken> = toRefreshToken(row)
  if (row.refresh_token_hash !== null) token.refreshTokenHash = row.refresh_token_hash
  return token
}

export function toFoundAccessToken(row: FoundAccessTokenRow): FoundAccessToken {
  const found: Mutable<FoundAccessToken> = { token: toAccessToken(row) }
  if (row.client_type !== null)
    found.client = { clientType: row.client_type, locked: row.client_locked === 1 }
  if (row.refresh_expires_at !== null) found.refreshTokenExpiresAt = row.refresh_expires_at
  return found
}

/** Records are built member by member: every call reads them, and spreading optional members is slow. */
type Mutable<Kept> = { -readonly [Member in keyof Kept]: Kept[Member] }

export function toRefreshToken(row: RefreshTokenRow): RefreshToken {
  const token: Mutable<RefreshToken> = {
    tokenHash: row.token_hash,
    clientId: row.client_id,
    scopes: splitWords(row.scopes),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }
  if (row.subject !== null) token.subject = row.subject
  if (row.grant_id !== null) token.grantId = row.grant_id
  if (row.jkt !== null) token.jkt = row.jkt
  if (row.certificate_thumbprint !== null) token.certificateThumbprint = row.certificate_thumbprint
  if (row.code_hash !== null) token.codeHash = row.code_hash
  if (row.details !== null) token.details = JSON.parse(row.details) as NonNullable<RefreshToken['details']>
  return token
}

export function toClient(row: ClientRow): Client {
  return {
    clientId: row.client_id,
    clientType: row.client_type,
    properties: JSON.parse(row.properties) as Client['properties'],
  }
}

export function splitWords(text: string): readonly string[] {
  return text === '' ? [] : text.split(' ')
}
