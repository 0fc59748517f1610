import type { MintRequest } from '../../../schema/admin/requests.ts'
import { makeKey, type ProofKey } from '../../testkit/key.ts'
import { makeProof } from '../../testkit/proof.ts'
import { grantUrl, type TestClient, type TokenAndGrant } from '../test-client.ts'
import { expectSame, skip, type Check, type Finding, type Topic } from '../check.ts'
import { anyRefusal, byAuthlete, expectChallenge, expectRefused } from '../evidence.ts'
import { contentFor, sentOr, textOf, type Exchange } from '../exchange.ts'

/** A token bound to a key, with that key. */
interface BoundToken extends TokenAndGrant {
  readonly key: ProofKey
}

/** A request with a proof, and that proof. */
interface ProofExchange {
  readonly exchange: Exchange
  readonly token: BoundToken
  readonly proof: string
}

export interface ProofRequest {
  readonly method: 'GET' | 'DELETE'
  /** The scheme in `Authorization`; DPoP by default. */
  readonly scheme?: string
  readonly query?: string
  readonly nonce?: string
}

export async function mintBound(client: TestClient, request?: MintRequest): Promise<BoundToken> {
  const key = makeKey(client.random)
  return { ...(await client.mint({ ...request, cnf: { jkt: key.jkt } })), key }
}

export async function sendWithProof(
  client: TestClient,
  token: BoundToken,
  request: ProofRequest,
): Promise<ProofExchange> {
  const { method, scheme = 'DPoP', query = '', nonce } = request
  const { key, grantId, accessToken } = token
  const uri = grantUrl(client.endpoint, grantId)
  const options = {
    key,
    method,
    uri,
    now: await client.now(),
    accessToken,
    ...(nonce !== undefined && { nonce }),
  }
  const proof = await makeProof(options, client.random)
  const authorization = `${scheme} ${accessToken}`
  const exchange = await client.send({ method, ...token, authorization, headers: { dpop: proof }, query })
  return { exchange, token, proof }
}

/** Sends a request as clients do: if the server requires a nonce, it repeats the request with it. */
async function sendWithFreshProof(client: TestClient, request: ProofRequest): Promise<ProofExchange> {
  const token = await mintBound(client)
  const first = await sendWithProof(client, token, request)
  const call = first.exchange.calls.at(-1)
  const nonce = textOf(call?.answered, 'dpopNonce')
  const isAsked = /\berror="use_dpop_nonce"/.test(contentFor(first.exchange) ?? '')
  return nonce !== undefined && isAsked ? sendWithProof(client, token, { ...request, nonce }) : first
}

const queryWithProof = async (client: TestClient): Promise<ProofExchange> =>
  client.once('proven query', async () => sendWithFreshProof(client, { method: 'GET' }))

const revokeWithProof = async (client: TestClient): Promise<ProofExchange> =>
  client.once('proven revocation', async () => sendWithFreshProof(client, { method: 'DELETE' }))

const withoutProof = async (client: TestClient): Promise<Exchange> =>
  client.once('without proof', async () => {
    const token = await mintBound(client)
    return client.send({ method: 'GET', ...token, authorization: `DPoP ${token.accessToken}` })
  })

/** Compares a member of the last call to /gm; `assumed` is Authlete's default. */
function expectSent(
  { exchange }: ProofExchange,
  member: string,
  expected: string,
  assumed?: string,
): Finding {
  const call = exchange.calls.at(-1)
  if (textOf(call?.sent, 'dpop') === undefined) return skip(`No proof reached /gm (${exchange.description}).`)
  return expectSame(exchange, expected, textOf(call?.sent, member) ?? assumed ?? `no ${member}`)
}

function expectUri(client: TestClient, proven: ProofExchange): Finding {
  const { grantId } = proven.token
  const endpoint = client.service['grantManagementEndpoint']
  const assumed = typeof endpoint === 'string' ? grantUrl(endpoint, grantId) : undefined
  return expectSent(proven, 'htu', grantUrl(client.endpoint, grantId), assumed)
}

const checks: readonly Check[] = [
  {
    id: 'dpop-scheme',
    level: 'must',
    title: 'An access token in the scheme DPoP is accepted',
    clause: 'RFC 9449 §7.1',
    hint: 'Read the access token from Authorization: DPoP as well as from Bearer. A server that takes no DPoP is tested with --without dpop.',
    run: async (client) => {
      const { exchange, token: bound } = await queryWithProof(client)
      return expectSame(exchange, bound.accessToken, sentOr(exchange, 'accessToken'))
    },
  },
  {
    id: 'dpop-proof',
    level: 'must',
    title: 'The proof reaches Authlete as it was sent',
    clause: 'RFC 9449 §7.1; Authlete API 3.0 /gm, dpop',
    hint: 'Send the value of the DPoP field as dpop.',
    run: async (client) => {
      const { exchange, proof } = await queryWithProof(client)
      if (exchange.calls.length === 0) return skip(`/gm was not called (${exchange.description}).`)
      return expectSame(exchange, proof, sentOr(exchange, 'dpop'))
    },
  },
  {
    id: 'dpop-htm-query',
    level: 'must',
    title: 'A proof for GET is compared with GET',
    clause: 'RFC 9449 §4.3 (8)',
    hint: 'Send the method of the request as htm.',
    run: async (client) => expectSent(await queryWithProof(client), 'htm', 'GET', 'GET'),
  },
  {
    id: 'dpop-htm-revocation',
    level: 'must',
    title: 'A proof for DELETE is compared with DELETE',
    clause: 'RFC 9449 §4.3 (8)',
    hint: 'Send the method of the request as htm.',
    run: async (client) => expectSent(await revokeWithProof(client), 'htm', 'DELETE', 'DELETE'),
  },
  {
    id: 'dpop-htu',
    level: 'must',
    title: 'A proof is compared with the public URL of the grant',
    clause: 'RFC 9449 §4.3 (9)',
    hint: 'Send as htu the URL that the client called, as it looks outside of your proxies; or leave htu out and set grantManagementEndpoint of the service.',
    run: async (client) => expectUri(client, await queryWithProof(client)),
  },
  {
    id: 'dpop-htu-query',
    level: 'must',
    title: 'htu has no query, whatever the client called',
    clause: 'RFC 9449 §4.2',
    hint: 'Cut query and fragment off the URL before you send it as htu.',
    run: async (client) =>
      expectUri(client, await sendWithFreshProof(client, { method: 'GET', query: '?from=verify-as' })),
  },
  {
    id: 'dpop-challenge',
    level: 'must',
    title: 'A bound token without a proof is answered with the challenge of responseContent',
    clause: 'RFC 9449 §7.1',
    hint: 'Send responseContent as the value of WWW-Authenticate, unchanged: its scheme is DPoP here.',
    run: async (client) => expectChallenge(await withoutProof(client), 401),
  },
  {
    id: 'dpop-downgrade',
    level: 'must',
    title: 'A bound token that comes as a Bearer token without a proof is refused',
    clause: 'RFC 9449 §7.2',
    hint: 'Map the action UNAUTHORIZED to 401.',
    run: async (client) => {
      const exchange = await client.send({ method: 'GET', ...(await mintBound(client)) })
      return expectRefused(client, exchange, byAuthlete(anyRefusal('401')))
    },
  },
  {
    id: 'dpop-downgrade-with-proof',
    level: 'should',
    title: 'A bound token that comes as a Bearer token is refused even with a proof',
    clause: 'RFC 9449 §7.2',
    hint: 'Pass the DPoP field on only where the scheme is DPoP: Authlete does not see the scheme.',
    run: async (client) => {
      const { exchange } = await sendWithFreshProof(client, { method: 'GET', scheme: 'Bearer' })
      return expectRefused(client, exchange, anyRefusal('401'))
    },
  },
]

export const dpopTopic: Topic = {
  id: 'dpop',
  name: 'DPoP',
  needs: ['dpop'],
  checks,
}
