import type { Page, Part } from '../values.ts'
import { all, one, transaction, type Transaction, type Value } from './unit.ts'

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
