import { aliasOf, isAliasEnabled } from '../../../base/client-names.ts'
import { oncePer } from '../../../base/once-per.ts'
import { authleteNumber } from '../../shared/authlete-number.ts'
import type { AuthorizationRequest } from '../../../model/authorization.ts'
import type { Client } from '../../../model/client.ts'
import type { Grant } from '../../../model/grant.ts'
import type { Service } from '../../../model/service.ts'
import { toElements } from '../../../oauth/authorization/elements.ts'
import { listRequestedClaims } from '../../../oauth/grants/grant-permissions.ts'
import {
  findClaimsFor,
  readRequestedAcrs,
  readRequestedSubject,
} from '../../../oauth/authorization/claims.ts'
import { readDisplay, readLocales } from '../../../oauth/authorization/interaction.ts'
import { listRequestedDynamicScopes } from '../../../oauth/scopes.ts'
import type { AcceptedRequest } from './decision.ts'
import { omitEmpty } from '../../shared/members.ts'

/** Describes a request for the authorization server's decision (Authlete AuthorizationResponse). */
export function describeRequest(
  { source, request, grant, ticket }: AcceptedRequest,
  service: Service,
): Readonly<Record<string, unknown>> {
  const { client, aliasUsed, parameters } = source
  const { scopes, claims } = request
  return {
    ticket,
    client: describeClient(client),
    clientIdAliasUsed: aliasUsed,
    service: describeService(service),
    scopes: describeScopes(scopes, service),
    dynamicScopes: omitEmpty(listRequestedDynamicScopes(scopes, service, client)),
    display: readDisplay(parameters),
    maxAge: request.maxAge,
    prompts: omitEmpty(request.prompts),
    loginHint: parameters.get('login_hint'),
    subject: readRequestedSubject(parameters),
    uiLocales: omitEmpty(readLocales(parameters, 'ui_locales', service)),
    claimsLocales: omitEmpty(readLocales(parameters, 'claims_locales', service)),
    acrs: omitEmpty(request.acrs),
    acrEssential: readRequestedAcrs(parameters, client).acrEssential,
    claims: omitEmpty(listIdTokenClaims(request, service)),
    claimsAtUserInfo: omitEmpty(listRequestedClaims(scopes, claims, ['userinfo'])),
    idTokenClaims: toText(findClaimsFor('id_token', claims)),
    userInfoClaims: toText(findClaimsFor('userinfo', claims)),
    requestObjectPayload: toText(source.requestObject?.payload),
    resources: omitEmpty(request.resources),
    authorizationDetails: toElements(request.authorizationDetails),
    gmAction: request.grantAction,
    grantId: request.grantId,
    grantSubject: grant?.subject,
    grant: grant && describeGrant(grant),
  }
}

/**
 * The claims for the ID token. They include those of scopes, unless the service follows OpenID Connect Core §5.4: with
 * an access token, which every request here leads to, those are for the userinfo endpoint alone (Authlete Service
 * `claimShortcutRestrictive`).
 */
function listIdTokenClaims(
  { scopes, claims }: AuthorizationRequest,
  { properties: { claimShortcutRestrictive = false } }: Service,
): readonly string[] {
  return listRequestedClaims(claimShortcutRestrictive ? [] : scopes, claims, ['id_token'])
}

/** The members of every refusal of POST /auth/authorization: Authlete always includes its flags and numbers. */
export function describeRefusal(service: Service, aliasUsed = false): Readonly<Record<string, unknown>> {
  return {
    clientIdAliasUsed: aliasUsed,
    service: describeService(service),
  }
}

function toText(value: object | undefined): string | undefined {
  return value && JSON.stringify(value)
}

function describeScopes(scopes: readonly string[], { properties }: Service): readonly object[] | undefined {
  const { supportedScopes = [] } = properties
  const wanted = new Set(scopes)
  return omitEmpty(
    supportedScopes
      .filter(({ name }) => wanted.has(name))
      .map(({ name, defaultEntry = false, description, descriptions, attributes }) => ({
        ...(attributes !== undefined && { attributes }),
        defaultEntry,
        ...(description !== undefined && { description }),
        ...(descriptions !== undefined && { descriptions }),
        name,
      })),
  )
}

/** The grant to change, as far as an authorization server needs it to ask for consent (Authlete Grant). */
function describeGrant({ scopes, claims, authorizationDetails }: Grant): object {
  return {
    authorizationDetails: toElements(authorizationDetails),
    claims: omitEmpty(claims),
    scopes: omitEmpty(scopes),
  }
}

/** The properties of a client that an end user may see (Authlete ClientLimitedAuthorization). */
const shownClientProperties = [
  'authTimeRequired',
  'automaticallyRegistered',
  'backchannelLogoutSessionRequired',
  'bcUserCodeRequired',
  'clientName',
  'clientNames',
  'clientSource',
  'credentialResponseEncryptionRequired',
  'defaultMaxAge',
  'description',
  'descriptions',
  'discoveredByMetadataDocument',
  'dpopRequired',
  'dynamicallyRegistered',
  'entityId',
  'explicitlyRegistered',
  'frontChannelRequestObjectEncryptionRequired',
  'inScopeForTokenMigration',
  'locked',
  'logoUri',
  'logoUris',
  'metadataDocumentExpiresAt',
  'metadataDocumentLocation',
  'metadataDocumentUpdatedAt',
  'mtlsEndpointAliasesUsed',
  'parRequired',
  'pkceRequired',
  'pkceS256Required',
  'policyUri',
  'policyUris',
  'requestObjectEncryptionAlgMatchRequired',
  'requestObjectEncryptionEncMatchRequired',
  'requestObjectRequired',
  'rsRequestSigned',
  'singleAccessTokenPerSubject',
  'tlsClientCertificateBoundAccessTokens',
  'tosUri',
  'tosUris',
  'trustChainExpiresAt',
  'trustChainUpdatedAt',
]

const describeClient = oncePer((client: Client): object => {
  const { clientId, clientType, properties } = client
  return {
    ...pick(properties, shownClientProperties),
    clientId,
    clientIdAlias: aliasOf(client),
    clientIdAliasEnabled: isAliasEnabled(client),
    clientType,
    number: authleteNumber(clientId),
  }
})

const describeService = oncePer(({ serviceId, properties }: Service): object => ({
  apiKey: Number(serviceId),
  clientIdAliasEnabled: true,
  number: authleteNumber(serviceId),
  ...pick(properties, ['serviceName']),
}))

function pick(properties: Readonly<Record<string, unknown>>, names: readonly string[]): object {
  const picked = names.map((name) => [name, properties[name]] as const)
  return Object.fromEntries(picked.filter(([, value]) => value !== undefined))
}
