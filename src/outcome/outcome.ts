import type { Source, Verdict } from '../verdict.ts'

export type OAuthError =
  | 'server_error'
  | 'invalid_request'
  | 'invalid_token'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce'
  | 'insufficient_scope'

/** One answer that an API can give. `message` may hold placeholders in braces. */
export interface OutcomeRow {
  /** The HTTP status. */
  readonly status: number
  readonly resultCode: string
  /** Absent where the call ends at the front door, before the API has anything to decide. */
  readonly action?: string
  readonly message: string
  readonly error?: OAuthError
  readonly clause: string
  /** How we know the code. */
  readonly source: Source
  /** How we know the text. */
  readonly messageSource: Source
}

/** A row with its place in the catalogue. */
export interface Outcome extends OutcomeRow {
  readonly api: string
  readonly reason: string
}

/** Why an API answered as it did; for the journal and the dry run, never part of the answer. */
export interface Explanation {
  readonly reason: string
  readonly source: Source
  readonly messageSource: Source
  readonly trace: readonly Verdict[]
}

/** What an API answers. Unset members are absent: `null` never appears. */
export interface ApiAnswer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
  readonly explanation: Explanation
}

/** The rows of one API as entries of the catalogue, in their order. */
export function listOutcomes(api: string, rows: Readonly<Record<string, OutcomeRow>>): readonly Outcome[] {
  return Object.entries(rows).map(([reason, row]) => ({ api, reason, ...row }))
}

/** `[code] text`, with the placeholders filled and everything cleaned that came from a request. */
export function resultMessage(row: OutcomeRow, values: Readonly<Record<string, string>> = {}): string {
  const text = row.message.replace(/\{(\w+)\}/g, (_, name: string) => cleanText(String(values[name])))
  return `[${row.resultCode}] ${text}`
}

/** Only the characters that an `error_description` may have (RFC 6750 §3), so that no text ends its quoted string. */
export function cleanText(text: string): string {
  return text.replace(/[^\x20\x21\x23-\x5B\x5D-\x7E]/g, '?')
}
