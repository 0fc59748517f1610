import { makeCertificate } from '../../testkit/certificate.ts'
import { makeKey, type ProofKey } from '../../testkit/key.ts'
import { makeProof, type ProofOptions } from '../../testkit/proof.ts'
import type { ScenarioContext } from './scenario.ts'

/** Makes proofs with one key for a protected resource. */
export interface ProofMaker {
  readonly key: ProofKey
  /** A valid proof, except for the changes. */
  readonly signProof: (changes?: Partial<ProofOptions>) => Promise<string>
}

/** Makes proofs with a new key for requests to one target. */
export function createProofMaker(
  context: ScenarioContext,
  target: () => Pick<ProofOptions, 'method' | 'uri' | 'accessToken'>,
): ProofMaker {
  const key = makeKey(context.random)
  const signProof: ProofMaker['signProof'] = async (changes = {}) =>
    makeProof({ key, now: await context.now(), ...target(), ...changes }, context.random)
  return { key, signProof }
}

/** A certificate that no token is bound to. */
export async function makeOtherCertificate(context: ScenarioContext): Promise<string> {
  return (await makeCertificate({ now: await context.now() }, context.random)).certificate
}

/** Ways to alter a proof, by the reason of the refusal; with the value of the text, if there is one. */
export const proofFlaws = {
  dpop_proof_invalid: {
    detail: 'JWT missing required claims: [jti]',
    alter: (prove: ProofMaker['signProof']) => prove({ claims: { jti: undefined } }),
  },
  dpop_alg_missing: {
    alter: async (prove: ProofMaker['signProof']) => alterHeader(await prove(), { alg: undefined }),
  },
  dpop_alg_forbidden: {
    detail: 'HS256',
    alter: async (prove: ProofMaker['signProof']) => alterHeader(await prove(), { alg: 'HS256' }),
  },
  dpop_jwk_missing: { alter: (prove: ProofMaker['signProof']) => prove({ header: { jwk: undefined } }) },
} as const

/** A proof with members of its header replaced after signing, or left out (undefined). */
function alterHeader(proof: string, change: object): string {
  const [header = '', payload, signature] = proof.split('.')
  const altered = { ...(JSON.parse(Buffer.from(header, 'base64url').toString()) as object), ...change }
  return [Buffer.from(JSON.stringify(altered)).toString('base64url'), payload, signature].join('.')
}
