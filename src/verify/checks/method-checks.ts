import { settleAll, type TestClient } from '../test-client.ts'
import { expectThat, skip, type Check, type Topic } from '../check.ts'
import { anyRefusal, expectMapped, expectRefused, passWhereServed } from '../evidence.ts'
import { query } from './query-checks.ts'
import { hasAsked, type Exchange } from '../exchange.ts'

const otherMethods = ['POST', 'PUT', 'PATCH']

/** Methods that the grant management endpoint does not support, each for a grant of its own. */
const byOtherMethods = async (client: TestClient): Promise<readonly Exchange[]> =>
  client.once('other methods', async () =>
    settleAll(otherMethods.map(async (method) => client.send({ method, ...(await client.mint()) }))),
  )

const listDescriptions = (exchanges: readonly Exchange[]): string =>
  exchanges.map(({ description }, index) => `${otherMethods[index]}: ${description}`).join(', ')

const isRefused = ({ status = 0 }: Exchange): boolean => status >= 400 && status < 500

const checks: readonly Check[] = [
  {
    id: 'other-methods',
    level: 'must',
    title: 'POST, PUT and PATCH do nothing to a grant',
    clause: 'Grant Management §6',
    hint: 'Route GET and DELETE alone.',
    run: async (client) => {
      const exchanges = await byOtherMethods(client)
      const called = exchanges.some(hasAsked)
      if (!called && exchanges.every(isRefused)) return passWhereServed(client, exchanges)
      const actual = listDescriptions(exchanges) + (called ? '; /gm was called' : '')
      return expectThat(exchanges, false, { expected: 'a status from 400 to 499, no call to /gm', actual })
    },
  },
  {
    id: 'other-methods-status',
    level: 'should',
    title: 'Other methods are answered with 405 and with Allow',
    clause: 'RFC 9110 §15.5.6',
    hint: 'Answer 405 with Allow: GET, DELETE.',
    run: async (client) => {
      const exchanges = await byOtherMethods(client)
      const lacksAllow = exchanges.some(
        ({ status, fields }) => status === 405 && fields('allow').length === 0,
      )
      const holds = exchanges.every(({ status }) => status === 405) && !lacksAllow
      const actual = listDescriptions(exchanges) + (lacksAllow ? '; a 405 without Allow' : '')
      if (holds) return passWhereServed(client, exchanges)
      return expectThat(exchanges, false, { expected: 'status 405 with Allow', actual })
    },
  },
  {
    id: 'head',
    level: 'should',
    title: 'HEAD is answered as GET without a body, or with 405',
    clause: 'RFC 9110 §9.3.2',
    hint: 'Answer HEAD as GET, or refuse it with 405.',
    run: async (client) => {
      const exchange = await client.send({ method: 'HEAD', ...(await client.mint()) })
      if (exchange.status === 405) return passWhereServed(client, [exchange])
      const asGet = await query(client)
      return asGet.status === 200
        ? expectMapped(exchange, 'OK', 200, 405)
        : skip(`GET itself got ${asGet.description}.`)
    },
  },
  {
    id: 'options',
    level: 'should',
    title: 'OPTIONS asks Authlete nothing and does not fail',
    clause: 'RFC 9110 §9.3.7',
    hint: 'Answer OPTIONS before the access token is read: browsers send it without one.',
    run: async (client) => {
      const { grantId } = await client.mint()
      const exchange = await client.send({ method: 'OPTIONS', grantId })
      const { status = 500, description } = exchange
      const called = hasAsked(exchange)
      if (!called && status < 500 && status !== 401) return passWhereServed(client, [exchange])
      const expected = 'no call to /gm, and a status below 500 that is not 401'
      return expectThat(exchange, false, {
        expected,
        actual: description + (called ? '; /gm was called' : ''),
      })
    },
  },
  {
    id: 'no-list',
    level: 'must',
    title: 'The endpoint without a grant id lists nothing',
    clause: 'Grant Management §6',
    hint: 'There is no list of grants: answer 404 or 405 where the path ends with the endpoint.',
    run: async (client) => {
      const { accessToken } = await client.mint()
      const exchange = await client.send({ method: 'GET', accessToken })
      return expectRefused(client, exchange, anyRefusal('404 or 405'))
    },
  },
]

export const methodTopic: Topic = {
  id: 'methods',
  name: 'Methods and paths',
  checks,
}
