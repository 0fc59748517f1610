import type { MintOrder } from '../../../schema/admin/requests.ts'
import { makeKey } from '../../testkit/key.ts'
import { makeProver, makeStrangeCertificate, proofFlaws, type Prover } from '../shared/possession.ts'
import type { Arrangement, Scenario, Stage } from '../shared/scenario.ts'

/** How an API is asked about a token that was presented to a protected resource. */
export interface ResourceApi {
  readonly path: string
  /** The request of the client, as the call tells it by `htm` and `htu`. */
  readonly target: (stage: Stage) => Promise<{ readonly method: string; readonly uri: string }>
  /** What the token must have for the API to get as far as it can. */
  readonly order: MintOrder
}

/** A request about a token that is minted for it. */
export function asksAbout(
  { path, order }: ResourceApi,
  minted: MintOrder = {},
  change: object = {},
): Scenario {
  return async (stage) => {
    const { accessToken } = await stage.mintToken({ ...order, ...minted })
    return { path, body: { token: accessToken, ...change } }
  }
}

/** A request about a token that was made by `auth/token/create`; its client is made for it. */
export async function createToken(stage: Stage, order: object = {}): Promise<string> {
  const { clientId } = await stage.makeClient()
  const body = { grantType: 'AUTHORIZATION_CODE', clientId, subject: 'alice', ...order }
  return String((await stage.call('POST', '/auth/token/create', body))['accessToken'])
}

type Spoil = (prove: Prover['prove'], stage: Stage) => Promise<object>

/** A request about a token that is bound to a key, as whoever holds the key spoils it. */
function proves({ path, order, target }: ResourceApi, spoil: Spoil, detail = ''): Scenario {
  return async (stage) => {
    const { method, uri } = await target(stage)
    const bound = { accessToken: '' }
    const { key, prove } = makeProver(stage, () => ({ method, uri, ...bound }))
    const cnf = { jkt: key.jkt }
    const { accessToken } = await stage.mintToken({ ...order, cnf })
    bound.accessToken = accessToken
    const spoilt = await spoil(prove, stage)
    return { path, body: { token: accessToken, htm: method, htu: uri, ...spoilt }, values: { detail } }
  }
}

function presents(api: ResourceApi, choose: (stage: Stage) => Promise<string>): Scenario {
  return async (stage) => {
    const arrangement = await asksAbout(api, { bind: 'mtls' })(stage)
    return {
      ...arrangement,
      body: { ...(arrangement.body as object), clientCertificate: await choose(stage) },
    }
  }
}

/** A call that is made once before it is told, so that it is the second one then. */
async function madeBefore(stage: Stage, arrangement: Arrangement): Promise<Arrangement> {
  await stage.call('POST', arrangement.path, arrangement.body as object)
  return arrangement
}

/** The scenarios in which it is the token that is refused, whatever the API does with it. */
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
    client_locked: async (stage: Stage) => {
      const { clientId } = await stage.makeClient({ locked: true })
      return asksAbout(api, { clientId })(stage)
    },
    crash: async (stage: Stage) => {
      const arrangement = await asksAbout(api)(stage)
      stage.failStorage(api.path.slice(1))
      return arrangement
    },
  } as const satisfies Readonly<Record<string, Scenario>>
}

/** The scenarios in which the possession of key or certificate is not proven. */
export function possessionScenarios(api: ResourceApi) {
  const sends = (spoil: (prove: Prover['prove']) => Promise<string>, detail?: string) =>
    proves(api, async (prove) => ({ dpop: await spoil(prove) }), detail)
  const replays = sends((prove) => prove())
  return {
    certificate_missing: presents(api, async () => '(null)'),
    certificate_malformed: presents(api, async () => 'PEM'),
    certificate_mismatch: presents(api, makeStrangeCertificate),
    dpop_proof_missing: proves(api, async () => ({ dpop: '' })),
    dpop_target_unknown: proves(api, async (prove) => ({ dpop: await prove(), htu: '/accounts' })),
    dpop_proof_invalid: sends(proofFlaws.dpop_proof_invalid.spoil, proofFlaws.dpop_proof_invalid.detail),
    dpop_alg_missing: sends(proofFlaws.dpop_alg_missing.spoil),
    dpop_alg_forbidden: sends(proofFlaws.dpop_alg_forbidden.spoil, proofFlaws.dpop_alg_forbidden.detail),
    dpop_jwk_missing: sends(proofFlaws.dpop_jwk_missing.spoil),
    dpop_key_mismatch: proves(api, async (prove, { random }) => ({
      dpop: await prove({ key: makeKey(random) }),
    })),
    dpop_nonce_unusable: proves(api, async (prove) => ({ dpop: await prove(), dpopNonceRequired: true })),
    dpop_proof_replayed: async (stage: Stage) => madeBefore(stage, await replays(stage)),
  } as const satisfies Readonly<Record<string, Scenario>>
}
