import type { Bench } from './bench.ts'
import { judge, judgeStatus, type Check, type Topic } from './check.ts'
import { query } from './query-checks.ts'
import type { Visit } from './visit.ts'

const otherMethods = ['POST', 'PUT', 'PATCH']

/** Methods that the grant management endpoint does not have, each on a grant of its own. */
const byOtherMethods = async (bench: Bench): Promise<readonly Visit[]> =>
  bench.once('other methods', async () =>
    Promise.all(otherMethods.map(async (method) => bench.visit({ method, ...(await bench.mint()) }))),
  )

const listSaid = (visits: readonly Visit[]): string =>
  visits.map(({ said }, index) => `${otherMethods[index]}: ${said}`).join(', ')

const isRefused = ({ status = 0 }: Visit): boolean => status >= 400 && status < 500

const checks: readonly Check[] = [
  {
    id: 'other-methods',
    level: 'must',
    title: 'POST, PUT and PATCH do nothing to a grant',
    clause: 'Grant Management §6',
    hint: 'Route GET and DELETE alone.',
    run: async (bench) => {
      const visits = await byOtherMethods(bench)
      const called = visits.some(({ calls }) => calls.length > 0)
      const actual = listSaid(visits) + (called ? '; /gm was called' : '')
      return judge(
        visits,
        !called && visits.every(isRefused),
        'a status from 400 to 499, no call to /gm',
        actual,
      )
    },
  },
  {
    id: 'other-methods-status',
    level: 'should',
    title: 'Other methods are answered with 405 and with Allow',
    clause: 'RFC 9110 §15.5.6',
    hint: 'Answer 405 with Allow: GET, DELETE.',
    run: async (bench) => {
      const visits = await byOtherMethods(bench)
      const holds = visits.every(({ status, fields }) => status === 405 && fields('allow').length > 0)
      const lacksAllow = visits.some(({ fields }) => fields('allow').length === 0)
      const actual = listSaid(visits) + (lacksAllow ? '; no Allow' : '')
      return judge(visits, holds, 'status 405 with Allow', actual)
    },
  },
  {
    id: 'head',
    level: 'should',
    title: 'HEAD is answered as GET without a body, or with 405',
    clause: 'RFC 9110 §9.3.2',
    hint: 'Answer HEAD as GET, or refuse it with 405.',
    run: async (bench) => {
      const visit = await bench.visit({ method: 'HEAD', ...(await bench.mint()) })
      return judgeStatus(visit, (await query(bench)).status ?? 200, 405)
    },
  },
  {
    id: 'options',
    level: 'should',
    title: 'OPTIONS asks Authlete nothing and does not fail',
    clause: 'RFC 9110 §9.3.7',
    hint: 'Answer OPTIONS before the access token is read: browsers send it without one.',
    run: async (bench) => {
      const { grantId } = await bench.mint()
      const visit = await bench.visit({ method: 'OPTIONS', grantId })
      const { status = 500, calls } = visit
      const holds = calls.length === 0 && status < 500 && status !== 401
      return judge(visit, holds, 'status 200, 204, 404 or 405', visit.said)
    },
  },
  {
    id: 'no-list',
    level: 'must',
    title: 'The endpoint without a grant id lists nothing',
    clause: 'Grant Management §6',
    hint: 'There is no list of grants: answer 404 or 405 where the path ends with the endpoint.',
    run: async (bench) => {
      const { accessToken } = await bench.mint()
      const visit = await bench.visit({ method: 'GET', accessToken })
      return judge(visit, isRefused(visit), 'a status from 400 to 499', visit.said)
    },
  },
]

export const methodTopic: Topic = { name: 'Methods and paths', checks }
