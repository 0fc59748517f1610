import { compactVerify, importJWK, type CryptoKey } from 'jose'
import { LRUCache } from 'lru-cache'
import { sha256 } from '../digest.ts'
import type { SpentProof } from '../model/spent-proof.ts'
import { judgeInto, type Verdict } from '../verdict.ts'
import type { CompactJws } from './compact-jws.ts'
import {
  checkAccessTokenHash,
  checkAlgorithm,
  checkFreshness,
  checkJti,
  checkKey,
  checkMethod,
  checkNonce,
  checkRequiredClaims,
  checkSignature,
  checkThumbprint,
  checkType,
  checkUri,
  checkValidity,
  checkWellFormed,
  type DpopReason,
  type SignatureFinding,
  type TimeWindow,
} from './dpop-checks.ts'
import type { NonceWindow } from './dpop-nonce.ts'
import type { PublicKey } from './public-key.ts'

/** What a proof is compared with. */
export interface ProofExpectations {
  readonly accessToken: string
  readonly jkt: string
  readonly method: string
  readonly uri: string
  /** The nonces of now, and whether the proof needs one of them. */
  readonly nonces: NonceWindow
  readonly nonceRequired: boolean
  /** Epoch milliseconds. */
  readonly now: number
  readonly window: TimeWindow
}

/** The verdicts in order, ending with the first failure. `unspent` is there when none failed. */
export interface ProofExamination {
  readonly verdicts: readonly Verdict<DpopReason>[]
  readonly unspent?: Omit<SpentProof, 'api'>
}

export type ProofExaminer = (proof: string, expectations: ProofExpectations) => Promise<ProofExamination>

type SignatureVerifier = (jws: CompactJws, key: PublicKey) => Promise<SignatureFinding>

/**
 * Examines DPoP proofs by all checks of RFC 9449 §4.3 except replay, which needs a memory. The thumbprint is compared
 * before the key is imported or used, so that a stranger's key costs nothing.
 */
export function createProofExaminer(rememberedKeys = 1000): ProofExaminer {
  const verifySignature = createSignatureVerifier(rememberedKeys)
  return async (proof, expectations) => {
    const verdicts: Verdict<DpopReason>[] = []
    const judge = judgeInto(verdicts)
    const holds = (verdict: Verdict<DpopReason>): boolean => judge(verdict) === undefined
    const { verdict: form, jws } = checkWellFormed(proof)
    if (!holds(form) || jws === undefined) return { verdicts }
    if (!holds(checkType(jws)) || !holds(checkAlgorithm(jws))) return { verdicts }
    const { verdict: publicKey, key } = checkKey(jws)
    if (!holds(publicKey) || key === undefined) return { verdicts }
    if (!holds(checkThumbprint(key, expectations.jkt))) return { verdicts }
    if (!holds(checkSignature(await verifySignature(jws, key)))) return { verdicts }
    return claimChecks(jws, expectations).every((check) => holds(check()))
      ? { verdicts, unspent: describeUse(jws, expectations) }
      : { verdicts }
  }
}

function claimChecks(jws: CompactJws, expected: ProofExpectations): readonly (() => Verdict<DpopReason>)[] {
  const { now, window, nonces, nonceRequired } = expected
  return [
    () => checkRequiredClaims(jws),
    () => checkJti(jws),
    () => checkMethod(jws, expected.method),
    () => checkUri(jws, expected.uri),
    () => checkAccessTokenHash(jws, expected.accessToken),
    () => checkNonce(jws, nonces, nonceRequired),
    () => checkFreshness(jws, now, window, nonceRequired),
    () => checkValidity(jws, now, window, nonceRequired),
  ]
}

/**
 * A proof is remembered until its `iat` window and every nonce that it could carry have ended: one that carries a
 * nonce nobody asked for could pass again where somebody does.
 */
function describeUse({ payload }: CompactJws, expected: ProofExpectations): Omit<SpentProof, 'api'> {
  const windowEnd = Math.ceil((Number(payload['iat']) + expected.window.pastSeconds) * 1000)
  const forgetAt = Math.max(windowEnd, expected.nonces.until)
  return {
    jkt: expected.jkt,
    jtiHash: sha256(String(payload['jti'])),
    forgetAt: Math.min(forgetAt, Number.MAX_SAFE_INTEGER),
  }
}

/** Importing a key costs as much as using it, so the last ones are kept, by thumbprint and algorithm. */
function createSignatureVerifier(rememberedKeys: number): SignatureVerifier {
  const imported = new LRUCache<string, CryptoKey>({ max: rememberedKeys })
  return async ({ text, header }, { jwk, thumbprint }) => {
    const algorithm = String(header['alg'])
    const name = `${algorithm} ${thumbprint}`
    const key = imported.get(name) ?? (await importPublicKey({ ...jwk }, algorithm))
    if (key === undefined) return 'key-refused'
    imported.set(name, key)
    return isSignedBy(text, key, algorithm)
  }
}

/** Undefined for a key that the cryptography refuses, such as a point that is not on its curve. */
async function importPublicKey(jwk: { kty: string }, algorithm: string): Promise<CryptoKey | undefined> {
  try {
    return (await importJWK(jwk, algorithm)) as CryptoKey
  } catch {
    return undefined
  }
}

async function isSignedBy(text: string, key: CryptoKey, algorithm: string): Promise<SignatureFinding> {
  try {
    await compactVerify(text, key, { algorithms: [algorithm] })
    return 'valid'
  } catch {
    return 'invalid'
  }
}
