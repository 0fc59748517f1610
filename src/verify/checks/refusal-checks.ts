import type { TestClient, TokenAndGrant } from '../test-client.ts'
import type { Check, Topic } from '../check.ts'
import { anyRefusal, byAuthlete, expectChallenge, expectMapped, expectRefused, oneOf } from '../evidence.ts'
import type { Exchange } from '../exchange.ts'

const get = (client: TestClient, token: Partial<TokenAndGrant>): Promise<Exchange> =>
  client.send({ method: 'GET', ...token })

/** An unknown token. */
const unknownToken = async (client: TestClient): Promise<Exchange> =>
  client.once('unknown token', async () => {
    const { grantId } = await client.mint()
    return get(client, { grantId, accessToken: client.random.token() })
  })

const expiredToken = async (client: TestClient): Promise<Exchange> =>
  client.once('expired token', async () => get(client, await client.mint({ expiresInSeconds: -60 })))

const narrowToken = async (client: TestClient): Promise<Exchange> =>
  client.once('narrow token', async () =>
    client.send({ method: 'DELETE', ...(await client.mint({ scopes: ['grant_management_query'] })) }),
  )

/** A token of one client, with the grant of another. */
const foreignGrant = async (client: TestClient): Promise<Exchange> =>
  client.once('foreign grant', async () => {
    const { accessToken } = await client.mint()
    const { grantId } = await client.mint({ clientId: client.otherClientId })
    return get(client, { accessToken, grantId })
  })

const unknownGrant = async (client: TestClient): Promise<Exchange> => {
  const { accessToken } = await client.mint()
  return get(client, { accessToken, grantId: client.random.token() })
}

const challengeHint = 'Send responseContent as the value of WWW-Authenticate, unchanged.'
const challengeClause = 'RFC 6750 §3; Authlete API 3.0 /gm'

const checks: readonly Check[] = [
  {
    id: 'unauthorized-status',
    level: 'must',
    title: 'An unknown access token is answered with 401',
    clause: 'Grant Management §6.6; RFC 6750 §3.1',
    hint: 'Map the action UNAUTHORIZED to 401.',
    run: async (client) => expectRefused(client, await unknownToken(client), byAuthlete(oneOf(401))),
  },
  {
    id: 'unauthorized-challenge',
    level: 'must',
    title: 'The 401 carries the challenge of responseContent',
    clause: challengeClause,
    hint: challengeHint,
    run: async (client) => expectChallenge(await unknownToken(client), 401),
  },
  {
    id: 'expired-status',
    level: 'must',
    title: 'An expired access token is answered with 401',
    clause: 'RFC 6750 §3.1',
    hint: 'Map the action UNAUTHORIZED to 401.',
    run: async (client) => expectRefused(client, await expiredToken(client), byAuthlete(oneOf(401))),
  },
  {
    id: 'scope-status',
    level: 'must',
    title: 'A revocation by a token that may only query is refused with 401 or 403',
    clause: 'Grant Management §6.1; RFC 6750 §3.1',
    hint: 'Map the action UNAUTHORIZED to 401, also for insufficient_scope.',
    run: async (client) => expectRefused(client, await narrowToken(client), byAuthlete(oneOf(401, 403))),
  },
  {
    id: 'scope-challenge',
    level: 'must',
    title: 'The refusal says in the challenge of responseContent which scope is missing',
    clause: challengeClause,
    hint: challengeHint,
    run: async (client) => expectChallenge(await narrowToken(client), 401, 403),
  },
  {
    id: 'forbidden-status',
    level: 'must',
    title: 'A grant of another client is answered with 403',
    clause: 'Grant Management §6.6',
    hint: 'Map the action FORBIDDEN to 403.',
    run: async (client) => expectMapped(await foreignGrant(client), 'FORBIDDEN', 403),
  },
  {
    id: 'forbidden-challenge',
    level: 'must',
    title: 'The 403 carries the challenge of responseContent',
    clause: challengeClause,
    hint: challengeHint,
    run: async (client) => expectChallenge(await foreignGrant(client), 403),
  },
  {
    id: 'not-found-status',
    level: 'must',
    title: 'A grant that does not exist is answered with 404',
    clause: 'Grant Management §6.6',
    hint: 'Map the action NOT_FOUND to 404.',
    run: async (client) => expectMapped(await unknownGrant(client), 'NOT_FOUND', 404),
  },
  {
    id: 'foreign-subject',
    level: 'should',
    title: 'A grant of another subject is refused to a token of the same client',
    clause: 'Grant Management §6.6',
    hint: 'Compare the subject of the token with that of the grant before you call /gm: Authlete does not. Or let this mock compare them, by mock.strictOwnership of the service.',
    run: async (client) => {
      const { grantId } = await client.mint()
      const { accessToken } = await client.mint({ subject: 'bob' })
      return expectRefused(client, await get(client, { accessToken, grantId }), anyRefusal('403 or 404'))
    },
  },
]

export const refusalTopic: Topic = {
  id: 'refusals',
  name: 'Passing on refusals',
  checks,
}
