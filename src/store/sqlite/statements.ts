import type { Database, Statement } from 'better-sqlite3'
import { keptTables } from '../units/tables.ts'
import type { Query } from '../units/unit.ts'
import { createRowCache } from './row-cache.ts'

interface Prepared {
  readonly statement: Statement
  /** Unique among the statements of a database. */
  readonly number: number
  /** Whether it may change rows of which something is kept. */
  readonly concernsKept: boolean
}

/** Runs single statements. What is read in a transaction is not kept, because the transaction may be undone. */
export function createStatements(database: Database) {
  const prepare = statementKeeper(database)
  const cache = createRowCache()
  const find = (query: Query<unknown>, { statement, number }: Prepared): unknown => {
    const key = `${number} ${query.values.join(' ')}`
    const known = cache.find(key)
    if (known !== undefined) return known
    const row = statement.get(...query.values)
    if (row === undefined) return undefined
    const found = query.read(row as never)
    const from = query.from as (found: unknown) => readonly string[]
    if (!database.inTransaction) cache.keep(key, found, from(found), row)
    return found
  }
  const run = (query: Query<unknown>): unknown => {
    const prepared = prepare(query.text)
    const { statement, concernsKept } = prepared
    const read = query.read as (row: unknown) => unknown
    if (concernsKept) cache.forget(query.about)
    switch (query.kind) {
      case 'kept':
        return find(query, prepared)
      case 'change':
        return read(statement.run(...query.values).changes)
      case 'all':
        return statement.all(...query.values).map((row) => read(row))
      case 'exists':
        return statement.get(...query.values) !== undefined
      case 'one':
      case 'returned': {
        const row = statement.get(...query.values)
        return row === undefined ? undefined : read(row)
      }
    }
  }
  return { run, forgetKept: () => cache.forget() }
}

/** Prepares each statement once, when it is first needed, and finds it by its text. */
function statementKeeper(database: Database): (text: string) => Prepared {
  const statements = new Map<string, Prepared>()
  return (text) => {
    const known = statements.get(text)
    if (known !== undefined) return known
    const statement = database.prepare(nameIndexes(text))
    const concernsKept = !statement.readonly && mayChangeKept(text)
    const prepared = { statement, number: statements.size, concernsKept }
    statements.set(text, prepared)
    return prepared
  }
}

/** SQLite would prefer the primary key, which begins with the generation of all statements, to any other index. */
function nameIndexes(text: string): string {
  return text.replaceAll(/\/\* by (\w+) \*\//g, 'INDEXED BY $1')
}

function mayChangeKept(text: string): boolean {
  return keptTables.some((table) => text.includes(table))
}
