import { readJsonObject, type JsonObject } from '../../base/json.ts'
import type { AccessToken } from '../../model/access-token.ts'
import type { Service } from '../../model/service.ts'
import { readBase64url } from '../jose/compact-jws.ts'
import { writeGrantType } from './grant-type.ts'
import { readIssuer } from '../metadata.ts'
import { listVisibleProperties } from './properties.ts'

/** The content of a JWT access token. Times in epoch milliseconds. */
interface JwtFacts {
  readonly token: Omit<AccessToken, 'tokenHash'>
  readonly service: Service
  /** The opaque access token that it belongs to. */
  readonly value: string
  readonly issuedAt: number
  readonly expiresAt: number
  /** Claims that the authorization server adds; they cannot replace the token's own. */
  readonly extraClaims?: JsonObject
}

/** Claims of the issuer alone: an authorization server's claims cannot replace them. */
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
 * The claims of an access token in the JWT profile (RFC 9068 §2.2), as Authlete makes them: an audience only if the
 * token is for certain resources, and the opaque access token as `jti` (Authlete Service, JWT-based access token). They
 * include the confirmation (RFC 7800 `cnf`), the grant, the authorization details and the visible properties.
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

/** Those of an authorization server's claims that an access token does not get, because they are the issuer's own. */
export function listRefusedJwtClaims(claims: JsonObject): readonly string[] {
  return Object.keys(claims).filter((name) => issuersOwn.includes(name))
}

function listForeignClaims(claims: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => !issuersOwn.includes(name)))
}

/**
 * The opaque access token that a JWT names; undefined if the text is no JWT. Verifies nothing: the caller compares the
 * JWT with the issued one.
 */
export function readOpaqueToken(jwt: string): string | undefined {
  const [header, payload = '', signature, ...others] = jwt.split('.', 4)
  if (header === '' || signature === undefined || others.length > 0) return undefined
  const reading = readJsonObject(readBase64url(payload) ?? '')
  const jti = 'value' in reading ? reading.value['jti'] : undefined
  return typeof jti === 'string' ? jti : undefined
}
