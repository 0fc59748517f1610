import { sha256 } from '../base/digest.ts'
import { listIdleProperties } from './idle-properties.ts'
import { readText, type LintedCall } from './linted-call.ts'

/** Older facts than this many give way, so that watching a service for days costs no more than for a minute. */
const remembered = 10_000

/** What earlier calls of the same service tell about a later one. Secrets are remembered by their digests. */
export interface CallMemory {
  /** The call that sent this proof before. */
  findProof(proof: string): { readonly api: string; readonly id: string } | undefined
  isAccessToken(value: string): boolean
  isRefreshToken(value: string): boolean
  /** Whether an earlier call has set this property of the same service or client. */
  isSet(property: string): boolean
  learn(call: LintedCall): void
}

export function createCallMemory(): CallMemory {
  const proofs = new Map<string, { readonly api: string; readonly id: string }>()
  const accessTokens = new Map<string, true>()
  const refreshTokens = new Map<string, true>()
  const properties = new Map<string, true>()
  return {
    findProof: (proof) => proofs.get(sha256(proof)),
    isAccessToken: (value) => accessTokens.has(sha256(value)),
    isRefreshToken: (value) => refreshTokens.has(sha256(value)),
    isSet: (property) => properties.has(property),
    learn: (call) => {
      const { entry, proof, presentedToken } = call
      for (const { key } of listIdleProperties(call)) remember(properties, key, true)
      const { api, id, response } = entry
      if (proof !== undefined && !proofs.has(sha256(proof.text))) {
        remember(proofs, sha256(proof.text), { api, id })
      }
      for (const value of [
        presentedToken,
        readText(response, 'accessToken'),
        readText(response, 'jwtAccessToken'),
      ]) {
        if (value !== undefined) remember(accessTokens, sha256(value), true)
      }
      const refreshToken = readText(response, 'refreshToken')
      if (refreshToken !== undefined) remember(refreshTokens, sha256(refreshToken), true)
    },
  }
}

function remember<Value>(facts: Map<string, Value>, key: string, value: Value): void {
  facts.set(key, value)
  for (const oldest of facts.keys()) {
    if (facts.size <= remembered) break
    facts.delete(oldest)
  }
}
