import { LRUCache } from 'lru-cache'
import { sha256 } from '../../base/digest.ts'
import type { UsedProof } from '../../model/used-proof.ts'
import { checkInto, type Fail, type Check, type Verdict } from '../../base/verdict.ts'
import type { CompactJws } from '../jose/compact-jws.ts'
import {
  checkAccessTokenHash,
  checkAlgorithm,
  checkJti,
  checkMethod,
  checkNonce,
  checkRequiredClaims,
  checkSignature,
  checkThumbprint,
  checkType,
  checkUri,
  checkWellFormed,
  skipAccessTokenHash,
  skipThumbprint,
  type DpopReason,
} from './checks.ts'
import type { NonceWindow } from './nonce.ts'
import { rememberHeaders, type RememberedHeaders } from './remembered-headers.ts'
import { checkFreshness, checkValidity, type TimeWindow } from './freshness.ts'
import { importPublicKey, type PublicKey } from '../jose/public-key.ts'
import type { VerificationKey } from '../jose/public-key-signature.ts'
import { verifySignature, type KeyImporter } from '../jose/signature.ts'

/** The request that a proof has to be for. */
export interface ProvenRequest {
  /** The token that the proof comes with; absent at the token endpoint (RFC 9449 §5). */
  readonly accessToken?: string
  /** The key that is already bound; absent if the proof names it. */
  readonly jkt?: string | undefined
  readonly method: string
  readonly uri: string
  /** Whether the last segment of the URI is an id, which clients encode in their own ways. */
  readonly uriEndsInId?: boolean
  readonly nonceRequired: boolean
  /** The service's time, epoch milliseconds. */
  readonly now: number
}

/** What a proof is compared with. */
export interface ProofExpectations extends ProvenRequest {
  /** The nonces that are valid now. */
  readonly nonces: NonceWindow
  readonly window: TimeWindow
}

type ProofFinding =
  | { readonly refusal: Fail<DpopReason>; readonly replayKey?: never }
  | { readonly replayKey: Omit<UsedProof, 'api'> }

/** The verdicts in order, ending with the first failure. `replayKey` is there if none failed. */
export type ProofValidation = ProofFinding & { readonly verdicts: readonly Verdict<DpopReason>[] }

export type ProofValidator = (proof: string, expectations: ProofExpectations) => Promise<ProofValidation>

/**
 * Validates DPoP proofs by all checks of RFC 9449 §4.3 except replay, which needs the store. The thumbprint is compared
 * before the key is imported or used, so that a wrong key costs nothing.
 */
export function createProofValidator(maxCachedKeys = 1000): ProofValidator {
  const keys = { ...rememberHeaders(maxCachedKeys), importKey: createKeyImporter(maxCachedKeys) }
  return async (proof, expectations) => {
    const verdicts: Verdict<DpopReason>[] = []
    return { ...(await validate(proof, expectations, keys, checkInto(verdicts))), verdicts }
  }
}

async function validate(
  proof: string,
  expectations: ProofExpectations,
  { readHeader, findKey, importKey }: RememberedHeaders & { readonly importKey: KeyImporter },
  check: Check<DpopReason>,
): Promise<ProofFinding> {
  const form = check.find(checkWellFormed(proof, readHeader))
  if (form.refusal !== undefined) return form
  const jws = form.value
  const headerRefusal = check(checkType(jws)) ?? check(checkAlgorithm(jws))
  if (headerRefusal !== undefined) return { refusal: headerRefusal }
  const publicKey = check.find(findKey(jws))
  if (publicKey.refusal !== undefined) return publicKey
  const key = publicKey.value
  const { jkt } = expectations
  const refusal =
    check(jkt === undefined ? skipThumbprint() : checkThumbprint(key, jkt)) ??
    check(checkSignature(await verifySignature(jws, key, importKey))) ??
    checkClaims(jws, expectations, check)
  return refusal === undefined ? { replayKey: describeUse(jws, key, expectations) } : { refusal }
}

function checkClaims(
  jws: CompactJws,
  expected: ProofExpectations,
  check: Check<DpopReason>,
): Fail<DpopReason> | undefined {
  const { now, window, nonces, nonceRequired, accessToken } = expected
  return (
    check(checkRequiredClaims(jws, accessToken !== undefined)) ??
    check(checkJti(jws)) ??
    check(checkMethod(jws, expected.method)) ??
    check(checkUri(jws, expected.uri, expected.uriEndsInId)) ??
    check(accessToken === undefined ? skipAccessTokenHash() : checkAccessTokenHash(jws, accessToken)) ??
    check(checkNonce(jws, nonces, nonceRequired)) ??
    check(checkFreshness(jws, now, window, nonceRequired)) ??
    check(checkValidity(jws, now, window))
  )
}

/**
 * A proof is stored until its `iat` window and every nonce that it could contain have ended: one with a nonce that was
 * not required here could be replayed where one is.
 */
function describeUse(
  { payload }: CompactJws,
  { thumbprint: jkt }: PublicKey,
  expected: ProofExpectations,
): Omit<UsedProof, 'api'> {
  const windowEnd = Math.ceil((Number(payload['iat']) + expected.window.pastSeconds) * 1000)
  return {
    jkt,
    jtiHash: sha256(String(payload['jti'])),
    forgetAt: Math.max(windowEnd, expected.nonces.until),
  }
}

/** Importing a key costs as much as using it, so the last ones are cached, by thumbprint and algorithm. */
function createKeyImporter(maxCachedKeys: number): KeyImporter {
  const remembered = new LRUCache<string, { readonly key: VerificationKey }>({ max: maxCachedKeys })
  return async (publicKey, algorithm) => {
    const name = `${algorithm} ${publicKey.thumbprint}`
    const imported = remembered.get(name) ?? (await importPublicKey(publicKey, algorithm))
    if ('key' in imported) remembered.set(name, imported)
    return imported
  }
}
