import type { Database } from 'better-sqlite3'
import type { AccessToken, RefreshToken } from '../model/access-token.ts'
import {
  selectFoundAccessTokens,
  selectRenewedRefreshToken,
  toAccessToken,
  toFoundAccessToken,
  toRefreshToken,
  type AccessTokenRow,
  type FoundAccessTokenRow,
  type RefreshTokenRow,
} from './rows.ts'
import type { Generations } from './sqlite-generations.ts'
import type { Page, TokenOwner, TokenPairChange } from './store.ts'
import type { Units } from './units.ts'

type EndingMethods = Pick<Units, 'endTokensOfCode' | 'endTokensOf' | 'endOldestTokensOf' | 'endTokenPair'>
type ChangingMethods = Pick<Units, 'updateTokenPair' | 'rescopeTokensOf'>
type ReadingMethods = Pick<
  Units,
  'findRefreshToken' | 'findRenewedRefreshToken' | 'findRefreshTokenOfExpired' | 'listTokensOf'
>

/** Which rows are an owner's: client and subject are each null where they do not matter. */
const owned =
  'a.generation = @generation AND (@clientId IS NULL OR a.client_id = @clientId) AND (@subject IS NULL OR a.subject = @subject)'

const tokenTables = ['refresh_tokens', 'access_tokens'] as const

interface OwnerColumns {
  readonly generation: number
  readonly clientId: number | null
  readonly subject: string | null
}

function ownerColumns(generation: number, { clientId, subject }: TokenOwner): OwnerColumns {
  return { generation, clientId: clientId ?? null, subject: subject ?? null }
}

export function sqliteOwnedTokens(
  database: Database,
  generations: Generations,
): EndingMethods & ChangingMethods & ReadingMethods {
  return {
    ...endingMethods(database),
    ...changingMethods(database, generations),
    ...readingMethods(database),
  }
}

function endingMethods(database: Database): EndingMethods {
  const ofCode = tokenTables.map((table) =>
    database.prepare(
      `DELETE FROM ${table} INDEXED BY ${table}_of_code WHERE generation = ? AND code_hash = ?`,
    ),
  )
  const endOfCode = database.transaction((generation: number, codeHash: string) =>
    ofCode.reduce((total, statement) => total + statement.run(generation, codeHash).changes, 0),
  )
  const endOfOwner = database.transaction(ownerEnding(database))
  const endTokenPair = pairEnding(database)
  return {
    endTokensOfCode: (generation, codeHash) => endOfCode.immediate(generation, codeHash),
    endTokensOf: (generation, owner) => endOfOwner.immediate(generation, owner),
    endOldestTokensOf: oldestEnding(database, endTokenPair),
    endTokenPair,
  }
}

function oldestEnding(database: Database, endTokenPair: Units['endTokenPair']): Units['endOldestTokensOf'] {
  const findOldest = database
    .prepare<[OwnerColumns & { limit: number }], string>(
      `SELECT token_hash FROM (
         SELECT a.token_hash, a.created_at FROM access_tokens a WHERE ${owned}
         UNION ALL
         SELECT a.token_hash, a.created_at FROM refresh_tokens a WHERE ${owned} AND NOT EXISTS (
           SELECT 1 FROM access_tokens WHERE generation = a.generation AND refresh_token_hash = a.token_hash)
       ) ORDER BY created_at, token_hash LIMIT @limit`,
    )
    .pluck()
  const end = database.transaction((generation: number, owner: TokenOwner, limit: number) => {
    const tokenHashes = findOldest.all({ ...ownerColumns(generation, owner), limit })
    for (const tokenHash of tokenHashes) endTokenPair(generation, tokenHash)
    return tokenHashes.length
  })
  return (generation, owner, atMost) => end.immediate(generation, owner, atMost)
}

/** Ends all tokens of an owner, within a unit of work. Gives back how many access tokens there were. */
export function ownerEnding(database: Database) {
  const ends = tokenTables.map((table) =>
    database.prepare<[OwnerColumns]>(`DELETE FROM ${table} AS a WHERE ${owned}`),
  )
  return (generation: number, owner: TokenOwner): number => {
    const [, accessTokens = 0] = ends.map(
      (statement) => statement.run(ownerColumns(generation, owner)).changes,
    )
    return accessTokens
  }
}

function pairEnding(database: Database): Units['endTokenPair'] {
  const endAccessToken = database.prepare<[number, string], { refresh_token_hash: string | null }>(
    'DELETE FROM access_tokens WHERE generation = ? AND token_hash = ? RETURNING refresh_token_hash',
  )
  const endRefreshToken = database.prepare(
    'DELETE FROM refresh_tokens WHERE generation = ? AND token_hash = ?',
  )
  const endIssuedWith = database.prepare(
    `DELETE FROM access_tokens INDEXED BY access_tokens_of_refresh_token
     WHERE generation = ? AND refresh_token_hash = ?`,
  )
  const end = database.transaction((generation: number, tokenHash: string) => {
    const accessToken = endAccessToken.get(generation, tokenHash)
    const refreshTokenHash = accessToken === undefined ? tokenHash : accessToken.refresh_token_hash
    const ended = refreshTokenHash !== null && endRefreshToken.run(generation, refreshTokenHash).changes === 1
    if (ended) endIssuedWith.run(generation, refreshTokenHash)
    return ended || accessToken !== undefined
  })
  return (generation, tokenHash) => end.immediate(generation, tokenHash)
}

function changingMethods(database: Database, generations: Generations): ChangingMethods {
  const rescopes = tokenTables.map((table) =>
    database.prepare<[OwnerColumns & { scopes: string }]>(
      `UPDATE ${table} AS a SET scopes = @scopes WHERE ${owned}`,
    ),
  )
  const rescope = database.transaction((generation: number, owner: TokenOwner, scopes: readonly string[]) => {
    const columns = { ...ownerColumns(generation, owner), scopes: scopes.join(' ') }
    const [, accessTokens = 0] = rescopes.map((statement) => statement.run(columns).changes)
    return accessTokens
  })
  return {
    updateTokenPair: pairChanging(database, generations),
    rescopeTokensOf: (generation, owner, scopes) => rescope.immediate(generation, owner, scopes),
  }
}

function pairChanging(database: Database, generations: Generations): Units['updateTokenPair'] {
  const find = database.prepare<[number, string], AccessTokenRow>(
    'SELECT * FROM access_tokens WHERE generation = ? AND token_hash = ?',
  )
  const remove = database.prepare('DELETE FROM access_tokens WHERE generation = ? AND token_hash = ?')
  const changeRefreshToken = refreshTokenChanging(database, generations)
  const change = database.transaction((generation: number, tokenHash: string, next: TokenPairChange) => {
    const row = find.get(generation, tokenHash)
    if (row === undefined) return undefined
    const accessToken = next.accessToken(toAccessToken(row))
    if (accessToken.tokenHash !== tokenHash && find.get(generation, accessToken.tokenHash) !== undefined) {
      return 'access_token_exists' as const
    }
    remove.run(generation, tokenHash)
    generations.insertAccessToken(generation, accessToken)
    const refreshToken = changeRefreshToken(generation, accessToken, next.refreshToken)
    return refreshToken === undefined ? { accessToken } : { accessToken, refreshToken }
  })
  return (generation, tokenHash, next) => change.immediate(generation, tokenHash, next)
}

function refreshTokenChanging(database: Database, generations: Generations) {
  const find = database.prepare<[number, string], RefreshTokenRow>(
    'SELECT * FROM refresh_tokens WHERE generation = ? AND token_hash = ?',
  )
  const remove = database.prepare('DELETE FROM refresh_tokens WHERE generation = ? AND token_hash = ?')
  return (
    generation: number,
    { refreshTokenHash: tokenHash }: AccessToken,
    next: TokenPairChange['refreshToken'],
  ): RefreshToken | undefined => {
    const row = tokenHash === undefined ? undefined : find.get(generation, tokenHash)
    if (tokenHash === undefined || row === undefined) return undefined
    const token = { ...next(toRefreshToken(row)), tokenHash }
    remove.run(generation, tokenHash)
    generations.insertRefreshToken(generation, token)
    return token
  }
}

function readingMethods(database: Database): ReadingMethods {
  const findRefreshToken = database.prepare<[number, string], RefreshTokenRow>(
    'SELECT * FROM refresh_tokens WHERE generation = ? AND token_hash = ?',
  )
  const findRenewed = database.prepare<[number, string], RefreshTokenRow>(selectRenewedRefreshToken)
  const findOfExpired = database.prepare<[number, string], RefreshTokenRow>(
    `SELECT * FROM refresh_tokens INDEXED BY refresh_tokens_of_expired
     WHERE generation = ? AND expired_access_token_hash = ?`,
  )
  const count = database
    .prepare<[OwnerColumns], number>(`SELECT count(*) FROM access_tokens a WHERE ${owned}`)
    .pluck()
  const list = database.prepare<[OwnerColumns & { limit: number; offset: number }], FoundAccessTokenRow>(
    `${selectFoundAccessTokens}
     WHERE ${owned} ORDER BY a.created_at, a.token_hash LIMIT @limit OFFSET @offset`,
  )
  return {
    findRefreshToken: (generation, tokenHash) => {
      const row = findRefreshToken.get(generation, tokenHash)
      return row && toRefreshToken(row)
    },
    findRenewedRefreshToken: (generation, spentTokenHash) => {
      const row = findRenewed.get(generation, spentTokenHash)
      return row && toRefreshToken(row)
    },
    findRefreshTokenOfExpired: (generation, accessTokenHash) => {
      const row = findOfExpired.get(generation, accessTokenHash)
      return row && toRefreshToken(row)
    },
    listTokensOf: (generation, owner, { start, end }: Page) => {
      const columns = ownerColumns(generation, owner)
      const rows = list.all({ ...columns, limit: Math.max(0, end - start), offset: start })
      return {
        entries: rows.map(toFoundAccessToken),
        totalCount: count.get(columns) as number,
      }
    },
  }
}
