import { join } from 'node:path'
import Database from 'better-sqlite3'
import t, { type Test } from 'tap'
import { gmOutcomes, type GmOutcomeRow, type GmReason } from '../../../src/api/gm/outcomes.ts'
import { meetOutcome } from '../../support/outcome.ts'
import { mintBound } from '../../support/requests/proof.ts'
import { startTestMock, type GmAnswer, type TestMock } from '../../support/mock.ts'

const algs = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA'

/** The text that an outcome is told with, and its challenge. */
interface Told {
  readonly message: string
  readonly scheme?: 'Bearer' | 'DPoP'
  readonly extra?: string
}

const told: Record<GmReason, Told> = {
  queried: { message: 'The grant management request was processed successfully.' },
  revoked: { message: 'The grant management request was processed successfully.' },
  crash: { message: 'Authlete Server error.', scheme: 'Bearer' },
  gm_action_missing: { message: "The request does not contain 'gmAction' parameter.", scheme: 'Bearer' },
  gm_action_unusable: {
    message: "The value of 'gmAction' parameter must be either QUERY or REVOKE.",
    scheme: 'Bearer',
  },
  grant_id_missing: { message: "The request does not contain 'grantId' parameter.", scheme: 'Bearer' },
  access_token_missing: {
    message: 'The grant management request does not contain a valid access token.',
    scheme: 'Bearer',
  },
  access_token_unknown: { message: 'The access token does not exist.', scheme: 'Bearer' },
  access_token_expired_refreshable: {
    message: 'The access token has expired but it can be refreshed using the corresponding refresh token.',
    scheme: 'Bearer',
  },
  access_token_and_refresh_token_expired: {
    message: 'Both the access token and the refresh token have expired.',
    scheme: 'Bearer',
  },
  access_token_expired: { message: 'The access token has expired.', scheme: 'Bearer' },
  client_locked: {
    message: 'The client application associated with the presented access token is locked.',
    scheme: 'Bearer',
  },
  client_public: {
    message: "The client type is 'public', but grant management is available to confidential clients only.",
    scheme: 'Bearer',
  },
  certificate_missing: {
    message:
      'The access token is bound to a client certificate, but the grant management request includes no client certificate.',
    scheme: 'Bearer',
  },
  certificate_malformed: {
    message: 'Failed to parse the client certificate because it is malformed.',
    scheme: 'Bearer',
  },
  certificate_mismatch: {
    message:
      'The thumbprint of the client certificate used in the grant management request does not match the thumbprint of the client certificate to which the access token is bound.',
    scheme: 'Bearer',
  },
  dpop_proof_missing: {
    message:
      'The access token is bound to a public key but the grant management request includes no DPoP header.',
    scheme: 'DPoP',
  },
  dpop_target_unknown: {
    message: "The value to be compared with the 'htu' claim of the DPoP proof JWT cannot be determined.",
    scheme: 'DPoP',
  },
  dpop_proof_invalid: {
    message: 'There was an error processing the DPoP header: JWT missing required claims: [jti]',
    scheme: 'DPoP',
  },
  dpop_alg_missing: { message: 'The DPoP signature algorithm is missing.', scheme: 'DPoP' },
  dpop_alg_forbidden: {
    message: "The DPoP signature algorithm (HS256) must not be symmetric or 'none'.",
    scheme: 'DPoP',
  },
  dpop_jwk_missing: {
    message: 'The DPoP header did not include a public key in JWK format.',
    scheme: 'DPoP',
  },
  dpop_key_mismatch: {
    message: 'Thumbprint of the provided DPoP key does not match the expected DPoP thumbprint.',
    scheme: 'DPoP',
  },
  dpop_nonce_unusable: {
    message:
      "DPoP nonce error: The value of the 'nonce' claim in the DPoP proof JWT is different from the expected one.",
    scheme: 'DPoP',
  },
  dpop_proof_replayed: { message: 'The DPoP proof JWT has already been used.', scheme: 'DPoP' },
  scope_missing: {
    message: "The access token does not cover the required scope 'grant_management_revoke'.",
    scheme: 'Bearer',
    extra: ',scope="grant_management_revoke"',
  },
  grant_unknown: { message: 'The grant does not exist.', scheme: 'Bearer' },
  grant_of_other_client: {
    message:
      'The access token cannot be used to manage the grant because the grant belongs to a different client.',
    scheme: 'Bearer',
  },
  grant_of_other_subject: {
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
  const mock = await startTestMock(test, { data, lockWaitMs: 0 })
  onDisk.set(mock, { data, test })
  return mock
}

function expectedContent(row: GmOutcomeRow, message: string, { scheme, extra = '' }: Told): string {
  const uri = `error_uri="https://docs.authlete.com/#${row.resultCode}"`
  const ending = scheme === 'DPoP' ? `,algs="${algs}"` : ''
  return `${scheme} error="${row.error}",error_description="${message}",${uri}${extra}${ending}`
}

const shared = await startTestMock(t)

for (const [reason, expected] of Object.entries(told) as [GmReason, Told][]) {
  t.test(`a request that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    await shared.admin.reset()
    const { body: answer } = await meetOutcome<GmAnswer>(shared, 'gm', reason)
    const row: GmOutcomeRow = gmOutcomes[reason]
    const message = `[${row.resultCode}] ${expected.message}`
    const { responseContent, dpopNonce, ...rest } = answer
    t.strictSame(rest, { resultCode: row.resultCode, resultMessage: message, action: row.action })
    if (expected.scheme !== undefined) t.equal(responseContent, expectedContent(row, message, expected))
    t.equal(dpopNonce !== undefined, reason === 'dpop_nonce_unusable')
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
