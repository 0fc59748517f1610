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
import type { Check, Fail, Result } from '../../base/verdict.ts'
import type { CertificateReader } from '../../oauth/x509/certificate.ts'
import { isNonceRequired, readNonceWindow } from '../../oauth/dpop/nonce.ts'
import type { ProofValidator, ProvenRequest } from '../../oauth/dpop/proof.ts'
import type { Store } from '../../store/store.ts'

/** The dependencies of these checks. */
export interface PossessionTools {
  readonly store: Pick<Store, 'recordProof'>
  readonly validateProof: ProofValidator
  readonly readCertificate: CertificateReader
}

/** The sender constraint of a client's request: its proof and its certificate. */
export interface ProofOfPossession extends ProvenRequest {
  /** The API at which it is checked: the same proof is valid at another. */
  readonly api: string
  readonly service: Service
  readonly proof: string | undefined
  readonly certificate?: string | undefined
}

/** RFC 8705 §3, RFC 9449 §7.1: the token is bound to this certificate, then to this key, if it is bound at all. */
export async function checkSenderConstraint(
  { jkt, certificateThumbprint }: AccessToken,
  presented: ProofOfPossession,
  tools: PossessionTools,
  check: Check<CertificateReason | DpopReason>,
): Promise<Fail<CertificateReason | DpopReason> | undefined> {
  const refusal =
    certificateThumbprint === undefined
      ? check(skipCertificateChecks())
      : checkCertificate(presented.certificate, certificateThumbprint, tools, check).refusal
  if (refusal !== undefined) return refusal
  if (jkt === undefined) return check(skipDpopChecks())
  return (await checkProof({ ...presented, jkt }, tools, check)).refusal
}

/**
 * RFC 8705 §3: a certificate is present and can be read, and it is the bound one if one is bound. Finds its thumbprint.
 */
export function checkCertificate(
  certificate = '',
  bound: string | undefined,
  { readCertificate }: Pick<PossessionTools, 'readCertificate'>,
  check: Check<CertificateReason>,
): Result<CertificateReason, string> {
  const missing = check(checkCertificatePresent(certificate))
  if (missing !== undefined) return { refusal: missing }
  const reading = readCertificate(certificate)
  const thumbprint = check.find(checkCertificateForm(reading))
  if (thumbprint.refusal !== undefined || bound === undefined) return thumbprint
  const refusal = check(checkCertificateThumbprint(reading, bound))
  return refusal === undefined ? thumbprint : { refusal }
}

/**
 * RFC 9449 §4.3, §11.1: the proof is present, valid, and has not been used before. Recording it marks it as used, as
 * the last check. Finds the thumbprint of its key.
 */
export async function checkProof(
  presented: ProofOfPossession,
  { store, validateProof }: Pick<PossessionTools, 'store' | 'validateProof'>,
  check: Check<DpopReason>,
): Promise<Result<DpopReason, string>> {
  const { proof = '', method, uri, service, now, api } = presented
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
  return replayed === undefined ? { value: validation.replayKey.jkt } : { refusal: replayed }
}

/**
 * The nonce that proofs need now, and that every answer includes (RFC 9449 §8, §9); undefined if neither the service
 * nor the call requires one. `now` in epoch milliseconds.
 */
export function readRequiredNonce(
  service: Service,
  now: number,
  requiredByCall: boolean,
): string | undefined {
  return isNonceRequired(service, requiredByCall) ? readNonceWindow(service, now).current : undefined
}

/**
 * The nonce in every answer about a token (RFC 9449 §9); undefined if none is required, and for a token that is bound
 * to no key.
 */
export function findTokenNonce(
  { jkt }: AccessToken,
  service: Service,
  now: number,
  requiredByCall = false,
): string | undefined {
  return jkt === undefined ? undefined : readRequiredNonce(service, now, requiredByCall)
}
