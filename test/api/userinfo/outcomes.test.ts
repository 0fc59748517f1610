import t from 'tap'
import {
  userInfoOutcomes,
  type UserInfoOutcomeReason,
  type UserInfoRow,
} from '../../../src/api/userinfo/process/outcomes.ts'
import { userInfoIssueOutcomes, type UserInfoIssueRow } from '../../../src/api/userinfo/issue/outcomes.ts'
import { startTestMock } from '../../support/mock.ts'
import { meetOutcome } from '../../support/outcome.ts'
import { algs } from '../../support/requests/tokens.ts'

interface Answer {
  readonly resultCode: string
  readonly resultMessage: string
  readonly action: string
  readonly responseContent?: string
  readonly dpopNonce?: string
  readonly subject?: string
}

function expectedContent(
  row: UserInfoRow | UserInfoIssueRow,
  message: string,
  scheme = 'Bearer',
): string | undefined {
  if (row.error === undefined) return undefined
  const uri = `error_uri="https://docs.authlete.com/#${row.resultCode}"`
  const ending = scheme === 'DPoP' ? `,algs="${algs}"` : ''
  return `${scheme} error="${row.error}",error_description="${message}",${uri}${ending}`
}

const shared = await startTestMock(t)

for (const [reason, row] of Object.entries(userInfoOutcomes) as [UserInfoOutcomeReason, UserInfoRow][]) {
  t.test(`a request that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    await shared.admin.reset()
    const { body: answer } = await meetOutcome<Answer>(shared, 'userinfo', reason)
    const scheme = reason.startsWith('dpop_') ? 'DPoP' : 'Bearer'
    t.match(answer, { resultCode: row.resultCode, action: row.action })
    t.equal(answer.responseContent, expectedContent(row, answer.resultMessage, scheme))
    t.equal(answer.dpopNonce !== undefined, reason === 'dpop_nonce_unusable')
    t.equal(answer.subject, reason === 'accepted' ? 'alice' : undefined)
  })
}

for (const [reason, row] of Object.entries(userInfoIssueOutcomes) as [string, UserInfoIssueRow][]) {
  t.test(`an answer to be issued that meets ${reason} is given by its row and nothing else`, async (t) => {
    await shared.admin.reset()
    const { body } = await meetOutcome<Answer>(shared, 'userinfo/issue', reason)
    const { responseContent, resultMessage, ...answer } = body
    t.strictSame(answer, { resultCode: row.resultCode, action: row.action })
    if (row.error !== undefined) t.equal(responseContent, expectedContent(row, resultMessage))
  })
}
