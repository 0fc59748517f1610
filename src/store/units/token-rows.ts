import type { AccessToken, RefreshToken } from '../../model/access-token.ts'
import { keepCode } from './pending.ts'
import { tokenColumns } from './rows.ts'
import { nameRow } from './tables.ts'
import { changeOne, type Query, type Steps, type Value } from './unit.ts'

const places = '?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?'
const insertAccess = `INSERT INTO access_tokens (generation, ${tokenColumns}, refresh_token_hash)
  VALUES (?, ${places}, ?) ON CONFLICT DO NOTHING`
const insertRefresh = `INSERT INTO refresh_tokens (generation, ${tokenColumns}, renews_token_hash)
  VALUES (?, ${places}, ?) ON CONFLICT DO NOTHING`

/** False if one with that value exists. Its code is kept as long as the token. */
export function* insertAccessToken(generation: number, token: AccessToken): Steps<boolean> {
  yield* keepCode(generation, token)
  return yield* addAccessToken(generation, token)
}

/** The same for a refresh token. */
export function* insertRefreshToken(generation: number, token: RefreshToken): Steps<boolean> {
  yield* keepCode(generation, token)
  return yield* addRefreshToken(generation, token)
}

/** Adds the row of an access token, and nothing else. */
export function addAccessToken(generation: number, token: AccessToken): Query<boolean> {
  const values = [generation, ...valuesOf(token), token.refreshTokenHash ?? null]
  return changeOne(insertAccess, values, [nameRow('access_tokens', generation, token.tokenHash)])
}

/** The same for a refresh token. */
export function addRefreshToken(generation: number, token: RefreshToken): Query<boolean> {
  const values = [generation, ...valuesOf(token), token.details?.renews?.tokenHash ?? null]
  return changeOne(insertRefresh, values, [nameRow('refresh_tokens', generation, token.tokenHash)])
}

function valuesOf(token: RefreshToken): readonly Value[] {
  return [
    token.tokenHash,
    token.clientId,
    token.subject ?? null,
    token.scopes.join(' '),
    token.createdAt,
    token.expiresAt,
    token.grantId ?? null,
    token.jkt ?? null,
    token.certificateThumbprint ?? null,
    token.codeHash ?? null,
    token.details === undefined ? null : JSON.stringify(token.details),
  ]
}
