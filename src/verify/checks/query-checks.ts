import { settleAll, type TestClient } from '../test-client.ts'
import {
  expectSame,
  expectThat,
  skip,
  whereAnswered,
  type Check,
  type Finding,
  type Topic,
} from '../check.ts'
import { askHint, expectMapped, expectOneCall, expectSent } from '../evidence.ts'
import {
  actionOf,
  contentFor,
  describeExchange,
  fieldOr,
  hasAsked,
  sentOr,
  type Exchange,
} from '../exchange.ts'

/** The plain query, shared by several checks. */
export const query = async (client: TestClient): Promise<Exchange> =>
  client.once('query', async () => client.send({ method: 'GET', ...(await client.mint()) }))

const noContent = { expected: 'the responseContent of /gm, which gave none', hint: askHint }

/** Checks only a grant that Authlete gave. */
function whereServed(exchange: Exchange, then: () => Finding): Finding {
  return whereAnswered(exchange, [200], () =>
    actionOf(exchange) === 'OK' ? then() : skip('The answer is no grant of Authlete: /gm did not answer OK.'),
  )
}

/** Ids that differ when decoded never, twice, or as a form. */
const trickyIds = ['a/b', 'a%2Fb', 'a+b c', 'grün']

const checks: readonly Check[] = [
  {
    id: 'query-status',
    level: 'must',
    title: 'A query that Authlete answers with OK is answered with 200',
    clause: 'Grant Management §6.4',
    hint: 'Map the action OK to 200.',
    run: async (client) => expectMapped(await query(client), 'OK', 200),
  },
  {
    id: 'query-body',
    level: 'must',
    title: 'The body of the answer is responseContent, unchanged',
    clause: 'Authlete API 3.0 /gm, action OK',
    hint: 'Send the value of responseContent as the body, in UTF-8, without parsing it or wrapping it.',
    run: async (client) => {
      const exchange = await query(client)
      const content = contentFor(exchange)
      return whereAnswered(exchange, [200], () =>
        content === undefined
          ? expectThat(exchange, false, { ...noContent, actual: exchange.body })
          : expectSame(exchange, content, exchange.body),
      )
    },
  },
  {
    id: 'query-content-type',
    level: 'must',
    title: 'The body of the answer is declared as application/json',
    clause: 'Grant Management §6.4',
    hint: 'Send Content-Type: application/json with the grant.',
    run: async (client) => {
      const exchange = await query(client)
      const actual = fieldOr(exchange, 'Content-Type')
      const holds = /^application\/json\s*(;|$)/i.test(actual)
      return whereServed(exchange, () =>
        expectThat(exchange, holds, { expected: 'application/json', actual }),
      )
    },
  },
  {
    id: 'query-no-store',
    level: 'must',
    title: 'No cache may store a grant',
    clause: 'Grant Management §6.4',
    hint: 'Send Cache-Control: no-store with the grant.',
    run: async (client) => {
      const exchange = await query(client)
      const actual = fieldOr(exchange, 'Cache-Control')
      const holds = /(^|[\s,])no-store([\s,]|$)/i.test(actual)
      return whereServed(exchange, () =>
        expectThat(exchange, holds, { expected: 'Cache-Control: no-store', actual }),
      )
    },
  },
  {
    id: 'query-action',
    level: 'must',
    title: 'GET asks Authlete to QUERY',
    clause: 'Grant Management §6.4',
    hint: 'Send gmAction QUERY for GET.',
    run: async (client) => {
      const exchange = await query(client)
      return expectSent(exchange, 'gmAction', 'QUERY')
    },
  },
  {
    id: 'query-once',
    level: 'should',
    title: 'A query calls /gm once',
    clause: 'Authlete API 3.0 /gm',
    hint: 'Do not ask Authlete twice for one request: each call counts against its rate limits.',
    run: async (client) => {
      const exchange = await query(client)
      return expectOneCall(exchange)
    },
  },
  {
    id: 'query-grant-id',
    level: 'must',
    title: 'The grant id is the last segment of the path',
    clause: 'Grant Management §6.3',
    hint: 'Take grantId from the segment of the path after the endpoint.',
    run: async (client) => {
      const token = await client.mint()
      const exchange = await client.send({ method: 'GET', ...token })
      return expectSent(exchange, 'grantId', token.grantId)
    },
  },
  {
    id: 'query-encoded-grant-id',
    level: 'should',
    title: 'The grant id is percent-decoded exactly once',
    clause: 'RFC 3986 §2.4',
    hint: 'Decode the segment once, as UTF-8, and leave + alone. Authlete itself makes ids that need no encoding.',
    run: async (client) => {
      const tried = await settleAll(
        trickyIds.map(async (id) => {
          const token = await client.mint({ grant: { grantId: `${id}-${client.random.token()}` } })
          return { token, exchange: await client.send({ method: 'GET', ...token }) }
        }),
      )
      const exchanges = tried.map(({ exchange }) => exchange)
      const wrong = tried.find(({ token, exchange }) => sentOr(exchange, 'grantId') !== token.grantId)
      if (wrong === undefined) return expectThat(exchanges, true, { expected: '', actual: '' })
      const { exchange, token } = wrong
      return expectSent(exchange, 'grantId', token.grantId)
    },
  },
  {
    id: 'query-fresh',
    level: 'must',
    title: 'A grant that has ended meanwhile is not answered from a cache',
    clause: 'Grant Management §6.4, §6.6',
    hint: 'Ask Authlete for every request; do not cache its answers.',
    run: async (client) => {
      const token = await client.mint()
      const first = await client.send({ method: 'GET', ...token })
      if (first.status !== 200) return skip(`The first query got ${first.description}.`)
      await client.admin.deleteGrant(client.service.serviceId, token.grantId)
      const exchange = await client.send({ method: 'GET', ...token })
      const isFresh = exchange.status !== undefined && exchange.status !== 200 && hasAsked(exchange)
      return expectThat([first, exchange], isFresh, {
        expected: 'a second call to /gm, and not the grant of before',
        actual: describeExchange(exchange),
      })
    },
  },
]

export const queryTopic: Topic = {
  id: 'query',
  name: 'Querying a grant',
  checks,
}
