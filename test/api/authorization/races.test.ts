import t from 'tap'
import { failRequest } from '../../../src/api/authorization/fail/decision.ts'
import { issueCode } from '../../../src/api/authorization/issue/decision.ts'
import { updateTicket } from '../../../src/api/authorization/ticket/decision.ts'
import { ticketInfoOutcomes } from '../../../src/api/authorization/ticket/outcomes.ts'
import type { ApiTools } from '../../../src/api/shared/api-tools.ts'
import type { AuthorizationTicket } from '../../../src/model/authorization.ts'
import type { Service } from '../../../src/model/service.ts'
import { createRandom } from '../../../src/base/random.ts'

const ticket: AuthorizationTicket = {
  ticketHash: 'hash',
  request: {
    clientId: 1,
    clientIdAliasUsed: false,
    responseType: 'CODE',
    responseMode: 'query',
    redirectUri: 'https://rp.example.com/cb',
    redirectUriGiven: true,
    scopes: [],
    resources: [],
    authorizationDetails: [],
    acrs: [],
    prompts: [],
  },
  expiresAt: 1,
}

const clients = new Map([[1, { clientId: 1, clientType: 'PUBLIC', properties: {} }]])

/** A store whose ticket is there when it is looked for, and gone when it is used. */
const tools = {
  store: {
    findPending: async () => ({ content: ticket, isUsed: false }),
    findClient: async (_: number, { clientId }: { readonly clientId: number }) => clients.get(clientId),
    issueCode: async () => 'ticket_gone',
    endPending: async () => false,
    updatePending: async () => false,
  },
  random: createRandom('seed'),
  onUnexpectedError: (error: unknown) => t.fail(String(error)),
} as unknown as ApiTools

const service = { generation: 1, properties: {} } as Service

t.test('a ticket that is spent while a code is made is told as unknown', async (t) => {
  const body = { ticket: 'a', subject: 'alice' }
  const decision = await issueCode({ body, service, now: 0 }, tools)
  t.match(decision, { reason: 'issue_ticket_unknown', detail: 'a' })
})

t.test('a ticket whose client is deleted while a code is made is told as unknown', async (t) => {
  const store = { ...tools.store, findClient: async () => undefined }
  const body = { ticket: 'a', subject: 'alice' }
  const decision = await issueCode({ body, service, now: 0 }, { ...tools, store })
  t.match(decision, { reason: 'issue_ticket_unknown', detail: 'a' })
})

t.test('a ticket that is spent while a failure is told is unknown', async (t) => {
  const body = { ticket: 'a', reason: 'DENIED' } as const
  const decision = await failRequest({ body, service, now: 0 }, tools)
  t.match(decision, { reason: 'fail_ticket_unknown' })
})

t.test('a ticket that is spent while something is put beside it is unknown', async (t) => {
  const body = { ticket: 'a', info: 'b' }
  const decision = await updateTicket({ body, service, now: 0 }, tools)
  t.match(decision, { reason: 'update_ticket_unknown' })
  t.match(ticketInfoOutcomes.update_ticket_unknown, { action: 'NOT_FOUND', resultCode: 'A299205' })
})
