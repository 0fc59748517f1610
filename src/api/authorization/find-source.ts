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
import type { Fail, Judge } from '../../base/verdict.ts'
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
  readonly judge: Judge<RequestRefusal>
}

/**
 * Finds the client of an authorization request, and the parameters that count: its own, those of the request that it
 * pushed, or those of its request object. The order of the checks up to there stands here.
 */
export async function findSource(
  text: string | undefined,
  surroundings: Surroundings,
): Promise<SourceSearch> {
  const { service, store, judge } = surroundings
  const parameters = readParameters(text ?? '')
  if (parameters === undefined) return { refusal: judge(checkParameters(text, parameters)) }
  const anonymous =
    judge(checkParameters(text, parameters)) ??
    judge(checkNotRepeated(parameters, 'client_id')) ??
    judge(checkClientId(parameters))
  if (anonymous !== undefined) return { refusal: anonymous }

  const identifier = String(parameters.get('client_id'))
  const found = await findClient(identifier, service, store)
  if (found === undefined) {
    return { refusal: judge(refuseRequester(identifier, await isDisabledAlias(identifier, service, store))) }
  }
  const { client } = found
  const source = { ...found, parameters }
  const unusable =
    judge(checkRequestingClient(client)) ??
    judge(checkNotRepeated(parameters, 'request')) ??
    judge(checkNotRepeated(parameters, 'request_uri')) ??
    judge(checkOneRequestObject(parameters)) ??
    judge(checkPushedWhereRequired(parameters, service, client))
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
  const { service, now, store, judge } = surroundings
  const { client } = source
  const unusable = judge(checkRequestUriUsable(requestUri, client))
  if (unusable !== undefined) return { refusal: unusable, source }
  const pushed = await store.findPushedRequest(service.generation, sha256(requestUri))
  if (pushed === undefined) return { refusal: judge(checkPushedRequest(pushed, client, now)), source }
  const over = judge(checkPushedRequest(pushed, client, now))
  if (over !== undefined) return { refusal: over, source }
  const parameters = readParameters(pushed.parameters) as RequestParameters
  return openRequired({ ...source, parameters, pushed }, surroundings)
}

/** Client or service may demand request objects only since the request was pushed. */
async function openRequired(source: RequestSource, surroundings: Surroundings): Promise<SourceSearch> {
  const { service, judge } = surroundings
  const missing = judge(checkRequestObjectWhereRequired(source.parameters, service, source.client))
  return missing === undefined ? openRequestObject(source, surroundings) : { refusal: missing, source }
}
