import type { TestClient } from '../test-client.ts'
import { expectSame, expectThat, skip, type Check, type Finding, type Topic } from '../check.ts'
import { anyRefusal, expectRefused, oneOf, passWhereServed } from '../evidence.ts'
import { fieldOr, sentOr, type Exchange } from '../exchange.ts'

const withoutToken = async (client: TestClient): Promise<Exchange> =>
  client.once('without token', async () => {
    const { grantId } = await client.mint()
    return client.send({ method: 'GET', grantId })
  })

const sentToken = (exchange: Exchange): string => sentOr(exchange, 'accessToken')

/** The token of a request came in a wrong place. */
async function expectIgnored(client: TestClient, exchange: Exchange): Promise<Finding> {
  const used = exchange.calls.some(({ sent }) => sent['accessToken'] !== undefined)
  const refusals = anyRefusal('401 or 400')
  if (!used) return expectRefused(client, exchange, refusals)
  const actual = `${exchange.description}, and /gm was called with the token`
  return expectThat(exchange, false, { expected: `${refusals.expected}, and the token not used`, actual })
}

const checks: readonly Check[] = [
  {
    id: 'token-exact',
    level: 'must',
    title: 'The access token reaches Authlete with every character that RFC 6750 allows',
    clause: 'RFC 6750 §2.1',
    hint: 'Take everything after the scheme as the token; do not decode it.',
    run: async (client) => {
      const accessToken = `${client.random.token()}-._~+/0==`
      const exchange = await client.send({ method: 'GET', ...(await client.mint({ accessToken })) })
      return expectSame(exchange, accessToken, sentToken(exchange))
    },
  },
  {
    id: 'scheme-case',
    level: 'should',
    title: 'The name of the scheme is read without regard to case',
    clause: 'RFC 9110 §11.1',
    hint: 'Compare the scheme in Authorization ignoring case.',
    run: async (client) => {
      const token = await client.mint()
      const authorization = `bearer ${token.accessToken}`
      const exchange = await client.send({ method: 'GET', ...token, authorization })
      return expectSame(exchange, token.accessToken, sentToken(exchange))
    },
  },
  {
    id: 'no-token-status',
    level: 'must',
    title: 'A request without an access token is answered with 401',
    clause: 'RFC 6750 §3.1',
    hint: 'Answer 401 where there is no Authorization field.',
    run: async (client) => expectRefused(client, await withoutToken(client), oneOf(401)),
  },
  {
    id: 'no-token-challenge',
    level: 'must',
    title: 'That 401 has a WWW-Authenticate that names the scheme Bearer or DPoP',
    clause: 'RFC 6750 §3',
    hint: 'Send WWW-Authenticate: Bearer realm="…" with the 401.',
    run: async (client) => {
      const exchange = await withoutToken(client)
      if (exchange.status !== 401) return skip(`The server gave ${exchange.description}, not status 401.`)
      const actual = fieldOr(exchange, 'WWW-Authenticate')
      if (/^(Bearer|DPoP)\b/i.test(actual)) return passWhereServed(client, [exchange])
      return expectThat(exchange, false, { expected: 'Bearer … or DPoP …', actual })
    },
  },
  {
    id: 'no-token-no-error',
    level: 'should',
    title: 'That challenge has no error code',
    clause: 'RFC 6750 §3.1',
    hint: 'Answer a request without a token yourself: the answer of Authlete has an error code.',
    run: async (client) => {
      const exchange = await withoutToken(client)
      if (exchange.status !== 401) return skip(`The server gave ${exchange.description}, not status 401.`)
      if (exchange.fields('www-authenticate').length === 0) return skip('The 401 has no WWW-Authenticate.')
      const actual = fieldOr(exchange, 'WWW-Authenticate')
      if (!/\berror\w*\s*=/i.test(actual)) return passWhereServed(client, [exchange])
      return expectThat(exchange, false, { expected: 'no error, no error_description', actual })
    },
  },
  {
    id: 'other-scheme',
    level: 'must',
    title: 'Credentials of another scheme are answered with 401 or 400',
    clause: 'RFC 9110 §11.6.1; RFC 6750 §3',
    hint: 'Treat a scheme that you do not take as if there were no token.',
    run: async (client) => {
      const { grantId } = await client.mint()
      const authorization = 'Basic Z206bW9jaw=='
      const exchange = await client.send({ method: 'GET', grantId, authorization })
      return expectRefused(client, exchange, oneOf(401, 400))
    },
  },
  {
    id: 'token-in-query',
    level: 'must',
    title: 'An access token in the query is not accepted',
    clause: 'RFC 9700 §4.3.2; RFC 6750 §2.3',
    hint: 'Read the token from Authorization alone: URLs are logged and kept.',
    run: async (client) => {
      const { grantId, accessToken } = await client.mint()
      const query = `?access_token=${encodeURIComponent(accessToken)}`
      return expectIgnored(client, await client.send({ method: 'GET', grantId, query }))
    },
  },
]

export const tokenTopic: Topic = {
  id: 'tokens',
  name: 'Reading the access token',
  checks,
}
