import t from 'tap'
import type { IntrospectionRequest } from '../../../schema/introspection.ts'
import {
  introspectionOutcomes,
  type IntrospectionReason,
  type IntrospectionRow,
} from '../../../src/api/introspection/outcomes.ts'
import { callApi } from '../../support/api.ts'
import { serviceId, startOfTests, type TestMock } from '../../support/mock.ts'
import {
  algs,
  createBound,
  createToken,
  failedProofs,
  resourceUri,
  startOnDisk,
  type BoundRequest,
  type MockOnDisk,
} from '../../support/tokens.ts'

/** Real state and the request that truly yields an outcome; the details of its text, what its challenge demands. */
interface Scenario {
  readonly arrange: (disk: MockOnDisk) => Promise<IntrospectionRequest>
  readonly values?: Readonly<Record<string, string>>
  readonly scheme?: 'DPoP'
  readonly demands?: string
}

const mint = (mock: TestMock, order = {}) => mock.admin.mintToken(serviceId, order)

async function minted(mock: TestMock, order: object): Promise<IntrospectionRequest> {
  return { token: (await mint(mock, order)).accessToken }
}

async function created(mock: TestMock, order: object, more: object = {}): Promise<IntrospectionRequest> {
  return { token: (await createToken(mock, order)).accessToken, ...more }
}

async function bound(
  mock: TestMock,
  spoil: (bound: BoundRequest) => Promise<object>,
): Promise<IntrospectionRequest> {
  const request = await createBound(mock)
  return { token: request.accessToken, htm: 'GET', htu: resourceUri, ...(await spoil(request)) }
}

function proofScenario(reason: keyof typeof failedProofs): Scenario {
  const { spoil, detail } = failedProofs[reason] as (typeof failedProofs)[string]
  return {
    arrange: ({ mock }) => bound(mock, spoil),
    scheme: 'DPoP',
    ...(detail !== undefined && { values: { detail } }),
  }
}

const seconds = startOfTests / 1000

const scenarios: Record<IntrospectionReason, Scenario> = {
  introspected: { arrange: ({ mock }) => minted(mock, {}) },
  crash: {
    arrange: async ({ mock, breakStore }) => {
      const request = await minted(mock, {})
      breakStore()
      return request
    },
  },
  access_token_missing: { arrange: async () => ({}) },
  access_token_unknown: { arrange: async () => ({ token: 'nobody' }) },
  access_token_expired_refreshable: {
    arrange: ({ mock }) => minted(mock, { expiresInSeconds: 0, refreshToken: true }),
  },
  access_token_and_refresh_token_expired: {
    arrange: ({ mock }) =>
      minted(mock, { expiresInSeconds: -1, refreshToken: true, refreshTokenExpiresInSeconds: -1 }),
  },
  access_token_expired: { arrange: ({ mock }) => minted(mock, { expiresAt: 1 }) },
  client_locked: { arrange: ({ mock }) => minted(mock, { clientId: 2 }) },
  scopes_absent: {
    arrange: async ({ mock }) => ({ ...(await minted(mock, { scopes: [] })), scopes: ['accounts'] }),
    demands: ',scope="accounts"',
  },
  scope_insufficient: {
    arrange: async ({ mock }) => ({
      ...(await minted(mock, { scopes: ['profile', 'openid'] })),
      scopes: ['openid', 'accounts', 'payments'],
    }),
    values: { detail: 'accounts' },
    demands: ',scope="openid accounts payments profile"',
  },
  certificate_missing: {
    arrange: async ({ mock }) => ({ ...(await minted(mock, { bind: 'mtls' })), clientCertificate: '(null)' }),
  },
  certificate_malformed: {
    arrange: async ({ mock }) => ({ ...(await minted(mock, { bind: 'mtls' })), clientCertificate: 'PEM' }),
  },
  certificate_mismatch: {
    arrange: async ({ mock }) => {
      const { certificate: clientCertificate = '' } = await mint(mock, { bind: 'mtls' })
      return { ...(await minted(mock, { bind: 'mtls' })), clientCertificate }
    },
  },
  dpop_proof_missing: proofScenario('dpop_proof_missing'),
  dpop_target_unknown: proofScenario('dpop_target_unknown'),
  dpop_proof_invalid: proofScenario('dpop_proof_invalid'),
  dpop_alg_missing: proofScenario('dpop_alg_missing'),
  dpop_alg_forbidden: proofScenario('dpop_alg_forbidden'),
  dpop_jwk_missing: proofScenario('dpop_jwk_missing'),
  dpop_key_mismatch: proofScenario('dpop_key_mismatch'),
  dpop_nonce_unusable: proofScenario('dpop_nonce_unusable'),
  dpop_proof_replayed: {
    arrange: async ({ mock }) => {
      const request = await bound(mock, async ({ prove }) => ({ dpop: await prove() }))
      await introspect(mock, request)
      return request
    },
    scheme: 'DPoP',
  },
  subject_absent: {
    arrange: ({ mock }) => created(mock, { grantType: 'CLIENT_CREDENTIALS' }, { subject: 'alice' }),
  },
  subject_mismatch: { arrange: ({ mock }) => created(mock, {}, { subject: 'bob' }) },
  resource_uncovered: {
    arrange: ({ mock }) =>
      created(mock, { resources: [resourceUri] }, { resources: [resourceUri, 'https://other.example.com'] }),
    values: { detail: 'https://other.example.com' },
  },
  authentication_too_old: {
    arrange: ({ mock }) => created(mock, { authTime: seconds - 601 }, { maxAge: 600 }),
    demands: ',max_age="600"',
  },
  authentication_context_absent: {
    arrange: ({ mock }) => created(mock, {}, { acrValues: ['silver', 'gold'] }),
    demands: ',acr_values="silver gold"',
  },
  authentication_context_insufficient: {
    arrange: ({ mock }) => created(mock, { acr: 'pwd' }, { acrValues: ['silver', 'gold'] }),
    values: { detail: 'pwd', acrValues: 'silver, gold' },
    demands: ',acr_values="silver gold"',
  },
}

interface Answer {
  readonly resultCode: string
  readonly resultMessage: string
  readonly action: string
  readonly responseContent: string
  readonly dpopNonce?: string
  readonly existent: boolean
  readonly usable: boolean
  readonly sufficient: boolean
  readonly refreshable?: boolean
}

async function introspect(mock: TestMock, request: IntrospectionRequest): Promise<Answer> {
  return (await callApi<Answer>(mock, 'POST', '/auth/introspection', request)).body
}

function expectedContent(row: IntrospectionRow, message: string, { scheme, demands = '' }: Scenario): string {
  if (row.action === 'OK') return 'Bearer error="invalid_request"'
  const uri = `error_uri="https://docs.authlete.com/#${row.resultCode}"`
  const ending = scheme === 'DPoP' ? `,algs="${algs}"` : ''
  return `${scheme ?? 'Bearer'} error="${row.error}",error_description="${message}",${uri}${demands}${ending}`
}

/** The reasons for which the token of a request is not known, or no longer. */
const unknown = ['access_token_missing', 'access_token_unknown', 'crash']

for (const [reason, scenario] of Object.entries(scenarios) as [IntrospectionReason, Scenario][]) {
  t.test(`a request that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    const disk = await startOnDisk(t)
    const answer = await introspect(disk.mock, await scenario.arrange(disk))
    const row: IntrospectionRow = introspectionOutcomes[reason]
    const { values = {} } = scenario
    const text = row.message.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
    const message = `[${row.resultCode}] ${text}`
    t.match(answer, { resultCode: row.resultCode, resultMessage: message, action: row.action })
    t.equal(answer.responseContent, expectedContent(row, message, scenario))
    t.equal(answer.dpopNonce !== undefined, reason === 'dpop_nonce_unusable')
    t.equal(answer.existent, !unknown.includes(reason))
    t.equal(answer.usable, answer.existent && !reason.includes('expired'))
    t.equal(answer.sufficient, answer.existent && row.error !== 'insufficient_scope')
    if (reason.includes('expired')) t.equal(answer.refreshable, reason.endsWith('refreshable'))
    const { requests } = await disk.mock.admin.listRequests(serviceId)
    t.equal(requests[0]?.reason, reason, 'the journal names the reason')
  })
}
