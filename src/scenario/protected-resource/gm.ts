import type { GmRequest } from '../../../schema/gm.ts'
import type { MintRequest } from '../../../schema/admin/requests.ts'
import type { GmReason } from '../../api/gm/outcomes.ts'
import { makeKey } from '../../testkit/key.ts'
import { createProofMaker, makeOtherCertificate, proofFlaws, type ProofMaker } from '../shared/possession.ts'
import type { Arrangement, Scenario, ScenarioContext } from '../shared/scenario.ts'

const gm = (body: object, values?: Arrangement['values']): Arrangement => ({
  path: '/gm',
  body,
  ...(values !== undefined && { values }),
})

/** A request that needs no preparation. */
const sends =
  (body: object): Scenario =>
  async () =>
    gm(body)

const mint = (context: ScenarioContext, request: MintRequest = {}) =>
  context.mintToken({ grant: {}, ...request })

async function query(context: ScenarioContext, request: MintRequest = {}): Promise<GmRequest> {
  const { accessToken, grantId = '' } = await mint(context, request)
  return { accessToken, gmAction: 'QUERY', grantId }
}

const queries =
  (request: MintRequest = {}, change: object = {}): Scenario =>
  async (context) =>
    gm({ ...(await query(context, request)), ...change })

const presents =
  (choose: (context: ScenarioContext) => Promise<string>): Scenario =>
  async (context) =>
    gm({ ...(await query(context, { bind: 'mtls' })), clientCertificate: await choose(context) })

/** A query with a token that is bound to a key, and its proof maker. */
async function bound(context: ScenarioContext): Promise<ProofMaker & { readonly request: GmRequest }> {
  const { grantManagementEndpoint } = await context.properties()
  const request: { accessToken: string; grantId: string } = { accessToken: '', grantId: '' }
  const targetUri = (): string => `${grantManagementEndpoint}/${request.grantId}`
  const proofMaker = createProofMaker(context, () => ({
    method: 'GET',
    uri: targetUri(),
    accessToken: request.accessToken,
  }))
  Object.assign(request, await query(context, { cnf: { jkt: proofMaker.key.jkt } }))
  return { ...proofMaker, request: { ...request, gmAction: 'QUERY', htm: 'GET', htu: targetUri() } }
}

const proves =
  (
    alter: (prove: ProofMaker['signProof'], context: ScenarioContext) => Promise<object>,
    values?: Arrangement['values'],
  ): Scenario =>
  async (context) => {
    const { request, signProof } = await bound(context)
    return gm({ ...request, ...(await alter(signProof, context)) }, values)
  }

const flawed = (reason: keyof typeof proofFlaws): Scenario => {
  const flaw: {
    readonly detail?: string
    readonly alter: (prove: ProofMaker['signProof']) => Promise<string>
  } = proofFlaws[reason]
  return proves(async (prove) => ({ dpop: await flaw.alter(prove) }), { detail: flaw.detail ?? '' })
}

/** A query for a client that is changed after it got its token. */
const changesClient =
  (path: string, body: object): Scenario =>
  async (context) => {
    const { clientId } = await context.makeClient()
    const request = await query(context, { clientId })
    await context.call('POST', `/client/${path}/update/${clientId}`.replace('//', '/'), body)
    return gm(request)
  }

/** Scenarios of POST /gm. */
export const gmScenarios: Readonly<Record<GmReason, Scenario>> = {
  queried: queries(),
  revoked: queries({}, { gmAction: 'REVOKE' }),
  crash: async (context) => {
    const request = await query(context)
    context.failStorage('gm')
    return gm(request)
  },
  gm_action_missing: sends({ grantId: 'g', accessToken: 'a' }),
  gm_action_unusable: sends({ gmAction: 'MERGE', grantId: 'g', accessToken: 'a' }),
  grant_id_missing: sends({ gmAction: 'QUERY', grantId: '', accessToken: 'a' }),
  access_token_missing: sends({ gmAction: 'QUERY', grantId: 'g' }),
  access_token_unknown: sends({ gmAction: 'QUERY', grantId: 'g', accessToken: 'nobody' }),
  access_token_expired_refreshable: queries({ expiresInSeconds: 0, refreshToken: true }),
  access_token_and_refresh_token_expired: queries({
    expiresInSeconds: -1,
    refreshToken: true,
    refreshTokenExpiresInSeconds: -1,
  }),
  access_token_expired: queries({ expiresInSeconds: 0 }),
  client_locked: changesClient('lock_flag', { clientLocked: true }),
  client_public: changesClient('', { clientType: 'PUBLIC', tokenAuthMethod: 'NONE' }),
  certificate_missing: presents(async () => '(null)'),
  certificate_malformed: presents(async () => '-----BEGIN%20CERTIFICATE-----%0A'),
  certificate_mismatch: presents(makeOtherCertificate),
  dpop_proof_missing: proves(async () => ({ dpop: '' })),
  dpop_target_unknown: proves(async (prove) => ({ dpop: await prove(), htu: '/grants/1' })),
  dpop_proof_invalid: flawed('dpop_proof_invalid'),
  dpop_alg_missing: flawed('dpop_alg_missing'),
  dpop_alg_forbidden: flawed('dpop_alg_forbidden'),
  dpop_jwk_missing: flawed('dpop_jwk_missing'),
  dpop_key_mismatch: proves(async (prove, { random }) => ({ dpop: await prove({ key: makeKey(random) }) })),
  dpop_nonce_unusable: proves(async (prove) => ({ dpop: await prove(), dpopNonceRequired: true })),
  dpop_proof_replayed: async (context) => {
    const { request, signProof } = await bound(context)
    const body = { ...request, dpop: await signProof() }
    await context.call('POST', '/gm', body)
    return gm(body)
  },
  scope_missing: async (context) => {
    const request = await query(context, { scopes: ['grant_management_query'] })
    return gm({ ...request, gmAction: 'REVOKE' }, { scope: 'grant_management_revoke' })
  },
  grant_unknown: queries({}, { grantId: 'nothing' }),
  grant_of_other_client: async (context) => {
    const [{ clientId }, other] = [await context.makeClient(), await context.makeClient()]
    const { grantId = '' } = await mint(context, { clientId: other.clientId })
    return gm({ ...(await query(context, { clientId })), grantId })
  },
  grant_of_other_subject: async (context) => {
    await context.change({ mock: { strictOwnership: true } })
    const { clientId } = await context.makeClient()
    const { grantId = '' } = await mint(context, { clientId, subject: 'alice' })
    return gm({ ...(await query(context, { clientId, subject: 'bob' })), grantId })
  },
}
