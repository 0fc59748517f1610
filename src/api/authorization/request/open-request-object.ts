import { listClientNames } from '../../../base/client-names.ts'
import type { PushedRequest } from '../../../model/authorization.ts'
import type { Client } from '../../../model/client.ts'
import type { Service } from '../../../model/service.ts'
import type { RequestParameters } from '../../../oauth/parameters.ts'
import type { CompactJws } from '../../../oauth/jose/compact-jws.ts'
import {
  checkRequestObjectAlgorithm,
  checkRequestObjectForm,
  checkRequestObjectKey,
  checkRequestObjectSignature,
  checkRequestObjectSigned,
  checkRequestObjectType,
  isSigned,
} from '../../../oauth/authorization/request-object.ts'
import {
  listRequestObjectChecks,
  readObjectParameters,
} from '../../../oauth/authorization/request-object-claims.ts'
import { verifySignature } from '../../../oauth/jose/signature.ts'
import type { Fail, Check } from '../../../base/verdict.ts'
import type { RequestRefusal } from './outcomes.ts'

/** A request with its client and its effective parameters. */
export interface ResolvedRequest {
  readonly client: Client
  readonly aliasUsed: boolean
  readonly parameters: RequestParameters
  /** The record of the request, if it was pushed. */
  readonly pushed?: PushedRequest
  /** The request object with the parameters, if there is one. */
  readonly requestObject?: CompactJws
}

/** A refused request is also present, as far as it was read. */
export type Resolution =
  | { readonly refusal: Fail<RequestRefusal>; readonly source?: ResolvedRequest }
  | { readonly refusal?: never; readonly source: ResolvedRequest }

/** The context of the checks. `now` in epoch milliseconds. */
interface RequestContext {
  readonly service: Service
  readonly now: number
  readonly check: Check<RequestRefusal>
}

/**
 * Replaces the parameters of a request by those of its request object, if it has one (RFC 9101). A pushed one was
 * checked before, and may have expired since.
 */
export async function readRequestObject(
  source: ResolvedRequest,
  context: RequestContext,
): Promise<Resolution> {
  const { parameters, pushed } = source
  const text = parameters.get('request')
  if (text === undefined) return { source }
  const form = context.check.find(checkRequestObjectForm(text))
  if (form.refusal !== undefined) return { refusal: form.refusal, source }
  const refusal = pushed === undefined ? await checkRequestObject(form.value, source, context) : undefined
  if (refusal !== undefined) return { refusal, source }
  const inside = readObjectParameters(form.value, parameters, context.service)
  return { source: { ...source, parameters: inside, requestObject: form.value } }
}

/**
 * The order of the checks: type, the client's algorithm, signature, claims, and only then whether the service accepts
 * unsigned ones, as observed on the real service.
 */
async function checkRequestObject(
  jws: CompactJws,
  { client, parameters }: ResolvedRequest,
  { service, now, check }: RequestContext,
): Promise<Fail<RequestRefusal> | undefined> {
  const refusal =
    check(checkRequestObjectType(jws)) ??
    check(checkRequestObjectAlgorithm(jws, client)) ??
    (await checkSigned(jws, client, check))
  if (refusal !== undefined) return refusal
  const expected = { clientNames: listClientNames(client), outside: parameters, service, now }
  for (const next of listRequestObjectChecks(jws, expected)) {
    const failure = check(next())
    if (failure !== undefined) return failure
  }
  return check(checkRequestObjectSigned(jws, service))
}

async function checkSigned(
  jws: CompactJws,
  client: Client,
  check: Check<RequestRefusal>,
): Promise<Fail<RequestRefusal> | undefined> {
  if (!isSigned(jws)) return undefined
  const key = check.find(checkRequestObjectKey(jws, client))
  if (key.refusal !== undefined) return key.refusal
  return check(checkRequestObjectSignature(await verifySignature(jws, key.value)))
}
