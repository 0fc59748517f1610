import { all, returned, transaction, type Query, type Transaction } from './unit.ts'

export function ping(): Query<unknown> {
  return all('SELECT count(*) FROM services', [], (row) => row)
}

export function countStart(): Transaction<number> {
  return transaction('write', function* () {
    const start = yield* returned('INSERT INTO starts DEFAULT VALUES RETURNING start', [], readStart)
    return Number(start) - 1
  })
}

function readStart({ start }: { readonly start: number }): number {
  return start
}
