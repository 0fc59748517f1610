import type { TokenReason } from '../../api/token/request/outcomes.ts'
import type { Client } from '../../model/client.ts'
import { makeStrangeCertificate, proofFlaws, type Prover } from '../shared/possession.ts'
import type { Arrangement, Scenario, Stage } from '../shared/scenario.ts'
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

/** A request of a client whose tokens are to be bound to a certificate (RFC 8705 §3). */
const presents =
  (members: object): Scenario =>
  async (stage) => {
    await stage.change(bound)
    return tokenCall(await stage.makeClient(bound), clientForm, { members })
  }

/** A request of a client that proves possession of a key, with a proof that may be spoilt. */
const proves =
  (
    spoil: (prove: Prover['prove'], stage: Stage) => Promise<object>,
    values?: Arrangement['values'],
  ): Scenario =>
  async (stage) => {
    const { prove } = await proveAtTokenEndpoint(stage)
    return asks({}, { members: await spoil(prove, stage), ...(values && { values }) })(stage)
  }

function flawed(reason: keyof typeof proofFlaws): Scenario {
  const flaw: { readonly detail?: string; readonly spoil: (prove: Prover['prove']) => Promise<string> } =
    proofFlaws[reason]
  return proves(async (prove) => ({ dpop: await flaw.spoil(prove) }), { detail: flaw.detail ?? '' })
}

/** A public client's refresh token, which is bound to what the client shows first, presented with something else. */
const showsAnother =
  (show: (stage: Stage) => Promise<object>, properties: Client['properties'] = {}): Scenario =>
  async (stage) => {
    const client = await stage.makeClient(properties, 'PUBLIC')
    const [first, other] = [await show(stage), await show(stage)]
    const { refreshToken } = await obtainTokens(stage, client, { ...asPublic(client), members: first })
    return tokenCall(client, refreshForm(refreshToken), { ...asPublic(client), members: other })
  }

/** Scenarios of what tokens are bound to. */
export const bindingScenarios = {
  certificate_missing: presents({}),
  certificate_malformed: presents({ clientCertificate: 'no certificate' }),
  certificate_mismatch: async (stage) => {
    await stage.change(bound)
    return showsAnother(
      async () => ({ clientCertificate: await makeStrangeCertificate(stage) }),
      bound,
    )(stage)
  },
  dpop_proof_missing: async (stage) => tokenCall(await stage.makeClient({ dpopRequired: true }), clientForm),
  dpop_target_unknown: proves(async (prove, stage) => {
    const dpop = await prove()
    await stage.change({ tokenEndpoint: null })
    return { dpop }
  }),
  dpop_proof_invalid: flawed('dpop_proof_invalid'),
  dpop_alg_missing: flawed('dpop_alg_missing'),
  dpop_alg_forbidden: flawed('dpop_alg_forbidden'),
  dpop_jwk_missing: flawed('dpop_jwk_missing'),
  dpop_key_mismatch: showsAnother(async (stage) => ({
    dpop: await (await proveAtTokenEndpoint(stage)).prove(),
  })),
  dpop_nonce_unusable: proves(async (prove) => ({ dpop: await prove(), dpopNonceRequired: true })),
  dpop_proof_replayed: async (stage) => {
    const request = await proves(async (prove) => ({ dpop: await prove() }))(stage)
    await send(stage, request)
    return request
  },
} as const satisfies Partial<Record<TokenReason, Scenario>>
