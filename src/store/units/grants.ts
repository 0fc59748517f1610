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

const insertion = `INSERT INTO grants (generation, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`
const insertText = `${insertion} ON CONFLICT DO NOTHING`
const putText = `${insertion} ON CONFLICT (generation, grant_id)
  DO UPDATE SET ${columns.replace('grant_id, ', '').replaceAll(/\w+/g, '$& = excluded.$&')}`

/** Inserts a grant where there is none with its id. */
export function insertGrant(generation: number, grant: Grant): Query<number> {
  return writeGrant(insertText, generation, grant)
}

/** Inserts a grant, in the place of the one with its id. */
export function putGrant(generation: number, grant: Grant): Query<number> {
  return writeGrant(putText, generation, grant)
}

function writeGrant(text: string, generation: number, grant: Grant): Query<number> {
  const { grantId, clientId, subject = null, scopes, claims, authorizationDetails, createdAt } = grant
  const contents = [scopes, claims, authorizationDetails].map((content) => JSON.stringify(content))
  const values = [generation, grantId, clientId, subject, ...contents, createdAt]
  return change(text, values, [nameRow('grants', generation, grantId)])
}

/** Deletes a grant and its refresh tokens. True if there was one. */
export function revokeGrant(generation: number, grantId: string): Transaction<boolean> {
  return transaction('write', function* () {
    yield* endRefreshTokensOf(generation, grantId)
    const text = 'DELETE FROM grants WHERE generation = ? AND grant_id = ?'
    return yield* changeOne(text, [generation, grantId], [nameRow('grants', generation, grantId)])
  })
}

export function endRefreshTokensOf(generation: number, grantId: string): Query<number> {
  return change(
    'DELETE FROM refresh_tokens /* by refresh_tokens_of_grant */ WHERE generation = ? AND grant_id = ?',
    [generation, grantId],
    [nameRows('refresh_tokens', generation)],
  )
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
