import type { MintRequest } from '../../../schema/admin/requests.ts'
import { makeKey } from '../../testkit/key.ts'
import { createProofMaker, makeOtherCertificate, proofFlaws, type ProofMaker } from '../shared/possession.ts'
import type { Arrangement, Scenario, ScenarioContext } from '../shared/scenario.ts'

/** An API that answers questions about a token that was presented to a protected resource. */
export interface ResourceApi {
  readonly path: string
  /** The client's request, by `htm` and `htu` of the call. */
  readonly target: (context: ScenarioContext) => Promise<{ readonly method: string; readonly uri: string }>
  /** What the token needs for the API to run all its checks. */
  readonly options: MintRequest
}

/** A request about a new minted token. */
export function asksAbout(
  { path, options }: ResourceApi,
  minted: MintRequest = {},
  change: object = {},
): Scenario {
  return async (context) => {
    const { accessToken } = await context.mintToken({ ...options, ...minted })
    return { path, body: { token: accessToken, ...change } }
  }
}

/** A request about a new token of `auth/token/create`, with a new client. */
export async function createToken(context: ScenarioContext, request: object = {}): Promise<string> {
  const { clientId } = await context.makeClient()
  const body = { grantType: 'AUTHORIZATION_CODE', clientId, subject: 'alice', ...request }
  return String((await context.call('POST', '/auth/token/create', body))['accessToken'])
}

type ProofChange = (prove: ProofMaker['signProof'], context: ScenarioContext) => Promise<object>

/** A request about a token that is bound to a key, with an altered proof. */
function proves({ path, options, target }: ResourceApi, alter: ProofChange, detail = ''): Scenario {
  return async (context) => {
    const { method, uri } = await target(context)
    const bound = { accessToken: '' }
    const { key, signProof } = createProofMaker(context, () => ({ method, uri, ...bound }))
    const cnf = { jkt: key.jkt }
    const { accessToken } = await context.mintToken({ ...options, cnf })
    bound.accessToken = accessToken
    const altered = await alter(signProof, context)
    return { path, body: { token: accessToken, htm: method, htu: uri, ...altered }, values: { detail } }
  }
}

function presents(api: ResourceApi, choose: (context: ScenarioContext) => Promise<string>): Scenario {
  return async (context) => {
    const arrangement = await asksAbout(api, { bind: 'mtls' })(context)
    return {
      ...arrangement,
      body: { ...(arrangement.body as object), clientCertificate: await choose(context) },
    }
  }
}

/** A call that is made once before it is returned, so that it is then the second one. */
async function madeBefore(context: ScenarioContext, arrangement: Arrangement): Promise<Arrangement> {
  await context.call('POST', arrangement.path, arrangement.body as object)
  return arrangement
}

/** The scenarios in which the token is refused, common to these APIs. */
export function tokenScenarios(api: ResourceApi) {
  return {
    access_token_missing: async () => ({ path: api.path, body: {} }),
    access_token_unknown: async () => ({ path: api.path, body: { token: 'nobody' } }),
    access_token_expired: asksAbout(api, { expiresInSeconds: 0 }),
    access_token_expired_refreshable: asksAbout(api, { expiresInSeconds: 0, refreshToken: true }),
    access_token_and_refresh_token_expired: asksAbout(api, {
      expiresInSeconds: -1,
      refreshToken: true,
      refreshTokenExpiresInSeconds: -1,
    }),
    client_locked: async (context: ScenarioContext) => {
      const { clientId } = await context.makeClient({ locked: true })
      return asksAbout(api, { clientId })(context)
    },
    crash: async (context: ScenarioContext) => {
      const arrangement = await asksAbout(api)(context)
      context.failStorage(api.path.slice(1))
      return arrangement
    },
  } as const satisfies Readonly<Record<string, Scenario>>
}

/** The scenarios in which the proof or the certificate is refused. */
export function possessionScenarios(api: ResourceApi) {
  const sends = (alter: (prove: ProofMaker['signProof']) => Promise<string>, detail?: string) =>
    proves(api, async (prove) => ({ dpop: await alter(prove) }), detail)
  const replays = sends((prove) => prove())
  return {
    certificate_missing: presents(api, async () => '(null)'),
    certificate_malformed: presents(api, async () => 'PEM'),
    certificate_mismatch: presents(api, makeOtherCertificate),
    dpop_proof_missing: proves(api, async () => ({ dpop: '' })),
    dpop_target_unknown: proves(api, async (prove) => ({ dpop: await prove(), htu: '/accounts' })),
    dpop_proof_invalid: sends(proofFlaws.dpop_proof_invalid.alter, proofFlaws.dpop_proof_invalid.detail),
    dpop_alg_missing: sends(proofFlaws.dpop_alg_missing.alter),
    dpop_alg_forbidden: sends(proofFlaws.dpop_alg_forbidden.alter, proofFlaws.dpop_alg_forbidden.detail),
    dpop_jwk_missing: sends(proofFlaws.dpop_jwk_missing.alter),
    dpop_key_mismatch: proves(api, async (prove, { random }) => ({
      dpop: await prove({ key: makeKey(random) }),
    })),
    dpop_nonce_unusable: proves(api, async (prove) => ({ dpop: await prove(), dpopNonceRequired: true })),
    dpop_proof_replayed: async (context: ScenarioContext) => madeBefore(context, await replays(context)),
  } as const satisfies Readonly<Record<string, Scenario>>
}
