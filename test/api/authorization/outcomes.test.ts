import { join } from 'node:path'
import Database from 'better-sqlite3'
import t, { type Test } from 'tap'
import { authorizationOutcomes, type AuthorizationReason } from '../../../src/api/authorization/outcomes.ts'
import type { AuthorizationOutcomeRow } from '../../../src/api/authorization/request-outcomes.ts'
import type { ClientAuthenticationReason } from '../../../src/decision/client-authentication.ts'
import {
  authorizationWorld,
  basic,
  call,
  issuer,
  redirectUri,
  requestParameters,
  requestTicket,
  type AuthorizationAnswer,
} from '../../support/authorize.ts'
import {
  refusedScenarios,
  worldOf,
  type ClientScenario,
} from '../../support/client-authentication-scenarios.ts'
import { serviceId, startTestMock, type TestMock } from '../../support/mock.ts'
import { pushedScenarios } from './pushed-scenarios.ts'
import {
  requestObjectClaimScenarios,
  requestObjectScenarios,
  requestReferenceScenarios,
} from './request-object-scenarios.ts'
import { requestScenarios } from './request-scenarios.ts'
import { asks, type Scenario } from './scenario.ts'
import { failScenarios, issueScenarios, ticketInfoScenarios } from './ticket-scenarios.ts'

/** Another process that keeps the database to itself. */
function holdDatabase(t: Test, data: string): void {
  const other = new Database(data)
  other.exec('BEGIN IMMEDIATE')
  t.teardown(() => other.close())
}

/** Crashes need a ticket that is there before the database is held. */
const crashes = ['crash', 'ticket_info_crash'] as const

type Told = Exclude<
  AuthorizationReason,
  (typeof crashes)[number] | 'request_pushed' | `pushed_${ClientAuthenticationReason}`
>

const scenarios: Record<Told, Scenario> = {
  ...requestScenarios,
  ...requestReferenceScenarios,
  ...requestObjectScenarios,
  ...requestObjectClaimScenarios,
  ...issueScenarios,
  ...failScenarios,
  ...ticketInfoScenarios,
  ...pushedScenarios,
}

/** A client that is refused when it pushes a request. */
function fromClient(scenario: ClientScenario): Scenario {
  const { present, detail = '', atSecondRequest } = scenario
  return {
    world: worldOf(scenario),
    arrange: async (mock) => {
      const body = { ...(await present('response_type=code')) }
      if (atSecondRequest === true) await call(mock, '/pushed_auth_req', body)
      return { path: '/pushed_auth_req', body }
    },
    values: { detail },
  }
}

const all = new Map<AuthorizationReason, Scenario>([
  ...(Object.entries(scenarios) as [AuthorizationReason, Scenario][]),
  ...(Object.entries(refusedScenarios) as [ClientAuthenticationReason, ClientScenario][]).map(
    ([reason, scenario]) => [`pushed_${reason}`, fromClient(scenario)] as const,
  ),
])

function fill(template: string, values: Readonly<Record<string, string>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder)
}

/** The error that the client gets, by the redirect URI or by JSON. */
function readError({ action, responseContent = '' }: AuthorizationAnswer): object {
  const prefix = `${redirectUri}?`
  if (action !== 'LOCATION') return JSON.parse(responseContent) as object
  if (!responseContent.startsWith(prefix)) throw new Error(`not the client's: ${responseContent}`)
  const {
    state: _,
    iss,
    ...error
  } = Object.fromEntries(new URLSearchParams(responseContent.slice(prefix.length)))
  if (iss !== issuer) throw new Error(`iss is missing: ${responseContent}`)
  return error
}

const shared = await startTestMock(t, { world: authorizationWorld() })

for (const [reason, scenario] of all) {
  t.test(`a call that meets ${reason} is answered by its row and by nothing else`, async (t) => {
    const { world } = scenario
    const mock = world === undefined ? shared : await startTestMock(t, { world })
    const { path, body } = await scenario.arrange(mock)
    const answer = await call(mock, path, body)
    const row: AuthorizationOutcomeRow = authorizationOutcomes[reason]
    const message = `[${row.resultCode}] ${fill(row.message, scenario.values)}`
    t.notMatch(message, /\{|undefined/, 'no placeholder is left')
    t.match(answer, { resultCode: row.resultCode, resultMessage: message, action: row.action })
    t.equal(answer.resultMessage, message)
    if (row.error !== undefined) {
      t.strictSame(readError(answer), {
        error: row.error,
        error_description: message,
        error_uri: `https://docs.authlete.com/#${row.resultCode}`,
      })
    }
    t.equal(answer['dpopNonce'] !== undefined, reason === 'pushed_dpop_nonce_unusable')
    await sawReason(t, mock, reason)
  })
}

async function sawReason(t: Test, mock: TestMock, reason: string): Promise<void> {
  const { requests } = await mock.admin.listRequests(serviceId)
  t.equal(requests[0]?.reason, reason, 'the journal names the reason')
}

t.test('what nobody decided is an error of the server, at every API', async (t) => {
  const data = join(t.testdir(), 'state.sqlite')
  const mock = await startTestMock(t, { data, world: authorizationWorld() })
  const ticket = await requestTicket(mock)
  holdDatabase(t, data)
  const subject = 'alice'
  const calls: readonly (readonly [string, object])[] = [
    ['/auth/authorization', { parameters: requestParameters() }],
    ['/auth/authorization/issue', { ticket, subject }],
    ['/auth/authorization/fail', { ticket, reason: 'DENIED' }],
    ['/pushed_auth_req', { parameters: requestParameters(), ...basic }],
  ]
  for (const [path, body] of calls) {
    const answer = await call(mock, path, body)
    t.match(answer, {
      resultCode: 'A000101',
      resultMessage: '[A000101] Authlete Server error.',
      action: 'INTERNAL_SERVER_ERROR',
    })
    t.match(readError(answer), { error: 'server_error' })
  }
  const updated = await call(mock, '/auth/authorization/ticket/update', { ticket, info: 'a' })
  t.match(updated, { resultCode: 'A299101', action: 'AUTHLETE_ERROR' })
  await sawReason(t, mock, 'ticket_info_crash')
})

t.test('an error goes to the client as a page where it asked for one', async (t) => {
  const scenario = asks({ response_mode: 'form_post', prompt: 'beep', state: '"><script>' })
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const { path, body } = await scenario.arrange(mock)
  const answer = await call(mock, path, body)
  t.match(answer, { resultCode: 'A016303', action: 'FORM' })
  t.match(answer.responseContent, `<form method="post" action="${redirectUri}">`)
  t.match(answer.responseContent, '<input type="hidden" name="error" value="invalid_request"/>')
  t.match(answer.responseContent, 'name="state" value="&quot;&gt;&lt;script&gt;"')
  t.notMatch(answer.responseContent, '<script')
})
