import t, { type Test } from 'tap'
import {
  revocationOutcomes,
  type RevocationOutcomeRow,
  type RevocationReason,
} from '../../../src/api/revocation/outcomes.ts'
import { callApi } from '../../support/api.ts'
import { authenticScenarios, worldOf, type ClientScenario } from '../../support/servers/authentic-clients.ts'
import { clientId } from '../../support/requests/client-presentations.ts'
import { serviceId, startTestMock, type TestMock } from '../../support/mock.ts'
import { meetOutcome } from '../../support/outcome.ts'

const endpoint = '/auth/revocation'

const { CLIENT_SECRET_BASIC: confidential, NONE: publicClient } = authenticScenarios

async function mintFor(mock: TestMock, owner: number): Promise<string> {
  const { accessToken } = await mock.admin.mintToken(serviceId, { clientId: owner })
  return `token=${accessToken}`
}

function start(test: Test, scenario: ClientScenario): Promise<TestMock> {
  return startTestMock(test, { world: worldOf(scenario) })
}

const rows = Object.entries(revocationOutcomes) as [RevocationReason, RevocationOutcomeRow][]

t.test('whatever a request meets, it is answered by the row and by nothing else', async (t) => {
  const mock = await startTestMock(t)
  for (const [reason, row] of rows) {
    const { body } = await meetOutcome(mock, 'revocation', reason)
    const { resultMessage, ...rest } = body
    const error = {
      error: row.error,
      error_description: resultMessage,
      error_uri: `https://docs.authlete.com/#${row.resultCode}`,
    }
    const { resultCode, action } = row
    const told = row.error === undefined ? {} : { responseContent: JSON.stringify(error) }
    t.strictSame(rest, { resultCode, action, ...told }, reason)
    t.strictSame(Object.keys(body).slice(0, 3), ['resultCode', 'resultMessage', 'action'])
    await mock.admin.reset()
  }
})

/** Texts of each kind: plain, and filled from the request, the service and the certificate. */
const texts: Partial<Record<RevocationReason, string>> = {
  revoked: '[A113001] The token has been revoked successfully.',
  crash: '[A116103] Failed to revoke the token.',
  parameters_missing:
    "[A113201] The revocation request from the service does not contain 'parameters' parameter.",
  token_repeated: "[A115303] The revocation request contains multiple 'token' parameters.",
  client_ids_differ:
    '[A114312] The revocation request specifies the client ID by two different ways but the values are different.',
  client_secret_mismatch:
    '[A157305] The client secret presented by the client does not match the expected one.',
  client_auth_method_unsupported:
    "[A157344] The client authentication method 'client_secret_basic' is not supported.",
  client_assertion_type_unsupported:
    '[A157310] The value of the client assertion type is not supported (assertion type = urn:example:saml).',
  client_assertion_aud_wrong:
    "[A157318] The 'aud' claim of the client assertion is invalid (aud = https://other.example.com, valid audiences = https://as.example.com).",
  client_dn_mismatch:
    "[A157343] The subject DN of the presented client certificate ('CN=gm-mock client') and the registered subject DN ('CN=client.example') do not match.",
  client_san_email_mismatch:
    "[A157349] The subject alternative name email address of the presented client certificate ('') did not match the registered subject alternative name email address of the client ('ops@client.example').",
}

t.test('texts read as Authlete writes them', async (t) => {
  const mock = await startTestMock(t)
  for (const [reason, text] of Object.entries(texts)) {
    const { body } = await meetOutcome(mock, 'revocation', reason)
    t.equal(body['resultMessage'], text)
  }
})

t.test('every action of Authlete is reached', async (t) => {
  t.equal(new Set(rows.map(([, { action }]) => action)).size, 4)
})

for (const [method, scenario] of Object.entries(authenticScenarios)) {
  t.test(`a client that authenticates by ${method} ends its token`, async (t) => {
    const mock = await start(t, scenario)
    const request = await scenario.present(await mintFor(mock, clientId))
    t.equal((await callApi(mock, 'POST', endpoint, request)).body['resultCode'], 'A113001')
    t.strictSame((await mock.admin.listTokens(serviceId)).accessTokens, [])
  })
}

t.test('an access token and its refresh token end together, and their grant stays', async (t) => {
  for (const kind of ['accessToken', 'refreshToken'] as const) {
    const mock = await start(t, confidential)
    const minted = await mock.admin.mintToken(serviceId, { clientId, grant: {}, refreshToken: true })
    const request = await confidential.present(`token=${minted[kind]}&token_type_hint=nonsense`)
    t.equal((await callApi(mock, 'POST', endpoint, request)).body['action'], 'OK')
    t.strictSame(await mock.admin.listTokens(serviceId), { accessTokens: [], refreshTokens: [] })
    const { grants } = await mock.admin.listGrants(serviceId)
    t.equal(grants.length, 1, 'Grant Management §6.5')
    const again = await callApi(mock, 'POST', endpoint, request)
    t.equal(again.body['resultCode'], 'A113001', 'a token that is gone is no error (RFC 7009 §2.2)')
  }
})

t.test('an expired access token ends its refresh token, whether or not it was told as expired', async (t) => {
  for (const told of [false, true]) {
    const mock = await start(t, confidential)
    const order = { clientId, refreshToken: true, expiresInSeconds: 0 }
    const { accessToken } = await mock.admin.mintToken(serviceId, order)
    const { accessToken: foreign } = await mock.admin.mintToken(serviceId, { ...order, clientId: 1 })
    for (const token of told ? [accessToken, foreign] : []) {
      t.match(await mock.gm({ accessToken: token, grantId: 'g', gmAction: 'QUERY' }), {
        resultCode: 'A280301',
      })
    }
    for (const [token, resultCode] of [
      [accessToken, 'A113001'],
      [foreign, 'A116301'],
    ]) {
      const request = await confidential.present(`token=${token}`)
      t.match((await callApi(mock, 'POST', endpoint, request)).body, { resultCode })
    }
    t.match((await mock.admin.listTokens(serviceId)).refreshTokens, [{ clientId: 1 }])
  }
})

t.test('a token that was refused is still good', async (t) => {
  const mock = await start(t, confidential)
  const request = await confidential.present(await mintFor(mock, 1))
  t.equal((await callApi(mock, 'POST', endpoint, request)).body['resultCode'], 'A116301')
  t.equal((await mock.admin.listTokens(serviceId)).accessTokens.length, 1)
})

t.test('a public client need not say who it is to end a token that it holds', async (t) => {
  const mock = await start(t, publicClient)
  const parameters = await mintFor(mock, clientId)
  t.equal((await callApi(mock, 'POST', endpoint, { parameters })).body['resultCode'], 'A113001')
  t.strictSame((await mock.admin.listTokens(serviceId)).accessTokens, [])
})

t.test('credentials of nobody are no less wrong than those of a public client', async (t) => {
  const mock = await start(t, publicClient)
  const parameters = await mintFor(mock, clientId)
  const requests = [
    { parameters, clientSecret: 'x' },
    { parameters: `${parameters}&client_secret=x` },
    { parameters: `${parameters}&client_assertion_type=x` },
  ]
  for (const request of requests) {
    t.equal((await callApi(mock, 'POST', endpoint, request)).body['resultCode'], 'A157303')
  }
  t.equal((await mock.admin.listTokens(serviceId)).accessTokens.length, 1)
  const empty = { parameters, clientId: '', clientSecret: '' }
  t.equal((await callApi(mock, 'POST', endpoint, empty)).body['resultCode'], 'A113001')
})

t.test('an error leaves out what the service leaves out', async (t) => {
  const omitting = { errorDescriptionOmitted: true, errorUriOmitted: true }
  const mock = await start(t, { ...confidential, service: omitting })
  const { body } = await callApi(mock, 'POST', endpoint, { parameters: 'token=' })
  t.equal(body['responseContent'], '{"error":"invalid_request"}')
})
