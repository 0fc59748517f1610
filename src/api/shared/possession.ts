import type { AccessToken } from '../../model/access-token.ts'
import type { Service } from '../../model/service.ts'
import {
  type DpopReason,
  checkProofPresent,
  checkReplay,
  checkTarget,
  skipDpopChecks,
  skipReplay,
} from '../../oauth/dpop/checks.ts'
import {
  type CertificateReason,
  checkCertificateForm,
  checkCertificatePresent,
  checkCertificateThumbprint,
  skipCertificateChecks,
} from '../../oauth/mtls.ts'
import type { Check, Fail } from '../../base/verdict.ts'
import type { CertificateReader } from '../../oauth/x509/certificate.ts'
import { isNonceRequired, readNonceWindow } from '../../oauth/dpop/nonce.ts'
import type { ProofValidator } from '../../oauth/dpop/proof.ts'
import type { Store } from '../../store/store.ts'

/** How a request to a protected resource shows that the access token in it is the client's own. */
export interface SenderConstraint {
  /** The API at which it is checked: the same proof may pass at another. */
  readonly api: string
  readonly service: Service
  /** The service's time, epoch milliseconds. */
  readonly now: number
  readonly accessToken: string
  readonly certificate: string | undefined
  readonly proof: string | undefined
  readonly method: string
  readonly uri: string
  readonly uriEndsInId?: boolean
  readonly nonceRequired: boolean
}

/** RFC 8705 §3, RFC 9449 §7.1: the token is bound to this certificate, then to this key, where it is bound at all. */
export async function checkSenderConstraint(
  { jkt, certificateThumbprint }: AccessToken,
  { certificate = '', proof = '', ...presented }: SenderConstraint,
  tools: PossessionTools,
  check: Check<CertificateReason | DpopReason>,
) {
  const bound = { ...presented, proof, ...(jkt !== undefined && { jkt }) }
  return (
    checkCertificateBinding(certificateThumbprint, certificate, tools, check) ??
    (await checkKeyBinding(bound, tools, check))
  )
}

/**
 * The nonce that goes with every answer about a token (RFC 9449 §9); undefined where none is required, and for a token
 * that is bound to no key.
 */
export function findTokenNonce(
  { jkt }: AccessToken,
  service: Service,
  now: number,
  requiredByCall = false,
): string | undefined {
  return jkt === undefined ? undefined : readRequiredNonce(service, now, requiredByCall)
}

/** What proves possession is checked with. */
export interface PossessionTools {
  readonly store: Pick<Store, 'recordProof'>
  readonly validateProof: ProofValidator
  readonly readCertificate: CertificateReader
}

/** RFC 8705 §3: the token is bound to this certificate, where it is bound to one. */
export function checkCertificateBinding(
  thumbprint: string | undefined,
  certificate: string,
  { readCertificate }: Pick<PossessionTools, 'readCertificate'>,
  check: Check<CertificateReason>,
): Fail<CertificateReason> | undefined {
  if (thumbprint === undefined) return check(skipCertificateChecks())
  const missing = check(checkCertificatePresent(certificate))
  if (missing !== undefined) return missing
  const reading = readCertificate(certificate)
  return check(checkCertificateForm(reading)) ?? check(checkCertificateThumbprint(reading, thumbprint))
}

/**
 * The nonce that proofs need now, and that goes with every answer (RFC 9449 §8, §9); undefined where neither the
 * service nor the call requires one. `now` in epoch milliseconds.
 */
export function readRequiredNonce(
  service: Service,
  now: number,
  requiredByCall: boolean,
): string | undefined {
  return isNonceRequired(service, requiredByCall) ? readNonceWindow(service, now).current : undefined
}

/** A proof as it arrived, and what it must be for. */
export interface PresentedProof {
  /** Where it was presented: the same proof may pass at another API. */
  readonly api: string
  readonly service: Service
  /** The service's time, epoch milliseconds. */
  readonly now: number
  readonly proof: string
  readonly method: string
  readonly uri: string
  readonly uriEndsInId?: boolean
  /** Absent where a token is only asked for. */
  readonly accessToken?: string
  /** Absent where the proof names the key. */
  readonly jkt?: string
  readonly nonceRequired: boolean
}

export type ProofResult =
  { readonly refusal: Fail<DpopReason> } | { readonly refusal?: never; readonly jkt: string }

/**
 * RFC 9449 §4.3, §11.1: the proof is there, is good, and has not been used before. It is spent by being recorded, as
 * the last check.
 */
export async function checkProof(
  presented: PresentedProof,
  { store, validateProof }: Pick<PossessionTools, 'store' | 'validateProof'>,
  check: Check<DpopReason>,
): Promise<ProofResult> {
  const { proof, method, uri, service, now, api } = presented
  const refusal = check(checkProofPresent(proof)) ?? check(checkTarget(method, uri))
  if (refusal !== undefined) return { refusal }

  const { iatPastSeconds: pastSeconds, iatFutureSeconds: futureSeconds, replayCheck } = service.mock
  const validation = await validateProof(proof, {
    ...presented,
    nonces: readNonceWindow(service, now),
    window: { pastSeconds, futureSeconds },
  })
  for (const verdict of validation.verdicts) check(verdict)
  if (validation.replayKey === undefined) return { refusal: validation.refusal }
  const isFirstUse = await store.recordProof(service.generation, { api, ...validation.replayKey })
  const replayed = check(replayCheck ? checkReplay(isFirstUse) : skipReplay())
  return replayed === undefined ? { jkt: validation.replayKey.jkt } : { refusal: replayed }
}

/** RFC 9449 §7.1: the token is bound to the key of this proof, where it is bound to one. */
export async function checkKeyBinding(
  presented: PresentedProof,
  tools: Pick<PossessionTools, 'store' | 'validateProof'>,
  check: Check<DpopReason>,
): Promise<Fail<DpopReason> | undefined> {
  if (presented.jkt === undefined) return check(skipDpopChecks())
  return (await checkProof(presented, tools, check)).refusal
}
