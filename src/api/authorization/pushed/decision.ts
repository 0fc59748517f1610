import type { PushedAuthorizationRequest } from '../../../../schema/authorization/pushed-request.ts'
import { withServerError, type ApiTools } from '../../shared/api-tools.ts'
import { checkProof, readRequiredNonce } from '../../shared/proof-of-possession.ts'
import { sha256 } from '../../../base/digest.ts'
import type { Client } from '../../../model/client.ts'
import { checkNotRepeated } from '../../../oauth/authorization/request.ts'
import { presentClient } from '../../../oauth/client-authentication/identification.ts'
import { chooseSeconds } from '../../../oauth/token/durations.ts'
import { readParameters, type RequestParameters } from '../../../oauth/parameters.ts'
import {
  checkNoRequestUri,
  checkPushedSize,
  checkRequestObjectWhereRequired,
  formatPushedParameters,
  pushedUriPrefix,
} from '../../../oauth/authorization/reference.ts'
import { checkClientIdNotEmpty, checkParameters } from '../../../oauth/authorization/requesting-client.ts'
import { checkInto, type Check, type Verdict } from '../../../base/verdict.ts'
import type { AuthorizationCall } from '../request/decision.ts'
import { validateRequest } from '../request/validate-request.ts'
import { readRequestObject } from '../request/open-request-object.ts'
import type { AuthorizationReason } from '../outcomes.ts'
import { pushedReasonOf, type PushedDpopReason } from './outcomes.ts'

const standardSeconds = 600

export type PushRuling =
  | { readonly requestUri: string; readonly seconds: number; readonly client: Client }
  | {
      readonly reason: AuthorizationReason
      readonly detail?: string | undefined
      readonly client?: Client
      readonly parameters?: RequestParameters
    }

export interface PushDecision {
  readonly ruling: PushRuling
  /** The value for DPoP-Nonce, where a proof was shown and nonces are in force. */
  readonly dpopNonce?: string
  readonly trace: readonly Verdict[]
}

type PushCall = AuthorizationCall<PushedAuthorizationRequest>

/**
 * Decides one call of POST /pushed_auth_req (RFC 9126 §2.1): the client authenticates, its proof is checked, and its
 * request is examined as it would be at the authorization endpoint; then it is kept.
 */
export async function pushRequest(call: PushCall, tools: ApiTools): Promise<PushDecision> {
  const trace: Verdict[] = []
  const { request, service, now } = call
  const dpopNonce = request.dpop
    ? readRequiredNonce(service, now, request.dpopNonceRequired ?? false)
    : undefined
  const ruling = await withServerError(
    () => decide(call, tools, dpopNonce !== undefined, checkInto(trace)),
    tools.onUnexpectedError,
  )
  return { ruling, trace, ...(dpopNonce !== undefined && { dpopNonce }) }
}

async function decide(
  call: PushCall,
  tools: ApiTools,
  nonceRequired: boolean,
  check: Check<string>,
): Promise<PushRuling> {
  const { request, service, now } = call
  const { parameters: text = '' } = request
  const parameters = readParameters(text)
  if (parameters === undefined) return check(checkParameters(text, parameters))
  const unreadable = check(checkParameters(request.parameters, parameters)) ?? check(checkPushedSize(text))
  if (unreadable !== undefined) return unreadable
  const presented = presentClient(request, parameters)
  const authentication = await tools.authenticateClient(
    presented,
    { api: 'pushed_auth_req', service, now },
    check,
  )
  if (authentication.refusal !== undefined) {
    const { reason, detail } = authentication.refusal
    return { reason: `pushed_${reason}`, detail }
  }
  const { client } = authentication.value
  const unfit =
    check(checkClientIdNotEmpty(parameters)) ??
    check(checkNoRequestUri(parameters)) ??
    check(checkNotRepeated(parameters, 'request')) ??
    check(checkRequestObjectWhereRequired(parameters, service, client))
  if (unfit !== undefined) return { ...unfit, client }

  const opened = await readRequestObject({ ...authentication.value, parameters }, { service, now, check })
  if (opened.refusal !== undefined) {
    const { reason, detail } = opened.refusal
    return { reason: pushedReasonOf(reason), detail, client, parameters }
  }
  const { source } = opened
  const proof = await checkPushedProof(call, source.parameters, tools, nonceRequired, check)
  if (proof !== undefined && 'reason' in proof) return { ...proof, client }
  const validation = await validateRequest(source, service, tools.store, check)
  if (validation.refusal !== undefined) {
    return { ...validation.refusal, client, parameters: source.parameters }
  }
  return keep(call, tools, client, parameters, proof?.jkt)
}

/** RFC 9449 §10.1: a proof that comes with the request binds the code, to the key that `dpop_jkt` names if it does. */
async function checkPushedProof(
  { request, service, now }: PushCall,
  parameters: RequestParameters,
  tools: ApiTools,
  nonceRequired: boolean,
  check: Check<string>,
): Promise<
  | { readonly jkt: string }
  | { readonly reason: `pushed_${PushedDpopReason}`; readonly detail: string | undefined }
  | undefined
> {
  if (!request.dpop) return undefined
  const jkt = parameters.get('dpop_jkt')
  const proof = {
    api: 'pushed_auth_req',
    service,
    now,
    proof: request.dpop,
    method: request.htm ?? 'POST',
    uri: request.htu ?? service.properties.pushedAuthReqEndpoint ?? '',
    nonceRequired,
    ...(jkt !== undefined && { jkt }),
  }
  const result = await checkProof(proof, tools, check)
  if (result.refusal === undefined) return result
  // A proof is there: without one this function has returned.
  const reason = result.refusal.reason as PushedDpopReason
  return { reason: `pushed_${reason}`, detail: result.refusal.detail }
}

async function keep(
  { service, now }: PushCall,
  { store, random }: ApiTools,
  client: Client,
  parameters: RequestParameters,
  jkt: string | undefined,
): Promise<PushRuling> {
  const requestUri = `${pushedUriPrefix}${random.token()}`
  const seconds = chooseSeconds(service.properties.pushedAuthReqDuration, standardSeconds)
  await store.savePending(service.generation, 'pushed_request', {
    requestUriHash: sha256(requestUri),
    clientId: client.clientId,
    parameters: formatPushedParameters(parameters),
    ...(jkt !== undefined && { dpopJkt: jkt }),
    expiresAt: now + seconds * 1000,
  })
  return { requestUri, seconds, client }
}
