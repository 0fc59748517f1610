import { join } from 'node:path'
import Database from 'better-sqlite3'
import t, { type Test } from 'tap'
import type { GmRequest } from '../../../schema/gm.ts'
import { gmOutcomes, type GmOutcomeRow, type GmReason } from '../../../src/api/gm/outcomes.ts'
import { callApi } from '../../support/api.ts'
import { makeKey, makeProof, mintBound } from '../../support/proof.ts'
import { serviceId, startTestMock, type GmAnswer, type TestMock } from '../../support/mock.ts'

const algs = 'RS256 RS384 RS512 ES256 ES384 ES512 PS256 PS384 PS512 EdDSA'

/** Real state and the request that truly yields an outcome; the detail of its text where it has one. */
interface Scenario {
  readonly arrange: (mock: TestMock) => Promise<GmRequest>
  readonly message: string
  readonly scheme?: 'Bearer' | 'DPoP'
  readonly extra?: string
}

const mint = (mock: TestMock, order = {}) => mock.admin.mintToken(serviceId, { grant: {}, ...order })

async function query(mock: TestMock, order = {}, change: object = {}): Promise<GmRequest> {
  const { accessToken, grantId = '' } = await mint(mock, order)
  return { accessToken, gmAction: 'QUERY', grantId, ...change }
}

async function boundToCertificate(mock: TestMock, clientCertificate: string): Promise<GmRequest> {
  const { accessToken, grantId = '' } = await mint(mock, { bind: 'mtls' })
  return { accessToken, gmAction: 'QUERY', grantId, clientCertificate }
}

async function boundToKey(mock: TestMock, header: object, more: Partial<GmRequest> = {}): Promise<GmRequest> {
  const bound = await mintBound(mock)
  const request = await bound.request({}, more)
  const [, payload, signature] = (request.dpop ?? '').split('.')
  const altered = { typ: 'dpop+jwt', alg: 'ES256', jwk: bound.key.publicJwk, ...header }
  return {
    ...request,
    dpop: [Buffer.from(JSON.stringify(altered)).toString('base64url'), payload, signature].join('.'),
  }
}

const publicClient = { clientType: 'PUBLIC', tokenAuthMethod: 'NONE' }

async function adminToken(mock: TestMock): Promise<string> {
  return (await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })).apiToken
}

const scenarios: Record<GmReason, Scenario> = {
  queried: {
    arrange: (mock) => query(mock),
    message: 'The grant management request was processed successfully.',
  },
  revoked: {
    arrange: (mock) => query(mock, {}, { gmAction: 'REVOKE' }),
    message: 'The grant management request was processed successfully.',
  },
  crash: {
    arrange: async (mock) => {
      const request = await query(mock, {}, { gmAction: 'REVOKE' })
      holdDatabase(mock)
      return request
    },
    message: 'Authlete Server error.',
    scheme: 'Bearer',
  },
  gm_action_missing: {
    arrange: async () => ({ grantId: 'g', accessToken: 'a' }),
    message: "The request does not contain 'gmAction' parameter.",
    scheme: 'Bearer',
  },
  gm_action_unusable: {
    arrange: async () => ({ gmAction: 'MERGE', grantId: 'g', accessToken: 'a' }),
    message: "The value of 'gmAction' parameter must be either QUERY or REVOKE.",
    scheme: 'Bearer',
  },
  grant_id_missing: {
    arrange: async () => ({ gmAction: 'QUERY', grantId: '', accessToken: 'a' }),
    message: "The request does not contain 'grantId' parameter.",
    scheme: 'Bearer',
  },
  access_token_missing: {
    arrange: async () => ({ gmAction: 'QUERY', grantId: 'g' }),
    message: 'The grant management request does not contain a valid access token.',
    scheme: 'Bearer',
  },
  access_token_unknown: {
    arrange: async () => ({ gmAction: 'QUERY', grantId: 'g', accessToken: 'nobody' }),
    message: 'The access token does not exist.',
    scheme: 'Bearer',
  },
  access_token_expired_refreshable: {
    arrange: (mock) => query(mock, { expiresInSeconds: 0, refreshToken: true }),
    message: 'The access token has expired but it can be refreshed using the corresponding refresh token.',
    scheme: 'Bearer',
  },
  access_token_and_refresh_token_expired: {
    arrange: (mock) =>
      query(mock, { expiresInSeconds: -1, refreshToken: true, refreshTokenExpiresInSeconds: -1 }),
    message: 'Both the access token and the refresh token have expired.',
    scheme: 'Bearer',
  },
  access_token_expired: {
    arrange: (mock) => query(mock, { expiresAt: 1 }),
    message: 'The access token has expired.',
    scheme: 'Bearer',
  },
  client_locked: {
    arrange: async (mock) => {
      const request = await query(mock, { clientId: 1 })
      await callApi(
        mock,
        'POST',
        '/client/lock_flag/update/1',
        { clientLocked: true },
        await adminToken(mock),
      )
      return request
    },
    message: 'The client application associated with the presented access token is locked.',
    scheme: 'Bearer',
  },
  client_public: {
    arrange: async (mock) => {
      const request = await query(mock, { clientId: 1 })
      await callApi(mock, 'POST', '/client/update/1', publicClient, await adminToken(mock))
      return request
    },
    message: "The client type is 'public', but grant management is available to confidential clients only.",
    scheme: 'Bearer',
  },
  certificate_missing: {
    arrange: (mock) => boundToCertificate(mock, '(null)'),
    message:
      'The access token is bound to a client certificate, but the grant management request includes no client certificate.',
    scheme: 'Bearer',
  },
  certificate_malformed: {
    arrange: (mock) => boundToCertificate(mock, '-----BEGIN%20CERTIFICATE-----%0A'),
    message: 'Failed to parse the client certificate because it is malformed.',
    scheme: 'Bearer',
  },
  certificate_mismatch: {
    arrange: async (mock) => boundToCertificate(mock, (await mint(mock, { bind: 'mtls' })).certificate ?? ''),
    message:
      'The thumbprint of the client certificate used in the grant management request does not match the thumbprint of the client certificate to which the access token is bound.',
    scheme: 'Bearer',
  },
  dpop_proof_missing: {
    arrange: async (mock) => (await mintBound(mock)).request({}, { dpop: '' }),
    message:
      'The access token is bound to a public key but the grant management request includes no DPoP header.',
    scheme: 'DPoP',
  },
  dpop_target_unknown: {
    arrange: async (mock) => (await mintBound(mock)).request({}, { htu: '/grants/1' }),
    message: "The value to be compared with the 'htu' claim of the DPoP proof JWT cannot be determined.",
    scheme: 'DPoP',
  },
  dpop_proof_invalid: {
    arrange: async (mock) => (await mintBound(mock)).request({ payload: { ath: undefined } }),
    message: 'There was an error processing the DPoP header: JWT missing required claims: [ath]',
    scheme: 'DPoP',
  },
  dpop_alg_missing: {
    arrange: (mock) => boundToKey(mock, { alg: undefined }),
    message: 'The DPoP signature algorithm is missing.',
    scheme: 'DPoP',
  },
  dpop_alg_forbidden: {
    arrange: (mock) => boundToKey(mock, { alg: 'HS256' }),
    message: "The DPoP signature algorithm (HS256) must not be symmetric or 'none'.",
    scheme: 'DPoP',
  },
  dpop_jwk_missing: {
    arrange: (mock) => boundToKey(mock, { jwk: undefined }),
    message: 'The DPoP header did not include a public key in JWK format.',
    scheme: 'DPoP',
  },
  dpop_key_mismatch: {
    arrange: async (mock) => {
      const bound = await mintBound(mock)
      return bound.request({}, { dpop: await makeProof(await makeKey(), bound) })
    },
    message: 'Thumbprint of the provided DPoP key does not match the expected DPoP thumbprint.',
    scheme: 'DPoP',
  },
  dpop_nonce_unusable: {
    arrange: async (mock) => (await mintBound(mock)).request({}, { dpopNonceRequired: true }),
    message:
      "DPoP nonce error: The value of the 'nonce' claim in the DPoP proof JWT is different from the expected one.",
    scheme: 'DPoP',
  },
  dpop_proof_replayed: {
    arrange: async (mock) => {
      const request = await (await mintBound(mock)).request()
      await mock.gm(request)
      return request
    },
    message: 'The DPoP proof JWT has already been used.',
    scheme: 'DPoP',
  },
  scope_missing: {
    arrange: (mock) => query(mock, { scopes: ['grant_management_query'] }, { gmAction: 'REVOKE' }),
    message: "The access token does not cover the required scope 'grant_management_revoke'.",
    scheme: 'Bearer',
    extra: ',scope="grant_management_revoke"',
  },
  grant_unknown: {
    arrange: (mock) => query(mock, {}, { grantId: 'nothing' }),
    message: 'The grant does not exist.',
    scheme: 'Bearer',
  },
  grant_of_other_client: {
    arrange: async (mock) => {
      const { grantId = '' } = await mint(mock, { clientId: 1 })
      return query(mock, { clientId: 2 }, { grantId })
    },
    message:
      'The access token cannot be used to manage the grant because the grant belongs to a different client.',
    scheme: 'Bearer',
  },
  grant_of_other_subject: {
    arrange: async (mock) => {
      await mock.admin.updateService(serviceId, { mock: { strictOwnership: true } })
      const { grantId = '' } = await mint(mock, { subject: 'alice' })
      return query(mock, { subject: 'bob' }, { grantId })
    },
    message:
      'The access token cannot be used to manage the grant because the grant belongs to a different subject.',
    scheme: 'Bearer',
  },
}

/** Another process at work on the file: it holds the write lock, and a write of ours fails. */
function holdDatabase(mock: TestMock): void {
  const { data, test } = onDisk.get(mock) ?? { data: '', test: t }
  const other = new Database(data)
  other.exec('BEGIN IMMEDIATE')
  test.teardown(() => other.close())
}

const onDisk = new Map<TestMock, { readonly data: string; readonly test: Test }>()

async function startOnDisk(test: Test): Promise<TestMock> {
  const data = join(test.testdir(), 'state.sqlite')
  const mock = await startTestMock(test, { data })
  onDisk.set(mock, { data, test })
  return mock
}

function expectedContent(row: GmOutcomeRow, message: string, { scheme, extra = '' }: Scenario): string {
  const uri = `error_uri="https://docs.authlete.com/#${row.resultCode}"`
  const ending = scheme === 'DPoP' ? `,algs="${algs}"` : ''
  return `${scheme} error="${row.error}",error_description="${message}",${uri}${extra}${ending}`
}

for (const [reason, scenario] of Object.entries(scenarios) as [GmReason, Scenario][]) {
  t.test(`a request that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    const mock = await startOnDisk(t)
    const answer = await mock.gm(await scenario.arrange(mock))
    const row: GmOutcomeRow = gmOutcomes[reason]
    const message = `[${row.resultCode}] ${scenario.message}`
    const { responseContent, dpopNonce, ...rest } = answer
    t.strictSame(rest, { resultCode: row.resultCode, resultMessage: message, action: row.action })
    if (scenario.scheme !== undefined) t.equal(responseContent, expectedContent(row, message, scenario))
    t.equal(dpopNonce !== undefined, reason === 'dpop_nonce_unusable')
    const { requests } = await mock.admin.listRequests(serviceId)
    t.equal(requests[0]?.reason, reason, 'the journal names the reason')
  })
}

t.test('every action of Authlete is reached', async (t) => {
  const actions = new Set(Object.values(gmOutcomes).map(({ action }) => action))
  t.equal(actions.size, 7)
})

t.test('a bound token that meets a crash is challenged in its own scheme, with its nonce', async (t) => {
  const mock = await startOnDisk(t)
  const bound = await mintBound(mock)
  const request = await bound.request({}, { dpopNonceRequired: true })
  const { dpopNonce }: GmAnswer = await mock.gm(request)
  holdDatabase(mock)
  const answer = await mock.gm(
    await bound.request({ payload: { nonce: dpopNonce } }, { dpopNonceRequired: true }),
  )
  t.equal(answer.action, 'AUTHLETE_ERROR')
  t.match(answer.responseContent, /^DPoP error="server_error",/)
  t.equal(answer.dpopNonce, dpopNonce)
  t.match(mock.log(), /database is locked/)
})
