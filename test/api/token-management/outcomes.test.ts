import t from 'tap'
import {
  tokenCreateOutcomes,
  tokenDeleteOutcomes,
  tokenListOutcomes,
  tokenRevokeOutcomes,
  tokenUpdateOutcomes,
  type CreateReason,
  type DeleteReason,
  type ListReason,
  type RevokeReason,
  type UpdateReason,
} from '../../../src/api/token-management/outcomes.ts'
import type { BareRow, OutcomeRow } from '../../../src/outcome/outcome.ts'
import { callApi, type ApiResult } from '../../support/api.ts'
import { serviceId, type TestMock } from '../../support/mock.ts'
import { createToken, startOnDisk, type MockOnDisk } from '../../support/tokens.ts'

/** Real state and the call that truly yields an outcome; the values of its text. */
interface Scenario<Call> {
  readonly arrange: (disk: MockOnDisk) => Promise<Call>
  readonly values?: Readonly<Record<string, string>>
}

const order = { grantType: 'AUTHORIZATION_CODE', clientId: 1, subject: 'alice' }

const create = (change: object, values = {}): Scenario<object> => ({
  arrange: async () => ({ ...order, ...change }),
  values,
})

const tooBig = [{ key: 'a', value: 'b'.repeat(65_535) }]
const malformedDetails = { elements: [{ type: 'payment', otherFields: '[]' }] }

const creations: Record<CreateReason, Scenario<object>> = {
  created: create({}, { grantType: 'authorization_code', clientId: '1' }),
  crash: {
    arrange: async ({ breakStore }) => {
      breakStore()
      return order
    },
  },
  grant_type_missing: create({ grantType: undefined }),
  grant_type_refresh_token: create({ grantType: 'REFRESH_TOKEN' }),
  grant_type_unsupported: {
    arrange: async ({ mock }) => {
      await mock.admin.updateService(serviceId, { supportedGrantTypes: ['CLIENT_CREDENTIALS'] })
      return order
    },
    values: { grantType: 'authorization_code', serviceId },
  },
  subject_missing: create({ subject: '' }),
  subject_too_long: create({ subject: 'a'.repeat(101) }),
  subject_not_ascii: create({ subject: 'álice' }),
  scope_unsupported: create({ scopes: ['openid', 'payments'] }, { detail: 'payments' }),
  authorization_details_malformed: create({ authorizationDetails: malformedDetails }),
  client_unknown: create({ clientId: 99 }, { identifier: '99' }),
  client_locked: create({ clientId: 2 }, { identifier: '2' }),
  properties_too_big: create({ properties: tooBig }),
  refresh_token_unsupported: {
    arrange: async ({ mock }) => {
      await mock.admin.updateService(serviceId, { supportedGrantTypes: ['AUTHORIZATION_CODE'] })
      return { ...order, refreshToken: 'mine' }
    },
  },
  refresh_token_of_implicit: create({ grantType: 'IMPLICIT', refreshToken: 'mine' }),
  refresh_token_of_client_credentials: create({ grantType: 'CLIENT_CREDENTIALS', refreshToken: 'mine' }),
  jwt_impossible: {
    arrange: async ({ mock }) => {
      await mock.admin.updateService(serviceId, { accessTokenSignAlg: 'ES256' })
      return order
    },
    values: { detail: 'This service has not registered its JWK Set. (alg=ES256)' },
  },
  access_token_in_use: {
    arrange: async ({ mock }) => {
      await createToken(mock, { accessToken: 'mine' })
      return { ...order, accessToken: 'mine' }
    },
  },
  refresh_token_in_use: {
    arrange: async ({ mock }) => {
      await createToken(mock, { refreshToken: 'mine' })
      return { ...order, refreshToken: 'mine' }
    },
  },
}

async function about(mock: TestMock, change: object = {}): Promise<object> {
  return { accessToken: (await createToken(mock)).accessToken, ...change }
}

const updates: Record<UpdateReason, Scenario<object>> = {
  updated: { arrange: ({ mock }) => about(mock) },
  crash: {
    arrange: async ({ mock, breakStore }) => {
      const request = await about(mock)
      breakStore()
      return request
    },
  },
  access_token_missing: { arrange: async () => ({ accessToken: '' }) },
  access_token_unknown: { arrange: async () => ({ accessToken: 'nobody' }) },
  properties_too_big: { arrange: ({ mock }) => about(mock, { properties: tooBig }) },
  authorization_details_malformed: {
    arrange: ({ mock }) => about(mock, { authorizationDetails: malformedDetails }),
  },
  jwt_impossible: {
    arrange: async ({ mock }) => {
      const request = await about(mock, { accessTokenValueUpdated: true })
      await mock.admin.updateService(serviceId, { accessTokenSignAlg: 'ES256' })
      return request
    },
    values: { detail: 'This service has not registered its JWK Set. (alg=ES256)' },
  },
}

const deletions: Record<DeleteReason, Scenario<string>> = {
  deleted: { arrange: async ({ mock }) => (await createToken(mock)).accessToken },
  access_token_unknown: { arrange: async () => 'nobody' },
}

const revocations: Record<RevokeReason, Scenario<object>> = {
  revoked: {
    arrange: async ({ mock }) => ({ accessTokenIdentifier: (await createToken(mock)).accessToken }),
    values: { count: '1' },
  },
  owner_missing: { arrange: async () => ({ accessTokenIdentifier: '', subject: '' }) },
  access_token_unknown: { arrange: async () => ({ accessTokenIdentifier: 'nobody' }) },
  refresh_token_unknown: { arrange: async () => ({ refreshTokenIdentifier: 'nobody' }) },
  client_unknown: {
    arrange: async () => ({ clientIdentifier: '99' }),
    values: { identifier: '99' },
  },
}

const lists: Record<ListReason, Scenario<string>> = {
  listed: { arrange: async () => 'clientIdentifier=1' },
  start_malformed: { arrange: async () => 'start=one' },
  start_negative: { arrange: async () => 'start=-1' },
  end_malformed: { arrange: async () => 'end=2147483648' },
  end_negative: { arrange: async () => 'end=-1' },
  page_too_long: { arrange: async () => 'start=1&end=1002' },
  client_unknown: { arrange: async () => 'clientIdentifier=nobody', values: { identifier: 'nobody' } },
}

type Call<Given> = (mock: TestMock, given: Given) => Promise<ApiResult<Record<string, unknown>>>

function testOutcomes<Reason extends string, Given>(
  rows: Record<Reason, BareRow | OutcomeRow>,
  scenarios: Record<Reason, Scenario<Given>>,
  what: string,
  call: Call<Given>,
): void {
  for (const [reason, { arrange, values = {} }] of Object.entries(scenarios) as [Reason, Scenario<Given>][]) {
    t.test(`${what} that meets ${reason} is answered by its row`, async (t) => {
      const disk = await startOnDisk(t)
      const { status, body } = await call(disk.mock, await arrange(disk))
      const row = rows[reason]
      t.equal(status, row.status)
      const { requests } = await disk.mock.admin.listRequests(serviceId)
      t.equal(requests[0]?.reason, reason, 'the journal names the reason')
      if (!('resultCode' in row)) return
      const text = row.message.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name as never]))
      const message = reason === 'revoked' ? text : `[${row.resultCode}] ${text}`
      t.match(body, { resultCode: row.resultCode, resultMessage: message })
      t.equal(body['action'], row.action)
    })
  }
}

testOutcomes(tokenCreateOutcomes, creations, 'a creation', (mock, body) =>
  callApi(mock, 'POST', '/auth/token/create', body),
)
testOutcomes(tokenUpdateOutcomes, updates, 'a change', (mock, body) =>
  callApi(mock, 'POST', '/auth/token/update', body),
)
testOutcomes(tokenDeleteOutcomes, deletions, 'a deletion', (mock, token) =>
  callApi(mock, 'DELETE', `/auth/token/delete/${token}`),
)
testOutcomes(tokenRevokeOutcomes, revocations, 'a revocation', (mock, body) =>
  callApi(mock, 'POST', '/auth/token/revoke', body),
)
testOutcomes(tokenListOutcomes, lists, 'a list', (mock, query) =>
  callApi(mock, 'GET', `/auth/token/get/list?${query}`),
)
