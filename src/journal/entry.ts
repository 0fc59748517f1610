import type { Source, Verdict } from '../base/verdict.ts'

/** One call to one of Authlete's APIs and its answer. Tokens are stored as they were sent. */
export interface JournalEntry {
  readonly id: string
  /** The service's time, epoch milliseconds. */
  readonly at: number
  /** The path behind the service in the contract's form, without a leading slash; empty if there is no API. */
  readonly api: string
  /** The status that the caller received; 0 if a fault prevented a response. */
  readonly status: number
  /** The faults that happened to it, joined by `+`. Action, code, reason and trace are those of the decision. */
  readonly fault?: string
  readonly action?: string
  /** Absent if the answer is a bare object. */
  readonly resultCode?: string
  readonly gmAction?: string
  readonly durationMs: number
  readonly reason: string
  readonly source: Source
  readonly conditionSource: Source
  readonly messageSource: Source
  readonly request: {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, unknown>>
    /** Numbers that JavaScript would write differently are strings in it. */
    readonly body?: unknown
    /** The body as it was sent, if it has such numbers or is a form. */
    readonly text?: string
  }
  readonly response: Readonly<Record<string, unknown>>
  readonly trace: readonly Verdict[]
}

/** A call among those to all services. */
export interface NumberedEntry {
  /** The service that it reached, or `ofNoService` of the journal. */
  readonly serviceId: string
  /** Its place among all calls. */
  readonly number: number
  readonly entry: JournalEntry
}
