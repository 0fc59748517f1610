import { join } from 'node:path'
import Database from 'better-sqlite3'
import t, { type Test } from 'tap'
import {
  revocationOutcomes,
  type RevocationOutcomeRow,
  type RevocationReason,
} from '../../../src/api/revocation/outcomes.ts'
import { callApi } from '../../support/api.ts'
import {
  authenticScenarios,
  refusedScenarios,
  worldOf,
  type ClientScenario,
} from '../../support/client-authentication-scenarios.ts'
import { clientId } from '../../support/client-presentations.ts'
import { serviceId, startTestMock, type TestMock } from '../../support/mock.ts'

const endpoint = '/auth/revocation'

/** The client, real state, and the parameters that truly yield an outcome. */
interface Scenario extends Partial<ClientScenario> {
  /** Gives back the parameters of the API; undefined leaves them out. */
  readonly arrange?: (mock: TestMock, test: Test) => Promise<string | undefined>
}

const { CLIENT_SECRET_BASIC: confidential, NONE: publicClient } = authenticScenarios

async function mintFor(mock: TestMock, owner: number): Promise<string> {
  const { accessToken } = await mock.admin.mintToken(serviceId, { clientId: owner })
  return `token=${accessToken}`
}

const anonymous = { present: (parameters: string) => ({ parameters }) }

const { client_unidentified: _, ...clientScenarios } = refusedScenarios

const scenarios: Record<RevocationReason, Scenario> = {
  revoked: { arrange: (mock) => mintFor(mock, clientId) },
  token_unknown: { arrange: async () => 'token=nothing&token_type_hint=refresh_token' },
  crash: {
    arrange: async (mock, test) => {
      const parameters = await mintFor(mock, clientId)
      holdDatabase(mock, test)
      return parameters
    },
  },
  parameters_missing: { arrange: async () => undefined },
  parameters_malformed: { arrange: async () => 'token=%zz' },
  parameters_empty: { arrange: async () => '' },
  ...clientScenarios,
  token_missing: { arrange: async () => 'token_type_hint=access_token' },
  token_empty: { arrange: async () => 'token=' },
  token_repeated: { arrange: async () => 'token=a&token=a' },
  token_of_other_client: { arrange: (mock) => mintFor(mock, 1), detail: String(clientId) },
  token_client_locked: {
    ...anonymous,
    client: { clientType: 'PUBLIC', locked: true },
    arrange: (mock) => mintFor(mock, clientId),
  },
  token_client_unauthenticated: { ...anonymous, arrange: (mock) => mintFor(mock, clientId) },
}

const onDisk = new Map<TestMock, string>()

/** Another process at work on the file: it holds the write lock, and a write of ours fails. */
function holdDatabase(mock: TestMock, test: Test): void {
  const other = new Database(onDisk.get(mock) ?? '')
  other.exec('BEGIN IMMEDIATE')
  test.teardown(() => other.close())
}

async function start(test: Test, scenario: ClientScenario): Promise<TestMock> {
  const data = join(test.testdir(), 'state.sqlite')
  const mock = await startTestMock(test, { data, world: worldOf(scenario) })
  onDisk.set(mock, data)
  return mock
}

for (const [reason, given] of Object.entries(scenarios) as [RevocationReason, Scenario][]) {
  t.test(`a request that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    const scenario = { ...confidential, ...given }
    const mock = await start(t, scenario)
    const parameters = await (given.arrange ?? (async () => 'token=nothing'))(mock, t)
    const request = parameters === undefined ? {} : await scenario.present(parameters)
    if (given.atSecondRequest) t.equal((await callApi(mock, 'POST', endpoint, request)).body['action'], 'OK')
    const { status, body } = await callApi(mock, 'POST', endpoint, request)
    const row: RevocationOutcomeRow = revocationOutcomes[reason]
    const message = `[${row.resultCode}] ${row.message.replace('{detail}', given.detail ?? '?')}`
    const error = {
      error: row.error,
      error_description: message,
      error_uri: `https://docs.authlete.com/#${row.resultCode}`,
    }
    t.equal(status, 200)
    t.strictSame(body, {
      resultCode: row.resultCode,
      resultMessage: message,
      action: row.action,
      ...(row.error !== undefined && { responseContent: JSON.stringify(error) }),
    })
    t.strictSame(Object.keys(body).slice(0, 3), ['resultCode', 'resultMessage', 'action'])
    const { requests } = await mock.admin.listRequests(serviceId)
    t.equal(requests[0]?.reason, reason, 'the journal names the reason')
  })
}

t.test('every action of Authlete is reached', async (t) => {
  const rows: readonly RevocationOutcomeRow[] = Object.values(revocationOutcomes)
  t.equal(new Set(rows.map(({ action }) => action)).size, 4)
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

t.test('an error leaves out what the service leaves out', async (t) => {
  const omitting = { errorDescriptionOmitted: true, errorUriOmitted: true }
  const mock = await start(t, { ...confidential, service: omitting })
  const { body } = await callApi(mock, 'POST', endpoint, { parameters: 'token=' })
  t.equal(body['responseContent'], '{"error":"invalid_request"}')
})
