import type { UserInfoOutcomeReason } from '../../api/userinfo/process/outcomes.ts'
import type { UserInfoIssueReason } from '../../api/userinfo/issue/outcomes.ts'
import { writeKeySet } from './introspection.ts'
import {
  asksAbout,
  createToken,
  possessionScenarios,
  tokenScenarios,
  type ResourceApi,
} from './protected-resource.ts'
import type { Scenario, ScenarioContext } from '../shared/scenario.ts'

const api: ResourceApi = {
  path: '/auth/userinfo',
  target: async (context) => ({ method: 'GET', uri: (await context.properties()).userInfoEndpoint }),
  options: { scopes: ['openid'], subject: 'alice' },
}

const issueApi: ResourceApi = { ...api, path: '/auth/userinfo/issue' }

const created =
  ({ path }: ResourceApi, request: object, change: object = {}): Scenario =>
  async (context) => ({
    path,
    body: { token: await createToken(context, { scopes: ['openid'], ...request }), ...change },
  })

const aboutUser = (owner: ResourceApi) => ({
  openid_missing: asksAbout(owner, { scopes: ['profile'] }),
  subject_missing: created(owner, { grantType: 'CLIENT_CREDENTIALS', subject: undefined }),
  password_grant_forbidden: created(owner, { grantType: 'PASSWORD' }),
})

/** Scenarios of POST /auth/userinfo. */
export const userInfoScenarios: Readonly<Record<UserInfoOutcomeReason, Scenario>> = {
  accepted: asksAbout(api),
  ...tokenScenarios(api),
  ...aboutUser(api),
  ...possessionScenarios(api),
}

/** A client with signed responses, at a service with these properties. */
const signs =
  (
    algorithm: string,
    change: (context: ScenarioContext) => Readonly<Record<string, unknown>>,
    client: object = {},
    keyId = 'null',
  ): Scenario =>
  async (context) => {
    await context.change(change(context))
    const { clientId } = await context.makeClient({ userInfoSignAlg: algorithm, ...client })
    const { accessToken } = await context.mintToken({ ...api.options, clientId })
    return { path: issueApi.path, body: { token: accessToken }, values: { detail: algorithm, keyId } }
  }

const unusableKey = JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', d: 'AA' }] })

const withKeys =
  (count: number, more: object = {}) =>
  (context: ScenarioContext): Readonly<Record<string, unknown>> => ({
    jwks: writeKeySet(context, count),
    userInfoSignatureKeyId: null,
    ...more,
  })

/** Scenarios of POST /auth/userinfo/issue. */
export const userInfoIssueScenarios: Readonly<Record<UserInfoIssueReason, Scenario>> = {
  issued: asksAbout(issueApi),
  issued_as_jwt: signs('ES256', withKeys(1)),
  ...tokenScenarios(issueApi),
  ...aboutUser(issueApi),
  claims_malformed: asksAbout(issueApi, {}, { claims: '["name"]' }),
  userinfo_encryption_unsupported: async (context) => ({
    ...(await signs('ES256', withKeys(1), { userInfoEncryptionAlg: 'RSA_OAEP' })(context)),
    values: { detail: 'RSA_OAEP' },
  }),
  userinfo_secret_short: signs('HS256', () => ({}), { clientSecret: 'short' }),
  userinfo_algorithm_unsupported: signs('Ed448', () => ({})),
  userinfo_key_set_missing: signs('ES256', () => ({ jwks: null })),
  userinfo_key_missing: signs('ES256', withKeys(1, { userInfoSignatureKeyId: 'another' }), {}, 'another'),
  userinfo_key_ambiguous: signs('ES256', withKeys(2)),
  userinfo_signing_failed: signs('ES256', () => ({ jwks: unusableKey, userInfoSignatureKeyId: null })),
}
