import type { TokenReason } from '../../api/token/request/outcomes.ts'
import type { Client } from '../../model/client.ts'
import { makeOtherCertificate, proofFlaws, type ProofMaker } from '../shared/possession.ts'
import type { Arrangement, Scenario, ScenarioContext } from '../shared/scenario.ts'
import {
  asks,
  asPublic,
  clientForm,
  obtainTokens,
  proveAtTokenEndpoint,
  refreshForm,
  send,
  tokenCall,
} from './call.ts'

const bound = { tlsClientCertificateBoundAccessTokens: true }

/** A request of a client whose tokens are bound to a certificate (RFC 8705 §3). */
const presents =
  (members: object): Scenario =>
  async (context) => {
    await context.change(bound)
    return tokenCall(await context.makeClient(bound), clientForm, { members })
  }

/** A request of a client with a proof, which may be altered. */
const proves =
  (
    alter: (prove: ProofMaker['signProof'], context: ScenarioContext) => Promise<object>,
    values?: Arrangement['values'],
  ): Scenario =>
  async (context) => {
    const { signProof } = await proveAtTokenEndpoint(context)
    return asks({}, { members: await alter(signProof, context), ...(values && { values }) })(context)
  }

function flawed(reason: keyof typeof proofFlaws): Scenario {
  const flaw: {
    readonly detail?: string
    readonly alter: (prove: ProofMaker['signProof']) => Promise<string>
  } = proofFlaws[reason]
  return proves(async (prove) => ({ dpop: await flaw.alter(prove) }), { detail: flaw.detail ?? '' })
}

/** A public client's refresh token, bound to its first credential and presented with another. */
const showsAnother =
  (show: (context: ScenarioContext) => Promise<object>, properties: Client['properties'] = {}): Scenario =>
  async (context) => {
    const client = await context.makeClient(properties, 'PUBLIC')
    const [first, other] = [await show(context), await show(context)]
    const { refreshToken } = await obtainTokens(context, client, { ...asPublic(client), members: first })
    return tokenCall(client, refreshForm(refreshToken), { ...asPublic(client), members: other })
  }

/** Scenarios of token binding. */
export const bindingScenarios = {
  certificate_missing: presents({}),
  certificate_malformed: presents({ clientCertificate: 'no certificate' }),
  certificate_mismatch: async (context) => {
    await context.change(bound)
    return showsAnother(
      async () => ({ clientCertificate: await makeOtherCertificate(context) }),
      bound,
    )(context)
  },
  dpop_proof_missing: async (context) =>
    tokenCall(await context.makeClient({ dpopRequired: true }), clientForm),
  dpop_target_unknown: proves(async (prove, context) => {
    const dpop = await prove()
    await context.change({ tokenEndpoint: null })
    return { dpop }
  }),
  dpop_proof_invalid: flawed('dpop_proof_invalid'),
  dpop_alg_missing: flawed('dpop_alg_missing'),
  dpop_alg_forbidden: flawed('dpop_alg_forbidden'),
  dpop_jwk_missing: flawed('dpop_jwk_missing'),
  dpop_key_mismatch: showsAnother(async (context) => ({
    dpop: await (await proveAtTokenEndpoint(context)).signProof(),
  })),
  dpop_nonce_unusable: proves(async (prove) => ({ dpop: await prove(), dpopNonceRequired: true })),
  dpop_proof_replayed: async (context) => {
    const request = await proves(async (prove) => ({ dpop: await prove() }))(context)
    await send(context, request)
    return request
  },
} as const satisfies Partial<Record<TokenReason, Scenario>>
