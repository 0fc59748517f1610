import t from 'tap'
import {
  introspectionOutcomes,
  type IntrospectionReason,
  type IntrospectionRow,
} from '../../../src/api/introspection/process/outcomes.ts'
import { startTestMock } from '../../support/mock.ts'
import { meetOutcome } from '../../support/outcome.ts'
import { algs } from '../../support/requests/tokens.ts'

/** What a challenge demands besides. */
const demands: Partial<Record<IntrospectionReason, string>> = {
  scopes_absent: ',scope="accounts"',
  scope_insufficient: ',scope="openid accounts profile"',
  authentication_too_old: ',max_age="600"',
  authentication_context_absent: ',acr_values="silver gold"',
  authentication_context_insufficient: ',acr_values="silver gold"',
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

function expectedContent(row: IntrospectionRow, message: string, scheme: string, demand: string): string {
  if (row.action === 'OK') return 'Bearer error="invalid_request"'
  const uri = `error_uri="https://docs.authlete.com/#${row.resultCode}"`
  const ending = scheme === 'DPoP' ? `,algs="${algs}"` : ''
  return `${scheme} error="${row.error}",error_description="${message}",${uri}${demand}${ending}`
}

/** The reasons for which the token of a request is not known, or no longer. */
const unknown = ['access_token_missing', 'access_token_unknown', 'crash']

const shared = await startTestMock(t)

for (const [reason, row] of Object.entries(introspectionOutcomes) as [
  IntrospectionReason,
  IntrospectionRow,
][]) {
  t.test(`a request that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    await shared.admin.reset()
    const { body: answer } = await meetOutcome<Answer>(shared, 'introspection', reason)
    const scheme = reason.startsWith('dpop_') ? 'DPoP' : 'Bearer'
    t.match(answer, { resultCode: row.resultCode, action: row.action })
    t.equal(answer.responseContent, expectedContent(row, answer.resultMessage, scheme, demands[reason] ?? ''))
    t.equal(answer.dpopNonce !== undefined, reason === 'dpop_nonce_unusable')
    t.equal(answer.existent, !unknown.includes(reason))
    t.equal(answer.usable, answer.existent && !reason.includes('expired'))
    t.equal(answer.sufficient, answer.existent && row.error !== 'insufficient_scope')
    if (reason.includes('expired')) t.equal(answer.refreshable, reason.endsWith('refreshable'))
  })
}
