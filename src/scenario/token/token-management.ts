import type { CreateReason } from '../../api/token-management/create/outcomes.ts'
import type { ListReason } from '../../api/token-management/list/outcomes.ts'
import type { DeleteReason, RevokeReason } from '../../api/token-management/revoke/outcomes.ts'
import type { UpdateReason } from '../../api/token-management/update/outcomes.ts'
import { readMember } from '../shared/client-request.ts'
import type { Arrangement, Scenario, ScenarioContext } from '../shared/scenario.ts'
import { signsWithoutKeys, tooBig, withoutKeys } from './making.ts'

const malformedDetails = { elements: [{ type: 'payment', otherFields: '[]' }] }

/** An id of no client: one digit longer than those of the scenarios. */
const unknownId = ({ random }: ScenarioContext) => random.digits(15)

/** POST /auth/token/create for the scenario's own client, valid except for the changes. */
async function create(
  context: ScenarioContext,
  changes: object = {},
  values: Arrangement['values'] = {},
): Promise<Arrangement> {
  const { clientId } = await context.makeClient()
  const body = { grantType: 'AUTHORIZATION_CODE', clientId, subject: 'alice', ...changes }
  const names = { grantType: 'authorization_code', clientId: String(clientId), serviceId: context.serviceId }
  return { path: '/auth/token/create', body, values: { ...names, ...values } }
}

const creates =
  (changes: object = {}, values: Arrangement['values'] = {}): Scenario =>
  (context) =>
    create(context, changes, values)

const createsAt =
  (service: Readonly<Record<string, unknown>>, scenario: Scenario): Scenario =>
  async (context) => {
    await context.change(service)
    return scenario(context)
  }

/** A token, made by POST /auth/token/create. */
async function makeToken(
  context: ScenarioContext,
): Promise<Readonly<Record<'accessToken' | 'refreshToken', string>>> {
  const { path, body } = await create(context)
  const answer = await context.call('POST', path, body as object)
  return { accessToken: readMember(answer, 'accessToken'), refreshToken: readMember(answer, 'refreshToken') }
}

const createsTaken =
  (name: 'accessToken' | 'refreshToken'): Scenario =>
  async (context) => {
    const { [name]: value } = await makeToken(context)
    return create(context, { [name]: value })
  }

/** Scenarios of POST /auth/token/create. */
export const tokenCreateScenarios: Readonly<Record<CreateReason, Scenario>> = {
  created: creates(),
  crash: async (context) => {
    const call = await create(context)
    context.failStorage('auth/token/create')
    return call
  },
  grant_type_missing: creates({ grantType: undefined }),
  grant_type_refresh_token: creates({ grantType: 'REFRESH_TOKEN' }),
  grant_type_unsupported: createsAt({ supportedGrantTypes: ['CLIENT_CREDENTIALS'] }, creates()),
  subject_missing: creates({ subject: '' }),
  subject_too_long: creates({ subject: 'a'.repeat(101) }),
  subject_not_ascii: creates({ subject: 'álice' }),
  scope_unsupported: creates({ scopes: ['openid', 'unheard-of'] }, { detail: 'unheard-of' }),
  authorization_details_malformed: creates({ authorizationDetails: malformedDetails }),
  client_unknown: async (context) => {
    const identifier = unknownId(context)
    return create(context, { clientId: Number(identifier) }, { identifier })
  },
  client_locked: async (context) => {
    const { clientId } = await context.makeClient({ locked: true })
    return create(context, { clientId }, { identifier: String(clientId) })
  },
  properties_too_big: creates({ properties: tooBig }),
  refresh_token_unsupported: createsAt(
    { supportedGrantTypes: ['AUTHORIZATION_CODE'] },
    creates({ refreshToken: 'mine' }),
  ),
  refresh_token_of_implicit: creates({ grantType: 'IMPLICIT', refreshToken: 'mine' }),
  refresh_token_of_client_credentials: creates({ grantType: 'CLIENT_CREDENTIALS', refreshToken: 'mine' }),
  jwt_impossible: createsAt(signsWithoutKeys, creates({}, withoutKeys)),
  access_token_in_use: createsTaken('accessToken'),
  refresh_token_in_use: createsTaken('refreshToken'),
}

/** POST /auth/token/update for the scenario's own token. */
const updates =
  (changes: object = {}): Scenario =>
  async (context) => {
    const { accessToken } = await makeToken(context)
    return { path: '/auth/token/update', body: { accessToken, ...changes } }
  }

/** Scenarios of POST /auth/token/update. */
export const tokenUpdateScenarios: Readonly<Record<UpdateReason, Scenario>> = {
  updated: updates(),
  crash: async (context) => {
    const call = await updates()(context)
    context.failStorage('auth/token/update')
    return call
  },
  access_token_missing: updates({ accessToken: '' }),
  access_token_unknown: updates({ accessToken: 'nobody' }),
  refresh_token_unknown: updates({ accessToken: undefined, refreshToken: 'nobody' }),
  properties_too_big: updates({ properties: tooBig }),
  authorization_details_malformed: updates({ authorizationDetails: malformedDetails }),
}

const deletes = (accessToken: string): Arrangement => ({
  method: 'DELETE',
  path: `/auth/token/delete/${accessToken}`,
})

/** Scenarios of DELETE /auth/token/delete. */
export const tokenDeleteScenarios: Readonly<Record<DeleteReason, Scenario>> = {
  deleted: async (context) => deletes((await makeToken(context)).accessToken),
  access_token_unknown: async () => deletes('nobody'),
}

const revokes = (body: object): Arrangement => ({ path: '/auth/token/revoke', body })

/** Scenarios of POST /auth/token/revoke. Authlete writes the text of the first without its code. */
export const tokenRevokeScenarios: Readonly<Record<RevokeReason, Scenario>> = {
  revoked: async (context) => {
    const { accessToken } = await makeToken(context)
    return {
      ...revokes({ accessTokenIdentifier: accessToken }),
      resultMessage: 'Revoked 1 access token(s).',
    }
  },
  owner_missing: async () => revokes({ accessTokenIdentifier: '', subject: '' }),
  access_token_unknown: async () => revokes({ accessTokenIdentifier: 'nobody' }),
  refresh_token_unknown: async () => revokes({ refreshTokenIdentifier: 'nobody' }),
  client_unknown: async (context) => {
    const identifier = unknownId(context)
    return { ...revokes({ clientIdentifier: identifier }), values: { identifier } }
  },
}

/** GET /auth/token/get/list with this query. */
const lists =
  (query: string): Scenario =>
  async () => ({ method: 'GET', path: `/auth/token/get/list?${query}` })

/** Scenarios of GET /auth/token/get/list. */
export const tokenListScenarios: Readonly<Record<ListReason, Scenario>> = {
  listed: async (context) => {
    await makeToken(context)
    return lists('subject=alice')(context)
  },
  start_malformed: lists('start=one'),
  start_negative: lists('start=-1'),
  end_malformed: lists('end=2147483648'),
  end_negative: lists('end=-1'),
  page_too_long: lists('start=1&end=1002'),
  client_unknown: async (context) => {
    const identifier = unknownId(context)
    return { ...(await lists(`clientIdentifier=${identifier}`)(context)), values: { identifier } }
  },
}
