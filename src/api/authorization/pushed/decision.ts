import type { PushedAuthorizationRequest } from '../../../../schema/authorization/pushed-request.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { defineDecision, type Decision, type Ending, type OpenCall } from '../../shared/decision.ts'
import { checkProof, readRequiredNonce } from '../../shared/possession.ts'
import { sha256 } from '../../../base/digest.ts'
import type { Client } from '../../../model/client.ts'
import { checkNotRepeated } from '../../../oauth/authorization/request.ts'
import { presentClient } from '../../../oauth/client-authentication/identification.ts'
import { chooseSeconds } from '../../../oauth/token/durations.ts'
import type { RequestParameters } from '../../../oauth/parameters.ts'
import {
  checkNoRequestUri,
  checkPushedSize,
  checkRequestObjectWhereRequired,
  formatPushedParameters,
  pushedUriPrefix,
} from '../../../oauth/authorization/reference.ts'
import { checkClientIdNotEmpty, checkParameters } from '../../../oauth/authorization/requesting-client.ts'
import { validateRequest } from '../request/validate-request.ts'
import { readRequestObject } from '../request/open-request-object.ts'
import type { AuthorizationReason } from '../outcomes.ts'
import { pushedReasonOf, type PushedDpopReason } from './outcomes.ts'

const standardSeconds = 600

interface PushFacts {
  client: Client
  /** The value in the text of a refusal. */
  parameters: RequestParameters
  requestUri: string
  /** The lifetime of the request. */
  seconds: number
  /** The value for DPoP-Nonce, if the client presented a proof and a nonce is required. */
  dpopNonce: string | undefined
}

type PushCall = OpenCall<PushedAuthorizationRequest, string, PushFacts>
export type PushDecision = Decision<AuthorizationReason, PushFacts>

/**
 * Decides one call of POST /pushed_auth_req (RFC 9126 §2.1): the client authenticates, its proof is checked, and its
 * request is checked as at the authorization endpoint; then it is stored.
 */
export const pushRequest = defineDecision(
  async (call: PushCall, tools: ApiTools): Promise<Ending<AuthorizationReason>> => {
    const { request, service, now, check, facts } = call
    if (request.dpop) facts.dpopNonce = readRequiredNonce(service, now, request.dpopNonceRequired ?? false)
    const given = check.find(checkParameters(request.parameters))
    if (given.refusal !== undefined) return given.refusal
    const parameters = given.value
    const tooLarge = check(checkPushedSize(String(request.parameters)))
    if (tooLarge !== undefined) return tooLarge

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
    facts.client = client
    const refusal =
      check(checkClientIdNotEmpty(parameters)) ??
      check(checkNoRequestUri(parameters)) ??
      check(checkNotRepeated(parameters, 'request')) ??
      check(checkRequestObjectWhereRequired(parameters, service, client))
    if (refusal !== undefined) return refusal

    const opened = await readRequestObject({ ...authentication.value, parameters }, { service, now, check })
    if (opened.refusal !== undefined) {
      const { reason, detail } = opened.refusal
      facts.parameters = parameters
      return { reason: pushedReasonOf(reason), detail }
    }
    const { source } = opened
    const proof = await checkPushedProof(call, source.parameters, tools)
    if (proof?.refusal !== undefined) {
      // A proof is present: it is optional here.
      const reason = proof.refusal.reason as PushedDpopReason
      return { reason: `pushed_${reason}`, detail: proof.refusal.detail }
    }
    const validation = await validateRequest(source, service, tools.store, check)
    if (validation.refusal !== undefined) {
      facts.parameters = source.parameters
      return validation.refusal
    }
    await keep(call, tools, client, parameters, proof?.value)
    return 'request_pushed'
  },
)

/** RFC 9449 §10.1: a proof that comes with the request binds the code, to the key that `dpop_jkt` names if it does. */
async function checkPushedProof(
  { request, service, now, check, facts }: PushCall,
  parameters: RequestParameters,
  tools: ApiTools,
) {
  if (!request.dpop) return undefined
  const proof = {
    api: 'pushed_auth_req',
    service,
    now,
    proof: request.dpop,
    method: request.htm ?? 'POST',
    uri: request.htu ?? service.properties.pushedAuthReqEndpoint ?? '',
    jkt: parameters.get('dpop_jkt'),
    nonceRequired: facts.dpopNonce !== undefined,
  }
  return checkProof(proof, tools, check)
}

async function keep(
  { service, now, facts }: PushCall,
  { store, random }: ApiTools,
  client: Client,
  parameters: RequestParameters,
  jkt: string | undefined,
): Promise<void> {
  const requestUri = `${pushedUriPrefix}${random.token()}`
  const seconds = chooseSeconds(service.properties.pushedAuthReqDuration, standardSeconds)
  await store.savePending(service.generation, 'pushed_request', {
    requestUriHash: sha256(requestUri),
    clientId: client.clientId,
    parameters: formatPushedParameters(parameters),
    ...(jkt !== undefined && { dpopJkt: jkt }),
    expiresAt: now + seconds * 1000,
  })
  Object.assign(facts, { requestUri, seconds })
}
