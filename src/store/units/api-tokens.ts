import type { ApiToken } from '../../model/api-token.ts'
import { toApiToken } from './rows.ts'
import { nameRow, nameRows } from './tables.ts'
import { change, changeOne, kept, transaction, type Query, type Transaction } from './unit.ts'

/** True if no token with that value exists, of any service. */
export function saveApiToken({ tokenHash, serviceId, rights, expiresAt }: ApiToken): Query<boolean> {
  return changeOne(
    'INSERT INTO api_tokens VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
    [tokenHash, serviceId ?? null, rights.join(' '), expiresAt ?? null],
    [nameRow('api_tokens', '', tokenHash)],
  )
}

export function findApiToken(tokenHash: string): Query<ApiToken | undefined> {
  return kept(
    'SELECT token_hash, service_id, rights, expires_at FROM api_tokens WHERE token_hash = ?',
    [tokenHash],
    toApiToken,
    (token) => [nameRow('api_tokens', '', token.tokenHash), nameOfOwner(token.serviceId)],
  )
}

/** Deletes the API tokens of a service, or those of no service. */
export function removeApiTokens(serviceId?: string): Query<number> {
  const about = [nameOfOwner(serviceId)]
  return serviceId === undefined
    ? change('DELETE FROM api_tokens WHERE service_id IS NULL', [], about)
    : change('DELETE FROM api_tokens WHERE service_id = ?', [serviceId], about)
}

/** The name of all API tokens of a service, or of those of no service. */
function nameOfOwner(serviceId = 'none'): string {
  return nameRows('api_tokens', serviceId)
}

export function replaceOrganizationTokens(tokens: readonly ApiToken[]): Transaction<void> {
  return transaction('write', function* () {
    yield* removeApiTokens()
    for (const token of tokens) yield* saveApiToken(token)
  })
}
