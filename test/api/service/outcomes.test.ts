import t from 'tap'
import { serviceOutcomes, type ServiceReason } from '../../../src/api/service/outcomes.ts'
import type { BareRow, OutcomeRow } from '../../../src/outcome/outcome.ts'
import { callApi, type ApiResult } from '../../support/api.ts'
import { serviceId, startTestMock, type TestMock } from '../../support/mock.ts'

/** The call that truly yields an outcome, with a token that has every right, and the text where there is one. */
interface Scenario {
  readonly call: (mock: TestMock, token: string) => Promise<ApiResult<Record<string, unknown>>>
  readonly message?: string
}

const update =
  (body: object): Scenario['call'] =>
  (mock, token) =>
    callApi(mock, 'POST', '/service/update', body, token)

const get =
  (path: string): Scenario['call'] =>
  (mock, token) =>
    callApi(mock, 'GET', path, undefined, token)

const list = (query: string) => get(`/api/service/get/list${query}`)

const scenarios: Record<ServiceReason, Scenario> = {
  service_created: { call: (mock, token) => callApi(mock, 'POST', '/api/service/create', {}, token) },
  service_told: { call: get('/service/get') },
  services_listed: { call: list('') },
  service_updated: { call: update({}) },
  service_deleted: {
    call: (mock, token) => callApi(mock, 'DELETE', '/service/delete', undefined, token),
  },
  configuration_told: { call: get('/service/configuration') },
  jwks_told: {
    call: async (mock, token) => {
      const jwks = JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', x: 'x', y: 'y' }] })
      await update({ jwks })(mock, token)
      return get('/service/jwks/get')(mock, token)
    },
  },
  jwks_absent: { call: get('/service/jwks/get') },
  number_negative: {
    call: update({ accessTokenDuration: 1, refreshTokenDuration: -1 }),
    message: "/service/update, 'refreshTokenDuration' must not be negative.",
  },
  jwks_malformed: {
    call: update({ jwks: '{"keys":[{"kid":"1"}]}' }),
    message: "/service/update, The value of 'jwks' failed to be parsed as a JWK Set.",
  },
  scope_name_missing: {
    call: (mock, token) =>
      callApi(
        mock,
        'POST',
        '/api/service/create',
        { supportedScopes: [{ name: 'a' }, { description: 'b' }] },
        token,
      ),
    message:
      "/service/create, The scope name of the element at the index '1' of 'supportedScopes' is not specified.",
  },
  scope_name_repeated: {
    call: update({ supportedScopes: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] }),
    message:
      "/service/update, The scope name of the element at the index '2' of 'supportedScopes' is a duplicate.",
  },
  patch_unusable: {
    call: get('/service/configuration?patch=none'),
    message: "/service/configuration, 'patch' is unspecified, empty or invalid.",
  },
  service_gone: {
    call: async (mock, token) => {
      const [, answer] = await Promise.all([
        callApi(mock, 'DELETE', '/service/delete', undefined, token),
        update({})(mock, token),
      ])
      return answer
    },
    message: `The service (API Key = ${serviceId}) has been deleted.`,
  },
  service_deleted_already: {
    call: async (mock, token) => {
      const remove = () => callApi(mock, 'DELETE', '/service/delete', undefined, token)
      const [, second] = await Promise.all([remove(), remove()])
      return second
    },
    message: `The service (API Key = ${serviceId}) has already been deleted.`,
  },
  services_start_malformed: {
    call: list('?start=one'),
    message: "Parameter 'start' failed to be parsed as int.",
  },
  services_start_negative: { call: list('?start=-1'), message: "Parameter 'start' must not be negative." },
  services_end_malformed: {
    call: list('?end=2147483648'),
    message: "Parameter 'end' failed to be parsed as int.",
  },
  services_end_negative: { call: list('?start=1&end=-2'), message: "Parameter 'end' must not be negative." },
}

for (const [reason, { call, message }] of Object.entries(scenarios) as [ServiceReason, Scenario][]) {
  t.test(`a call that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    const mock = await startTestMock(t)
    const { apiToken } = await mock.admin.createApiToken({ rights: ['ADMIN'] })
    const { status, body } = await call(mock, apiToken)
    const row: BareRow | OutcomeRow = serviceOutcomes[reason]
    t.equal(status, row.status)
    if ('resultCode' in row) {
      const resultMessage = `[${row.resultCode}] ${message}`
      t.strictSame(body, { resultCode: row.resultCode, resultMessage })
    } else {
      t.notOk('resultCode' in body)
      t.equal(Object.keys(body).length === 0, status === 204)
    }
  })
}
