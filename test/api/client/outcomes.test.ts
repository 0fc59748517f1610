import t from 'tap'
import { clientOutcomes, type ClientReason } from '../../../src/api/client/outcomes.ts'
import type { BareRow, OutcomeRow } from '../../../src/outcome/outcome.ts'
import { callApi, type ApiResult } from '../../support/api.ts'
import { serviceId, startTestMock, type TestMock } from '../../support/mock.ts'
import { meetOutcome } from '../../support/outcome.ts'
import { startWithClient } from './arrange.ts'

/** Stands in the texts below for the client that is made for each. */
const named = 'CLIENT'

const combination = `the combination of the client (ID = ${named}) and the subject (alice).`

const subjectMissing = "The request parameter 'subject' must be specified."
const unused =
  'because the client ID alias is already in use. Client ID aliases must be unique in the same service.'

/** The texts of those answers that have one. */
const told: Partial<Record<ClientReason, string>> = {
  secret_refreshed: `Successfully refreshed the client secret of the client (ID = ${named}).`,
  tokens_updated: `Updated 1 access token(s) issued to the client (ID = ${named}) of the service (API Key = ${serviceId}).`,
  client_created: `Successfully refreshed the client secret of the client (ID = ${named}).`,
  secret_updated: `Successfully updated the client secret of the client (ID = ${named}).`,
  lock_flag_updated: `Successfully updated the client's lock flag (Client Identifier = ${named}).`,
  applications_listed: `Updated 1 access token(s) issued to the client (ID = ${named}) of the service (API Key = ${serviceId}).`,
  tokens_deleted: `Deleted 1 access token(s) issued to the client (ID = ${named}) of the service (API Key = ${serviceId}).`,
  granted_scopes_unknown: `There is no information about scopes granted to ${combination}`,
  granted_scopes_told: `Successfully obtained the information about scopes granted to ${combination}`,
  granted_scopes_absent: `There was no information about scopes granted to ${combination}`,
  granted_scopes_deleted: `Successfully deleted the information about scopes granted to ${combination}`,
  client_unknown: `/client/get/${named}, The client (ID = ${named}) does not exist.`,
  client_alias_forbidden: `/client/get/${named}, The client (identifier = ${named}) exists but the configuration of the client does not allow 'Client ID Alias'.`,
  client_identifier_unknown: `/client/lock_flag/update/${named}, The client (identifier = ${named}) does not exist.`,
  refresh_client_unknown: `No client has the client identifier (${named}).`,
  secret_client_unknown: `No client has the client identifier (${named}).`,
  alias_taken_at_creation: `Cannot create a new client ${unused}`,
  alias_taken: `Cannot update the client ${unused}`,
  number_negative: "/client/create, 'defaultMaxAge' must not be negative.",
  jwks_malformed: "/client/create, The value of 'jwks' failed to be parsed as a JWK Set.",
  redirect_uri_malformed:
    "/client/create, The element at the index '1' of 'redirectUris' is not a well-formed URI.",
  redirect_uri_relative:
    "/client/create, The element at the index '0' of 'redirectUris' is not an absolute URI.",
  redirect_uri_with_fragment:
    "/client/create, The element at the index '0' of 'redirectUris' has a fragment component.",
  redirect_uri_scheme_forbidden:
    "/client/create, The element at the index '1' of 'redirectUris' does not match the allowed pattern.",
  redirect_uri_repeated: "/client/create, The element at the index '2' of 'redirectUris' is a duplicate.",
  certificate_subjects_many: '/client/create, Must not have multiple certificate subject types.',
  certificate_subject_missing: `/client/update/${named}, When using TLS_CLIENT_AUTH, a certificate subject type must be set.`,
  client_secret_malformed:
    "The format of the value of the 'clientSecret' request parameter is wrong: " +
    "it must be 1 to 86 of the characters A-Z, a-z, 0-9, '-' and '_'.",
  lock_flag_missing: "/client/lock_flag/update/me, 'clientLocked' is unspecified or invalid.",
  applications_subject_missing: subjectMissing,
  tokens_deletion_subject_missing: subjectMissing,
  tokens_update_subject_missing: subjectMissing,
  granted_scopes_subject_missing: subjectMissing,
  granted_scopes_deletion_subject_missing: subjectMissing,
  requestable_scopes_no_array: "The value of 'requestableScopes' in the request body is not an array.",
  requestable_scope_no_text: "The array of 'requestableScopes' contains a non-string element.",
  clients_start_malformed: "Parameter 'start' failed to be parsed as int.",
  clients_start_negative: "Parameter 'start' must not be negative.",
  clients_end_malformed: "Parameter 'end' failed to be parsed as int.",
  clients_end_negative: "Parameter 'end' must not be negative.",
  applications_start_malformed: "Parameter 'start' failed to be parsed as int.",
  applications_start_negative: "Parameter 'start' must not be negative.",
  applications_end_malformed: "Parameter 'end' failed to be parsed as int.",
  applications_end_negative: "Parameter 'end' must not be negative.",
}

const shared = await startTestMock(t)

for (const [reason, row] of Object.entries(clientOutcomes) as [ClientReason, BareRow | OutcomeRow][]) {
  t.test(`a call that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    await shared.admin.reset()
    const { status, body } = await meetOutcome(shared, 'client', reason)
    t.equal(status, row.status)
    if ('resultCode' in row) {
      const text = String(body['resultMessage']).replaceAll(/\d{14}|[\w-]{43}/g, named)
      t.equal(body['resultCode'], row.resultCode)
      t.equal(text, `[${row.resultCode}] ${told[reason]}`)
      if (status >= 400) t.equal(Object.keys(body).length, 2)
    } else {
      t.notOk('resultCode' in body)
    }
  })
}

type Call = (mock: TestMock, token: string, clientId: number) => Promise<ApiResult<Record<string, unknown>>>

const onClient =
  (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Call =>
  (mock, token, clientId) =>
    callApi(mock, method, path.replace('{clientId}', String(clientId)), body, token)

t.test('a client that ends while another call is at it is unknown to that call', async (t) => {
  const remove = onClient('DELETE', '/client/delete/{clientId}')
  const late: readonly (readonly [string, Call])[] = [
    ['A001212', remove],
    ['A001212', onClient('POST', '/client/update/{clientId}', {})],
    ['A001212', onClient('POST', '/client/lock_flag/update/{clientId}', { clientLocked: true })],
    ['A148201', onClient('GET', '/client/secret/refresh/{clientId}')],
    ['A149201', onClient('POST', '/client/secret/update/{clientId}', { clientSecret: 'a' })],
  ]
  for (const [code, call] of late) {
    await t.test(code, async (t) => {
      const { mock, apiToken, clientId } = await startWithClient(t)
      const [, { status, body }] = await Promise.all([
        remove(mock, apiToken, clientId),
        call(mock, apiToken, clientId),
      ])
      t.equal(status, 404)
      t.equal(body['resultCode'], code)
    })
  }
})
