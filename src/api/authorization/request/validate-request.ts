import type { Client } from '../../../model/client.ts'
import type { AuthorizationRequest } from '../../../model/authorization.ts'
import type { Grant } from '../../../model/grant.ts'
import type { Service } from '../../../model/service.ts'
import { checkAuthorizationDetails } from '../../../oauth/authorization-details.ts'
import {
  checkDpopJkt,
  checkFurtherNotRepeated,
  checkNonceParameter,
  checkNotRepeated,
  checkResponseType,
  checkResponseTypeSupported,
  checkState,
  singleParameters,
} from '../../../oauth/authorization/request.ts'
import { checkAcrs, checkClaims } from '../../../oauth/authorization/claims.ts'
import {
  checkGrantAction,
  checkGrantClientType,
  checkGrantIdFitsAction,
  checkRequestedGrant,
} from '../../../oauth/grants/grant-request.ts'
import { checkIdTokenAlgorithm } from '../../../oauth/token/id-token.ts'
import {
  checkDisplay,
  checkMaxAge,
  checkOfflineAccess,
  checkPrompt,
} from '../../../oauth/authorization/interaction.ts'
import type { RequestParameters } from '../../../oauth/parameters.ts'
import { checkCodeChallenge, checkCodeChallengeMethod } from '../../../oauth/authorization/pkce.ts'
import { checkRedirectUri, readRedirectUri } from '../../../oauth/redirect-uri.ts'
import { checkScopeRequired, readRequestedScopes } from '../../../oauth/scopes.ts'
import { checkResources } from '../../../oauth/resource-indicators.ts'
import {
  checkResponseJwt,
  checkResponseMode,
  checkResponseModeOfClient,
  readResponseMode,
  type ResponseMode,
} from '../../../oauth/authorization/response-mode.ts'
import type { Store } from '../../../store/store.ts'
import type { Fail, Check, Verdict } from '../../../base/verdict.ts'
import { buildRequest } from './build-request.ts'
import type { ResolvedRequest } from './open-request-object.ts'
import type { RequestRefusal } from './outcomes.ts'

/** The redirect URI of the answer, and the parameters that it returns. */
export interface Destination {
  readonly redirectUri: string
  readonly responseMode: ResponseMode
  readonly state?: string
}

/** A refusal goes to the client itself as soon as the redirect URI is known to be the client's own. */
type Validation =
  | { readonly refusal: Fail<RequestRefusal>; readonly destination?: Destination }
  | { readonly refusal?: never; readonly request: AuthorizationRequest; readonly grant: Grant | undefined }

/**
 * Validates an authorization request. This function alone defines the order of the checks, which decides the result
 * code: response type and redirect URI, as Authlete numbers them, then, each reported to that URI, response mode,
 * state, whether the response type is supported, scopes, PKCE, interaction, claims, resources, authorization details,
 * grant.
 */
export async function validateRequest(
  source: ResolvedRequest,
  service: Service,
  store: Pick<Store, 'findGrant'>,
  check: Check<RequestRefusal>,
): Promise<Validation> {
  const { client, parameters } = source
  const undelivered =
    check(checkNotRepeated(parameters, 'response_type')) ??
    check(checkResponseType(parameters)) ??
    check(checkNotRepeated(parameters, 'redirect_uri')) ??
    check(checkRedirectUri(parameters, service, client))
  if (undelivered !== undefined) return { refusal: undelivered }

  const grantId = parameters.get('grant_id')
  const grant = grantId === undefined ? undefined : await store.findGrant(service.generation, grantId)
  for (const next of requestChecks(source, service, grant)) {
    const refusal = check(next())
    if (refusal !== undefined) return { refusal, destination: readDestination(parameters, client) }
  }
  return { request: buildRequest(source, service), grant }
}

function requestChecks(
  { client, parameters }: ResolvedRequest,
  service: Service,
  grant: Grant | undefined,
): readonly (() => Verdict<RequestRefusal>)[] {
  const scopes = readRequestedScopes(parameters, service, client)
  return [
    ...singleParameters.map((name) => () => checkNotRepeated(parameters, name)),
    () => checkFurtherNotRepeated(parameters),
    () => checkResponseJwt(parameters, client),
    () => checkResponseMode(parameters),
    () => checkResponseModeOfClient(parameters, client),
    () => checkState(parameters),
    () => checkResponseTypeSupported(parameters, service, client),
    () => checkScopeRequired(scopes, service),
    () => checkIdTokenAlgorithm(scopes, client),
    () => checkNonceParameter(parameters),
    () => checkCodeChallenge(parameters, service, client),
    () => checkCodeChallengeMethod(parameters, service, client),
    () => checkDisplay(parameters, service),
    () => checkPrompt(parameters),
    () => checkOfflineAccess(scopes, parameters),
    () => checkMaxAge(parameters),
    () => checkClaims(parameters),
    () => checkAcrs(parameters, service, client),
    () => checkResources(parameters),
    () => checkAuthorizationDetails(parameters, service, client),
    () => checkDpopJkt(parameters),
    () => checkGrantAction(parameters, service),
    () => checkGrantClientType(parameters, client),
    () => checkGrantIdFitsAction(parameters),
    () => checkRequestedGrant(parameters, grant, client),
  ]
}

/** An invalid state is not returned. */
function readDestination(parameters: RequestParameters, client: Client): Destination {
  const state = parameters.get('state')
  const fit = state !== undefined && checkState(parameters).verdict === 'pass'
  return {
    redirectUri: readRedirectUri(parameters, client),
    responseMode: readResponseMode(parameters),
    ...(fit && { state }),
  }
}
