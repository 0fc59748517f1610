import { makeCertificate } from '../../testkit/certificate.ts'
import { makeKey, type ProofKey } from '../../testkit/key.ts'
import { makeProof, type ProofOrder } from '../../testkit/proof.ts'
import type { Stage } from './scenario.ts'

/** A proof that somebody makes for a protected resource, and its key. */
export interface Prover {
  readonly key: ProofKey
  /** A good proof, except for the changes. */
  readonly prove: (changes?: Partial<ProofOrder>) => Promise<string>
}

/** Somebody who holds a fresh key, and proves so for requests to one target. */
export function makeProver(
  stage: Stage,
  target: () => Pick<ProofOrder, 'method' | 'uri' | 'accessToken'>,
): Prover {
  const key = makeKey(stage.random)
  const prove: Prover['prove'] = async (changes = {}) =>
    makeProof({ key, now: await stage.now(), ...target(), ...changes }, stage.random)
  return { key, prove }
}

/** A certificate that no token is bound to. */
export async function makeStrangeCertificate(stage: Stage): Promise<string> {
  return (await makeCertificate({ now: await stage.now() }, stage.random)).certificate
}

/** Ways to spoil a proof, by the reason for which it is refused then; what fills the text, where something does. */
export const proofFlaws = {
  dpop_proof_invalid: {
    detail: 'JWT missing required claims: [jti]',
    spoil: (prove: Prover['prove']) => prove({ claims: { jti: undefined } }),
  },
  dpop_alg_missing: {
    spoil: async (prove: Prover['prove']) => alterHeader(await prove(), { alg: undefined }),
  },
  dpop_alg_forbidden: {
    detail: 'HS256',
    spoil: async (prove: Prover['prove']) => alterHeader(await prove(), { alg: 'HS256' }),
  },
  dpop_jwk_missing: { spoil: (prove: Prover['prove']) => prove({ header: { jwk: undefined } }) },
} as const

/** A proof with members of its header replaced after it was signed, or left out where they are undefined. */
export function alterHeader(proof: string, change: object): string {
  const [header = '', payload, signature] = proof.split('.')
  const altered = { ...(JSON.parse(Buffer.from(header, 'base64url').toString()) as object), ...change }
  return [Buffer.from(JSON.stringify(altered)).toString('base64url'), payload, signature].join('.')
}
