import type { TokenReason } from '../../api/token/request/outcomes.ts'
import type { TokenFailReason } from '../../api/token/fail/outcomes.ts'
import type { TokenIssueReason } from '../../api/token/issue/outcomes.ts'
import { readMember, type FormParameters } from '../shared/client-request.ts'
import type { Arrangement, Scenario, ScenarioContext } from '../shared/scenario.ts'
import { ownerForm, send, tokenCall } from './call.ts'
import { signsWithoutKeys, takeValue, tooBig, withoutKeys } from './making.ts'

/** A request with the username and the password of alice. */
const asksForOwner =
  (parameters: FormParameters = {}): Scenario =>
  async (context) => {
    const client = await context.makeClient()
    const values = { serviceId: context.serviceId, clientId: String(client.clientId) }
    return tokenCall(client, ownerForm, { parameters, values })
  }

/** Scenarios of the password grant. */
export const passwordScenarios = {
  password_ticket_issued: asksForOwner(),
  username_missing: asksForOwner({ username: undefined }),
  username_empty: asksForOwner({ username: '' }),
  username_repeated: asksForOwner({ username: ['alice', 'bob'] }),
  password_missing: asksForOwner({ password: undefined }),
  password_empty: asksForOwner({ password: '' }),
  password_repeated: asksForOwner({ password: ['one', 'two'] }),
  password_scope_repeated: asksForOwner({ scope: ['accounts', 'payments'] }),
  password_scope_missing: async (context) => {
    await context.change({ scopeRequired: true })
    return asksForOwner({ scope: 'unheard-of' })(context)
  },
} as const satisfies Partial<Record<TokenReason, Scenario>>

/** The lifetime of a ticket. */
const ticketSeconds = 3600

async function obtainTicket(context: ScenarioContext): Promise<string> {
  return readMember(await send(context, await asksForOwner()(context)), 'ticket')
}

/** A call with a ticket, valid except for the changes. */
const answersTicket =
  (path: string, usual: object) =>
  (changes: object = {}, more: Pick<Arrangement, 'values'> = {}): Scenario =>
  async (context) => ({ path, body: { ticket: await obtainTicket(context), ...usual, ...changes }, ...more })

const issues = answersTicket('/auth/token/issue', { subject: 'alice' })
const fails = answersTicket('/auth/token/fail', { reason: 'INVALID_RESOURCE_OWNER_CREDENTIALS' })

/** The same call, with an expired ticket. */
const late =
  (scenario: Scenario): Scenario =>
  async (context) => {
    const call = await scenario(context)
    await context.advance(ticketSeconds)
    return call
  }

/** The same call, with a failing storage. */
const crashes =
  (api: string, scenario: Scenario): Scenario =>
  async (context) => {
    const call = await scenario(context)
    context.failStorage(api)
    return call
  }

/** Scenarios of POST /auth/token/issue. */
export const tokenIssueScenarios: Readonly<Record<TokenIssueReason, Scenario>> = {
  issued: issues(),
  crash: crashes('auth/token/issue', issues()),
  ticket_missing: issues({ ticket: '' }),
  ticket_unknown: issues({ ticket: 'nobody' }),
  ticket_expired: late(issues()),
  subject_missing: issues({ subject: '' }),
  properties_too_big: issues({ properties: tooBig }),
  jwt_impossible: async (context) => {
    await context.change(signsWithoutKeys)
    return issues({}, { values: withoutKeys })(context)
  },
  access_token_taken: async (context) => issues({ accessToken: await takeValue(context) })(context),
  ticket_gone: async (context) => {
    const ticket = await obtainTicket(context)
    const what = 'The ticket is used up within the next call of auth/token/issue, after it was found.'
    context.duringNextCall('auth/token/issue', what, () =>
      context.call('POST', '/auth/token/fail', { ticket, reason: 'UNKNOWN' }),
    )
    return { path: '/auth/token/issue', body: { ticket, subject: 'alice' } }
  },
}

/** Scenarios of POST /auth/token/fail. */
export const tokenFailScenarios: Readonly<Record<TokenFailReason, Scenario>> = {
  owner_refused: fails(),
  target_invalid: fails({ reason: 'INVALID_TARGET' }),
  failed_for_unknown_reason: fails({ reason: 'UNKNOWN' }),
  client_refused: fails({ reason: 'INVALID_CLIENT' }),
  client_unauthorized: fails({ reason: 'UNAUTHORIZED_CLIENT' }),
  scope_refused: fails({ reason: 'INVALID_SCOPE' }),
  crash: crashes('auth/token/fail', fails()),
  ticket_missing: fails({ ticket: '' }),
  reason_missing: fails({ reason: undefined }),
  ticket_unknown: fails({ ticket: 'nobody' }),
  ticket_expired: late(fails()),
}
