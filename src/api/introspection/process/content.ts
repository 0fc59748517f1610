import { toWholeSecond } from '../../../base/clock.ts'
import { aliasOf, isAliasUsed } from '../../../base/client-names.ts'
import { oncePer } from '../../../base/once-per.ts'
import { formatConsentedClaims, formatProperties } from '../../shared/token-members.ts'
import type { AccessToken } from '../../../model/access-token.ts'
import type { Client } from '../../../model/client.ts'
import type { Grant } from '../../../model/grant.ts'
import type { Service, SupportedScope } from '../../../model/service.ts'
import { toElements } from '../../../oauth/authorization/elements.ts'
import { findDynamicScopes } from '../../../oauth/dynamic-scopes.ts'
import { listAudience } from '../../../oauth/token/requirements.ts'
import { omitEmpty } from '../../shared/members.ts'
import type { IntrospectionFacts } from './decision.ts'

type Members = Readonly<Record<string, unknown>>

/** The members about a token (Authlete IntrospectionResponse); empty lists are left out. */
export function describeToken(
  { token, client, grant, isRefreshable = false }: Partial<IntrospectionFacts>,
  service: Service,
): Members {
  if (token === undefined) return {}
  const { scopes, details = {} } = token
  return {
    ...describeClient(token, client),
    accessTokenResources: omitEmpty(listAudience(token)),
    acr: details.acr,
    authTime: details.authTime,
    authorizationDetails: toElements(details.authorizationDetails),
    certificateThumbprint: token.certificateThumbprint,
    consentedClaims: formatConsentedClaims(token),
    expiresAt: toWholeSecond(token.expiresAt),
    grant: grant && describeGrant(grant),
    grantId: token.grantId,
    grantType: details.grantType,
    properties: formatProperties(details.properties),
    refreshable: isRefreshable,
    resources: omitEmpty(details.resources),
    scopeDetails: omitEmpty(describeScopes(scopes, service)),
    scopes: omitEmpty(scopes),
    serviceAttributes: omitEmpty(service.properties.attributes),
    subject: token.subject,
  }
}

function describeClient({ clientId, details }: AccessToken, client: Client | undefined): Members {
  return {
    clientId,
    clientIdAlias: client && aliasOf(client),
    clientIdAliasUsed: client !== undefined && isAliasUsed(client, details),
    clientAttributes: omitEmpty(client?.properties.attributes),
  }
}

const scopesByName = oncePer(
  (scopes: readonly SupportedScope[]) => new Map(scopes.map((scope) => [scope.name, scope])),
)

/** The details of scopes; a value has those of its parameterised scope, and an unknown scope only its name. */
function describeScopes(names: readonly string[], service: Service): readonly Members[] {
  const { supportedScopes = [] } = service.properties
  const supported = scopesByName(supportedScopes)
  const dynamic = new Map(
    findDynamicScopes(names, supportedScopes, service.properties).map(({ name, value }) => [value, name]),
  )
  return names.map((name) => ({
    defaultEntry: false,
    ...supported.get(dynamic.get(name) ?? name),
    name,
  }))
}

const describeGrant = oncePer(({ scopes, claims, authorizationDetails }: Grant): Members => ({
  scopes: scopes.map(({ scope, resource }) => ({ scope, ...(resource !== undefined && { resource }) })),
  ...(claims.length > 0 && { claims }),
  ...(authorizationDetails.length > 0 && { authorizationDetails: toElements(authorizationDetails) }),
}))
