import type { TokenFilter, TokenOwner } from '../values.ts'
import { chooseOwned } from './tokens.ts'
import { nameRow, nameRows } from './tables.ts'
import { all, change, changeOne, returned, transaction } from './unit.ts'
import type { Steps, Transaction } from './unit.ts'

const tokenTables = ['refresh_tokens', 'access_tokens'] as const

export function endTokens(generation: number, filter: TokenFilter, atMost?: number): Transaction<number> {
  return transaction('write', () => {
    if ('pairOf' in filter) return endPair(generation, filter.pairOf)
    if ('codeHash' in filter) return endOfCode(generation, filter.codeHash)
    return atMost === undefined ? endOfOwner(generation, filter) : endOldest(generation, filter, atMost)
  })
}

function* endOfCode(generation: number, codeHash: string): Steps<number> {
  let accessTokens = 0
  for (const table of tokenTables) {
    accessTokens = yield* change(
      `DELETE FROM ${table} /* by ${table}_of_code */ WHERE generation = ? AND code_hash = ?`,
      [generation, codeHash],
      [nameRows(table, generation)],
    )
  }
  return accessTokens
}

export function* endOfOwner(generation: number, owner: TokenOwner): Steps<number> {
  const [chosen, values] = chooseOwned(generation, owner)
  let accessTokens = 0
  for (const table of tokenTables) {
    const about = [nameRows(table, generation)]
    accessTokens = yield* change(`DELETE FROM ${table} AS a ${chosen}`, values, about)
  }
  return accessTokens
}

function* endOldest(generation: number, owner: TokenOwner, atMost: number): Steps<number> {
  const [chosen, values] = chooseOwned(generation, owner)
  const tokenHashes = yield* all(
    `SELECT token_hash FROM (
       SELECT a.token_hash, a.created_at FROM access_tokens a ${chosen}
       UNION ALL
       SELECT a.token_hash, a.created_at FROM refresh_tokens a ${chosen} AND NOT EXISTS (
         SELECT 1 FROM access_tokens o WHERE o.generation = a.generation AND o.refresh_token_hash = a.token_hash)
     ) AS oldest ORDER BY created_at, token_hash LIMIT ?`,
    [...values, ...values, atMost],
    (row: { readonly token_hash: string }) => row.token_hash,
  )
  for (const tokenHash of tokenHashes) yield* endPair(generation, tokenHash)
  return tokenHashes.length
}

/** Ends an access token, or a refresh token, and its counterpart: 1, or 0 if there is none. */
function* endPair(generation: number, tokenHash: string): Steps<number> {
  const accessToken = yield* returned(
    'DELETE FROM access_tokens WHERE generation = ? AND token_hash = ? RETURNING refresh_token_hash',
    [generation, tokenHash],
    (row: { readonly refresh_token_hash: string | null }) => row,
    [nameRow('access_tokens', generation, tokenHash)],
  )
  const refreshTokenHash = accessToken === undefined ? tokenHash : accessToken.refresh_token_hash
  const isEnded = refreshTokenHash !== null && (yield* removeRefreshToken(generation, refreshTokenHash))
  if (isEnded) yield* endIssuedWith(generation, refreshTokenHash)
  return isEnded || accessToken !== undefined ? 1 : 0
}

export function removeRefreshToken(generation: number, tokenHash: string) {
  const text = 'DELETE FROM refresh_tokens WHERE generation = ? AND token_hash = ?'
  return changeOne(text, [generation, tokenHash], [nameRow('refresh_tokens', generation, tokenHash)])
}

/** Ends the access tokens that were issued with a refresh token; what is read of them comes from that, too. */
export function endIssuedWith(generation: number, refreshTokenHash: string) {
  return change(
    `DELETE FROM access_tokens /* by access_tokens_of_refresh_token */
     WHERE generation = ? AND refresh_token_hash = ?`,
    [generation, refreshTokenHash],
    [nameRow('refresh_tokens', generation, refreshTokenHash)],
  )
}
