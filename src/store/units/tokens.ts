import type { AccessToken, FoundAccessToken, RefreshToken } from '../../model/access-token.ts'
import type { AccessTokenKey, Page, Part, RefreshTokenKey, TokenOwner } from '../values.ts'
import { selectFoundAccessTokens, toFoundAccessToken, toRefreshToken, tokenColumns } from './rows.ts'
import { nameRow, namesOf } from './tables.ts'
import { all, change, changeOne, kept, listPart, one, transaction } from './unit.ts'
import type { Query, Transaction, Value } from './unit.ts'

const selectAccessToken = `${selectFoundAccessTokens} WHERE a.generation = ? AND a.token_hash = ?`
const selectOfRefreshToken = `${selectFoundAccessTokens} WHERE a.generation = ? AND a.refresh_token_hash = ?`

export function findAccessToken(
  generation: number,
  key: AccessTokenKey,
): Query<FoundAccessToken | undefined> {
  return 'tokenHash' in key
    ? kept(selectAccessToken, [generation, key.tokenHash], toFoundAccessToken, (found) =>
        nameParts(generation, found),
      )
    : one(selectOfRefreshToken, [generation, key.refreshTokenHash], toFoundAccessToken)
}

/** The rows of an access token, of its client, and of its refresh token. */
function nameParts(generation: number, { token }: FoundAccessToken): readonly string[] {
  const { tokenHash, clientId, refreshTokenHash } = token
  return [
    ...namesOf('access_tokens', generation, tokenHash),
    ...namesOf('clients', generation, clientId),
    ...(refreshTokenHash === undefined ? [] : namesOf('refresh_tokens', generation, refreshTokenHash)),
  ]
}

/** Deletes an expired access token; its refresh token keeps its hash. False if it is gone already. */
export function endExpired(generation: number, token: AccessToken, now: number): Transaction<boolean> {
  const { tokenHash, refreshTokenHash } = token
  return transaction('write', function* () {
    const isEnded = yield* changeOne(
      'DELETE FROM access_tokens WHERE generation = ? AND token_hash = ? AND expires_at <= ?',
      [generation, tokenHash, now],
      [nameRow('access_tokens', generation, tokenHash)],
    )
    if (isEnded && refreshTokenHash !== undefined) {
      yield* change(
        'UPDATE refresh_tokens SET expired_access_token_hash = ? WHERE generation = ? AND token_hash = ?',
        [tokenHash, generation, refreshTokenHash],
        [nameRow('refresh_tokens', generation, refreshTokenHash)],
      )
    }
    return isEnded
  })
}

export function listAccessTokens(
  generation: number,
  owner: TokenOwner = {},
  page?: Page,
): Transaction<Part<FoundAccessToken>> {
  const [chosen, values] = chooseOwned(generation, owner)
  const parts = { select: selectFoundAccessTokens, from: 'access_tokens a', chosen }
  return listPart({ ...parts, order: 'a.created_at, a.token_hash' }, values, page, toFoundAccessToken)
}

/** The condition for the tokens of an owner, of a table named `a`. */
export function chooseOwned(
  generation: number,
  { clientId, subject }: TokenOwner,
): [chosen: string, values: readonly Value[]] {
  const ofClient = clientId === undefined ? [] : [clientId]
  const ofSubject = subject === undefined ? [] : [subject]
  const chosen = [
    'WHERE a.generation = ?',
    ...ofClient.map(() => 'a.client_id = ?'),
    ...ofSubject.map(() => 'a.subject = ?'),
  ]
  return [chosen.join(' AND '), [generation, ...ofClient, ...ofSubject]]
}

const selectRefreshToken = `SELECT ${tokenColumns} FROM refresh_tokens`
const refreshTokenKeys = {
  tokenHash: 'WHERE generation = ? AND token_hash = ?',
  renewedFrom: '/* by refresh_tokens_of_renewed */ WHERE generation = ? AND renews_token_hash = ?',
  expiredAccessTokenHash:
    '/* by refresh_tokens_of_expired */ WHERE generation = ? AND expired_access_token_hash = ?',
}

export function findRefreshToken(generation: number, key: RefreshTokenKey): Query<RefreshToken | undefined> {
  const [[name, value]] = Object.entries(key) as [[keyof typeof refreshTokenKeys, string]]
  return one(`${selectRefreshToken} ${refreshTokenKeys[name]}`, [generation, value], toRefreshToken)
}

export function listRefreshTokens(
  generation: number,
  owner: TokenOwner = {},
): Query<readonly RefreshToken[]> {
  const [chosen, values] = chooseOwned(generation, owner)
  return all(`${selectRefreshToken} a ${chosen} ORDER BY created_at, token_hash`, values, toRefreshToken)
}
