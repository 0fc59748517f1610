import type { Database } from 'better-sqlite3'
import type { AccessToken } from '../model/access-token.ts'
import type { UsedProof } from '../model/used-proof.ts'
import {
  selectFoundAccessTokens,
  toAccessToken,
  toFoundAccessToken,
  toGrant,
  toRefreshToken,
  type AccessTokenRow,
  type FoundAccessTokenRow,
  type GrantRow,
  type RefreshTokenRow,
} from './rows.ts'
import type { Generations } from './sqlite-generations.ts'
import type { NewToken } from './store.ts'
import type { Units } from './units.ts'

type AccessTokenMethods = Pick<
  Units,
  | 'saveToken'
  | 'findAccessToken'
  | 'findAccessTokenOfRefreshToken'
  | 'takeAccessToken'
  | 'listAccessTokens'
  | 'listRefreshTokens'
>
type GrantMethods = Pick<Units, 'findGrant' | 'listGrants' | 'revokeGrant'>
type ProofMethods = Pick<Units, 'recordProof' | 'isProofUsed'>

export function sqliteTokens(
  database: Database,
  generations: Generations,
): AccessTokenMethods & GrantMethods & ProofMethods {
  return {
    saveToken: tokenSaving(database, generations),
    ...tokenReading(database),
    ...grantMethods(database),
    ...proofMethods(database),
  }
}

function tokenSaving(database: Database, generations: Generations): Units['saveToken'] {
  const firstClient = database.prepare<[number], { client_id: number }>(
    'SELECT client_id FROM clients WHERE generation = ? ORDER BY position LIMIT 1',
  )
  const findClient = database.prepare('SELECT 1 FROM clients WHERE generation = ? AND client_id = ?')
  const findGrant = database.prepare<[number, string], { client_id: number }>(
    'SELECT client_id FROM grants WHERE generation = ? AND grant_id = ?',
  )
  const findGeneration = database.prepare('SELECT 1 FROM generations WHERE generation = ? AND abandoned = 0')
  const findToken = database.prepare('SELECT 1 FROM access_tokens WHERE generation = ? AND token_hash = ?')

  const save = database.transaction((generation: number, token: NewToken) => {
    const { newGrant, accessToken, refreshToken } = token
    if (findGeneration.get(generation) === undefined) return { refused: 'world_over' } as const
    if (findToken.get(generation, accessToken.tokenHash) !== undefined)
      return { refused: 'access_token_exists' } as const
    const knownGrant =
      accessToken.grantId === undefined ? undefined : findGrant.get(generation, accessToken.grantId)
    if (newGrant !== undefined && knownGrant !== undefined) return { refused: 'grant_exists' } as const
    if (newGrant === undefined && knownGrant === undefined && accessToken.grantId !== undefined) {
      return { refused: 'grant_unknown' } as const
    }
    const clientId = token.clientId ?? firstClient.get(generation)?.client_id ?? token.newClient.clientId
    const isMade = generations.insertClient(generation, { ...token.newClient, clientId })
    if (!isMade && findClient.get(generation, clientId) === undefined)
      return { refused: 'client_id_taken' } as const
    if (newGrant !== undefined) generations.insertGrant(generation, { ...newGrant, clientId })
    generations.insertAccessToken(generation, { ...accessToken, clientId })
    if (refreshToken !== undefined) generations.insertRefreshToken(generation, { ...refreshToken, clientId })
    return { clientId }
  })
  return (generation, token) => save.immediate(generation, token)
}

function tokenReading(database: Database): Omit<AccessTokenMethods, 'saveToken'> {
  const find = database.prepare<[number, string], FoundAccessTokenRow>(
    `${selectFoundAccessTokens} WHERE a.generation = ? AND a.token_hash = ?`,
  )
  const findByRefreshToken = database.prepare<[number, string], FoundAccessTokenRow>(
    `${selectFoundAccessTokens} WHERE a.generation = ? AND a.refresh_token_hash = ?`,
  )
  const remove = database.prepare(
    'DELETE FROM access_tokens WHERE generation = ? AND token_hash = ? AND expires_at <= ?',
  )
  const remember = database.prepare(
    'UPDATE refresh_tokens SET expired_access_token_hash = ? WHERE generation = ? AND token_hash = ?',
  )
  const listAccess = database.prepare<[number], AccessTokenRow>(
    'SELECT * FROM access_tokens WHERE generation = ? ORDER BY created_at, token_hash',
  )
  const listRefresh = database.prepare<[number], RefreshTokenRow>(
    'SELECT * FROM refresh_tokens WHERE generation = ? ORDER BY created_at, token_hash',
  )

  const look = (generation: number, tokenHash: string) => {
    const row = find.get(generation, tokenHash)
    return row && toFoundAccessToken(row)
  }

  const end = database.transaction((generation: number, token: AccessToken, now: number) => {
    const { tokenHash, refreshTokenHash } = token
    if (remove.run(generation, tokenHash, now).changes === 0) return false
    if (refreshTokenHash !== undefined) remember.run(tokenHash, generation, refreshTokenHash)
    return true
  })

  return {
    findAccessToken: (generation, tokenHash) => look(generation, tokenHash),
    findAccessTokenOfRefreshToken: (generation, refreshTokenHash) => {
      const row = findByRefreshToken.get(generation, refreshTokenHash)
      return row && toFoundAccessToken(row)
    },
    takeAccessToken: (generation, tokenHash, now) => {
      const found = look(generation, tokenHash)
      if (found === undefined || now < found.token.expiresAt) return found
      return end.immediate(generation, found.token, now) ? found : undefined
    },
    listAccessTokens: (generation) => listAccess.all(generation).map(toAccessToken),
    listRefreshTokens: (generation) => listRefresh.all(generation).map(toRefreshToken),
  }
}

function grantMethods(database: Database): GrantMethods {
  const find = database.prepare<[number, string], GrantRow>(
    'SELECT * FROM grants WHERE generation = ? AND grant_id = ?',
  )
  const list = database.prepare<[number], GrantRow>(
    'SELECT * FROM grants WHERE generation = ? ORDER BY created_at, grant_id',
  )
  const remove = database.prepare('DELETE FROM grants WHERE generation = ? AND grant_id = ?')
  const removeRefreshTokens = database.prepare(
    `DELETE FROM refresh_tokens INDEXED BY refresh_tokens_of_grant WHERE generation = ? AND grant_id = ?`,
  )
  const revoke = database.transaction((generation: number, grantId: string) => {
    removeRefreshTokens.run(generation, grantId)
    return remove.run(generation, grantId).changes === 1
  })
  return {
    findGrant: (generation, grantId) => {
      const row = find.get(generation, grantId)
      return row && toGrant(row)
    },
    listGrants: (generation) => list.all(generation).map(toGrant),
    revokeGrant: (generation, grantId) => revoke.immediate(generation, grantId),
  }
}

function proofMethods(database: Database): ProofMethods {
  const record = database.prepare('INSERT OR IGNORE INTO proofs VALUES (?, ?, ?, ?, ?)')
  const find = database.prepare(
    'SELECT 1 FROM proofs WHERE generation = ? AND api = ? AND jkt = ? AND jti_hash = ?',
  )
  return {
    recordProof: (generation: number, { api, jkt, jtiHash, forgetAt }: UsedProof) =>
      record.run(generation, api, jkt, jtiHash, forgetAt).changes === 1,
    isProofUsed: (generation: number, { api, jkt, jtiHash }: UsedProof) =>
      find.get(generation, api, jkt, jtiHash) !== undefined,
  }
}
