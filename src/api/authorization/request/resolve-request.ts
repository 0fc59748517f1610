import { findClient, isDisabledAlias } from '../../shared/find-client.ts'
import { sha256 } from '../../../base/digest.ts'
import type { Service } from '../../../model/service.ts'
import { checkNotRepeated } from '../../../oauth/authorization/request.ts'
import { readParameters, type RequestParameters } from '../../../oauth/parameters.ts'
import {
  checkOneRequestObject,
  checkPushedRequest,
  checkPushedWhereRequired,
  checkRequestObjectWhereRequired,
  checkRequestUriUsable,
} from '../../../oauth/authorization/reference.ts'
import {
  checkClientId,
  checkParameters,
  checkRequestingClient,
  refuseRequester,
} from '../../../oauth/authorization/requesting-client.ts'
import type { Store } from '../../../store/store.ts'
import type { Check } from '../../../base/verdict.ts'
import { readRequestObject, type Resolution, type ResolvedRequest } from './open-request-object.ts'
import type { RequestRefusal } from './outcomes.ts'

/** The context of resolving a request. `now` in epoch milliseconds. */
interface ResolutionContext {
  readonly service: Service
  readonly now: number
  readonly store: Pick<Store, 'findClient' | 'findPending'>
  readonly check: Check<RequestRefusal>
}

/**
 * Finds the client of an authorization request, and its effective parameters: its own, those of the pushed request, or
 * those of the request object. This function defines the order of the checks up to there.
 */
export async function resolveRequest(
  text: string | undefined,
  context: ResolutionContext,
): Promise<Resolution> {
  const { service, store, check } = context
  const given = check.find(checkParameters(text))
  if (given.refusal !== undefined) return given
  const parameters = given.value
  const anonymous = check(checkNotRepeated(parameters, 'client_id')) ?? check(checkClientId(parameters))
  if (anonymous !== undefined) return { refusal: anonymous }

  const identifier = String(parameters.get('client_id'))
  const found = await findClient(identifier, service, store)
  if (found === undefined) {
    return { refusal: check(refuseRequester(identifier, await isDisabledAlias(identifier, service, store))) }
  }
  const { client } = found
  const source = { ...found, parameters }
  const refusal =
    check(checkRequestingClient(client)) ??
    check(checkNotRepeated(parameters, 'request')) ??
    check(checkNotRepeated(parameters, 'request_uri')) ??
    check(checkOneRequestObject(parameters)) ??
    check(checkPushedWhereRequired(parameters, service, client))
  if (refusal !== undefined) return { refusal, source }

  const requestUri = parameters.get('request_uri')
  return requestUri === undefined
    ? openRequired(source, context)
    : resolvePushedRequest(requestUri, source, context)
}

async function resolvePushedRequest(
  requestUri: string,
  source: ResolvedRequest,
  context: ResolutionContext,
): Promise<Resolution> {
  const { service, now, store, check } = context
  const refusal = check(checkRequestUriUsable(requestUri, source.client))
  if (refusal !== undefined) return { refusal, source }
  const found = await store.findPending(service.generation, 'pushed_request', sha256(requestUri))
  const pushed = check.find(checkPushedRequest(found?.content, source.client, now))
  if (pushed.refusal !== undefined) return { refusal: pushed.refusal, source }
  const parameters = readParameters(pushed.value.parameters) as RequestParameters
  return openRequired({ ...source, parameters, pushed: pushed.value }, context)
}

/** Client or service may have begun to require request objects since the request was pushed. */
async function openRequired(source: ResolvedRequest, context: ResolutionContext): Promise<Resolution> {
  const { service, check } = context
  const refusal = check(checkRequestObjectWhereRequired(source.parameters, service, source.client))
  return refusal === undefined ? readRequestObject(source, context) : { refusal, source }
}
