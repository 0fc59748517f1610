import t from 'tap'
import type { UserInfoIssueRequest } from '../../../schema/userinfo.ts'
import {
  userInfoIssueOutcomes,
  type UserInfoIssueReason,
  type UserInfoIssueRow,
} from '../../../src/api/userinfo/outcomes.ts'
import { callApi } from '../../support/api.ts'
import { serviceId, type TestMock } from '../../support/mock.ts'
import { createToken, makeKeySet, startOnDisk, tokenWorld, type MockOnDisk } from '../../support/tokens.ts'

/** Real state and the request that truly yields an outcome; the values of its text; how its client is set up. */
interface Scenario {
  readonly arrange: (disk: MockOnDisk) => Promise<UserInfoIssueRequest>
  readonly values?: Readonly<Record<string, string>>
  readonly client?: object
}

const openid = { scopes: ['openid'] }

async function minted(mock: TestMock, order: object): Promise<UserInfoIssueRequest> {
  const { accessToken } = await mock.admin.mintToken(serviceId, { ...openid, subject: 'alice', ...order })
  return { token: accessToken }
}

async function created(mock: TestMock, order: object = {}): Promise<UserInfoIssueRequest> {
  return { token: (await createToken(mock, { ...openid, ...order })).accessToken }
}

function signed(
  userInfoSignAlg: string,
  properties: () => Promise<Readonly<Record<string, unknown>>>,
  keyId = 'null',
): Scenario {
  return {
    client: { userInfoSignAlg },
    arrange: async ({ mock }) => {
      await mock.admin.updateService(serviceId, await properties())
      return created(mock)
    },
    values: { detail: userInfoSignAlg, keyId },
  }
}

const unusableKey = JSON.stringify({ keys: [{ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA', d: 'AA' }] })

const scenarios: Record<UserInfoIssueReason, Scenario> = {
  issued: { arrange: ({ mock }) => created(mock) },
  issued_as_jwt: signed('ES256', async () => ({ jwks: await makeKeySet(['ES256']) })),
  crash: {
    arrange: async ({ mock, breakStore }) => {
      const request = await created(mock)
      breakStore()
      return request
    },
  },
  access_token_missing: { arrange: async () => ({ claims: '{}' }) },
  access_token_unknown: { arrange: async () => ({ token: 'nobody' }) },
  access_token_expired: { arrange: ({ mock }) => minted(mock, { expiresAt: 1 }) },
  access_token_and_refresh_token_expired: {
    arrange: ({ mock }) =>
      minted(mock, { expiresInSeconds: -1, refreshToken: true, refreshTokenExpiresInSeconds: -1 }),
  },
  access_token_expired_refreshable: {
    arrange: ({ mock }) => minted(mock, { expiresInSeconds: 0, refreshToken: true }),
  },
  client_locked: { arrange: ({ mock }) => minted(mock, { clientId: 2 }) },
  openid_missing: { arrange: ({ mock }) => minted(mock, { scopes: ['profile'] }) },
  subject_missing: { arrange: ({ mock }) => created(mock, { grantType: 'CLIENT_CREDENTIALS' }) },
  password_grant_forbidden: { arrange: ({ mock }) => created(mock, { grantType: 'PASSWORD' }) },
  claims_malformed: { arrange: async ({ mock }) => ({ ...(await created(mock)), claims: '["name"]' }) },
  userinfo_encryption_unsupported: {
    client: { userInfoEncryptionAlg: 'RSA_OAEP' },
    arrange: ({ mock }) => created(mock),
    values: { detail: 'RSA_OAEP' },
  },
  userinfo_secret_short: {
    client: { userInfoSignAlg: 'HS256', clientSecret: 'short' },
    arrange: ({ mock }) => created(mock),
    values: { detail: 'HS256' },
  },
  userinfo_algorithm_unsupported: signed('NONE', async () => ({})),
  userinfo_key_set_missing: signed('RS256', async () => ({})),
  userinfo_key_missing: signed(
    'RS256',
    async () => ({ jwks: await makeKeySet(['RS256']), userInfoSignatureKeyId: 'another' }),
    'another',
  ),
  userinfo_key_ambiguous: signed('ES256', async () => ({ jwks: await makeKeySet(['ES256', 'ES256']) })),
  userinfo_signing_failed: signed('ES256', async () => ({ jwks: unusableKey })),
}

interface Answer {
  readonly responseContent: string
}

async function ask(mock: TestMock, request: UserInfoIssueRequest): Promise<Answer> {
  return (await callApi<Answer>(mock, 'POST', '/auth/userinfo/issue', request)).body
}

/** The service with the first client changed. */
function worldWith(change: object): typeof tokenWorld {
  const [service] = tokenWorld.services
  const [first, ...others] = service?.clients ?? []
  return { services: [{ serviceId, ...service, clients: [{ clientId: 1, ...first, ...change }, ...others] }] }
}

for (const [reason, scenario] of Object.entries(scenarios) as [UserInfoIssueReason, Scenario][]) {
  t.test(`a request that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    const disk = await startOnDisk(t, worldWith(scenario.client ?? {}))
    const { responseContent, ...answer } = await ask(disk.mock, await scenario.arrange(disk))
    const row: UserInfoIssueRow = userInfoIssueOutcomes[reason]
    const { values = {} } = scenario
    const text = row.message.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
    const message = `[${row.resultCode}] ${text}`
    t.strictSame(answer, { resultCode: row.resultCode, resultMessage: message, action: row.action })
    if (row.error !== undefined) {
      const uri = `error_uri="https://docs.authlete.com/#${row.resultCode}"`
      t.equal(responseContent, `Bearer error="${row.error}",error_description="${message}",${uri}`)
    }
    const { requests } = await disk.mock.admin.listRequests(serviceId)
    t.equal(requests[0]?.reason, reason, 'the journal names the reason')
  })
}
