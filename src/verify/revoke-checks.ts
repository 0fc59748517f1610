import type { TestClient } from './test-client.ts'
import { expectSame, expectThat, expectStatus, skip, type Check, type Topic } from './check.ts'
import { countCalls } from './query-checks.ts'
import { actionOf, textOf, type Exchange } from './exchange.ts'

const revoke = async (client: TestClient): Promise<Exchange> =>
  client.once('revoke', async () => client.send({ method: 'DELETE', ...(await client.mint()) }))

const checks: readonly Check[] = [
  {
    id: 'revoke-status',
    level: 'must',
    title: 'A revocation that Authlete answers with NO_CONTENT is answered with 204',
    clause: 'Grant Management §6.5',
    hint: 'Map the action NO_CONTENT to 204. Authlete itself answers with 200 and a body.',
    run: async (client) => expectStatus(await revoke(client), 204),
  },
  {
    id: 'revoke-empty',
    level: 'must',
    title: 'The answer to a revocation has no body',
    clause: 'Grant Management §6.5',
    hint: 'Send nothing after the header of a revocation that succeeded.',
    run: async (client) => {
      const exchange = await revoke(client)
      const action = actionOf(exchange)
      if (action !== 'NO_CONTENT') return skip(`/gm did not answer NO_CONTENT (${action}).`)
      return expectThat(exchange, exchange.body === '', 'an empty body', `${exchange.body.length} characters`)
    },
  },
  {
    id: 'revoke-action',
    level: 'must',
    title: 'DELETE asks Authlete to REVOKE',
    clause: 'Grant Management §6.5',
    hint: 'Send gmAction REVOKE for DELETE.',
    run: async (client) => {
      const exchange = await revoke(client)
      return expectSame(exchange, 'REVOKE', textOf(exchange.calls.at(-1)?.sent, 'gmAction'))
    },
  },
  {
    id: 'revoke-once',
    level: 'must',
    title: 'A revocation calls /gm once',
    clause: 'Grant Management §6.5',
    hint: 'Call /gm once: the second revocation of a grant is answered with NOT_FOUND.',
    run: async (client) => {
      const exchange = await revoke(client)
      return expectSame(exchange, '1 call', countCalls(exchange))
    },
  },
  {
    id: 'revoke-again',
    level: 'must',
    title: 'A second revocation of the same grant is answered with 404',
    clause: 'Grant Management §6.6',
    hint: 'Map the action NOT_FOUND to 404, for DELETE too.',
    run: async (client) => {
      const token = await client.mint()
      const first = await client.send({ method: 'DELETE', ...token })
      const exchange = await client.send({ method: 'DELETE', ...token })
      return actionOf(exchange) === 'NOT_FOUND'
        ? expectStatus(exchange, 404)
        : skip(`The first revocation was answered with ${first.description}.`)
    },
  },
  {
    id: 'revoke-query-after',
    level: 'must',
    title: 'A query after the revocation is answered with 404',
    clause: 'Grant Management §6.6',
    hint: 'Let Authlete decide about the grant: its access tokens live on after a revocation.',
    run: async (client) => {
      const token = await client.mint()
      const first = await client.send({ method: 'DELETE', ...token })
      if (first.status !== 204) return skip(`The revocation was answered with ${first.description}.`)
      return expectStatus(await client.send({ method: 'GET', ...token }), 404)
    },
  },
]

export const revokeTopic: Topic = {
  name: 'Revoking a grant',
  checks,
}
