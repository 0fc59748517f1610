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
import type { Fail, Check } from '../../../base/verdict.ts'
import type { ResolvedRequest } from './validate-request.ts'
import { readRequestObject } from './open-request-object.ts'
import type { RequestRefusal } from './outcomes.ts'

export type SourceSearch =
  | { readonly refusal: Fail<RequestRefusal>; readonly source?: ResolvedRequest }
  | { readonly refusal?: never; readonly source: ResolvedRequest }

type SourceStore = Pick<Store, 'findClient' | 'findPending'>

/** What a request is looked at with. `now` in epoch milliseconds. */
export interface Surroundings {
  readonly service: Service
  readonly now: number
  readonly store: SourceStore
  readonly check: Check<RequestRefusal>
}

/**
 * Finds the client of an authorization request, and the parameters that count: its own, those of the request that it
 * pushed, or those of its request object. The order of the checks up to there stands here.
 */
export async function resolveRequest(text: string | undefined, context: Surroundings): Promise<SourceSearch> {
  const { service, store, check } = context
  const parameters = readParameters(text ?? '')
  if (parameters === undefined) return { refusal: check(checkParameters(text, parameters)) }
  const refusal =
    check(checkParameters(text, parameters)) ??
    check(checkNotRepeated(parameters, 'client_id')) ??
    check(checkClientId(parameters))
  if (refusal !== undefined) return { refusal }

  const identifier = String(parameters.get('client_id'))
  const found = await findClient(identifier, service, store)
  if (found === undefined) {
    return { refusal: check(refuseRequester(identifier, await isDisabledAlias(identifier, service, store))) }
  }
  const { client } = found
  const source = { ...found, parameters }
  const unusable =
    check(checkRequestingClient(client)) ??
    check(checkNotRepeated(parameters, 'request')) ??
    check(checkNotRepeated(parameters, 'request_uri')) ??
    check(checkOneRequestObject(parameters)) ??
    check(checkPushedWhereRequired(parameters, service, client))
  if (unusable !== undefined) return { refusal: unusable, source }

  const requestUri = parameters.get('request_uri')
  return requestUri === undefined ? openRequired(source, context) : findPushed(requestUri, source, context)
}

async function findPushed(
  requestUri: string,
  source: ResolvedRequest,
  context: Surroundings,
): Promise<SourceSearch> {
  const { service, now, store, check } = context
  const { client } = source
  const unusable = check(checkRequestUriUsable(requestUri, client))
  if (unusable !== undefined) return { refusal: unusable, source }
  const pushed = (await store.findPending(service.generation, 'pushed_request', sha256(requestUri)))?.content
  if (pushed === undefined) return { refusal: check(checkPushedRequest(pushed, client, now)), source }
  const refusal = check(checkPushedRequest(pushed, client, now))
  if (refusal !== undefined) return { refusal, source }
  const parameters = readParameters(pushed.parameters) as RequestParameters
  return openRequired({ ...source, parameters, pushed }, context)
}

/** Client or service may demand request objects only since the request was pushed. */
async function openRequired(source: ResolvedRequest, context: Surroundings): Promise<SourceSearch> {
  const { service, check } = context
  const missing = check(checkRequestObjectWhereRequired(source.parameters, service, source.client))
  return missing === undefined ? readRequestObject(source, context) : { refusal: missing, source }
}
