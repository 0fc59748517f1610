import type { AuthorizationCode, GrantedScopes } from '../../model/authorization.ts'
import type { Grant } from '../../model/grant.ts'
import { splitWords, toGrant } from './rows.ts'
import { nameRow, nameRows, namesOf } from './tables.ts'
import { all, change, changeOne, kept, one, transaction } from './unit.ts'
import type { Query, Steps, Transaction } from './unit.ts'

const columns = 'grant_id, client_id, subject, scopes, claims, authorization_details, created_at'
const findText = `SELECT ${columns} FROM grants WHERE generation = ? AND grant_id = ?`

export function findGrant(generation: number, grantId: string): Query<Grant | undefined> {
  return kept(findText, [generation, grantId], toGrant, (grant) =>
    namesOf('grants', generation, grant.grantId),
  )
}

export function listGrants(generation: number): Query<readonly Grant[]> {
  const text = `SELECT ${columns} FROM grants WHERE generation = ? ORDER BY created_at, grant_id`
  return all(text, [generation], toGrant)
}

export function insertGrant(generation: number, grant: Grant): Query<number> {
  return change(
    'INSERT INTO grants VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    [
      generation,
      grant.grantId,
      grant.clientId,
      grant.subject ?? null,
      JSON.stringify(grant.scopes),
      JSON.stringify(grant.claims),
      JSON.stringify(grant.authorizationDetails),
      grant.createdAt,
    ],
    [nameRow('grants', generation, grant.grantId)],
  )
}

export function revokeGrant(generation: number, grantId: string): Transaction<boolean> {
  return transaction('write', () => removeGrant(generation, grantId))
}

/** Deletes a grant and its refresh tokens. */
export function* removeGrant(generation: number, grantId: string): Steps<boolean> {
  const values = [generation, grantId]
  yield* change(
    'DELETE FROM refresh_tokens /* by refresh_tokens_of_grant */ WHERE generation = ? AND grant_id = ?',
    values,
    [nameRows('refresh_tokens', generation)],
  )
  return yield* changeOne('DELETE FROM grants WHERE generation = ? AND grant_id = ?', values, [
    nameRow('grants', generation, grantId),
  ])
}

interface GrantedScopesRow {
  readonly latest: string
  readonly merged: string
  readonly modified_at: number
}

export function findGrantedScopes(
  generation: number,
  clientId: number,
  subject: string,
): Query<GrantedScopes | undefined> {
  return one(
    `SELECT latest, merged, modified_at FROM granted_scopes
     WHERE generation = ? AND client_id = ? AND subject = ?`,
    [generation, clientId, subject],
    ({ latest, merged, modified_at: modifiedAt }: GrantedScopesRow) => ({
      latest: splitWords(latest),
      merged: splitWords(merged),
      modifiedAt,
    }),
  )
}

export function deleteGrantedScopes(generation: number, clientId: number, subject: string): Query<boolean> {
  const text = 'DELETE FROM granted_scopes WHERE generation = ? AND client_id = ? AND subject = ?'
  return changeOne(text, [generation, clientId, subject])
}

/** Adds consented scopes to the record of granted ones; values of parameterised scopes are not recorded. */
export function* rememberScopes(generation: number, code: AuthorizationCode): Steps<void> {
  const { subject, createdAt, dynamicScopes, request } = code
  const unremembered = new Set(dynamicScopes)
  const scopes = code.scopes.filter((scope) => !unremembered.has(scope))
  const before = yield* findGrantedScopes(generation, request.clientId, subject)
  const merged = [...new Set([...(before?.merged ?? []), ...scopes])]
  yield* change(
    `INSERT INTO granted_scopes VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (generation, client_id, subject)
     DO UPDATE SET latest = excluded.latest, merged = excluded.merged, modified_at = excluded.modified_at`,
    [generation, request.clientId, subject, scopes.join(' '), merged.join(' '), createdAt],
  )
}
