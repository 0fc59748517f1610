import type { TestClient } from '../test-client.ts'
import { expectThat, skip, type Check, type Topic } from '../check.ts'
import { expectMapped, expectOneCall, expectSent } from '../evidence.ts'
import { actionOf, describeExchange, textOf, type Exchange } from '../exchange.ts'

const revoke = async (client: TestClient): Promise<Exchange> =>
  client.once('revoke', async () => client.send({ method: 'DELETE', ...(await client.mint()) }))

/** Why a request has revoked nothing; undefined if it has. */
function findUnrevoked(exchange: Exchange): string | undefined {
  const revoked = exchange.calls.some(({ answered }) => answered['action'] === 'NO_CONTENT')
  return revoked
    ? undefined
    : `/gm did not answer NO_CONTENT (${actionOf(exchange) ?? describeExchange(exchange)}).`
}

const checks: readonly Check[] = [
  {
    id: 'revoke-status',
    level: 'must',
    title: 'A revocation that Authlete answers with NO_CONTENT is answered with 204',
    clause: 'Grant Management §6.5',
    hint: 'Map the action NO_CONTENT to 204. Authlete itself answers with 200 and a body.',
    run: async (client) => expectMapped(await revoke(client), 'NO_CONTENT', 204),
  },
  {
    id: 'revoke-empty',
    level: 'must',
    title: 'The answer to a revocation has no body',
    clause: 'Grant Management §6.5',
    hint: 'Send nothing after the header of a revocation that succeeded.',
    run: async (client) => {
      const exchange = await revoke(client)
      const problem = findUnrevoked(exchange)
      if (problem !== undefined) return skip(problem)
      const { status = 0, description, body } = exchange
      if (status < 200 || status > 299) return skip(`The server gave ${description}, which is no success.`)
      const { length } = body
      return expectThat(exchange, length === 0, { expected: 'an empty body', actual: `${length} characters` })
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
      return expectSent(exchange, 'gmAction', 'REVOKE')
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
      const { calls } = exchange
      const asked = calls.some(({ sent }) => textOf(sent, 'gmAction') === 'REVOKE')
      if (calls.length > 0 && !asked) return skip('No call to /gm was a REVOKE.')
      return expectOneCall(exchange)
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
      const problem = findUnrevoked(first)
      if (problem !== undefined) return skip(`The first revocation failed. ${problem}`)
      return expectMapped(await client.send({ method: 'DELETE', ...token }), 'NOT_FOUND', 404)
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
      if (first.status !== 204) return skip(`The revocation got ${first.description}.`)
      return expectMapped(await client.send({ method: 'GET', ...token }), 'NOT_FOUND', 404)
    },
  },
]

export const revokeTopic: Topic = {
  id: 'revoke',
  name: 'Revoking a grant',
  checks,
}
