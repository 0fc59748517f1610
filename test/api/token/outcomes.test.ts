import { join } from 'node:path'
import t, { type Test } from 'tap'
import type { Fixtures } from '../../../schema/fixtures.ts'
import { tokenOutcomes, type TokenOutcomeRow, type TokenReason } from '../../../src/api/token/outcomes.ts'
import type { ClientAuthenticationReason } from '../../../src/decision/client-authentication.ts'
import { serviceId, startTestMock } from '../../support/mock.ts'
import { contentOf, requestToken, tokenWorld } from '../../support/token.ts'
import { issueScenarios } from './issue-scenarios.ts'
import { requestScenarios } from './request-scenarios.ts'
import type { Scenario } from './scenario.ts'

type OwnReason = Exclude<TokenReason, ClientAuthenticationReason>

const scenarios: Record<OwnReason, Scenario> = { ...requestScenarios, ...issueScenarios }

async function startOnDisk(t: Test, world: Fixtures | undefined) {
  const data = join(t.testdir(), 'state.sqlite')
  return { data, mock: await startTestMock(t, { data, world: world ?? tokenWorld() }) }
}

for (const [reason, scenario] of Object.entries(scenarios) as [OwnReason, Scenario][]) {
  t.test(`a token request that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    const { mock, data } = await startOnDisk(t, scenario.world)
    const answer = await requestToken(mock, await scenario.arrange(mock, data))
    const row: TokenOutcomeRow = tokenOutcomes[reason]
    const { message = row.message } = scenario
    t.notMatch(message, /\{/, 'no placeholder is left')
    t.equal(answer.resultMessage, `[${row.resultCode}] ${message}`)
    t.match(answer, { resultCode: row.resultCode, action: row.action })
    if (row.error !== undefined) {
      t.strictSame(contentOf(answer), {
        error: row.error,
        error_description: `[${row.resultCode}] ${message}`,
        error_uri: `https://docs.authlete.com/#${row.resultCode}`,
      })
    }
    t.equal(answer.dpopNonce !== undefined, reason === 'dpop_nonce_unusable')
    const { requests } = await mock.admin.listRequests(serviceId)
    t.equal(requests[0]?.reason, reason, 'the journal names the reason')
  })
}
