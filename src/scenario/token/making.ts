import type { TokenReason } from '../../api/token/request/outcomes.ts'
import type { Client } from '../../model/client.ts'
import { makeKey } from '../../testkit/key.ts'
import { keySet } from '../shared/client-setup.ts'
import type { Arrangement, Scenario, ScenarioContext } from '../shared/scenario.ts'
import { asks, clientForm, obtainTokens, redeem, redeems, refreshes, tokenCall } from './call.ts'

/** The setup of a request for an ID token. */
interface IdTokenOrder extends Pick<Arrangement, 'values'> {
  readonly client?: Client['properties']
  /** Properties of the service, which by default signs with this key. */
  readonly service?: (key: object) => Readonly<Record<string, unknown>>
  readonly consent?: object
}

async function askForIdToken(
  context: ScenarioContext,
  { client: properties = {}, service = () => ({}), ...request }: IdTokenOrder,
): Promise<Arrangement> {
  const key = { ...makeKey(context.random).privateJwk, alg: 'ES256', use: 'sig', kid: 'one' }
  await context.change({ jwks: keySet(key), idTokenSignatureKeyId: null, ...service(key) })
  const client = { ...(await context.makeClient(properties)), ...readSecret(properties) }
  const values = { clientId: String(client.clientId), keyId: 'null', ...request.values }
  return redeem(context, client, { ...request, authorization: { scope: 'openid' }, values })
}

function readSecret({ clientSecret }: Client['properties']) {
  return clientSecret === undefined ? {} : { clientSecret }
}

const asksForIdToken =
  (request: IdTokenOrder): Scenario =>
  (context) =>
    askForIdToken(context, request)

const es256 = { detail: 'ES256' }

/** Scenarios of ID tokens that cannot be made. */
export const idTokenScenarios = {
  id_token_algorithm_none: asksForIdToken({ client: { idTokenSignAlg: 'NONE' } }),
  id_token_encryption_unsupported: asksForIdToken({
    client: { idTokenEncryptionAlg: 'RSA_OAEP' },
    values: { detail: 'RSA_OAEP' },
  }),
  id_token_secret_short: asksForIdToken({
    client: { idTokenSignAlg: 'HS256', clientSecret: 'too short for HS256' },
    values: { detail: 'HS256' },
  }),
  id_token_algorithm_unsupported: asksForIdToken({
    client: { idTokenSignAlg: 'Ed448' },
    values: { detail: 'Ed448' },
  }),
  id_token_key_set_missing: asksForIdToken({ service: () => ({ jwks: null }), values: es256 }),
  id_token_key_missing: asksForIdToken({
    service: () => ({ idTokenSignatureKeyId: 'other' }),
    values: { ...es256, keyId: 'other' },
  }),
  id_token_key_ambiguous: asksForIdToken({
    service: (key) => ({ jwks: keySet(key, key) }),
    values: es256,
  }),
  id_token_key_unusable: asksForIdToken({ service: (key) => ({ jwks: keySet({ ...key, x: 'AAAA' }) }) }),
  id_token_signing_failed: asksForIdToken({
    consent: { idtHeaderParams: JSON.stringify({ crit: ['unheard-of'] }) },
    values: es256,
  }),
} as const satisfies Partial<Record<TokenReason, Scenario>>

/** More than the maximum size of a token's properties. */
export const tooBig = [{ key: 'k', value: 'x'.repeat(65_536) }]

/** A service with JWT access tokens that has no key for them. */
export const signsWithoutKeys = { jwks: null, accessTokenSignAlg: 'ES256' }
export const withoutKeys = { detail: 'This service has not registered its JWK Set. (alg=ES256)' }

/** The same request, prepared before the service has JWT access tokens. */
const cannotSign =
  (scenario: Scenario): Scenario =>
  async (context) => {
    const request = await scenario(context)
    await context.change(signsWithoutKeys)
    return { ...request, values: withoutKeys }
  }

/** The value of an existing access token. */
export async function takeValue(context: ScenarioContext): Promise<string> {
  return (await obtainTokens(context, await context.makeClient())).accessToken
}

/** The same request, for an access token with an existing value. */
const wantsTakenValue =
  (make: (members: object) => Scenario): Scenario =>
  async (context) =>
    make({ accessToken: await takeValue(context) })(context)

const withCode = (members: object = {}) => redeems({ members })
const withClient = (members: object = {}) => asks({}, { members })
const withRefreshToken = (members: object = {}) => refreshes({ members })

/** Scenarios of access tokens that cannot be made or stored. */
export const tokenMakingScenarios = {
  code_properties_too_big: withCode({ properties: tooBig }),
  client_credentials_properties_too_big: withClient({ properties: tooBig }),
  refresh_token_properties_too_big: withRefreshToken({ properties: tooBig }),
  code_jwt_impossible: cannotSign(withCode()),
  client_credentials_jwt_impossible: cannotSign(withClient()),
  refresh_token_jwt_impossible: cannotSign(withRefreshToken()),
  code_access_token_taken: wantsTakenValue(withCode),
  client_credentials_access_token_taken: wantsTakenValue(withClient),
  refresh_token_access_token_taken: wantsTakenValue(withRefreshToken),
  crash: async (context) => {
    const client = await context.makeClient()
    context.failStorage('auth/token')
    return tokenCall(client, clientForm)
  },
} as const satisfies Partial<Record<TokenReason, Scenario>>
