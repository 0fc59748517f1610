import type { Page, Part } from '../values.ts'

/** A value that a statement is given. */
export type Value = string | number | null

interface Step<Result> {
  /** Allows a unit of work as a part of a larger one: `const grant = yield* findGrant(generation, grantId)`. */
  readonly [Symbol.iterator]: () => Steps<Result>
}

/**
 * One statement. Its SQL is common to SQLite and PostgreSQL: a `?` for each value, `ON CONFLICT`, `RETURNING`. Where
 * they differ it has a named fragment, in a comment: `by` and the index that SQLite needs to be given.
 */
export interface Query<Result> extends Step<Result> {
  /** Its result: its row (which may be kept), whether there is one, all rows, how many it changed, or the changed row. */
  readonly kind: 'one' | 'kept' | 'exists' | 'all' | 'change' | 'returned'
  readonly text: string
  readonly values: readonly Value[]
  /** Converts a row, or the number of changed rows, to the result. */
  readonly read: (row: never) => unknown
  /** Names the rows that the result of a read comes from: an engine may keep it until one of them changes. */
  readonly from?: (found: never) => readonly string[]
  /** The names of the rows that a change is about; without them it may be about any row. */
  readonly about?: readonly string[] | undefined
}

/** Statements that are executed together or not at all. An engine may have to repeat the work. */
export interface Transaction<Result> extends Step<Result> {
  readonly kind: 'read' | 'write'
  readonly work: () => Steps<Result>
}

/** A unit of work, which a driver runs. */
export type Unit<Result> = Query<Result> | Transaction<Result>

/** Work in progress: it yields a unit and gets its result back. */
export type Steps<Result> = Generator<Unit<unknown>, Result, unknown>

/** Thrown within a transaction: undoes it, and the transaction's result is the one given here. */
export class Undone extends Error {
  readonly result: unknown
  constructor(result: unknown) {
    super('undone')
    this.result = result
  }
}

function* ask<Result>(this: Unit<Result>): Steps<Result> {
  return (yield this) as Result
}

export function one<Result>(
  text: string,
  values: readonly Value[],
  read: (row: never) => Result,
): Query<Result | undefined> {
  return { kind: 'one', text, values, read, [Symbol.iterator]: ask }
}

/** The key of a row. Only its last part may contain spaces, so that all parts in a row are a key, too. */
type Key =
  | readonly [string]
  | readonly [generation: number, key: string | number]
  | readonly [generation: number, kind: string, key: string]

/** Reads a row by its key; an engine may keep the result until one of the rows changes that it comes from. */
export function kept<Result>(
  text: string,
  key: Key,
  read: (row: never) => Result,
  from: (found: Result) => readonly string[],
): Query<Result | undefined> {
  return { kind: 'kept', text, values: key, read, from, [Symbol.iterator]: ask }
}

export function all<Result>(
  text: string,
  values: readonly Value[],
  read: (row: never) => Result,
): Query<readonly Result[]> {
  return { kind: 'all', text, values, read, [Symbol.iterator]: ask }
}

/** Whether there is such a row: `FROM` and what follows it. */
export function exists(text: string, values: readonly Value[]): Query<boolean> {
  return { kind: 'exists', text: `SELECT 1 AS found ${text}`, values, read: same, [Symbol.iterator]: ask }
}

/** Changes rows and counts them. */
export function change(text: string, values: readonly Value[], about?: readonly string[]): Query<number> {
  return { kind: 'change', text, values, read: same, about, [Symbol.iterator]: ask }
}

/** Changes the one row that is meant. False if there is none. */
export function changeOne(text: string, values: readonly Value[], about?: readonly string[]): Query<boolean> {
  return { kind: 'change', text, values, read: isOne, about, [Symbol.iterator]: ask }
}

/** Changes a row and reads it, by `RETURNING`. */
export function returned<Result>(
  text: string,
  values: readonly Value[],
  read: (row: never) => Result,
  about?: readonly string[],
): Query<Result | undefined> {
  return { kind: 'returned', text, values, read, about, [Symbol.iterator]: ask }
}

/** Whether a unit of work that had this result has changed rows. */
export function hasChanged({ kind }: Unit<unknown>, result: unknown): boolean {
  return kind === 'change' ? Boolean(result) : kind === 'returned' && result !== undefined
}

export function transaction<Result>(
  kind: Transaction<Result>['kind'],
  work: () => Steps<Result>,
): Transaction<Result> {
  return { kind, work, [Symbol.iterator]: ask }
}

/** A part of the rows of a condition, and their total number. All of them without a page. */
export function listPart<Entry>(
  { select, from, chosen, order }: Readonly<Record<'select' | 'from' | 'chosen' | 'order', string>>,
  values: readonly Value[],
  page: Page | undefined,
  read: (row: never) => Entry,
): Transaction<Part<Entry>> {
  return transaction('read', function* () {
    const listed = `${select} ${chosen} ORDER BY ${order}`
    if (page === undefined) {
      const entries = yield* all(listed, values, read)
      return { entries, totalCount: entries.length }
    }
    const limits = [Math.max(0, page.end - page.start), page.start]
    const entries = yield* all(`${listed} LIMIT ? OFFSET ?`, [...values, ...limits], read)
    const counted = one(`SELECT count(*) AS total FROM ${from} ${chosen}`, values, readTotal)
    return { entries, totalCount: (yield* counted) as number }
  })
}

function readTotal({ total }: { readonly total: number }): number {
  return total
}

function same(value: number): number {
  return value
}

function isOne(changes: number): boolean {
  return changes === 1
}
