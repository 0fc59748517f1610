import { createPrivateKey, sign } from 'node:crypto'
import { authorize, push } from '../../support/requests/authorize.ts'
import type { TestMock } from '../../support/mock.ts'
import { makeKey, type ProofChanges, type TestKey } from '../../support/requests/proof.ts'
import {
  basic,
  clientRequest,
  codeRequest,
  makeTokenProof,
  requestToken,
  tokenEndpoint,
  tokenWorld,
  type TokenAnswer,
} from '../../support/requests/token.ts'
import type { Fact } from '../fact.ts'
import { lab, probe } from '../publications.ts'

const key = await makeKey()
const wantsNonce = tokenWorld({ dpopNonceRequired: true, dpopNonceDuration: 300 })

const prove = (changes?: ProofChanges): Promise<string> => makeTokenProof(key, changes)

function ask(mock: TestMock, dpop: string): Promise<TokenAnswer> {
  return requestToken(
    mock,
    clientRequest({ scope: 'accounts' }, { ...basic, dpop, htm: 'POST', htu: tokenEndpoint }),
  )
}

/** The proof with its signature in the form that TLS has, and JWS has not (RFC 7518 §3.4). */
function signInDer(proof: string, { privateJwk }: TestKey): string {
  const [header, payload] = proof.split('.')
  const input = `${header}.${payload}`
  const signature = sign('sha256', Buffer.from(input), createPrivateKey({ key: privateJwk, format: 'jwk' }))
  return `${input}.${signature.toString('base64url')}`
}

/** A request with each of these nonces in turn; undefined is a proof without one. */
async function askWithNonces(
  send: (nonce: string | undefined) => Promise<TokenAnswer>,
): Promise<readonly TokenAnswer[]> {
  const first = await send(undefined)
  return [first, await send(first.dpopNonce), await send('bogus')]
}

const withNonce = async (mock: TestMock, nonce: string | undefined): Promise<TokenAnswer> =>
  ask(mock, await prove({ payload: { nonce } }))

async function pushWithNonce(mock: TestMock, nonce: string | undefined): Promise<TokenAnswer> {
  const htu = 'https://as.example.com/par'
  const dpop = await prove({ payload: { htu, nonce } })
  return (await push(mock, {}, { dpop, htm: 'POST', htu })) as unknown as TokenAnswer
}

const nonceRefusal = {
  resultCode: 'A254307',
  resultMessage:
    "[A254307] DPoP nonce error: The value of the 'nonce' claim in the DPoP proof JWT is different from the expected one.",
  action: 'BAD_REQUEST',
  responseContent: '"error":"use_dpop_nonce"',
  dpopNonce: String,
}

/** What was published about DPoP proofs at `auth/token` and `pushed_auth_req`. */
export const possessionAtTokenFacts: readonly Fact[] = [
  {
    id: 'token-dpop-proof',
    input: 'auth/token with a good DPoP proof',
    published: 'OK, token_type=DPoP',
    ...lab('05'),
    world: tokenWorld(),
    replay: async (mock) => ask(mock, await prove()),
    answer: { resultCode: 'A052001', action: 'OK', responseContent: '"token_type":"DPoP"' },
  },
  {
    id: 'token-dpop-signature-in-der',
    input: 'auth/token with a DPoP proof whose ES256 signature is in DER',
    published:
      'invalid_dpop_proof, [A254301] There was a problem processing the DPoP header: Signed JWT rejected: Invalid signature',
    ...lab('05'),
    outcomes: ['token/dpop_proof_invalid'],
    world: tokenWorld(),
    replay: async (mock) => ask(mock, signInDer(await prove(), key)),
    answer: {
      resultMessage:
        '[A254301] There was a problem processing the DPoP header: Signed JWT rejected: Invalid signature',
      responseContent: '"error":"invalid_dpop_proof"',
    },
  },
  {
    id: 'token-dpop-htu-of-another-endpoint',
    input: 'auth/token with a DPoP proof that was made for the PAR endpoint',
    published:
      "invalid_dpop_proof, [A254301] There was a problem processing the DPoP header: JWT claim 'htu' (X) did not have the expected value (Y)",
    ...lab('05'),
    outcomes: ['token/dpop_proof_invalid'],
    world: tokenWorld(),
    replay: async (mock) => ask(mock, await prove({ payload: { htu: 'https://as.example.com/par' } })),
    answer: {
      resultMessage:
        "[A254301] There was a problem processing the DPoP header: JWT claim 'htu' (https://as.example.com/par) did not have the expected value (https://as.example.com/token)",
      responseContent: '"error":"invalid_dpop_proof"',
    },
  },
  {
    id: 'token-dpop-kid-without-jwk',
    input: 'auth/token with a DPoP proof that has kid in place of jwk',
    published: 'invalid_dpop_proof, [A254303] The DPoP header did not include a public key in JWK format.',
    ...lab('05'),
    outcomes: ['token/dpop_jwk_missing'],
    world: tokenWorld(),
    replay: async (mock) => ask(mock, await prove({ header: { jwk: undefined, kid: 'k1' } })),
    answer: {
      resultMessage: '[A254303] The DPoP header did not include a public key in JWK format.',
      responseContent: '"error":"invalid_dpop_proof"',
    },
  },
  {
    id: 'token-dpop-nonce',
    input: 'auth/token with dpopNonceRequired: a proof without nonce, with the one told, with a bogus one',
    published: 'A254307 use_dpop_nonce with dpopNonce; OK A052001 with the same dpopNonce; A254307 again',
    ...probe('23.1'),
    outcomes: ['token/dpop_nonce_unusable'],
    world: wantsNonce,
    replay: async (mock) => {
      const answers = await askWithNonces((nonce) => withNonce(mock, nonce))
      return { answers, nonces: new Set(answers.map(({ dpopNonce }) => dpopNonce)).size }
    },
    answer: {
      answers: [nonceRefusal, { action: 'OK', resultCode: 'A052001', dpopNonce: String }, nonceRefusal],
      nonces: 1,
    },
  },
  {
    id: 'token-dpop-nonce-spares-the-code',
    input: 'the same authorization code with a proof without nonce, then with the nonce that was told',
    published: 'A254307, then OK A050001: the refusal comes before the code is redeemed',
    ...probe('24.1'),
    world: wantsNonce,
    replay: async (mock) => {
      const code = await authorize(mock)
      return askWithNonces(async (nonce) => {
        const dpop = await prove({ payload: { nonce } })
        return requestToken(mock, codeRequest(code, {}, { ...basic, dpop, htm: 'POST', htu: tokenEndpoint }))
      })
    },
    answer: [nonceRefusal, { action: 'OK', resultCode: 'A050001' }],
  },
  {
    id: 'token-nonce-without-proof',
    input: 'auth/token with dpopNonceRequired and no DPoP proof at all',
    published: 'OK, unaffected',
    ...probe('24.1'),
    world: wantsNonce,
    replay: (mock) => requestToken(mock, clientRequest({ scope: 'accounts' })),
    answer: { action: 'OK' },
  },
  {
    id: 'par-dpop-nonce',
    input: 'pushed_auth_req with dpopNonceRequired: a proof without nonce, then with the one told',
    published: 'BAD_REQUEST A350308 with dpopNonce; CREATED A245001 with dpopNonce too',
    ...probe('24.1'),
    outcomes: ['authorization/pushed_dpop_nonce_unusable', 'authorization/request_pushed'],
    world: wantsNonce,
    replay: (mock) => askWithNonces((nonce) => pushWithNonce(mock, nonce)),
    answer: [
      {
        action: 'BAD_REQUEST',
        resultCode: 'A350308',
        responseContent: '"error":"use_dpop_nonce"',
        dpopNonce: String,
      },
      { action: 'CREATED', resultCode: 'A245001', dpopNonce: String },
    ],
  },
]
