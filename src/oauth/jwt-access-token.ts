import type { JsonObject } from '../json.ts'
import type { AccessToken } from '../model/access-token.ts'
import type { Service } from '../model/service.ts'
import { readIssuer } from './issuer.ts'

/** What a JWT access token is made from, besides the token itself, whose hash is not known before. */
export interface JwtFacts {
  readonly token: Omit<AccessToken, 'tokenHash'>
  readonly service: Service
  readonly jti: string
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
  'grant_id',
  'authorization_details',
]

/**
 * The claims of an access token in the JWT profile (RFC 9068 §2.2), with what it is bound to (RFC 7800 `cnf`), its
 * grant and its authorization details. The audience is the resources or, without any, the service itself (RFC 9068 §3).
 */
export function listJwtClaims({ token, service, jti, extraClaims = {} }: JwtFacts): JsonObject {
  const { jkt, certificateThumbprint, grantId, scopes, details = {} } = token
  const issuer = readIssuer(service)
  const { accessTokenResources: audience = [issuer], authorizationDetails = [], authTime, acr } = details
  const isBound = jkt !== undefined || certificateThumbprint !== undefined
  return {
    ...Object.fromEntries(Object.entries(extraClaims).filter(([name]) => !issuersOwn.includes(name))),
    iss: issuer,
    sub: token.subject ?? String(token.clientId),
    aud: audience,
    client_id: String(token.clientId),
    ...(scopes.length > 0 && { scope: scopes.toSorted().join(' ') }),
    jti,
    iat: Math.floor(token.createdAt / 1000),
    exp: Math.floor(token.expiresAt / 1000),
    ...(authTime !== undefined && { auth_time: authTime }),
    ...(acr !== undefined && { acr }),
    ...(isBound && {
      cnf: {
        ...(jkt !== undefined && { jkt }),
        ...(certificateThumbprint !== undefined && { 'x5t#S256': certificateThumbprint }),
      },
    }),
    ...(grantId !== undefined && { grant_id: grantId }),
    ...(authorizationDetails.length > 0 && { authorization_details: authorizationDetails }),
  }
}
