import type { Bench } from './bench.ts'
import { compare, judge, judgeStatus, skip, whereAnswered, type Check, type Topic } from './check.ts'
import { contentFor, fieldOf, textOf, type Visit } from './visit.ts'

/** The plain query that several checks look at. */
export const query = async (bench: Bench): Promise<Visit> =>
  bench.once('query', async () => bench.visit({ method: 'GET', ...(await bench.mint()) }))

/** Ids that come out differently when they are decoded never, twice, or as a form. */
const trickyIds = ['a/b', 'a%2Fb', 'a+b c', 'grün']

const checks: readonly Check[] = [
  {
    id: 'query-status',
    level: 'must',
    title: 'A query that Authlete answers with OK is answered with 200',
    clause: 'Grant Management §6.4',
    hint: 'Map the action OK to 200.',
    run: async (bench) => judgeStatus(await query(bench), 200),
  },
  {
    id: 'query-body',
    level: 'must',
    title: 'The body of the answer is responseContent, unchanged',
    clause: 'Authlete API 3.0 /gm, action OK',
    hint: 'Send the value of responseContent as the body, in UTF-8, without parsing it or wrapping it.',
    run: async (bench) => {
      const visit = await query(bench)
      return whereAnswered(visit, 200, () => compare(visit, contentFor(visit), visit.body))
    },
  },
  {
    id: 'query-content-type',
    level: 'must',
    title: 'The body of the answer is declared as application/json',
    clause: 'Grant Management §6.4',
    hint: 'Send Content-Type: application/json with the grant.',
    run: async (bench) => {
      const visit = await query(bench)
      const actual = fieldOf(visit, 'content-type') ?? 'no Content-Type'
      const holds = /^application\/json\s*(;|$)/i.test(actual)
      return whereAnswered(visit, 200, () => judge(visit, holds, 'application/json', actual))
    },
  },
  {
    id: 'query-no-store',
    level: 'must',
    title: 'No cache may store a grant',
    clause: 'Grant Management §6.4',
    hint: 'Send Cache-Control: no-store with the grant.',
    run: async (bench) => {
      const visit = await query(bench)
      const actual = fieldOf(visit, 'cache-control') ?? 'no Cache-Control'
      const holds = /(^|[\s,])no-store([\s,]|$)/i.test(actual)
      return whereAnswered(visit, 200, () => judge(visit, holds, 'Cache-Control: no-store', actual))
    },
  },
  {
    id: 'query-action',
    level: 'must',
    title: 'GET asks Authlete to QUERY',
    clause: 'Grant Management §6.4',
    hint: 'Send gmAction QUERY for GET.',
    run: async (bench) => {
      const visit = await query(bench)
      return compare(visit, 'QUERY', textOf(visit.calls.at(-1)?.sent, 'gmAction'))
    },
  },
  {
    id: 'query-once',
    level: 'should',
    title: 'A query calls /gm once',
    clause: 'Authlete API 3.0 /gm',
    hint: 'Do not ask Authlete twice for one request: each call counts against its rate limits.',
    run: async (bench) => {
      const visit = await query(bench)
      return compare(visit, '1 call', countCalls(visit))
    },
  },
  {
    id: 'query-grant-id',
    level: 'must',
    title: 'The grant id is the last segment of the path',
    clause: 'Grant Management §6.3',
    hint: 'Take grantId from the segment of the path after the endpoint.',
    run: async (bench) => {
      const holding = await bench.mint()
      const visit = await bench.visit({ method: 'GET', ...holding })
      return compare(visit, holding.grantId, textOf(visit.calls.at(-1)?.sent, 'grantId'))
    },
  },
  {
    id: 'query-encoded-grant-id',
    level: 'should',
    title: 'The grant id is percent-decoded exactly once',
    clause: 'RFC 3986 §2.4',
    hint: 'Decode the segment once, as UTF-8, and leave + alone. Authlete itself makes ids that need no encoding.',
    run: async (bench) => {
      const visits = await Promise.all(
        trickyIds.map(async (id) => {
          const holding = await bench.mint({ grant: { grantId: `${id}-${bench.random.token()}` } })
          return { holding, visit: await bench.visit({ method: 'GET', ...holding }) }
        }),
      )
      const seen = visits.map(({ visit }) => visit)
      const wrong = visits.find(
        ({ holding, visit }) => textOf(visit.calls.at(-1)?.sent, 'grantId') !== holding.grantId,
      )
      if (wrong === undefined) return judge(seen, true, '', '')
      const { visit, holding } = wrong
      const actual = textOf(visit.calls.at(-1)?.sent, 'grantId') ?? `no call to /gm (${visit.said})`
      return compare(visit, holding.grantId, actual)
    },
  },
  {
    id: 'query-fresh',
    level: 'must',
    title: 'A grant that has ended meanwhile is not answered from a cache',
    clause: 'Grant Management §6.4, §6.6',
    hint: 'Ask Authlete for every request; do not cache its answers.',
    run: async (bench) => {
      const holding = await bench.mint()
      const first = await bench.visit({ method: 'GET', ...holding })
      if (first.status !== 200) return skip(`The first query was answered with ${first.said}.`)
      await bench.admin.deleteGrant(bench.service.serviceId, holding.grantId)
      const visit = await bench.visit({ method: 'GET', ...holding })
      return judge([first, visit], visit.status !== 200, 'not the grant of before', `${visit.said} again`)
    },
  },
]

/** How often the authorization server called, in words. */
export function countCalls({ calls }: Visit): string {
  return calls.length === 1 ? '1 call' : `${calls.length} calls`
}

export const queryTopic: Topic = {
  name: 'Querying a grant',
  checks,
}
