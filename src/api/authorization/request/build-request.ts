import type { AuthorizationRequest } from '../../../model/authorization.ts'
import { readAuthorizationDetails } from '../../../oauth/authorization-details.ts'
import { readClaims, readRequestedAcrs } from '../../../oauth/authorization/claims.ts'
import { readGrantRequest } from '../../../oauth/grants/grant-request.ts'
import { readMaxAge, readPrompts } from '../../../oauth/authorization/interaction.ts'
import { readCodeChallenge } from '../../../oauth/authorization/pkce.ts'
import { readRedirectUri } from '../../../oauth/redirect-uri.ts'
import { readResources } from '../../../oauth/resource-indicators.ts'
import { readResponseMode } from '../../../oauth/authorization/response-mode.ts'
import type { ResolvedRequest } from './open-request-object.ts'

/** Builds the stored form of a valid request. */
export function buildRequest(source: ResolvedRequest, scopes: readonly string[]): AuthorizationRequest {
  const { client, aliasUsed, parameters, pushed } = source
  const state = parameters.get('state')
  const nonce = parameters.get('nonce')
  const claims = readClaims(parameters)
  const maxAge = readMaxAge(parameters, client)
  const dpopJkt = pushed?.dpopJkt ?? parameters.get('dpop_jkt')
  return {
    clientId: client.clientId,
    clientIdAliasUsed: aliasUsed,
    responseType: 'CODE',
    responseMode: readResponseMode(parameters),
    redirectUri: readRedirectUri(parameters, client),
    redirectUriGiven: parameters.get('redirect_uri') !== undefined,
    scopes,
    resources: readResources(parameters),
    authorizationDetails: readAuthorizationDetails(parameters),
    acrs: readRequestedAcrs(parameters, client).acrs,
    prompts: readPrompts(parameters),
    ...readCodeChallenge(parameters),
    ...readGrantRequest(parameters),
    ...(state !== undefined && { state }),
    ...(nonce !== undefined && { nonce }),
    ...(claims !== undefined && { claims }),
    ...(maxAge !== undefined && { maxAge }),
    ...(dpopJkt !== undefined && { dpopJkt }),
    ...(pushed !== undefined && { requestUriHash: pushed.requestUriHash }),
  }
}
