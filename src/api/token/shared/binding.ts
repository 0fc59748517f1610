import { compact } from '../../../base/compact.ts'
import type { Result } from '../../../base/verdict.ts'
import { skipDpopChecks, type DpopReason } from '../../../oauth/dpop/checks.ts'
import { skipCertificateChecks, type CertificateReason } from '../../../oauth/mtls.ts'
import {
  checkCertificate,
  checkProof,
  readRequiredNonce,
  type PossessionTools,
} from '../../shared/possession.ts'
import type { GrantCall } from './grant-type.ts'

/** The binding of the access token. */
export interface Binding {
  readonly jkt?: string
  readonly certificateThumbprint?: string
}

/** The binding of a code or a refresh token. */
export interface Bound extends Binding {
  /** Whether a key is required, though which one is checked later. */
  readonly keyRequired?: boolean
}

/** Binds the tokens of a request to the certificate and to the key of its client. */
export async function bindTokens(
  call: GrantCall,
  bound: Bound,
  tools: PossessionTools,
): Promise<Result<CertificateReason | DpopReason, Binding>> {
  const isKeyRequired = requiresKey(call, bound)
  if (isKeyRequired) {
    const { service, now, request } = call
    call.facts.dpopNonce = readRequiredNonce(service, now, request.dpopNonceRequired ?? false)
  }
  const certificate = bindToCertificate(call, bound, tools)
  if (certificate.refusal !== undefined) return certificate
  const key = isKeyRequired ? await bindToKey(call, bound, tools) : skipKey(call)
  if (key.refusal !== undefined) return key
  return { value: compact({ certificateThumbprint: certificate.value, jkt: key.value }) }
}

/**
 * Authlete Service and Client `tlsClientCertificateBoundAccessTokens`: both require it, or a public client's refresh
 * token is bound already (RFC 8705 §3, §4).
 */
function bindToCertificate(
  { request, service, client, check }: GrantCall,
  { certificateThumbprint: bound }: Bound,
  tools: PossessionTools,
): Result<CertificateReason, string | undefined> {
  const asked = [service, client].every(
    ({ properties }) => properties.tlsClientCertificateBoundAccessTokens === true,
  )
  if (!asked && bound === undefined) {
    check(skipCertificateChecks())
    return { value: undefined }
  }
  return checkCertificate(request.clientCertificate, bound, tools, check)
}

/** Whether tokens are bound to a key: the client presents a proof, or client, code or refresh token require it. */
function requiresKey({ request, client }: GrantCall, { jkt, keyRequired = false }: Bound): boolean {
  return (
    (request.dpop ?? '') !== '' || client.properties.dpopRequired === true || keyRequired || jkt !== undefined
  )
}

function skipKey({ check }: GrantCall): Result<DpopReason, undefined> {
  check(skipDpopChecks())
  return { value: undefined }
}

/** RFC 9449 §5: the key of the proof is the one that the refresh token is bound to. */
function bindToKey(
  { request, service, now, facts, check }: GrantCall,
  { jkt }: Bound,
  tools: PossessionTools,
): Promise<Result<DpopReason, string>> {
  const presented = {
    api: 'token',
    service,
    now,
    proof: request.dpop,
    method: request.htm ?? 'POST',
    uri: request.htu ?? service.properties.tokenEndpoint ?? '',
    jkt,
    nonceRequired: facts.dpopNonce !== undefined,
  }
  return checkProof(presented, tools, check)
}
