import type { MintOrder } from '../../schema/admin/requests.ts'
import { makeKey, type ProofKey } from '../testkit/key.ts'
import { makeProof } from '../testkit/proof.ts'
import { grantUrl, type Bench, type Holding } from './bench.ts'
import { compare, judge, skip, type Check, type Finding, type Topic } from './check.ts'
import { judgeChallenge } from './refusal-checks.ts'
import { contentFor, textOf, type Visit } from './visit.ts'

/** A token bound to a key, with that key. */
export interface BoundHolding extends Holding {
  readonly key: ProofKey
}

/** A request with a proof, and that proof. */
export interface ProvenVisit {
  readonly visit: Visit
  readonly holding: BoundHolding
  readonly proof: string
}

export interface ProvenRequest {
  readonly method: 'GET' | 'DELETE'
  /** The scheme in `Authorization`; DPoP unless said otherwise. */
  readonly scheme?: string
  readonly query?: string
  readonly nonce?: string
}

export async function mintBound(bench: Bench, order?: MintOrder): Promise<BoundHolding> {
  const key = makeKey(bench.random)
  return { ...(await bench.mint({ ...order, cnf: { jkt: key.jkt } })), key }
}

export async function visitWithProof(
  bench: Bench,
  holding: BoundHolding,
  request: ProvenRequest,
): Promise<ProvenVisit> {
  const { method, scheme = 'DPoP', query = '', nonce } = request
  const { key, grantId, accessToken } = holding
  const uri = grantUrl(bench.endpoint, grantId)
  const order = {
    key,
    method,
    uri,
    now: await bench.now(),
    accessToken,
    ...(nonce !== undefined && { nonce }),
  }
  const proof = await makeProof(order, bench.random)
  const authorization = `${scheme} ${accessToken}`
  const visit = await bench.visit({ method, ...holding, authorization, headers: { dpop: proof }, query })
  return { visit, holding, proof }
}

/** What a client does: where the server demands a nonce, it comes again with the one that it was given. */
async function prove(bench: Bench, request: ProvenRequest): Promise<ProvenVisit> {
  const holding = await mintBound(bench)
  const first = await visitWithProof(bench, holding, request)
  const call = first.visit.calls.at(-1)
  const nonce = textOf(call?.answered, 'dpopNonce')
  const isAsked = /\berror="use_dpop_nonce"/.test(contentFor(first.visit) ?? '')
  return nonce !== undefined && isAsked ? visitWithProof(bench, holding, { ...request, nonce }) : first
}

const proveQuery = async (bench: Bench): Promise<ProvenVisit> =>
  bench.once('proven query', async () => prove(bench, { method: 'GET' }))

const proveRevocation = async (bench: Bench): Promise<ProvenVisit> =>
  bench.once('proven revocation', async () => prove(bench, { method: 'DELETE' }))

const withoutProof = async (bench: Bench): Promise<Visit> =>
  bench.once('without proof', async () => {
    const holding = await mintBound(bench)
    return bench.visit({ method: 'GET', ...holding, authorization: `DPoP ${holding.accessToken}` })
  })

/** Compares a member of the last call to /gm; where it is left out, Authlete assumes `assumed`. */
function compareSent({ visit }: ProvenVisit, member: string, expected: string, assumed?: string): Finding {
  const call = visit.calls.at(-1)
  if (textOf(call?.sent, 'dpop') === undefined) return skip(`No proof reached /gm (${visit.said}).`)
  return compare(visit, expected, textOf(call?.sent, member) ?? assumed ?? `no ${member}`)
}

function judgeUri(bench: Bench, proven: ProvenVisit): Finding {
  const { grantId } = proven.holding
  const endpoint = bench.service['grantManagementEndpoint']
  const assumed = typeof endpoint === 'string' ? grantUrl(endpoint, grantId) : undefined
  return compareSent(proven, 'htu', grantUrl(bench.endpoint, grantId), assumed)
}

const checks: readonly Check[] = [
  {
    id: 'dpop-scheme',
    level: 'must',
    title: 'An access token in the scheme DPoP is accepted',
    clause: 'RFC 9449 §7.1',
    hint: 'Read the access token from Authorization: DPoP as well as from Bearer.',
    run: async (bench) => {
      const { visit, holding } = await proveQuery(bench)
      const sent = textOf(visit.calls.at(-1)?.sent, 'accessToken')
      const actual = sent === undefined ? `no call to /gm (${visit.said})` : 'another token'
      return judge(visit, sent === holding.accessToken, 'a call to /gm with the token', actual)
    },
  },
  {
    id: 'dpop-proof',
    level: 'must',
    title: 'The proof reaches Authlete as it was sent',
    clause: 'RFC 9449 §7.1; Authlete API 3.0 /gm, dpop',
    hint: 'Send the value of the DPoP field as dpop.',
    run: async (bench) => {
      const { visit, proof } = await proveQuery(bench)
      const call = visit.calls.at(-1)
      if (call === undefined) return skip(`/gm was not called (${visit.said}).`)
      return compare(visit, proof, textOf(call.sent, 'dpop') ?? 'no dpop')
    },
  },
  {
    id: 'dpop-htm-query',
    level: 'must',
    title: 'A proof for GET is compared with GET',
    clause: 'RFC 9449 §4.3 (8)',
    hint: 'Send the method of the request as htm.',
    run: async (bench) => compareSent(await proveQuery(bench), 'htm', 'GET', 'GET'),
  },
  {
    id: 'dpop-htm-revocation',
    level: 'must',
    title: 'A proof for DELETE is compared with DELETE',
    clause: 'RFC 9449 §4.3 (8)',
    hint: 'Send the method of the request as htm.',
    run: async (bench) => compareSent(await proveRevocation(bench), 'htm', 'DELETE', 'DELETE'),
  },
  {
    id: 'dpop-htu',
    level: 'must',
    title: 'A proof is compared with the public URL of the grant',
    clause: 'RFC 9449 §4.3 (9)',
    hint: 'Send as htu the URL that the client called, as it looks outside of your proxies; or leave htu out and set grantManagementEndpoint of the service.',
    run: async (bench) => judgeUri(bench, await proveQuery(bench)),
  },
  {
    id: 'dpop-htu-query',
    level: 'must',
    title: 'htu has no query, whatever the client called',
    clause: 'RFC 9449 §4.2',
    hint: 'Cut query and fragment off the URL before you send it as htu.',
    run: async (bench) => judgeUri(bench, await prove(bench, { method: 'GET', query: '?from=verify-as' })),
  },
  {
    id: 'dpop-challenge',
    level: 'must',
    title: 'A bound token without a proof is answered with the challenge of responseContent',
    clause: 'RFC 9449 §7.1',
    hint: 'Send responseContent as the value of WWW-Authenticate, unchanged: its scheme is DPoP here.',
    run: async (bench) => judgeChallenge(await withoutProof(bench)),
  },
  {
    id: 'dpop-downgrade',
    level: 'must',
    title: 'A bound token that comes as a Bearer token without a proof is refused',
    clause: 'RFC 9449 §7.2',
    hint: 'Map the action UNAUTHORIZED to 401.',
    run: async (bench) => {
      const visit = await bench.visit({ method: 'GET', ...(await mintBound(bench)) })
      return judgeRefusal(visit)
    },
  },
  {
    id: 'dpop-downgrade-with-proof',
    level: 'should',
    title: 'A bound token that comes as a Bearer token is refused even with a proof',
    clause: 'RFC 9449 §7.2',
    hint: 'Pass the DPoP field on only where the scheme is DPoP: Authlete does not see the scheme.',
    run: async (bench) => judgeRefusal((await prove(bench, { method: 'GET', scheme: 'Bearer' })).visit),
  },
]

function judgeRefusal(visit: Visit): Finding {
  const { status = 0 } = visit
  return judge(visit, status >= 400 && status < 500, 'status 401', visit.said)
}

export const dpopTopic: Topic = { name: 'DPoP', checks }
