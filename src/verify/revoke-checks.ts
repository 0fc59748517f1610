import type { Bench } from './bench.ts'
import { compare, judge, judgeStatus, skip, type Check, type Topic } from './check.ts'
import { countCalls } from './query-checks.ts'
import { actionOf, textOf, type Visit } from './visit.ts'

const revoke = async (bench: Bench): Promise<Visit> =>
  bench.once('revoke', async () => bench.visit({ method: 'DELETE', ...(await bench.mint()) }))

const checks: readonly Check[] = [
  {
    id: 'revoke-status',
    level: 'must',
    title: 'A revocation that Authlete answers with NO_CONTENT is answered with 204',
    clause: 'Grant Management §6.5',
    hint: 'Map the action NO_CONTENT to 204. Authlete itself answers with 200 and a body.',
    run: async (bench) => judgeStatus(await revoke(bench), 204),
  },
  {
    id: 'revoke-empty',
    level: 'must',
    title: 'The answer to a revocation has no body',
    clause: 'Grant Management §6.5',
    hint: 'Send nothing after the header of a revocation that succeeded.',
    run: async (bench) => {
      const visit = await revoke(bench)
      const action = actionOf(visit)
      if (action !== 'NO_CONTENT') return skip(`/gm did not answer NO_CONTENT (${action}).`)
      return judge(visit, visit.body === '', 'an empty body', `${visit.body.length} characters`)
    },
  },
  {
    id: 'revoke-action',
    level: 'must',
    title: 'DELETE asks Authlete to REVOKE',
    clause: 'Grant Management §6.5',
    hint: 'Send gmAction REVOKE for DELETE.',
    run: async (bench) => {
      const visit = await revoke(bench)
      return compare(visit, 'REVOKE', textOf(visit.calls.at(-1)?.sent, 'gmAction'))
    },
  },
  {
    id: 'revoke-once',
    level: 'must',
    title: 'A revocation calls /gm once',
    clause: 'Grant Management §6.5',
    hint: 'Call /gm once: the second revocation of a grant is answered with NOT_FOUND.',
    run: async (bench) => {
      const visit = await revoke(bench)
      return compare(visit, '1 call', countCalls(visit))
    },
  },
  {
    id: 'revoke-again',
    level: 'must',
    title: 'A second revocation of the same grant is answered with 404',
    clause: 'Grant Management §6.6',
    hint: 'Map the action NOT_FOUND to 404, for DELETE too.',
    run: async (bench) => {
      const holding = await bench.mint()
      const first = await bench.visit({ method: 'DELETE', ...holding })
      const visit = await bench.visit({ method: 'DELETE', ...holding })
      return actionOf(visit) === 'NOT_FOUND'
        ? judgeStatus(visit, 404)
        : skip(`The first revocation was answered with ${first.said}.`)
    },
  },
  {
    id: 'revoke-query-after',
    level: 'must',
    title: 'A query after the revocation is answered with 404',
    clause: 'Grant Management §6.6',
    hint: 'Let Authlete decide about the grant: its access tokens live on after a revocation.',
    run: async (bench) => {
      const holding = await bench.mint()
      const first = await bench.visit({ method: 'DELETE', ...holding })
      if (first.status !== 204) return skip(`The revocation was answered with ${first.said}.`)
      return judgeStatus(await bench.visit({ method: 'GET', ...holding }), 404)
    },
  },
]

export const revokeTopic: Topic = {
  name: 'Revoking a grant',
  checks,
}
