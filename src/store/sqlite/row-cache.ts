import { LRUCache } from 'lru-cache'

/** What was read, and the names of the rows that it comes from. */
interface Kept {
  readonly result: unknown
  readonly rows: readonly string[]
}

/** Bounds on what is kept: the number of results, and the number of characters in their rows. */
const bounds = { max: 4000, maxSize: 16_000_000 }

/**
 * Keeps what was read until one of its rows changes: without it a call spends a sixth of its time on reading and
 * decoding the same few rows again. What is kept is frozen, because all callers share it.
 */
export function createRowCache() {
  const keysOf = new Map<string, Set<string>>()
  const unname = ({ rows }: Kept, key: string): void => {
    for (const row of rows) {
      const keys = keysOf.get(row) as Set<string>
      keys.delete(key)
      if (keys.size === 0) keysOf.delete(row)
    }
  }
  const kept = new LRUCache<string, Kept>({ ...bounds, dispose: unname })
  return {
    find: (key: string): unknown => kept.get(key)?.result,
    keep: (key: string, result: unknown, rows: readonly string[], row: unknown): void => {
      const size = measure(row)
      if (size > bounds.maxSize) return
      kept.set(key, { result: freeze(result), rows }, { size })
      for (const name of rows) keysOf.set(name, (keysOf.get(name) ?? new Set()).add(key))
    },
    /** Forgets what comes from these rows; everything, where they are not known. */
    forget: (rows?: readonly string[]): void => {
      if (rows === undefined) kept.clear()
      else for (const row of rows) for (const key of keysOf.get(row) ?? []) kept.delete(key)
    },
  }
}

/** The number of characters in a row, and one for each of its values. */
function measure(row: unknown): number {
  const values = Object.values(row as object).map((value) => (typeof value === 'string' ? value.length : 0))
  return values.reduce((total, length) => total + length + 1, 0)
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  Object.freeze(value)
  for (const key in value) freeze(value[key])
  return value
}
