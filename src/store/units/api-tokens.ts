import type { ApiToken } from '../../model/api-token.ts'
import { toApiToken, type ApiTokenRow } from './rows.ts'
import { change, changeOne, one, transaction, type Query, type Transaction } from './unit.ts'

/** True if no token with that value exists, of any service. */
export function saveApiToken({ tokenHash, serviceId, rights, expiresAt }: ApiToken): Query<boolean> {
  return changeOne('INSERT INTO api_tokens VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', [
    tokenHash,
    serviceId ?? null,
    rights.join(' '),
    expiresAt ?? null,
  ])
}

export function findApiToken(tokenHash: string): Query<ApiToken | undefined> {
  return one(
    'SELECT service_id, rights, expires_at FROM api_tokens WHERE token_hash = ?',
    [tokenHash],
    (row: Omit<ApiTokenRow, 'token_hash'>) => toApiToken(row, tokenHash),
  )
}

export function replaceOrganizationTokens(tokens: readonly ApiToken[]): Transaction<void> {
  return transaction('write', function* () {
    yield* change('DELETE FROM api_tokens WHERE service_id IS NULL', [])
    for (const token of tokens) yield* saveApiToken(token)
  })
}
