import type { AccessToken, RefreshToken } from '../model/access-token.ts'
import type { ApiToken } from '../model/api-token.ts'
import type { Client } from '../model/client.ts'
import type { Grant } from '../model/grant.ts'
import type { Service } from '../model/service.ts'

export interface ServiceRow {
  service_id: string
  world: number
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
}

export interface AccessTokenRow extends RefreshTokenRow {
  jkt: string | null
  certificate_thumbprint: string | null
  refresh_token_hash: string | null
}

export function toService(row: ServiceRow): Service {
  return {
    serviceId: row.service_id,
    world: row.world,
    origin: row.origin,
    properties: JSON.parse(row.properties) as Service['properties'],
    mock: JSON.parse(row.mock) as Service['mock'],
    clock: JSON.parse(row.clock) as Service['clock'],
    nonceSecret: row.nonce_secret,
  }
}

export function toApiToken(row: ApiTokenRow): ApiToken {
  return {
    tokenHash: row.token_hash,
    rights: JSON.parse(row.rights) as ApiToken['rights'],
    ...optional('serviceId', row.service_id),
    ...optional('expiresAt', row.expires_at),
  }
}

export function toGrant(row: GrantRow): Grant {
  return {
    grantId: row.grant_id,
    clientId: row.client_id,
    ...optional('subject', row.subject),
    scopes: JSON.parse(row.scopes) as Grant['scopes'],
    claims: JSON.parse(row.claims) as Grant['claims'],
    authorizationDetails: JSON.parse(row.authorization_details) as Grant['authorizationDetails'],
    createdAt: row.created_at,
  }
}

export function toRefreshToken(row: RefreshTokenRow): RefreshToken {
  return {
    tokenHash: row.token_hash,
    clientId: row.client_id,
    ...optional('subject', row.subject),
    scopes: splitScopes(row.scopes),
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    ...optional('grantId', row.grant_id),
  }
}

export function toAccessToken(row: AccessTokenRow): AccessToken {
  return {
    ...toRefreshToken(row),
    ...optional('jkt', row.jkt),
    ...optional('certificateThumbprint', row.certificate_thumbprint),
    ...optional('refreshTokenHash', row.refresh_token_hash),
  }
}

function splitScopes(scopes: string): readonly string[] {
  return scopes === '' ? [] : scopes.split(' ')
}

/** The member, or no member at all where the column is NULL. */
function optional<Name extends string, Value>(
  name: Name,
  value: Value | null,
): { readonly [member in Name]?: Value } {
  return (value === null ? {} : { [name]: value }) as { [member in Name]?: Value }
}
