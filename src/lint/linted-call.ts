import type { JournalEntry } from '../journal/journal.ts'
import { isJsonObject, type JsonObject } from '../base/json.ts'
import { readCompactJws, type CompactJws } from '../oauth/jose/compact-jws.ts'
import type { Verdict } from '../base/verdict.ts'

/** A call in the journal, with what the rules look at read once. */
export interface LintedCall {
  readonly entry: JournalEntry
  /** Empty where the call has no body, or one that is no object. */
  readonly body: JsonObject
  /** The access token that a client presented; absent where the API takes none. */
  readonly presentedToken?: string
  readonly proof?: CompactJws
  /** The checks that were made, by their names. */
  readonly verdicts: ReadonlyMap<string, Verdict>
}

/** The member in which an API takes the access token that a client presented. */
const tokenMembers: Readonly<Record<string, string>> = {
  gm: 'accessToken',
  'auth/introspection': 'token',
  'auth/userinfo': 'token',
  'auth/userinfo/issue': 'token',
}

export function readCall(entry: JournalEntry): LintedCall {
  const body = isJsonObject(entry.request.body) ? entry.request.body : {}
  const presentedToken = readText(body, tokenMembers[entry.api] ?? '')
  const proof = readCompactJws(readText(body, 'dpop') ?? '')
  return {
    entry,
    body,
    verdicts: new Map(entry.trace.map((verdict) => [verdict.check, verdict])),
    ...(presentedToken !== undefined && { presentedToken }),
    ...(!('error' in proof) && { proof }),
  }
}

/** A member that is text, and not empty. */
export function readText(object: JsonObject, member: string): string | undefined {
  const value = object[member]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A URI as `htu` should have it. */
export function withoutQuery(uri: string): string {
  return uri.replace(/[?#].*/s, '')
}

/** Whether a check was passed over, because nothing asked for it. */
export function isSkipped({ verdicts }: LintedCall, check: string): boolean {
  return verdicts.get(check)?.verdict === 'skipped'
}
