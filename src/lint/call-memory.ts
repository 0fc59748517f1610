import { sha256 } from '../base/digest.ts'
import type { JournalEntry } from '../journal/journal.ts'
import { listIneffectiveProperties, type IneffectiveProperty } from './ineffective-properties.ts'
import { readCall, readText, type LintedCall } from './linted-call.ts'

/** Older facts are dropped beyond this number, so that the cost of watching a service is bounded. */
const remembered = 10_000

/** Facts from earlier calls of the same service. Secrets are stored as digests. */
export interface CallMemory {
  /** The earlier call that sent this proof. */
  findProof(proof: string): { readonly api: string; readonly id: string } | undefined
  isAccessToken(value: string): boolean
  isRefreshToken(value: string): boolean
  /** Whether an earlier call has set this property of the same service or client. */
  isSet(property: IneffectiveProperty): boolean
  learn(call: LintedCall): void
}

/** Calls that were not learnt, oldest first, whose JSON contains all of the texts. */
export type CallSearch = (texts: readonly string[]) => Iterable<JournalEntry>

/** Stores facts of the calls that it learns, and searches earlier calls for all others. */
export function createCallMemory(search: CallSearch = () => []): CallMemory {
  const proofs = new Map<string, { readonly api: string; readonly id: string }>()
  const accessTokens = new Map<string, true>()
  const refreshTokens = new Map<string, true>()
  const properties = new Map<string, true>()
  const learn = (call: LintedCall): void => {
    const { entry, proof, presentedToken } = call
    for (const property of listIneffectiveProperties(call)) remember(properties, keyOf(property), true)
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
  }
  /** Learns only as many calls as the fact needs. */
  const knows = (facts: ReadonlyMap<string, unknown>, key: string, ...texts: readonly string[]): boolean => {
    if (facts.has(key)) return true
    for (const entry of search(texts)) {
      learn(readCall(entry))
      if (facts.has(key)) return true
    }
    return false
  }
  return {
    findProof: (proof) => {
      for (const entry of search([writeMember('dpop', proof)])) {
        if (readCall(entry).proof?.text === proof) return entry
      }
      return proofs.get(sha256(proof))
    },
    isAccessToken: (value) => knows(accessTokens, sha256(value), JSON.stringify(value)),
    isRefreshToken: (value) => knows(refreshTokens, sha256(value), writeMember('refreshToken', value)),
    isSet: (property) => knows(properties, keyOf(property), `"${property.member}":`, property.owner),
    learn,
  }
}

function keyOf({ owner, name }: IneffectiveProperty): string {
  return `${owner}/${name}`
}

function writeMember(name: string, value: string): string {
  return `"${name}":${JSON.stringify(value)}`
}

function remember<Value>(facts: Map<string, Value>, key: string, value: Value): void {
  facts.set(key, value)
  for (const oldest of facts.keys()) {
    if (facts.size <= remembered) break
    facts.delete(oldest)
  }
}
