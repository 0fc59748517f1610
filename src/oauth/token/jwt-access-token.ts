import { readJsonObject, type JsonObject } from '../../base/json.ts'
import type { AccessToken } from '../../model/access-token.ts'
import type { Service } from '../../model/service.ts'
import { readBase64url } from '../jose/compact-jws.ts'
import { writeGrantType } from './grant-type.ts'
import { readIssuer } from '../metadata.ts'
import { listVisibleProperties } from './properties.ts'

/** What a JWT access token is made from. Times in epoch milliseconds. */
export interface JwtFacts {
  readonly token: Omit<AccessToken, 'tokenHash'>
  readonly service: Service
  /** The opaque access token that it goes with. */
  readonly value: string
  readonly issuedAt: number
  readonly expiresAt: number
  /** Claims that the authorization server adds; they cannot be the token's own. */
  readonly extraClaims?: JsonObject
}

/** What only the issuer says of a token: an authorization server's own claims cannot stand in for it. */
const issuersOwn = [
  'iss',
  'sub',
  'aud',
  'client_id',
  'scope',
  'jti',
  'iat',
  'nbf',
  'exp',
  'auth_time',
  'acr',
  'cnf',
  'grant',
  'grant_id',
  'grant_type',
  'authorization_details',
]

/**
 * The claims of an access token in the JWT profile (RFC 9068 §2.2), as Authlete makes them: an audience only where the
 * token is for certain resources, and the opaque access token as `jti` (Authlete Service, JWT-based access token). With
 * them go what the token is bound to (RFC 7800 `cnf`), its grant, its authorization details and its visible properties.
 */
export function listJwtClaims({
  token,
  service,
  value,
  issuedAt,
  expiresAt,
  extraClaims = {},
}: JwtFacts): JsonObject {
  const { jkt, certificateThumbprint, grantId, scopes, details = {} } = token
  const { accessTokenResources = [], authorizationDetails = [], authTime, acr, grantType } = details
  const isBound = jkt !== undefined || certificateThumbprint !== undefined
  return {
    ...listForeignClaims({ ...listVisibleProperties(details.properties ?? []), ...extraClaims }),
    ...(acr !== undefined && { acr }),
    ...(accessTokenResources.length > 0 && { aud: accessTokenResources }),
    ...(authTime !== undefined && { auth_time: authTime }),
    ...(authorizationDetails.length > 0 && { authorization_details: authorizationDetails }),
    client_id: String(token.clientId),
    ...(isBound && {
      cnf: {
        ...(jkt !== undefined && { jkt }),
        ...(certificateThumbprint !== undefined && { 'x5t#S256': certificateThumbprint }),
      },
    }),
    exp: Math.floor(expiresAt / 1000),
    ...(grantId !== undefined && { grant_id: grantId }),
    ...(grantType !== undefined && { grant_type: writeGrantType(grantType) }),
    iat: Math.floor(issuedAt / 1000),
    iss: readIssuer(service),
    jti: value,
    ...(scopes.length > 0 && { scope: scopes.toSorted().join(' ') }),
    sub: token.subject ?? String(token.clientId),
  }
}

function listForeignClaims(claims: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !issuersOwn.includes(name)))
}

/**
 * The opaque access token that a JWT says it goes with; undefined where it is no JWT. Nothing of it is verified: that it
 * is the one that was issued is for whoever finds that token to see.
 */
export function readOpaqueToken(jwt: string): string | undefined {
  const [header, payload = '', signature, ...others] = jwt.split('.', 4)
  if (header === '' || signature === undefined || others.length > 0) return undefined
  const reading = readJsonObject(readBase64url(payload) ?? '')
  const jti = 'value' in reading ? reading.value['jti'] : undefined
  return typeof jti === 'string' ? jti : undefined
}
