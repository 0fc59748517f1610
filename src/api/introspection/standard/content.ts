import type { JsonObject } from '../../../base/json.ts'
import type { AccessToken, RefreshToken } from '../../../model/access-token.ts'
import type { TokenProperty } from '../../../model/authorization.ts'
import type { Service } from '../../../model/service.ts'
import { readIssuer } from '../../../oauth/metadata.ts'
import { listAudience } from '../../../oauth/token/requirements.ts'
import { tokenTypeOf } from '../../../oauth/token/access-token.ts'
import { omitEmpty } from '../../shared/members.ts'

/** A token by kind, as `token_type_hint` names it (RFC 7009 §2.1). */
export type IntrospectedToken =
  | { readonly type: 'access_token'; readonly token: AccessToken }
  | { readonly type: 'refresh_token'; readonly token: RefreshToken }

/**
 * The members of an active token (RFC 7662 §2.2), in the observed order, with its confirmation (RFC 8705 §3.2, RFC 9449
 * §6.2), its authorization details (RFC 9396 §9.2), its grant and its properties. Neither `iat` nor `username`:
 * Authlete was not observed to include them.
 */
export function describeActive(
  { type, token }: IntrospectedToken,
  service: Service,
  withHiddenProperties: boolean,
): JsonObject {
  const { jkt, certificateThumbprint, scopes, details = {} } = token
  const isBound = jkt !== undefined || certificateThumbprint !== undefined
  const { authorizationDetails = [], properties = [] } = details
  const members = {
    active: true,
    scope: scopes.length === 0 ? undefined : scopes.toSorted().join(' '),
    client_id: String(token.clientId),
    token_type: type === 'access_token' ? tokenTypeOf(jkt, service) : undefined,
    exp: Math.floor(token.expiresAt / 1000),
    sub: token.subject,
    aud: omitEmpty(listAudience(token)),
    iss: readIssuer(service),
    auth_time: details.authTime,
    acr: details.acr,
    cnf: isBound ? { jkt, 'x5t#S256': certificateThumbprint } : undefined,
    authorization_details: omitEmpty(authorizationDetails),
    grant_id: token.grantId,
  }
  const visible = properties.filter(({ hidden = false }) => withHiddenProperties || !hidden)
  return { ...members, ...describeProperties(visible, Object.keys(members)) }
}

/** Properties never replace the members of RFC 7662. */
function describeProperties(properties: readonly TokenProperty[], reserved: readonly string[]): JsonObject {
  const entries = properties
    .filter(({ key }) => !reserved.includes(key))
    .map(({ key, value }) => [key, value])
  return Object.fromEntries(entries) as JsonObject
}
