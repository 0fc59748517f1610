import { join } from 'node:path'
import Database from 'better-sqlite3'
import t, { type Test } from 'tap'
import { tokenFailOutcomes, type TokenFailReason } from '../../../src/api/token/fail/outcomes.ts'
import { tokenIssueOutcomes, type TokenIssueReason } from '../../../src/api/token/issue/outcomes.ts'
import type { OutcomeRow } from '../../../src/outcome/outcome.ts'
import { clientId, publicClientId } from '../../support/requests/authorize.ts'
import { callApi } from '../../support/api.ts'
import { serviceId, startOfTests, startTestMock, type TestMock } from '../../support/mock.ts'
import { makeKey } from '../../support/requests/proof.ts'
import {
  basic,
  callToken,
  contentOf,
  getTokens,
  keySet,
  makeTokenProof,
  ownerRequest,
  readJwt,
  refreshRequest,
  requestToken,
  signingJwk,
  tokenWorld,
} from '../../support/requests/token.ts'

/** A token request that waits for its resource owner. */
async function getTicket(mock: TestMock, changes = {}, members: object = basic): Promise<string> {
  const { ticket } = await requestToken(mock, ownerRequest({ scope: 'accounts', ...changes }, members))
  return String(ticket)
}

/** Real state and the body that truly yields an outcome; the text where it is not the row's own. */
interface Scenario {
  readonly arrange: (mock: TestMock, data: string) => Promise<object>
  readonly message?: string
}

const withTicket = (more: object): Scenario => ({
  arrange: async (mock) => ({ ticket: await getTicket(mock), subject: 'alice', ...more }),
})

const expired: Scenario = {
  arrange: async (mock) => {
    const ticket = await getTicket(mock)
    mock.time.now += 3_600_000
    return { ticket, subject: 'alice', reason: 'UNKNOWN' }
  },
}

function breakTable(data: string): void {
  new Database(data).exec('DROP TABLE pending').close()
}

const issueScenarios: Record<TokenIssueReason, Scenario> = {
  issued: withTicket({}),
  crash: {
    arrange: async (_, data) => {
      breakTable(data)
      return { ticket: 'any' }
    },
  },
  ticket_missing: { arrange: async () => ({ ticket: '', subject: 'alice' }) },
  ticket_unknown: { arrange: async () => ({ ticket: 'nobody', subject: 'alice' }) },
  ticket_expired: expired,
  subject_missing: withTicket({ subject: undefined }),
  properties_too_big: withTicket({ properties: [{ key: 'k', value: 'x'.repeat(65_536) }] }),
  jwt_impossible: {
    arrange: async (mock) => {
      const ticket = await getTicket(mock)
      await mock.admin.updateService(serviceId, { accessTokenSignAlg: 'ES512' })
      return { ticket, subject: 'alice' }
    },
    message:
      'Failed to prepare a JWT-based access token: The JWK Set of this service does not contain the private key. (alg=ES512)',
  },
  access_token_taken: {
    arrange: async (mock) => {
      const { accessToken } = await getTokens(mock)
      return { ticket: await getTicket(mock), subject: 'alice', accessToken }
    },
  },
  ticket_gone: {
    arrange: async (mock, data) => {
      const ticket = await getTicket(mock)
      const other = new Database(data)
      other.exec('CREATE TRIGGER meanwhile BEFORE DELETE ON pending BEGIN SELECT RAISE(IGNORE); END')
      other.close()
      return { ticket, subject: 'alice' }
    },
  },
}

const failScenarios: Record<TokenFailReason, Scenario> = {
  owner_refused: withTicket({ reason: 'INVALID_RESOURCE_OWNER_CREDENTIALS' }),
  target_invalid: withTicket({ reason: 'INVALID_TARGET' }),
  failed_for_unknown_reason: withTicket({ reason: 'UNKNOWN' }),
  client_refused: withTicket({ reason: 'INVALID_CLIENT' }),
  client_unauthorized: withTicket({ reason: 'UNAUTHORIZED_CLIENT' }),
  scope_refused: withTicket({ reason: 'INVALID_SCOPE' }),
  crash: {
    arrange: async (_, data) => {
      breakTable(data)
      return { ticket: 'any', reason: 'UNKNOWN' }
    },
  },
  ticket_missing: { arrange: async () => ({ reason: 'UNKNOWN' }) },
  reason_missing: withTicket({}),
  ticket_unknown: { arrange: async () => ({ ticket: 'nobody', reason: 'UNKNOWN' }) },
  ticket_expired: expired,
}

async function start(t: Test) {
  const data = join(t.testdir(), 'state.sqlite')
  return { data, mock: await startTestMock(t, { data, world: tokenWorld() }) }
}

function testOutcomes(
  path: '/issue' | '/fail',
  scenarios: Readonly<Record<string, Scenario>>,
  rows: Readonly<Record<string, OutcomeRow>>,
): void {
  for (const [reason, scenario] of Object.entries(scenarios)) {
    t.test(`a call to ${path} that meets ${reason} is answered by its row and by nothing else`, async (t) => {
      const { mock, data } = await start(t)
      const answer = await callToken(mock, path, await scenario.arrange(mock, data))
      const { resultCode, action, error, message: text = '' } = rows[reason] ?? {}
      const { message = text } = scenario
      t.match(answer, { resultCode, action, resultMessage: `[${resultCode}] ${message}` })
      if (error !== undefined) t.match(contentOf(answer), { error, error_description: answer.resultMessage })
      const { requests } = await mock.admin.listRequests(serviceId)
      t.equal(requests[0]?.reason, reason, 'the journal names the reason')
    })
  }
}

testOutcomes('/issue', issueScenarios, tokenIssueOutcomes)
testOutcomes('/fail', failScenarios, tokenFailOutcomes)

t.test('the authorization server gets what it needs to find the resource owner', async (t) => {
  const { mock } = await start(t)
  const { ticket, ...answer } = await requestToken(mock, ownerRequest())
  t.match(ticket, /^[\w-]{43}$/)
  t.strictSame(answer, {
    resultCode: 'A051001',
    resultMessage: answer.resultMessage,
    accessTokenDuration: 0,
    accessTokenExpiresAt: 0,
    action: 'PASSWORD',
    clientEntityIdUsed: false,
    cnonceDuration: 0,
    cnonceExpiresAt: 0,
    metadataDocumentUsed: false,
    previousRefreshTokenUsed: false,
    refreshTokenDuration: 0,
    refreshTokenExpiresAt: 0,
    clientId,
    clientIdAlias: String(clientId),
    clientIdAliasUsed: true,
    grantType: 'PASSWORD',
    password: 'secret-of-alice',
    username: 'alice',
  })
  t.notMatch(mock.log(), /secret-of-alice/)
})

t.test('tokens are issued for the owner that the authorization server names', async (t) => {
  const { mock } = await start(t)
  const resource = 'https://rs.example.com'
  const ticket = await getTicket(mock, { resource })
  const properties = [{ key: 'seen', value: 'yes' }]
  const more = { properties, accessTokenDuration: 5, refreshTokenDuration: 7 }
  const answer = await callToken(mock, '/issue', { ticket, subject: 'alice', ...more })
  const { accessToken, refreshToken, responseContent, resultMessage, ...rest } = answer
  t.strictSame(rest, {
    resultCode: 'A054001',
    accessTokenDuration: 5,
    accessTokenExpiresAt: startOfTests + 5000,
    accessTokenResources: [resource],
    action: 'OK',
    clientId,
    clientIdAlias: String(clientId),
    clientEntityIdUsed: false,
    clientIdAliasUsed: true,
    metadataDocumentUsed: false,
    properties: [{ hidden: false, key: 'seen', value: 'yes' }],
    refreshTokenDuration: 7,
    refreshTokenExpiresAt: startOfTests + 7000,
    refreshTokenScopes: ['accounts'],
    scopes: ['accounts'],
    subject: 'alice',
  })
  t.match(contentOf(answer), { access_token: accessToken, refresh_token: refreshToken, seen: 'yes' })
  t.ok(responseContent && resultMessage)
  const refreshed = await requestToken(mock, refreshRequest(refreshToken))
  t.match(refreshed, { action: 'OK', subject: 'alice' })
  const { body } = await callApi(mock, 'POST', '/auth/introspection', { token: refreshed.accessToken })
  t.equal(body['usable'], true)
})

t.test('a ticket works once, whether tokens come of it or not', async (t) => {
  const { mock } = await start(t)
  const [one, two] = [await getTicket(mock), await getTicket(mock)]
  t.equal((await callToken(mock, '/issue', { ticket: one, subject: 'alice' })).action, 'OK')
  t.equal((await callToken(mock, '/issue', { ticket: one, subject: 'alice' })).resultCode, 'A055202')
  t.equal((await callToken(mock, '/fail', { ticket: two, reason: 'UNKNOWN' })).resultCode, 'A067302')
  t.equal((await callToken(mock, '/issue', { ticket: two, subject: 'alice' })).resultCode, 'A055202')
})

t.test('a ticket of the token endpoint is none of the authorization endpoint', async (t) => {
  const { mock } = await start(t)
  const ticket = await getTicket(mock)
  const { body } = await callApi(mock, 'POST', '/auth/authorization/issue', { ticket, subject: 'alice' })
  t.equal(body['resultCode'], 'A041202')
  t.equal((await callToken(mock, '/issue', { ticket, subject: 'alice' })).action, 'OK')
})

t.test('what the client has proved at the token endpoint binds the tokens', async (t) => {
  const bound = { tlsClientCertificateBoundAccessTokens: true }
  const world = tokenWorld({ jwks: keySet(signingJwk), accessTokenSignAlg: 'ES256', ...bound }, bound)
  const mock = await startTestMock(t, { world })
  const { certificate, cnf } = await mock.admin.mintToken(serviceId, { bind: 'mtls' })
  const key = await makeKey()
  const members = { ...basic, clientCertificate: certificate, dpop: await makeTokenProof(key) }
  const ticket = await getTicket(mock, {}, members)
  const jwtAtClaims = JSON.stringify({ tenant: 't1' })
  const answer = await callToken(mock, '/issue', { ticket, subject: 'alice', jwtAtClaims })
  t.equal(contentOf(answer)['token_type'], 'DPoP')
  t.match(readJwt(answer['jwtAccessToken']).claims, {
    tenant: 't1',
    sub: 'alice',
    cnf: { ...cnf, jkt: key.jkt },
  })
})

t.test('a public client gets no refresh token where the service knows none', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld({ supportedGrantTypes: ['PASSWORD'] }) })
  const ticket = await getTicket(mock, { client_id: String(publicClientId) }, {})
  const answer = await callToken(mock, '/issue', { ticket, subject: 'alice', accessToken: 'chosen' })
  t.match(answer, { action: 'OK', accessToken: 'chosen', clientId: publicClientId })
  t.notOk('refreshToken' in answer)
})

t.test('a token of a password stays one when it is refreshed', async (t) => {
  const { mock } = await start(t)
  const ticket = await getTicket(mock, { scope: 'openid' })
  const { refreshToken } = await callToken(mock, '/issue', { ticket, subject: 'alice' })
  const { accessToken: token } = await requestToken(mock, refreshRequest(refreshToken))
  t.equal((await callApi(mock, 'POST', '/auth/userinfo', { token })).body['resultCode'], 'A089306')
})

t.test('a request whose proof is refused gets no ticket', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  const dpop = await makeTokenProof(await makeKey(), { payload: { htm: 'GET' } })
  const answer = await requestToken(mock, ownerRequest({}, { ...basic, dpop }))
  t.match(answer, { resultCode: 'A254301', action: 'BAD_REQUEST' })
  t.equal(answer['ticket'], undefined)
})
