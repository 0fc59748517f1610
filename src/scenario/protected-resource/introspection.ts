import type { IntrospectionReason } from '../../api/introspection/process/outcomes.ts'
import type { StandardIntrospectionReason } from '../../api/introspection/standard/outcomes.ts'
import { makeKey } from '../../testkit/key.ts'
import {
  asksAbout,
  createToken,
  possessionScenarios,
  tokenScenarios,
  type ResourceApi,
} from './protected-resource.ts'
import type { Arrangement, Scenario, ScenarioContext } from '../shared/scenario.ts'

const resourceUri = 'https://rs.example.com/accounts'

const api: ResourceApi = {
  path: '/auth/introspection',
  target: async () => ({ method: 'GET', uri: resourceUri }),
  options: {},
}

/** A token with more than a minted one can have, and the question about it. */
const asksOfCreated =
  (request: object, change: object, values: Arrangement['values'] = {}): Scenario =>
  async (context) => ({
    path: api.path,
    body: { token: await createToken(context, request), ...change },
    values,
  })

/** Scenarios of POST /auth/introspection. */
export const introspectionScenarios: Readonly<Record<IntrospectionReason, Scenario>> = {
  introspected: asksAbout(api),
  ...tokenScenarios(api),
  scopes_absent: asksAbout(api, { scopes: [] }, { scopes: ['accounts'] }),
  scope_insufficient: async (context) => ({
    ...(await asksAbout(api, { scopes: ['profile', 'openid'] }, { scopes: ['openid', 'accounts'] })(context)),
    values: { detail: 'accounts' },
  }),
  ...possessionScenarios(api),
  subject_absent: asksOfCreated(
    { grantType: 'CLIENT_CREDENTIALS', subject: undefined },
    { subject: 'alice' },
  ),
  subject_mismatch: asksOfCreated({}, { subject: 'bob' }),
  resource_uncovered: asksOfCreated(
    { resources: [resourceUri] },
    { resources: [resourceUri, 'https://other.example.com'] },
    { detail: 'https://other.example.com' },
  ),
  authentication_too_old: async (context) => {
    const authTime = Math.floor((await context.now()) / 1000) - 601
    return asksOfCreated({ authTime }, { maxAge: 600 })(context)
  },
  authentication_context_absent: asksOfCreated({}, { acrValues: ['silver', 'gold'] }),
  authentication_context_insufficient: asksOfCreated(
    { acr: 'pwd' },
    { acrValues: ['silver', 'gold'] },
    { detail: 'pwd', acrValues: 'silver, gold' },
  ),
}

const standardPath = '/auth/introspection/standard'

const inJwt = {
  httpAcceptHeader: 'application/token-introspection+jwt',
  rsUri: resourceUri,
  introspectionSignAlg: 'ES256',
}

const standardSends =
  (body: object): Scenario =>
  async () => ({ path: standardPath, body })

/** A question about a token that is active. */
async function asksStandard(
  context: ScenarioContext,
  members: object = {},
  jwks?: string | null,
): Promise<Arrangement> {
  if (jwks !== undefined) await context.change({ jwks })
  const parameters = `token=${await createToken(context)}`
  const values = { type: 'access_token', active: 'true' }
  return { path: standardPath, body: { parameters, ...members }, values }
}

const asksForJwt =
  (change: object): Scenario =>
  (context) =>
    asksStandard(context, { ...inJwt, ...change })

/** Scenarios of POST /auth/introspection/standard. */
export const standardIntrospectionScenarios: Readonly<Record<StandardIntrospectionReason, Scenario>> = {
  introspected: (context) => asksStandard(context),
  introspected_as_jwt: (context) => asksStandard(context, inJwt, writeKeySet(context, 1)),
  crash: async (context) => {
    const arrangement = await asksStandard(context)
    context.failStorage(standardPath.slice(1))
    return arrangement
  },
  parameters_missing: standardSends({}),
  parameters_malformed: standardSends({ parameters: 'token=%' }),
  parameters_empty: standardSends({ parameters: '' }),
  token_missing: standardSends({ parameters: 'token=&token_type_hint=access_token' }),
  resource_server_missing: asksForJwt({ rsUri: '' }),
  encryption_unsupported: asksForJwt({ introspectionEncryptionAlg: 'RSA_OAEP' }),
  signature_impossible: async (context) => ({
    ...(await asksStandard(context, inJwt, null)),
    values: { detail: 'key_set_missing' },
  }),
}

/** A JWK set of a service with this number of private keys for ES256, as JSON text. */
export function writeKeySet({ random }: ScenarioContext, count: number): string {
  const keys = Array.from({ length: count }, (_, index) => ({
    ...makeKey(random).privateJwk,
    kid: `key-${index}`,
    alg: 'ES256',
    use: 'sig',
  }))
  return JSON.stringify({ keys })
}
