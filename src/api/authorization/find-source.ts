import { findClient, isDisabledAlias } from '../shared/find-client.ts'
import { sha256 } from '../../base/digest.ts'
import type { Service } from '../../model/service.ts'
import { checkNotRepeated } from '../../oauth/authorization/request.ts'
import { readParameters, type RequestParameters } from '../../oauth/parameters.ts'
import {
  checkOneRequestObject,
  checkPushedRequest,
  checkPushedWhereRequired,
  checkRequestObjectWhereRequired,
  checkRequestUriUsable,
} from '../../oauth/authorization/reference.ts'
import {
  checkClientId,
  checkParameters,
  checkRequestingClient,
  refuseRequester,
} from '../../oauth/authorization/requesting-client.ts'
import type { Store } from '../../store/store.ts'
import type { Fail, Check } from '../../base/verdict.ts'
import type { RequestSource } from './examine-request.ts'
import { openRequestObject } from './open-request-object.ts'
import type { RequestRefusal } from './request-outcomes.ts'

export type SourceSearch =
  | { readonly refusal: Fail<RequestRefusal>; readonly source?: RequestSource }
  | { readonly refusal?: never; readonly source: RequestSource }

type SourceStore = Pick<Store, 'findClient' | 'findClientByAlias' | 'findPushedRequest'>

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
export async function findSource(
  text: string | undefined,
  surroundings: Surroundings,
): Promise<SourceSearch> {
  const { service, store, check } = surroundings
  const parameters = readParameters(text ?? '')
  if (parameters === undefined) return { refusal: check(checkParameters(text, parameters)) }
  const anonymous =
    check(checkParameters(text, parameters)) ??
    check(checkNotRepeated(parameters, 'client_id')) ??
    check(checkClientId(parameters))
  if (anonymous !== undefined) return { refusal: anonymous }

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
  return requestUri === undefined
    ? openRequired(source, surroundings)
    : findPushed(requestUri, source, surroundings)
}

async function findPushed(
  requestUri: string,
  source: RequestSource,
  surroundings: Surroundings,
): Promise<SourceSearch> {
  const { service, now, store, check } = surroundings
  const { client } = source
  const unusable = check(checkRequestUriUsable(requestUri, client))
  if (unusable !== undefined) return { refusal: unusable, source }
  const pushed = await store.findPushedRequest(service.generation, sha256(requestUri))
  if (pushed === undefined) return { refusal: check(checkPushedRequest(pushed, client, now)), source }
  const over = check(checkPushedRequest(pushed, client, now))
  if (over !== undefined) return { refusal: over, source }
  const parameters = readParameters(pushed.parameters) as RequestParameters
  return openRequired({ ...source, parameters, pushed }, surroundings)
}

/** Client or service may demand request objects only since the request was pushed. */
async function openRequired(source: RequestSource, surroundings: Surroundings): Promise<SourceSearch> {
  const { service, check } = surroundings
  const missing = check(checkRequestObjectWhereRequired(source.parameters, service, source.client))
  return missing === undefined ? openRequestObject(source, surroundings) : { refusal: missing, source }
}
