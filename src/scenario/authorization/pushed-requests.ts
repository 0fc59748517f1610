import type { PushedReason } from '../../api/authorization/pushed/outcomes.ts'
import type { ClientAuthenticationReason } from '../../api/shared/client-authentication.ts'
import { makeKey } from '../../testkit/key.ts'
import { requestParameters } from './request.ts'
import { refuseClients } from '../shared/client-authentication.ts'
import { showSecret } from '../shared/client-request.ts'
import { createProofMaker, proofFlaws, type ProofMaker } from '../shared/possession.ts'
import { leaveUnsigned, makeUnsignedObject } from './request-objects.ts'
import type { Arrangement, Scenario, ScenarioContext, ScenarioClient } from '../shared/scenario.ts'

const path = '/pushed_auth_req'

/** The call of a client that authenticates and pushes these parameters. */
function pushes(client: ScenarioClient, parameters: string, more: object = {}): Arrangement {
  return { path, body: { ...showSecret(client), parameters, ...more } }
}

const sends =
  (parameters: string, values?: Arrangement['values']): Scenario =>
  async (context) => ({
    ...pushes(await context.makeClient(), parameters),
    ...(values !== undefined && { values }),
  })

async function makePusher(context: ScenarioContext): Promise<ProofMaker> {
  const { pushedAuthReqEndpoint } = await context.properties()
  return createProofMaker(context, () => ({ method: 'POST', uri: pushedAuthReqEndpoint }))
}

/** A valid request that comes with a proof. */
const proves =
  (choose: (proofMaker: ProofMaker) => Promise<object>, values?: Arrangement['values']): Scenario =>
  async (context) => {
    const client = await context.makeClient()
    const members = await choose(await makePusher(context))
    return {
      ...pushes(client, requestParameters(client), members),
      ...(values !== undefined && { values }),
    }
  }

const flawed = (reason: keyof typeof proofFlaws): Scenario => {
  const flaw: {
    readonly detail?: string
    readonly alter: (prove: ProofMaker['signProof']) => Promise<string>
  } = proofFlaws[reason]
  return proves(async ({ signProof }) => ({ dpop: await flaw.alter(signProof) }), {
    detail: flaw.detail ?? '',
  })
}

type RefusedClients = Readonly<Record<`pushed_${ClientAuthenticationReason}`, Scenario>>

const clientScenarios = Object.fromEntries(
  Object.entries(refuseClients(path, 'response_type=code')).map(([reason, scenario]) => [
    `pushed_${reason}`,
    scenario,
  ]),
) as RefusedClients

/** Scenarios that only POST /pushed_auth_req has. */
export const pushedScenarios: Readonly<Record<PushedReason, Scenario>> = {
  request_pushed: async (context) => {
    const client = await context.makeClient()
    return { ...pushes(client, requestParameters(client)), hasUnknownText: true }
  },
  pushed_too_large: sends(`state=${'x'.repeat(65_536)}`),
  ...clientScenarios,
  pushed_request_uri: async (context) => {
    const client = await context.makeClient()
    return pushes(client, requestParameters(client, { request_uri: 'a' }))
  },
  pushed_request_object_malformed: sends('request=a.b', { detail: 'JWT with 2 segments instead of 3' }),
  pushed_request_object_unsigned: async (context) => {
    const client = await context.makeClient()
    return pushes(client, `request=${await leaveUnsigned(client, context)}`)
  },
  pushed_request_object_keys_missing: sends(`request=${makeUnsignedObject({ alg: 'ES256' }, 'AA')}`, {
    detail: 'ES256',
  }),
  pushed_dpop_target_unknown: proves(async ({ signProof }) => ({ dpop: await signProof(), htu: '/par' })),
  pushed_dpop_proof_invalid: flawed('dpop_proof_invalid'),
  pushed_dpop_alg_forbidden: flawed('dpop_alg_forbidden'),
  pushed_dpop_jwk_missing: flawed('dpop_jwk_missing'),
  pushed_dpop_alg_missing: flawed('dpop_alg_missing'),
  pushed_dpop_key_mismatch: async (context) => {
    const client = await context.makeClient()
    const { signProof } = await makePusher(context)
    const parameters = requestParameters(client, { dpop_jkt: makeKey(context.random).jkt })
    return pushes(client, parameters, { dpop: await signProof() })
  },
  pushed_dpop_proof_replayed: async (context) => {
    const client = await context.makeClient()
    const { signProof } = await makePusher(context)
    const call = pushes(client, requestParameters(client), { dpop: await signProof() })
    await context.call('POST', path, call.body as object)
    return call
  },
  pushed_dpop_nonce_unusable: proves(async ({ signProof }) => ({
    dpop: await signProof(),
    dpopNonceRequired: true,
  })),
}
