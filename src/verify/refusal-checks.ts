import type { Bench, Holding } from './bench.ts'
import { compare, judge, judgeStatus, skip, type Check, type Finding, type Topic } from './check.ts'
import { actionOf, contentFor, fieldOf, type Visit } from './visit.ts'

const get = (bench: Bench, holding: Partial<Holding>): Promise<Visit> =>
  bench.visit({ method: 'GET', ...holding })

/** A token that nobody issued. */
const unknownToken = async (bench: Bench): Promise<Visit> =>
  bench.once('unknown token', async () => {
    const { grantId } = await bench.mint()
    return get(bench, { grantId, accessToken: bench.random.token() })
  })

const expiredToken = async (bench: Bench): Promise<Visit> =>
  bench.once('expired token', async () => get(bench, await bench.mint({ expiresInSeconds: -60 })))

const narrowToken = async (bench: Bench): Promise<Visit> =>
  bench.once('narrow token', async () =>
    bench.visit({ method: 'DELETE', ...(await bench.mint({ scopes: ['grant_management_query'] })) }),
  )

/** A token of one client, and the grant of another. */
const foreignGrant = async (bench: Bench): Promise<Visit> =>
  bench.once('foreign grant', async () => {
    const { accessToken } = await bench.mint()
    const { grantId } = await bench.mint({ clientId: bench.otherClientId })
    return get(bench, { accessToken, grantId })
  })

const unknownGrant = async (bench: Bench): Promise<Visit> => {
  const { accessToken } = await bench.mint()
  return get(bench, { accessToken, grantId: bench.random.token() })
}

/** The challenge is Authlete's, letter by letter. */
export function judgeChallenge(visit: Visit): Finding {
  const action = actionOf(visit)
  if (!/^(UNAUTHORIZED|FORBIDDEN)$/.test(action)) return skip(`/gm gave no challenge (${action}).`)
  return compare(visit, contentFor(visit), fieldOf(visit, 'www-authenticate') ?? 'no WWW-Authenticate')
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
    run: async (bench) => judgeStatus(await unknownToken(bench), 401),
  },
  {
    id: 'unauthorized-challenge',
    level: 'must',
    title: 'The 401 carries the challenge of responseContent',
    clause: challengeClause,
    hint: challengeHint,
    run: async (bench) => judgeChallenge(await unknownToken(bench)),
  },
  {
    id: 'expired-status',
    level: 'must',
    title: 'An expired access token is answered with 401',
    clause: 'RFC 6750 §3.1',
    hint: 'Map the action UNAUTHORIZED to 401.',
    run: async (bench) => judgeStatus(await expiredToken(bench), 401),
  },
  {
    id: 'scope-status',
    level: 'must',
    title: 'A revocation by a token that may only query is refused with 401 or 403',
    clause: 'Grant Management §6.1; RFC 6750 §3.1',
    hint: 'Map the action UNAUTHORIZED to 401, also for insufficient_scope.',
    run: async (bench) => judgeStatus(await narrowToken(bench), 401, 403),
  },
  {
    id: 'scope-challenge',
    level: 'must',
    title: 'The refusal says in the challenge of responseContent which scope is missing',
    clause: challengeClause,
    hint: challengeHint,
    run: async (bench) => judgeChallenge(await narrowToken(bench)),
  },
  {
    id: 'forbidden-status',
    level: 'must',
    title: 'A grant of another client is answered with 403',
    clause: 'Grant Management §6.6',
    hint: 'Map the action FORBIDDEN to 403.',
    run: async (bench) => judgeStatus(await foreignGrant(bench), 403),
  },
  {
    id: 'forbidden-challenge',
    level: 'must',
    title: 'The 403 carries the challenge of responseContent',
    clause: challengeClause,
    hint: challengeHint,
    run: async (bench) => judgeChallenge(await foreignGrant(bench)),
  },
  {
    id: 'not-found-status',
    level: 'must',
    title: 'A grant that does not exist is answered with 404',
    clause: 'Grant Management §6.6',
    hint: 'Map the action NOT_FOUND to 404.',
    run: async (bench) => judgeStatus(await unknownGrant(bench), 404),
  },
  {
    id: 'foreign-subject',
    level: 'should',
    title: 'A grant of another subject is refused to a token of the same client',
    clause: 'Grant Management §6.6',
    hint: 'Compare the subject of the token with that of the grant before you call /gm: Authlete does not. Or let this mock compare them, by mock.strictOwnership of the service.',
    run: async (bench) => {
      const { grantId } = await bench.mint()
      const { accessToken } = await bench.mint({ subject: 'bob' })
      const visit = await get(bench, { accessToken, grantId })
      const refused = visit.status !== undefined && visit.status >= 400 && visit.status < 500
      return judge(visit, refused, 'status 403 or 404', visit.said)
    },
  },
]

export const refusalTopic: Topic = { name: 'Passing on refusals', checks }
