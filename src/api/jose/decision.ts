import type { JoseVerifyRequest } from '../../../schema/jose.ts'
import type { Fail } from '../../base/verdict.ts'
import {
  checkJoseAlgorithm,
  checkJoseClaims,
  checkJoseForm,
  checkJoseSignature,
  findKeyOfClient,
  findKeyOfService,
  type JoseObject,
} from '../../oauth/jose-object.ts'
import { verifySignature } from '../../oauth/jose/signature.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import { defineDecision, type Decision, type Ending, type OpenCall } from '../shared/decision.ts'
import { findClient } from '../shared/find-client.ts'
import type { JoseReason, JoseRefusal } from './outcomes.ts'

interface JoseFacts {
  /** Every error, in order: the first one decides the answer's code. */
  failures: readonly Fail<JoseRefusal>[]
  missingClaims: readonly string[]
  invalidClaims: readonly string[]
  isSignatureValid: boolean
}

type JoseCall = OpenCall<JoseVerifyRequest, JoseRefusal, JoseFacts>
export type JoseDecision = Decision<JoseReason, JoseFacts>

/** Decides one call of POST /jose/verify: the form of the JWS, then its claims and its signature, whatever the other says. */
export const verifyJose = defineDecision(
  async (
    call: JoseCall,
    tools: Pick<ApiTools, 'store' | 'onUnexpectedError'>,
  ): Promise<Ending<JoseReason>> => {
    const { request, check, facts } = call
    const form = check.find(checkJoseForm(request.jose))
    if (form.refusal !== undefined) return end(call, [form.refusal])
    const algorithm = check(checkJoseAlgorithm(form.value))
    if (algorithm !== undefined) return end(call, [algorithm])

    const claims = checkClaims(call, form.value)
    const signature = await checkSignature(call, form.value, tools)
    facts.isSignatureValid = signature === undefined
    return end(call, signature === undefined ? claims : [...claims, signature])
  },
)

function end({ facts }: JoseCall, failures: readonly Fail<JoseRefusal>[]): Ending<JoseReason> {
  facts.failures = failures
  return failures[0] ?? 'jose_verified'
}

function checkClaims(
  { request, now, check, facts }: JoseCall,
  jws: JoseObject,
): readonly Fail<JoseRefusal>[] {
  const { mandatoryClaims: mandatory = [], clockSkew: skewSeconds = 0 } = request
  const refused = checkJoseClaims(jws, { mandatory, now, skewSeconds }).flatMap(({ claim, verdict }) => {
    const failure = check(verdict)
    return failure === undefined ? [] : [{ claim, failure }]
  })
  const missing = mandatory.filter((claim) => !Object.hasOwn(jws.payload ?? {}, claim))
  facts.missingClaims = missing
  facts.invalidClaims = refused.flatMap(({ claim }) =>
    claim === undefined || missing.includes(claim) ? [] : [claim],
  )
  return refused.map(({ failure }) => failure)
}

async function checkSignature(
  { request, service, check }: JoseCall,
  jws: JoseObject,
  { store }: Pick<ApiTools, 'store'>,
): Promise<Fail<JoseRefusal> | undefined> {
  if (jws.header['alg'] === 'none') return check(checkJoseSignature({ isValid: false, error: 'unsecured' }))
  const { signedByClient = false, clientIdentifier } = request
  const found =
    signedByClient && clientIdentifier ? await findClient(clientIdentifier, service, store) : undefined
  const key = check.find(
    signedByClient
      ? findKeyOfClient(jws, clientIdentifier, found?.client)
      : findKeyOfService(jws, service.properties),
  )
  if (key.refusal !== undefined) return key.refusal
  return check(checkJoseSignature(await verifySignature(jws, key.value)))
}
