import t from 'tap'
import { clientOutcomes, type ClientReason } from '../../../src/api/client/outcomes.ts'
import type { BareRow, OutcomeRow } from '../../../src/outcome/outcome.ts'
import { callApi, type ApiResult } from '../../support/api.ts'
import { serviceId, type TestMock } from '../../support/mock.ts'
import { grantScopes, startWithClient } from './arrange.ts'

type Answer = Promise<ApiResult<Record<string, unknown>>>

/** The call that truly yields an outcome, with a token that has every right, and the text where there is one. */
interface Scenario {
  readonly call: (mock: TestMock, token: string, clientId: number) => Answer
  readonly message?: string | ((clientId: number) => string)
}

const create =
  (body: object): Scenario['call'] =>
  (mock, token) =>
    callApi(mock, 'POST', '/client/create', body, token)

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

const onClient =
  (method: Method, path: string, body?: object): Scenario['call'] =>
  (mock, token, clientId) =>
    callApi(mock, method, path.replace('{clientId}', String(clientId)), body, token)

const alice = 'and the subject (alice).'

const combination = (clientId: number) => `the combination of the client (ID = ${clientId}) ${alice}`

const both =
  (first: Scenario['call'], second: Scenario['call']): Scenario['call'] =>
  async (mock, token, clientId) => {
    const [, answer] = await Promise.all([first(mock, token, clientId), second(mock, token, clientId)])
    return answer
  }

const subjectMissing = "The request parameter 'subject' must be specified."
const unused =
  'because the client ID alias is already in use. Client ID aliases must be unique in the same service.'

const scenarios: Record<ClientReason, Scenario> = {
  client_created: { call: create({}) },
  client_told: { call: onClient('GET', '/client/get/{clientId}') },
  clients_listed: { call: onClient('GET', '/client/get/list') },
  client_updated: { call: onClient('POST', '/client/update/{clientId}', {}) },
  client_deleted: { call: onClient('DELETE', '/client/delete/{clientId}') },
  secret_refreshed: {
    call: onClient('GET', '/client/secret/refresh/{clientId}'),
    message: (clientId) => `Successfully refreshed the client secret of the client (ID = ${clientId}).`,
  },
  secret_updated: {
    call: onClient('POST', '/client/secret/update/{clientId}', { clientSecret: 'new-one_2' }),
    message: (clientId) => `Successfully updated the client secret of the client (ID = ${clientId}).`,
  },
  lock_flag_updated: {
    call: onClient('POST', '/client/lock_flag/update/{clientId}', { clientLocked: true }),
    message: (clientId) => `Successfully updated the client's lock flag (Client Identifier = ${clientId}).`,
  },
  applications_listed: { call: onClient('GET', '/client/authorization/get/list?subject=alice') },
  tokens_updated: {
    call: onClient('POST', '/client/authorization/update/{clientId}', { subject: 'alice', scopes: ['a'] }),
    message: (clientId) =>
      `Updated 1 access token(s) issued to the client (ID = ${clientId}) of the service (API Key = ${serviceId}).`,
  },
  tokens_deleted: {
    call: onClient('DELETE', '/client/authorization/delete/{clientId}?subject=alice'),
    message: (clientId) =>
      `Deleted 1 access token(s) issued to the client (ID = ${clientId}) of the service (API Key = ${serviceId}).`,
  },
  granted_scopes_unknown: {
    call: onClient('GET', '/client/granted_scopes/get/{clientId}?subject=alice'),
    message: (clientId) => `There is no information about scopes granted to ${combination(clientId)}`,
  },
  granted_scopes_told: {
    call: async (mock, token, clientId) => {
      await grantScopes(mock, clientId, 'accounts')
      return onClient('GET', '/client/granted_scopes/get/{clientId}/alice')(mock, token, clientId)
    },
    message: (clientId) =>
      `Successfully obtained the information about scopes granted to ${combination(clientId)}`,
  },
  granted_scopes_absent: {
    call: onClient('DELETE', '/client/granted_scopes/delete/{clientId}?subject=alice'),
    message: (clientId) => `There was no information about scopes granted to ${combination(clientId)}`,
  },
  granted_scopes_deleted: {
    call: async (mock, token, clientId) => {
      await grantScopes(mock, clientId, 'accounts')
      return onClient('DELETE', '/client/granted_scopes/delete/{clientId}/alice')(mock, token, clientId)
    },
    message: (clientId) =>
      `Successfully deleted the information about scopes granted to ${combination(clientId)}`,
  },
  requestable_scopes_told: { call: onClient('GET', '/client/extension/requestable_scopes/get/{clientId}') },
  requestable_scopes_updated: {
    call: onClient('PUT', '/client/extension/requestable_scopes/update/{clientId}', {
      requestableScopes: ['a'],
    }),
  },
  requestable_scopes_deleted: {
    call: onClient('DELETE', '/client/extension/requestable_scopes/delete/{clientId}'),
  },
  client_unknown: {
    call: onClient('GET', '/client/get/4711'),
    message: '/client/get/4711, The client (ID = 4711) does not exist.',
  },
  client_identifier_unknown: {
    call: onClient('POST', '/client/lock_flag/update/nobody', { clientLocked: true }),
    message: '/client/lock_flag/update/nobody, The client (identifier = nobody) does not exist.',
  },
  refresh_client_unknown: {
    call: onClient('GET', '/client/secret/refresh/nobody'),
    message: 'No client has the client identifier (nobody).',
  },
  secret_client_unknown: {
    call: onClient('POST', '/client/secret/update/4711', { clientSecret: 'a' }),
    message: 'No client has the client identifier (4711).',
  },
  alias_taken_at_creation: {
    call: async (mock, token, clientId) => {
      const body = { clientIdAlias: 'mine', clientIdAliasEnabled: true }
      await create(body)(mock, token, clientId)
      return create(body)(mock, token, clientId)
    },
    message: `Cannot create a new client ${unused}`,
  },
  alias_taken: {
    call: async (mock, token, clientId) => {
      const body = { clientIdAlias: 'mine', clientIdAliasEnabled: true }
      await create(body)(mock, token, clientId)
      return onClient('POST', '/client/update/{clientId}', body)(mock, token, clientId)
    },
    message: `Cannot update the client ${unused}`,
  },
  number_negative: {
    call: create({ defaultMaxAge: -1 }),
    message: "/client/create, 'defaultMaxAge' must not be negative.",
  },
  jwks_malformed: {
    call: create({ jwks: '[]' }),
    message: "/client/create, The value of 'jwks' failed to be parsed as a JWK Set.",
  },
  redirect_uri_malformed: {
    call: create({ redirectUris: ['https://a.example/', 'https://b.example/%zz'] }),
    message: "/client/create, The element at the index '1' of 'redirectUris' is not a well-formed URI.",
  },
  redirect_uri_relative: {
    call: create({ redirectUris: ['/callback'] }),
    message: "/client/create, The element at the index '0' of 'redirectUris' is not an absolute URI.",
  },
  redirect_uri_with_fragment: {
    call: create({ redirectUris: ['https://a.example/#x'] }),
    message: "/client/create, The element at the index '0' of 'redirectUris' has a fragment component.",
  },
  redirect_uri_scheme_forbidden: {
    call: create({ redirectUris: ['app:/b', 'JavaScript:alert(1)'] }),
    message:
      "/client/create, The element at the index '1' of 'redirectUris' does not match the allowed pattern.",
  },
  redirect_uri_repeated: {
    call: create({ redirectUris: ['https://a.example/', 'app:/b', 'https://a.example/'] }),
    message: "/client/create, The element at the index '2' of 'redirectUris' is a duplicate.",
  },
  certificate_subjects_many: {
    call: create({ tlsClientAuthSubjectDn: 'CN=a', tlsClientAuthSanDns: 'a.example' }),
    message: '/client/create, Must not have multiple certificate subject types.',
  },
  certificate_subject_missing: {
    call: onClient('POST', '/client/update/{clientId}', { tokenAuthMethod: 'TLS_CLIENT_AUTH' }),
    message: (clientId) =>
      `/client/update/${clientId}, When using TLS_CLIENT_AUTH, a certificate subject type must be set.`,
  },
  client_secret_malformed: {
    call: onClient('POST', '/client/secret/update/{clientId}', {}),
    message:
      "The format of the value of the 'clientSecret' request parameter is wrong: " +
      "it must be 1 to 86 of the characters A-Z, a-z, 0-9, '-' and '_'.",
  },
  lock_flag_missing: {
    call: onClient('POST', '/client/lock_flag/update/me', {}),
    message: "/client/lock_flag/update/me, 'clientLocked' is unspecified or invalid.",
  },
  applications_subject_missing: {
    call: onClient('POST', '/client/authorization/get/list', {}),
    message: subjectMissing,
  },
  tokens_deletion_subject_missing: {
    call: onClient('DELETE', '/client/authorization/delete/{clientId}'),
    message: subjectMissing,
  },
  tokens_update_subject_missing: {
    call: onClient('POST', '/client/authorization/update/{clientId}', { scopes: ['a'] }),
    message: subjectMissing,
  },
  granted_scopes_subject_missing: {
    call: onClient('POST', '/client/granted_scopes/get/{clientId}', { subject: '' }),
    message: subjectMissing,
  },
  granted_scopes_deletion_subject_missing: {
    call: onClient('DELETE', '/client/granted_scopes/delete/{clientId}'),
    message: subjectMissing,
  },
  requestable_scopes_no_array: {
    call: onClient('PUT', '/client/extension/requestable_scopes/update/{clientId}', {
      requestableScopes: 'a',
    }),
    message: "The value of 'requestableScopes' in the request body is not an array.",
  },
  requestable_scope_no_text: {
    call: onClient('POST', '/client/extension/requestable_scopes/update/{clientId}', {
      requestableScopes: ['a', 1],
    }),
    message: "The array of 'requestableScopes' contains a non-string element.",
  },
  clients_start_malformed: {
    call: onClient('GET', '/client/get/list?start=1.5'),
    message: "Parameter 'start' failed to be parsed as int.",
  },
  clients_start_negative: {
    call: onClient('GET', '/client/get/list?start=-1'),
    message: "Parameter 'start' must not be negative.",
  },
  clients_end_malformed: {
    call: onClient('GET', '/client/get/list?end='),
    message: "Parameter 'end' failed to be parsed as int.",
  },
  clients_end_negative: {
    call: onClient('GET', '/client/get/list?end=-1'),
    message: "Parameter 'end' must not be negative.",
  },
  applications_start_malformed: {
    call: onClient('GET', '/client/authorization/get/list?subject=a&start=x'),
    message: "Parameter 'start' failed to be parsed as int.",
  },
  applications_start_negative: {
    call: onClient('POST', '/client/authorization/get/list', { subject: 'a', start: -1 }),
    message: "Parameter 'start' must not be negative.",
  },
  applications_end_malformed: {
    call: onClient('POST', '/client/authorization/get/list', { subject: 'a', end: 2 ** 31 }),
    message: "Parameter 'end' failed to be parsed as int.",
  },
  applications_end_negative: {
    call: onClient('GET', '/client/authorization/get/list/a?end=-1'),
    message: "Parameter 'end' must not be negative.",
  },
}

for (const [reason, { call, message }] of Object.entries(scenarios) as [ClientReason, Scenario][]) {
  t.test(`a call that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    const { mock, apiToken, clientId } = await startWithClient(t)
    await mock.admin.mintToken(serviceId, { clientId, subject: 'alice' })
    const { status, body } = await call(mock, apiToken, clientId)
    const row: BareRow | OutcomeRow = clientOutcomes[reason]
    t.equal(status, row.status)
    const text = typeof message === 'function' ? message(clientId) : message
    if ('resultCode' in row) {
      t.match(body, { resultCode: row.resultCode, resultMessage: `[${row.resultCode}] ${text}` })
      if (status >= 400) t.equal(Object.keys(body).length, 2)
    } else {
      t.notOk('resultCode' in body)
    }
    const { requests } = await mock.admin.listRequests(serviceId)
    t.equal(requests[0]?.reason, reason, 'the journal names the reason')
  })
}

t.test('a client that ends while another call is at it is unknown to that call', async (t) => {
  const remove = onClient('DELETE', '/client/delete/{clientId}')
  const late: readonly (readonly [string, Scenario['call']])[] = [
    ['A001212', remove],
    ['A001212', onClient('POST', '/client/update/{clientId}', {})],
    ['A001212', onClient('POST', '/client/lock_flag/update/{clientId}', { clientLocked: true })],
    ['A148201', onClient('GET', '/client/secret/refresh/{clientId}')],
    ['A149201', onClient('POST', '/client/secret/update/{clientId}', { clientSecret: 'a' })],
  ]
  for (const [code, call] of late) {
    await t.test(code, async (t) => {
      const { mock, apiToken, clientId } = await startWithClient(t)
      const { status, body } = await both(remove, call)(mock, apiToken, clientId)
      t.equal(status, 404)
      t.equal(body['resultCode'], code)
    })
  }
})
