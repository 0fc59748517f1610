import type { AccessToken } from '../../model/access-token.ts'
import type { Service } from '../../model/service.ts'
import type { DpopReason } from '../../oauth/dpop/checks.ts'
import type { CertificateReason } from '../../oauth/mtls.ts'
import type { Check } from '../../base/verdict.ts'
import {
  checkCertificateBinding,
  checkKeyBinding,
  readRequiredNonce,
  type PossessionTools,
} from './proof-of-possession.ts'

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
