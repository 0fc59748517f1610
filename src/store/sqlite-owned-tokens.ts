import type { Database } from 'better-sqlite3'
import type { AccessToken } from '../model/access-token.ts'
import { toAccessToken, toRefreshToken, type AccessTokenRow, type RefreshTokenRow } from './rows.ts'
import type { Page, Store, TokenOwner } from './store.ts'

type EndingMethods = Pick<Store, 'endTokensOfCode' | 'endTokensOf' | 'endTokenPair'>
type ChangingMethods = Pick<Store, 'updateAccessToken' | 'rescopeTokensOf'>
type ReadingMethods = Pick<Store, 'findRefreshToken' | 'listTokensOf'>

/** Which rows are an owner's: by client, by subject, or by both, each null where it does not matter. */
const owned =
  'world = @world AND (@clientId IS NULL OR client_id = @clientId) AND (@subject IS NULL OR subject = @subject)'

interface OwnerColumns {
  readonly world: number
  readonly clientId: number | null
  readonly subject: string | null
}

function ownerColumns(world: number, { clientId = null, subject = null }: NullableOwner): OwnerColumns {
  return { world, clientId, subject }
}

type NullableOwner = { readonly [Member in keyof TokenOwner]: TokenOwner[Member] | null }

export function sqliteOwnedTokens(database: Database): EndingMethods & ChangingMethods & ReadingMethods {
  return { ...endingMethods(database), ...changingMethods(database), ...readingMethods(database) }
}

function endingMethods(database: Database): EndingMethods {
  const tables = ['refresh_tokens', 'access_tokens'] as const
  const ofCode = tables.map((table) =>
    database.prepare(`DELETE FROM ${table} INDEXED BY ${table}_of_code WHERE world = ? AND code_hash = ?`),
  )
  const ofOwner = tables.map((table) =>
    database.prepare<[OwnerColumns]>(`DELETE FROM ${table} WHERE ${owned}`),
  )
  const endOfCode = database.transaction((world: number, codeHash: string) =>
    ofCode.reduce((total, statement) => total + statement.run(world, codeHash).changes, 0),
  )
  const endOfOwner = database.transaction((world: number, owner: TokenOwner) => {
    const [, accessTokens = 0] = ofOwner.map((statement) => statement.run(ownerColumns(world, owner)).changes)
    return accessTokens
  })
  return {
    endTokensOfCode: async (world, codeHash) => endOfCode.immediate(world, codeHash),
    endTokensOf: async (world, owner) => endOfOwner.immediate(world, owner),
    endTokenPair: pairEnding(database),
  }
}

function pairEnding(database: Database): Store['endTokenPair'] {
  const endAccessToken = database.prepare<[number, string], { refresh_token_hash: string | null }>(
    'DELETE FROM access_tokens WHERE world = ? AND token_hash = ? RETURNING refresh_token_hash',
  )
  const endRefreshToken = database.prepare('DELETE FROM refresh_tokens WHERE world = ? AND token_hash = ?')
  const endIssuedWith = database.prepare(
    `DELETE FROM access_tokens INDEXED BY access_tokens_of_refresh_token
     WHERE world = ? AND refresh_token_hash = ?`,
  )
  const end = database.transaction((world: number, tokenHash: string) => {
    const accessToken = endAccessToken.get(world, tokenHash)
    const refreshTokenHash = accessToken === undefined ? tokenHash : accessToken.refresh_token_hash
    const ended = refreshTokenHash !== null && endRefreshToken.run(world, refreshTokenHash).changes === 1
    if (ended) endIssuedWith.run(world, refreshTokenHash)
    return ended || accessToken !== undefined
  })
  return async (world, tokenHash) => end.immediate(world, tokenHash)
}

function changingMethods(database: Database): ChangingMethods {
  const find = database.prepare<[number, string], AccessTokenRow>(
    'SELECT * FROM access_tokens WHERE world = ? AND token_hash = ?',
  )
  const write = database.prepare(
    `UPDATE OR IGNORE access_tokens
     SET token_hash = ?, subject = ?, scopes = ?, expires_at = ?, jkt = ?, certificate_thumbprint = ?, details = ?
     WHERE world = ? AND token_hash = ?`,
  )
  const rescopes = ['refresh_tokens', 'access_tokens'].map((table) =>
    database.prepare<[OwnerColumns & { scopes: string }]>(
      `UPDATE ${table} SET scopes = @scopes WHERE ${owned}`,
    ),
  )
  const change = database.transaction(
    (world: number, tokenHash: string, next: (token: AccessToken) => AccessToken) => {
      const row = find.get(world, tokenHash)
      if (row === undefined) return undefined
      const token = next(toAccessToken(row))
      const written = write.run(...changeableColumns(token), world, tokenHash)
      return written.changes === 1 ? token : ('access_token_exists' as const)
    },
  )
  const rescope = database.transaction((world: number, owner: TokenOwner, scopes: readonly string[]) => {
    const columns = { ...ownerColumns(world, owner), scopes: scopes.join(' ') }
    const [, accessTokens = 0] = rescopes.map((statement) => statement.run(columns).changes)
    return accessTokens
  })
  return {
    updateAccessToken: async (world, tokenHash, next) => change.immediate(world, tokenHash, next),
    rescopeTokensOf: async (world, owner, scopes) => rescope.immediate(world, owner, scopes),
  }
}

function changeableColumns({ details, ...token }: AccessToken) {
  return [
    token.tokenHash,
    token.subject ?? null,
    token.scopes.join(' '),
    token.expiresAt,
    token.jkt ?? null,
    token.certificateThumbprint ?? null,
    details === undefined ? null : JSON.stringify(details),
  ] as const
}

function readingMethods(database: Database): ReadingMethods {
  const findRefreshToken = database.prepare<[number, string], RefreshTokenRow>(
    'SELECT * FROM refresh_tokens WHERE world = ? AND token_hash = ?',
  )
  const count = database.prepare<[OwnerColumns], { total: number }>(
    `SELECT count(*) AS total FROM access_tokens WHERE ${owned}`,
  )
  const list = database.prepare<
    [OwnerColumns & { limit: number; offset: number }],
    AccessTokenRow & { refresh_end: number | null }
  >(
    `SELECT *, (SELECT expires_at FROM refresh_tokens r
                WHERE r.world = access_tokens.world AND r.token_hash = access_tokens.refresh_token_hash) AS refresh_end
     FROM access_tokens WHERE ${owned} ORDER BY created_at, token_hash LIMIT @limit OFFSET @offset`,
  )
  return {
    findRefreshToken: async (world, tokenHash) => {
      const row = findRefreshToken.get(world, tokenHash)
      return row && toRefreshToken(row)
    },
    listTokensOf: async (world, owner, { start, end }: Page) => {
      const columns = ownerColumns(world, owner)
      const rows = list.all({ ...columns, limit: Math.max(0, end - start), offset: start })
      return {
        entries: rows.map((row) => ({
          token: toAccessToken(row),
          ...(row.refresh_end !== null && { refreshTokenExpiresAt: row.refresh_end }),
        })),
        totalCount: count.get(columns)?.total ?? 0,
      }
    },
  }
}
