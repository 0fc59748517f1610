import t from 'tap'
import type { UserInfoRequest } from '../../../schema/userinfo.ts'
import {
  userInfoOutcomes,
  type UserInfoOutcomeReason,
  type UserInfoRow,
} from '../../../src/api/userinfo/outcomes.ts'
import { callApi } from '../../support/api.ts'
import { serviceId, type TestMock } from '../../support/mock.ts'
import {
  algs,
  createBound,
  createToken,
  failedProofs,
  startOnDisk,
  userInfoEndpoint,
  type MockOnDisk,
} from '../../support/tokens.ts'

/** Real state and the request that truly yields an outcome; the detail of its text where it has one. */
interface Scenario {
  readonly arrange: (disk: MockOnDisk) => Promise<UserInfoRequest>
  readonly detail?: string
  readonly scheme?: 'DPoP'
}

const openid = { scopes: ['openid'] }

async function minted(mock: TestMock, order: object, more: object = {}): Promise<UserInfoRequest> {
  const { accessToken } = await mock.admin.mintToken(serviceId, { ...openid, subject: 'alice', ...order })
  return { token: accessToken, ...more }
}

async function created(mock: TestMock, order: object): Promise<UserInfoRequest> {
  return { token: (await createToken(mock, { ...openid, ...order })).accessToken }
}

function proofScenario(reason: keyof typeof failedProofs): Scenario {
  const { spoil, detail } = failedProofs[reason] as (typeof failedProofs)[string]
  return {
    arrange: async ({ mock }) => {
      const bound = await createBound(mock, openid, { htm: 'GET', htu: userInfoEndpoint })
      return { token: bound.accessToken, ...(await spoil(bound)) }
    },
    scheme: 'DPoP',
    ...(detail !== undefined && { detail }),
  }
}

const scenarios: Record<UserInfoOutcomeReason, Scenario> = {
  accepted: { arrange: ({ mock }) => minted(mock, {}) },
  crash: {
    arrange: async ({ mock, breakStore }) => {
      const request = await minted(mock, {})
      breakStore()
      return request
    },
  },
  access_token_missing: { arrange: async () => ({}) },
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
  certificate_missing: { arrange: ({ mock }) => minted(mock, { bind: 'mtls' }) },
  certificate_malformed: {
    arrange: ({ mock }) => minted(mock, { bind: 'mtls' }, { clientCertificate: 'PEM' }),
  },
  certificate_mismatch: {
    arrange: async ({ mock }) => {
      const { certificate: clientCertificate } = await mock.admin.mintToken(serviceId, { bind: 'mtls' })
      return minted(mock, { bind: 'mtls' }, { clientCertificate })
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
      const { accessToken: token, prove } = await createBound(mock, openid, {
        htm: 'GET',
        htu: userInfoEndpoint,
      })
      const request = { token, dpop: await prove() }
      await ask(mock, request)
      return request
    },
    scheme: 'DPoP',
  },
}

interface Answer {
  readonly resultCode: string
  readonly resultMessage: string
  readonly action: string
  readonly responseContent?: string
  readonly dpopNonce?: string
  readonly subject?: string
}

async function ask(mock: TestMock, request: UserInfoRequest): Promise<Answer> {
  return (await callApi<Answer>(mock, 'POST', '/auth/userinfo', request)).body
}

function expectedContent(row: UserInfoRow, message: string, scheme = 'Bearer'): string | undefined {
  if (row.error === undefined) return undefined
  const uri = `error_uri="https://docs.authlete.com/#${row.resultCode}"`
  const ending = scheme === 'DPoP' ? `,algs="${algs}"` : ''
  return `${scheme} error="${row.error}",error_description="${message}",${uri}${ending}`
}

for (const [reason, scenario] of Object.entries(scenarios) as [UserInfoOutcomeReason, Scenario][]) {
  t.test(`a request that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    const disk = await startOnDisk(t)
    const answer = await ask(disk.mock, await scenario.arrange(disk))
    const row: UserInfoRow = userInfoOutcomes[reason]
    const message = `[${row.resultCode}] ${row.message.replace('{detail}', scenario.detail ?? '')}`
    t.match(answer, { resultCode: row.resultCode, resultMessage: message, action: row.action })
    t.equal(answer.responseContent, expectedContent(row, message, scenario.scheme))
    t.equal(answer.dpopNonce !== undefined, reason === 'dpop_nonce_unusable')
    t.equal(answer.subject, reason === 'accepted' ? 'alice' : undefined)
    const { requests } = await disk.mock.admin.listRequests(serviceId)
    t.equal(requests[0]?.reason, reason, 'the journal names the reason')
  })
}
