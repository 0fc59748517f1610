import { oncePer } from '../base/once-per.ts'
import type { Source, Verdict } from '../base/verdict.ts'

export type OAuthError =
  | 'server_error'
  | 'invalid_request'
  | 'invalid_token'
  | 'invalid_dpop_proof'
  | 'use_dpop_nonce'
  | 'insufficient_scope'
  | 'invalid_client'
  | 'invalid_grant'
  | 'invalid_grant_id'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'unsupported_token_type'
  | 'invalid_scope'
  | 'temporarily_unavailable'
  | 'invalid_target'
  | 'invalid_authorization_details'
  | 'invalid_request_object'
  | 'invalid_request_uri'
  | 'request_uri_not_supported'
  | 'access_denied'
  | 'login_required'
  | 'consent_required'
  | 'interaction_required'
  | 'account_selection_required'
  | 'unmet_authentication_requirements'
  | 'insufficient_user_authentication'

/** An answer that is a bare object or empty, without a result code. */
export interface BareRow {
  /** The HTTP status. */
  readonly status: number
  readonly clause: string
  /** How we know the code, or, without one, the form of the answer. */
  readonly source: Source
  /**
   * How we know the condition, that is, the input that causes it. `observed` if a fact in test/facts shows it,
   * `documented` if Authlete says so in words, `inferred` if it is read off the text of a published code.
   */
  readonly conditionSource: Source
  /** How we know the text. */
  readonly messageSource: Source
}

/** One answer that an API can give. `message` may contain placeholders in braces. */
export interface OutcomeRow extends BareRow {
  readonly resultCode: string
  /** Absent at the front door, and for an API without actions. */
  readonly action?: string
  readonly message: string
  readonly error?: OAuthError
}

/** A row with its place in the catalogue. */
export interface Outcome extends BareRow, Partial<Omit<OutcomeRow, keyof BareRow>> {
  readonly api: string
  readonly reason: string
}

/** Why an API answered as it did; for the journal and the dry run, never part of the answer. */
interface Explanation {
  readonly reason: string
  readonly source: Source
  readonly conditionSource: Source
  readonly messageSource: Source
  readonly trace: readonly Verdict[]
}

/** What an API answers. Unset members are absent or undefined: `null` never appears. HTTP 204 has no body. */
export interface ApiAnswer {
  readonly status: number
  readonly body?: Readonly<Record<string, unknown>>
  /** Whether the body is indented, for people to read. */
  readonly indented?: boolean
  /** The new place of what was requested (RFC 9110 §10.2.2). */
  readonly location?: string
  readonly explanation: Explanation
}

/** The body of an answer as text; empty if it has none. */
export function writeBody({ body, indented }: ApiAnswer): string {
  return body === undefined ? '' : JSON.stringify(body, null, indented === true ? 2 : undefined)
}

/** The rows of one API as entries of the catalogue, in their order. */
export function listOutcomes(
  api: string,
  rows: Readonly<Record<string, BareRow | OutcomeRow>>,
): readonly Outcome[] {
  return Object.entries(rows).map(([reason, row]) => ({ api, reason, ...row }))
}

/** `[code] text`, with the placeholders filled and values from the request cleaned. */
export function resultMessage(row: OutcomeRow, values: Readonly<Record<string, string>> = {}): string {
  const { resultCode, message } = row
  const text = message.includes('{') ? fill(piecesOf(row), values) : message
  return `[${resultCode}] ${text}`
}

/** The texts of a message, and between them the names of its values. */
const piecesOf = oncePer(({ message }: OutcomeRow) => message.split(/[{}]/))

function fill(pieces: readonly string[], values: Readonly<Record<string, string>>): string {
  return pieces.map((piece, index) => (index % 2 === 0 ? piece : cleanText(String(values[piece])))).join('')
}

/** Only the characters that an `error_description` may have (RFC 6750 §3), so that no text ends its quoted string. */
export function cleanText(text: string): string {
  return text.replace(/[^\x20\x21\x23-\x5B\x5D-\x7E]/g, '?')
}

/** The parts of an answer that are not in its row: the values of the text, and the members of the body. */
export interface AnswerFacts {
  readonly values?: Readonly<Record<string, string>>
  /** Members that are undefined are left out. */
  readonly members?: Readonly<Record<string, unknown>>
  readonly trace: readonly Verdict[]
}

/** The answer of a row with a result code. Members in Authlete's order: the result, then the rest alphabetically. */
export function writeAnswer(
  reason: string,
  row: OutcomeRow,
  { values, members = {}, trace }: AnswerFacts,
): ApiAnswer {
  const { status, resultCode, action } = row
  return {
    status,
    body: {
      resultCode,
      resultMessage: resultMessage(row, values),
      ...sortMembers({ ...members, action }),
    },
    explanation: explain(reason, row, trace),
  }
}

/**
 * The same for an API that knows all members of its answers: `unset` has them in their order, with the values where an
 * answer does not set them. Sorting or adding them for every call would cost a tenth of an introspection.
 */
export function writeKnownAnswer(
  unset: Readonly<Record<string, unknown>>,
  reason: string,
  row: OutcomeRow,
  { values, members = {}, trace }: AnswerFacts,
): ApiAnswer {
  const body: Record<string, unknown> = { ...unset }
  for (const name in members) {
    const value = members[name]
    if (value !== undefined && name in unset) body[name] = value
  }
  body['resultCode'] = row.resultCode
  body['resultMessage'] = resultMessage(row, values)
  body['action'] = row.action
  return { status: row.status, body, explanation: explain(reason, row, trace) }
}

/** The answer of a row without a result code: the object itself, or empty (HTTP 204). */
export function writeBareAnswer(
  reason: string,
  row: BareRow,
  trace: readonly Verdict[],
  body?: object,
): ApiAnswer {
  return {
    status: row.status,
    ...(body !== undefined && { body: sortMembers(body) }),
    explanation: explain(reason, row, trace),
  }
}

/** Explains an answer, from its row. */
export function explain(
  reason: string,
  { source, conditionSource, messageSource }: BareRow,
  trace: readonly Verdict[],
): Explanation {
  return { reason, source, conditionSource, messageSource, trace }
}

function sortMembers(members: object): Readonly<Record<string, unknown>> {
  const present = Object.entries(members).filter(([, value]) => value !== undefined)
  return Object.fromEntries(present.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}
