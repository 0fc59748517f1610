import { withService, type TestClient } from '../test-client.ts'
import { expectSame, skip, whereAnswered, type Check, type Finding, type Topic } from '../check.ts'
import { mintBound, sendWithProof, type ProofRequest } from './dpop-checks.ts'
import { expectChallenge } from '../evidence.ts'
import { actionOf, describeExchange, fieldOr, textOf, type Exchange } from '../exchange.ts'

interface NonceExchanges {
  /** The request without a nonce, and the one with the required nonce. */
  readonly asked: Exchange
  readonly answered: Exchange
}

const sendTwice = async (client: TestClient, method: ProofRequest['method']): Promise<NonceExchanges> =>
  client.once(`nonces for ${method}`, async () =>
    withService(client, { dpopNonceRequired: true }, async () => {
      const token = await mintBound(client)
      const { exchange: asked } = await sendWithProof(client, token, { method })
      const nonce = textOf(asked.calls.at(-1)?.answered, 'dpopNonce')
      const request = { method, ...(nonce !== undefined && { nonce }) }
      const { exchange: answered } = await sendWithProof(client, token, request)
      return { asked, answered }
    }),
  )

/** The client receives Authlete's nonce, once. */
function expectNonce(exchange: Exchange, action: string, status: number): Finding {
  const nonce = textOf(exchange.calls.at(-1)?.answered, 'dpopNonce')
  const given = actionOf(exchange) ?? describeExchange(exchange)
  if (given !== action || nonce === undefined)
    return skip(`/gm did not answer ${action} with a nonce (${given}).`)
  return whereAnswered(exchange, [status], () => expectSame(exchange, nonce, fieldOr(exchange, 'DPoP-Nonce')))
}

const hint = 'Send dpopNonce, where the answer of /gm has it, as DPoP-Nonce, whatever the action is.'

const checks: readonly Check[] = [
  {
    id: 'nonce-on-refusal',
    level: 'must',
    title: 'The refusal of a missing nonce gives the nonce to the client',
    clause: 'RFC 9449 §8, §9',
    hint,
    run: async (client) => expectNonce((await sendTwice(client, 'GET')).asked, 'UNAUTHORIZED', 401),
  },
  {
    id: 'nonce-challenge',
    level: 'must',
    title: 'That refusal carries the challenge use_dpop_nonce of responseContent',
    clause: 'RFC 9449 §9',
    hint: 'Send responseContent as the value of WWW-Authenticate, unchanged.',
    run: async (client) => expectChallenge((await sendTwice(client, 'GET')).asked, 401),
  },
  {
    id: 'nonce-on-query',
    level: 'must',
    title: 'A query that succeeds gives the next nonce to the client',
    clause: 'RFC 9449 §8.2',
    hint,
    run: async (client) => expectNonce((await sendTwice(client, 'GET')).answered, 'OK', 200),
  },
  {
    id: 'nonce-on-revocation',
    level: 'must',
    title: 'A revocation that succeeds gives the next nonce to the client',
    clause: 'RFC 9449 §8.2',
    hint,
    run: async (client) => expectNonce((await sendTwice(client, 'DELETE')).answered, 'NO_CONTENT', 204),
  },
]

export const nonceTopic: Topic = {
  id: 'nonces',
  name: 'DPoP nonces',
  needs: ['dpop', 'nonce'],
  checks,
}
