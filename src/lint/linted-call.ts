import type { JournalEntry } from '../journal/journal.ts'
import { isJsonObject, type JsonObject } from '../base/json.ts'
import { readCompactJws, type CompactJws } from '../oauth/jose/compact-jws.ts'
import type { Verdict } from '../base/verdict.ts'

/** A call in the journal, parsed for the rules. */
export interface LintedCall {
  readonly entry: JournalEntry
  /** Empty if the call has no body, or one that is no object. */
  readonly body: JsonObject
  /** The access token that a client presented; absent if the API has none. */
  readonly presentedToken?: string
  readonly proof?: CompactJws
  /** The verdicts of the trace, by the names of their checks. */
  readonly verdicts: ReadonlyMap<string, Verdict>
}

/** The member of an API that contains the access token of a client. */
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

/** A member that is a non-empty string. */
export function readText(object: JsonObject, member: string): string | undefined {
  const value = object[member]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A URI in the form of `htu`. */
export function withoutQuery(uri: string): string {
  return uri.replace(/[?#].*/s, '')
}

/** Whether a check was skipped. */
export function isSkipped({ verdicts }: LintedCall, check: string): boolean {
  return verdicts.get(check)?.verdict === 'skipped'
}

/** Whether a check refused the call; most refusals of Authlete have status 200. */
export function isRefused({ entry }: LintedCall): boolean {
  return entry.trace.at(-1)?.verdict === 'fail'
}
