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
import { checkIdTokenAlgorithm, checkIdTokenKey } from '../../../oauth/token/id-token.ts'
import {
  checkDisplay,
  checkMaxAge,
  checkOfflineAccess,
  checkPrompt,
} from '../../../oauth/authorization/interaction.ts'
import type { RequestParameters } from '../../../oauth/parameters.ts'
import { checkCodeChallenge, checkCodeChallengeMethod } from '../../../oauth/authorization/pkce.ts'
import { checkRedirectUri, readRedirectUri } from '../../../oauth/redirect-uri.ts'
import { checkScopeRequired, checkScopesKept, readRequestedScopes } from '../../../oauth/scopes.ts'
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
  const context = {
    parameters,
    service,
    client,
    grant,
    scopes: readRequestedScopes(parameters, service, client),
  }
  for (const examine of requestChecks) {
    const refusal = check(examine(context))
    if (refusal !== undefined) return { refusal, destination: readDestination(parameters, client) }
  }
  return { request: buildRequest(source, context.scopes), grant }
}

/** A request, its client, and what it refers to. */
interface RequestContext {
  readonly parameters: RequestParameters
  readonly service: Service
  readonly client: Client
  readonly grant: Grant | undefined
  readonly scopes: readonly string[]
}

const requestChecks: readonly ((request: RequestContext) => Verdict<RequestRefusal>)[] = [
  ...singleParameters.map(
    (name) =>
      ({ parameters }: RequestContext) =>
        checkNotRepeated(parameters, name),
  ),
  ({ parameters }) => checkFurtherNotRepeated(parameters),
  ({ parameters, client }) => checkResponseJwt(parameters, client),
  ({ parameters }) => checkResponseMode(parameters),
  ({ parameters, client }) => checkResponseModeOfClient(parameters, client),
  ({ parameters }) => checkState(parameters),
  ({ parameters, service, client }) => checkResponseTypeSupported(parameters, service, client),
  ({ scopes, service }) => checkScopeRequired(scopes, service),
  ({ scopes, parameters, service, client }) =>
    checkScopesKept(parameters.words('scope'), scopes, service, client),
  ({ scopes, client }) => checkIdTokenAlgorithm(scopes, client),
  ({ scopes, service, client }) => checkIdTokenKey(scopes, service, client),
  ({ parameters }) => checkNonceParameter(parameters),
  ({ parameters, service, client }) => checkCodeChallenge(parameters, service, client),
  ({ parameters, service, client }) => checkCodeChallengeMethod(parameters, service, client),
  ({ parameters, service }) => checkDisplay(parameters, service),
  ({ parameters }) => checkPrompt(parameters),
  ({ scopes, parameters }) => checkOfflineAccess(scopes, parameters),
  ({ parameters }) => checkMaxAge(parameters),
  ({ parameters }) => checkClaims(parameters),
  ({ parameters, service, client }) => checkAcrs(parameters, service, client),
  ({ parameters }) => checkResources(parameters),
  ({ parameters, service, client }) => checkAuthorizationDetails(parameters, service, client),
  ({ parameters }) => checkDpopJkt(parameters),
  ({ parameters, service }) => checkGrantAction(parameters, service),
  ({ parameters, client }) => checkGrantClientType(parameters, client),
  ({ parameters }) => checkGrantIdFitsAction(parameters),
  ({ parameters, grant, client }) => checkRequestedGrant(parameters, grant, client),
]

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
