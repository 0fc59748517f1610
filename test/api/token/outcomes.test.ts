import { join } from 'node:path'
import t, { type Test } from 'tap'
import { tokenOutcomes, type TokenOutcomeRow, type TokenReason } from '../../../src/api/token/outcomes.ts'
import {
  refusedScenarios,
  worldOf,
  type ClientScenario,
} from '../../support/client-authentication-scenarios.ts'
import { serviceId, startTestMock } from '../../support/mock.ts'
import { contentOf, requestToken, tokenWorld } from '../../support/token.ts'
import { issueScenarios } from './issue-scenarios.ts'
import { passwordScenarios } from './password-scenarios.ts'
import { requestScenarios } from './request-scenarios.ts'
import type { Scenario } from './scenario.ts'

const scenarios: Record<TokenReason, Scenario | ClientScenario> = {
  ...requestScenarios,
  ...issueScenarios,
  ...passwordScenarios,
  ...refusedScenarios,
}

/** A client that has nothing else to say than who it is. */
function fromClient(scenario: ClientScenario, template: string): Scenario {
  const { present, detail = '', atSecondRequest } = scenario
  return {
    world: worldOf(scenario),
    arrange: async (mock) => {
      const members = { ...(await present('grant_type=client_credentials')) }
      if (atSecondRequest === true) await requestToken(mock, members)
      return members
    },
    message: template.replace('{detail}', detail),
  }
}

async function startOnDisk(t: Test, { world = tokenWorld() }: Scenario) {
  const data = join(t.testdir(), 'state.sqlite')
  return { data, mock: await startTestMock(t, { data, world }) }
}

for (const [reason, given] of Object.entries(scenarios) as [TokenReason, Scenario | ClientScenario][]) {
  t.test(`a token request that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    const row: TokenOutcomeRow = tokenOutcomes[reason]
    const scenario = 'present' in given ? fromClient(given, row.message) : given
    const { mock, data } = await startOnDisk(t, scenario)
    const answer = await requestToken(mock, await scenario.arrange(mock, data))
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
