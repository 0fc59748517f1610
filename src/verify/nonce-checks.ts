import { withService, type Bench } from './bench.ts'
import { compare, skip, type Check, type Finding, type Topic } from './check.ts'
import { mintBound, visitWithProof, type ProvenRequest } from './dpop-checks.ts'
import { judgeChallenge } from './refusal-checks.ts'
import { actionOf, fieldOf, textOf, type Visit } from './visit.ts'

interface NonceVisits {
  /** The request without a nonce, and the one that brings the nonce that was asked for. */
  readonly asked: Visit
  readonly answered: Visit
}

const visitTwice = async (bench: Bench, method: ProvenRequest['method']): Promise<NonceVisits> =>
  bench.once(`nonces for ${method}`, async () =>
    withService(bench, { dpopNonceRequired: true }, async () => {
      const holding = await mintBound(bench)
      const { visit: asked } = await visitWithProof(bench, holding, { method })
      const nonce = textOf(asked.calls.at(-1)?.answered, 'dpopNonce')
      const request = { method, ...(nonce !== undefined && { nonce }) }
      const { visit: answered } = await visitWithProof(bench, holding, request)
      return { asked, answered }
    }),
  )

/** The nonce that Authlete gave is the one that the client is given, once. */
function judgeNonce(visit: Visit, action: string): Finding {
  const nonce = textOf(visit.calls.at(-1)?.answered, 'dpopNonce')
  const seen = actionOf(visit)
  if (seen !== action || nonce === undefined) return skip(`/gm did not answer ${action} (${seen}).`)
  return compare(visit, nonce, fieldOf(visit, 'dpop-nonce') ?? 'no DPoP-Nonce')
}

const hint = 'Send dpopNonce, where the answer of /gm has it, as DPoP-Nonce, whatever the action is.'

const checks: readonly Check[] = [
  {
    id: 'nonce-on-refusal',
    level: 'must',
    title: 'The refusal of a missing nonce gives the nonce to the client',
    clause: 'RFC 9449 §8, §9',
    hint,
    run: async (bench) => judgeNonce((await visitTwice(bench, 'GET')).asked, 'UNAUTHORIZED'),
  },
  {
    id: 'nonce-challenge',
    level: 'must',
    title: 'That refusal carries the challenge use_dpop_nonce of responseContent',
    clause: 'RFC 9449 §9',
    hint: 'Send responseContent as the value of WWW-Authenticate, unchanged.',
    run: async (bench) => judgeChallenge((await visitTwice(bench, 'GET')).asked),
  },
  {
    id: 'nonce-on-query',
    level: 'must',
    title: 'A query that succeeds gives the next nonce to the client',
    clause: 'RFC 9449 §8.2',
    hint,
    run: async (bench) => judgeNonce((await visitTwice(bench, 'GET')).answered, 'OK'),
  },
  {
    id: 'nonce-on-revocation',
    level: 'must',
    title: 'A revocation that succeeds gives the next nonce to the client',
    clause: 'RFC 9449 §8.2',
    hint,
    run: async (bench) => judgeNonce((await visitTwice(bench, 'DELETE')).answered, 'NO_CONTENT'),
  },
]

export const nonceTopic: Topic = { name: 'DPoP nonces', checks }
