import type { AccessToken, RefreshToken } from '../../model/access-token.ts'
import type { TokenChange, TokenOwner, TokenPair } from '../values.ts'
import { removeRefreshToken } from './token-ends.ts'
import { insertAccessToken, insertRefreshToken } from './token-rows.ts'
import { nameRow, nameRows } from './tables.ts'
import { chooseOwned, findAccessToken, findRefreshToken } from './tokens.ts'
import { change, transaction } from './unit.ts'
import type { Steps, Transaction } from './unit.ts'

export function updateToken(
  generation: number,
  tokenHash: string,
  next: TokenChange,
): Transaction<TokenPair | 'access_token_exists' | undefined> {
  return transaction('write', function* () {
    const found = yield* findAccessToken(generation, { tokenHash })
    if (found === undefined) return undefined
    const accessToken = next.accessToken(found.token)
    const isRenamed = accessToken.tokenHash !== tokenHash
    if (isRenamed && (yield* findAccessToken(generation, accessToken)) !== undefined) {
      return 'access_token_exists'
    }
    yield* change(
      'DELETE FROM access_tokens WHERE generation = ? AND token_hash = ?',
      [generation, tokenHash],
      [nameRow('access_tokens', generation, tokenHash)],
    )
    yield* insertAccessToken(generation, accessToken)
    const refreshToken = yield* updateRefreshToken(generation, accessToken, next.refreshToken)
    return refreshToken === undefined ? { accessToken } : { accessToken, refreshToken }
  })
}

function* updateRefreshToken(
  generation: number,
  { refreshTokenHash: tokenHash }: AccessToken,
  next: TokenChange['refreshToken'],
): Steps<RefreshToken | undefined> {
  const found = tokenHash === undefined ? undefined : yield* findRefreshToken(generation, { tokenHash })
  if (found === undefined) return undefined
  const token = { ...next(found), tokenHash: found.tokenHash }
  yield* removeRefreshToken(generation, token.tokenHash)
  yield* insertRefreshToken(generation, token)
  return token
}

export function rescopeTokens(
  generation: number,
  owner: TokenOwner,
  scopes: readonly string[],
): Transaction<number> {
  const [chosen, values] = chooseOwned(generation, owner)
  return transaction('write', function* () {
    let accessTokens = 0
    for (const table of ['refresh_tokens', 'access_tokens']) {
      const text = `UPDATE ${table} AS a SET scopes = ? ${chosen}`
      accessTokens = yield* change(text, [scopes.join(' '), ...values], [nameRows(table, generation)])
    }
    return accessTokens
  })
}
