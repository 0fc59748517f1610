import type { ApiTools } from '../../shared/api-tools.ts'
import { checkProof, readRequiredNonce } from '../../shared/possession.ts'
import { checkCodeKey } from '../../../oauth/token/authorization-code.ts'
import {
  checkCertificateForm,
  checkCertificatePresent,
  checkCertificateThumbprint,
  skipCertificateChecks,
} from '../../../oauth/mtls.ts'
import { skipDpopChecks } from '../../../oauth/dpop/checks.ts'
import type { Fail, Check } from '../../../base/verdict.ts'
import type { TokenRefusal } from '../request/outcomes.ts'
import type { PasswordGrant, TokenFacts, TokenPlan } from './token-spec.ts'

/** What may have been bound before. */
type Bindable = Pick<TokenPlan | PasswordGrant, 'code' | 'refreshToken'>

/** What the access token is bound to. */
export interface Binding {
  readonly jkt?: string
  readonly certificateThumbprint?: string
}

export type BindingResult =
  { readonly refusal: Fail<TokenRefusal> } | ({ readonly refusal?: never } & Binding)

/**
 * Authlete Service and Client `tlsClientCertificateBoundAccessTokens`: both ask for it, or a public client's refresh
 * token is bound already (RFC 8705 §3, §4).
 */
export function bindToCertificate(
  { request, service, client }: TokenFacts,
  { refreshToken }: Bindable,
  { readCertificate }: Pick<ApiTools, 'readCertificate'>,
  check: Check<TokenRefusal>,
): BindingResult {
  const bound = refreshToken?.certificateThumbprint
  const asked = [service, client].every(
    ({ properties }) => properties.tlsClientCertificateBoundAccessTokens === true,
  )
  if (!asked && bound === undefined) {
    check(skipCertificateChecks())
    return {}
  }
  const certificate = request.clientCertificate ?? ''
  const missing = check(checkCertificatePresent(certificate))
  if (missing !== undefined) return { refusal: missing }
  const reading = readCertificate(certificate)
  const unfit =
    check(checkCertificateForm(reading)) ??
    (bound === undefined ? undefined : check(checkCertificateThumbprint(reading, bound)))
  return unfit === undefined ? { certificateThumbprint: String(reading.thumbprint) } : { refusal: unfit }
}

/** Whether tokens are to be bound to a key: the client shows one, or client, code or refresh token demand it. */
function isKeyNeeded({ request, client }: TokenFacts, { code, refreshToken }: Bindable): boolean {
  return (
    (request.dpop ?? '') !== '' ||
    client.properties.dpopRequired === true ||
    code?.request.dpopJkt !== undefined ||
    refreshToken?.jkt !== undefined
  )
}

/** The nonce that goes with the answer, where a proof needs one (RFC 9449 §8). */
export function findNonce(facts: TokenFacts, plan: Bindable): string | undefined {
  const { request, service, now } = facts
  if (!isKeyNeeded(facts, plan)) return undefined
  return readRequiredNonce(service, now, request.dpopNonceRequired ?? false)
}

/** RFC 9449 §5, §10: the key of the proof, which is the one that code or refresh token are bound to. */
export async function bindToKey(
  facts: TokenFacts,
  plan: Bindable,
  tools: ApiTools,
  check: Check<TokenRefusal>,
): Promise<BindingResult> {
  const { request, service, now } = facts
  if (!isKeyNeeded(facts, plan)) {
    check(skipDpopChecks())
    return {}
  }
  const presented = {
    api: 'token',
    service,
    now,
    proof: request.dpop,
    method: request.htm ?? 'POST',
    uri: request.htu ?? service.properties.tokenEndpoint ?? '',
    jkt: plan.refreshToken?.jkt,
    nonceRequired: findNonce(facts, plan) !== undefined,
  }
  const result = await checkProof(presented, tools, check)
  if (result.refusal !== undefined) return result
  const refusal = plan.code && check(checkCodeKey(plan.code, result.jkt))
  return refusal === undefined ? { jkt: result.jkt } : { refusal }
}
