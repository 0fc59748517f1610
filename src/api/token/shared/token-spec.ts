import { compact } from '../../../base/compact.ts'
import type { TokenProperty } from '../../../model/authorization.ts'
import { chooseTokenResources } from '../../../oauth/resource-indicators.ts'
import { chooseTokenDetails } from '../../../oauth/token/details.ts'
import { mergeProperties } from '../../../oauth/token/properties.ts'
import type { TokenSpec } from '../../shared/issue-tokens.ts'
import { omitEmpty } from '../../shared/members.ts'
import type { GrantCall } from './grant-type.ts'

export type TokenSpecDetails = TokenSpec['details']

/** The common part of all tokens of a request. */
export function describeRequest(
  { request, aliasUsed }: GrantCall,
  resources: readonly string[] = [],
  inherited: readonly TokenProperty[] = [],
): TokenSpecDetails {
  return compact({
    clientIdAliasUsed: aliasUsed,
    properties: omitEmpty(mergeProperties(inherited, request.properties)),
    resources: omitEmpty(resources),
  })
}

/** The access token of a request. It may be for fewer resources and authorization details than were granted. */
export function describeAccessToken(
  { request, parameters, service, client, now }: GrantCall,
  { authorizationDetails: granted, ...details }: TokenSpecDetails,
) {
  const own = compact({
    authorizationDetails: omitEmpty(chooseTokenDetails(parameters, granted)),
    accessTokenResources: omitEmpty(chooseTokenResources(parameters, details.resources ?? [])),
  })
  return compact({
    service,
    client,
    now,
    details: { ...details, ...own },
    accessToken: request.accessToken || undefined,
    accessTokenSeconds: request.accessTokenDuration,
  })
}
