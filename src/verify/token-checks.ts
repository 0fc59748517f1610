import type { Bench } from './bench.ts'
import { compare, judge, judgeStatus, skip, type Check, type Finding, type Topic } from './check.ts'
import { fieldOf, textOf, type Visit } from './visit.ts'

const withoutToken = async (bench: Bench): Promise<Visit> =>
  bench.once('without token', async () => {
    const { grantId } = await bench.mint()
    return bench.visit({ method: 'GET', grantId })
  })

const sentToken = (visit: Visit): string =>
  textOf(visit.calls.at(-1)?.sent, 'accessToken') ?? `no call to /gm (${visit.said})`

/** Asks for a grant with the token in a place where none belongs. */
function judgeIgnored(visit: Visit): Finding {
  const refused = visit.status !== undefined && visit.status >= 400 && visit.status < 500
  const used = visit.calls.some(({ sent }) => sent['accessToken'] !== undefined)
  const actual = `${visit.said}${used ? ', and the token was used' : ''}`
  return judge(visit, refused && !used, 'status 401 or 400, and the token not used', actual)
}

const checks: readonly Check[] = [
  {
    id: 'token-exact',
    level: 'must',
    title: 'The access token reaches Authlete with every character that RFC 6750 allows',
    clause: 'RFC 6750 §2.1',
    hint: 'Take everything after the scheme as the token; do not decode it.',
    run: async (bench) => {
      const accessToken = `${bench.random.token()}-._~+/0==`
      const visit = await bench.visit({ method: 'GET', ...(await bench.mint({ accessToken })) })
      return compare(visit, accessToken, sentToken(visit))
    },
  },
  {
    id: 'scheme-case',
    level: 'should',
    title: 'The name of the scheme is read without regard to case',
    clause: 'RFC 9110 §11.1',
    hint: 'Compare the scheme in Authorization ignoring case.',
    run: async (bench) => {
      const holding = await bench.mint()
      const authorization = `bearer ${holding.accessToken}`
      const visit = await bench.visit({ method: 'GET', ...holding, authorization })
      return compare(visit, holding.accessToken, sentToken(visit))
    },
  },
  {
    id: 'no-token-status',
    level: 'must',
    title: 'A request without an access token is answered with 401',
    clause: 'RFC 6750 §3.1',
    hint: 'Answer 401 where there is no Authorization field.',
    run: async (bench) => judgeStatus(await withoutToken(bench), 401),
  },
  {
    id: 'no-token-challenge',
    level: 'must',
    title: 'That 401 has a WWW-Authenticate that names the scheme Bearer or DPoP',
    clause: 'RFC 6750 §3',
    hint: 'Send WWW-Authenticate: Bearer realm="…" with the 401.',
    run: async (bench) => {
      const visit = await withoutToken(bench)
      if (visit.status !== 401) return skip(`The answer was ${visit.said}.`)
      const actual = fieldOf(visit, 'www-authenticate') ?? 'no WWW-Authenticate'
      return judge(visit, /^(Bearer|DPoP)\b/i.test(actual), 'Bearer … or DPoP …', actual)
    },
  },
  {
    id: 'no-token-no-error',
    level: 'should',
    title: 'That challenge has no error code',
    clause: 'RFC 6750 §3.1',
    hint: 'Answer a request without a token yourself: the answer of Authlete has an error code.',
    run: async (bench) => {
      const visit = await withoutToken(bench)
      if (visit.status !== 401) return skip(`The answer was ${visit.said}.`)
      const challenge = fieldOf(visit, 'www-authenticate') ?? ''
      return judge(visit, !/\berror\w*\s*=/i.test(challenge), 'no error, no error_description', challenge)
    },
  },
  {
    id: 'other-scheme',
    level: 'must',
    title: 'Credentials of another scheme are answered with 401 or 400',
    clause: 'RFC 9110 §11.6.1; RFC 6750 §3',
    hint: 'Treat a scheme that you do not take as if there were no token.',
    run: async (bench) => {
      const { grantId } = await bench.mint()
      const authorization = 'Basic Z206bW9jaw=='
      return judgeStatus(await bench.visit({ method: 'GET', grantId, authorization }), 401, 400)
    },
  },
  {
    id: 'token-in-query',
    level: 'must',
    title: 'An access token in the query is not accepted',
    clause: 'RFC 9700 §4.3.2; RFC 6750 §2.3',
    hint: 'Read the token from Authorization alone: URLs are logged and kept.',
    run: async (bench) => {
      const { grantId, accessToken } = await bench.mint()
      const query = `?access_token=${encodeURIComponent(accessToken)}`
      return judgeIgnored(await bench.visit({ method: 'GET', grantId, query }))
    },
  },
]

export const tokenTopic: Topic = { name: 'Reading the access token', checks }
