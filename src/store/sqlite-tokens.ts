import type { Database } from 'better-sqlite3'
import type { AccessToken } from '../model/access-token.ts'
import type { SpentProof } from '../model/spent-proof.ts'
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
import type { Worlds } from './sqlite-worlds.ts'
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
type ProofMethods = Pick<Units, 'recordProof' | 'isProofSpent'>

export function sqliteTokens(
  database: Database,
  worlds: Worlds,
): AccessTokenMethods & GrantMethods & ProofMethods {
  return {
    saveToken: tokenSaving(database, worlds),
    ...tokenReading(database),
    ...grantMethods(database),
    ...proofMethods(database),
  }
}

function tokenSaving(database: Database, worlds: Worlds): Units['saveToken'] {
  const firstClient = database.prepare<[number], { client_id: number }>(
    'SELECT client_id FROM clients WHERE world = ? ORDER BY position LIMIT 1',
  )
  const findClient = database.prepare('SELECT 1 FROM clients WHERE world = ? AND client_id = ?')
  const findGrant = database.prepare<[number, string], { client_id: number }>(
    'SELECT client_id FROM grants WHERE world = ? AND grant_id = ?',
  )
  const findWorld = database.prepare('SELECT 1 FROM worlds WHERE world = ? AND abandoned = 0')
  const findToken = database.prepare('SELECT 1 FROM access_tokens WHERE world = ? AND token_hash = ?')

  const save = database.transaction((world: number, token: NewToken) => {
    const { newGrant, accessToken, refreshToken } = token
    if (findWorld.get(world) === undefined) return { refused: 'world_over' } as const
    if (findToken.get(world, accessToken.tokenHash) !== undefined)
      return { refused: 'access_token_exists' } as const
    const knownGrant =
      accessToken.grantId === undefined ? undefined : findGrant.get(world, accessToken.grantId)
    if (newGrant !== undefined && knownGrant !== undefined) return { refused: 'grant_exists' } as const
    if (newGrant === undefined && knownGrant === undefined && accessToken.grantId !== undefined) {
      return { refused: 'grant_unknown' } as const
    }
    const clientId = token.clientId ?? firstClient.get(world)?.client_id ?? token.newClient.clientId
    const isMade = worlds.insertClient(world, { ...token.newClient, clientId })
    if (!isMade && findClient.get(world, clientId) === undefined)
      return { refused: 'client_id_taken' } as const
    if (newGrant !== undefined) worlds.insertGrant(world, { ...newGrant, clientId })
    worlds.insertAccessToken(world, { ...accessToken, clientId })
    if (refreshToken !== undefined) worlds.insertRefreshToken(world, { ...refreshToken, clientId })
    return { clientId }
  })
  return (world, token) => save.immediate(world, token)
}

function tokenReading(database: Database): Omit<AccessTokenMethods, 'saveToken'> {
  const find = database.prepare<[number, string], FoundAccessTokenRow>(
    `${selectFoundAccessTokens} WHERE a.world = ? AND a.token_hash = ?`,
  )
  const findByRefreshToken = database.prepare<[number, string], FoundAccessTokenRow>(
    `${selectFoundAccessTokens} WHERE a.world = ? AND a.refresh_token_hash = ?`,
  )
  const remove = database.prepare(
    'DELETE FROM access_tokens WHERE world = ? AND token_hash = ? AND expires_at <= ?',
  )
  const remember = database.prepare(
    'UPDATE refresh_tokens SET expired_access_token_hash = ? WHERE world = ? AND token_hash = ?',
  )
  const listAccess = database.prepare<[number], AccessTokenRow>(
    'SELECT * FROM access_tokens WHERE world = ? ORDER BY created_at, token_hash',
  )
  const listRefresh = database.prepare<[number], RefreshTokenRow>(
    'SELECT * FROM refresh_tokens WHERE world = ? ORDER BY created_at, token_hash',
  )

  const look = (world: number, tokenHash: string) => {
    const row = find.get(world, tokenHash)
    return row && toFoundAccessToken(row)
  }

  const end = database.transaction((world: number, token: AccessToken, now: number) => {
    const { tokenHash, refreshTokenHash } = token
    if (remove.run(world, tokenHash, now).changes === 0) return false
    if (refreshTokenHash !== undefined) remember.run(tokenHash, world, refreshTokenHash)
    return true
  })

  return {
    findAccessToken: (world, tokenHash) => look(world, tokenHash),
    findAccessTokenOfRefreshToken: (world, refreshTokenHash) => {
      const row = findByRefreshToken.get(world, refreshTokenHash)
      return row && toFoundAccessToken(row)
    },
    takeAccessToken: (world, tokenHash, now) => {
      const found = look(world, tokenHash)
      if (found === undefined || now < found.token.expiresAt) return found
      return end.immediate(world, found.token, now) ? found : undefined
    },
    listAccessTokens: (world) => listAccess.all(world).map(toAccessToken),
    listRefreshTokens: (world) => listRefresh.all(world).map(toRefreshToken),
  }
}

function grantMethods(database: Database): GrantMethods {
  const find = database.prepare<[number, string], GrantRow>(
    'SELECT * FROM grants WHERE world = ? AND grant_id = ?',
  )
  const list = database.prepare<[number], GrantRow>(
    'SELECT * FROM grants WHERE world = ? ORDER BY created_at, grant_id',
  )
  const remove = database.prepare('DELETE FROM grants WHERE world = ? AND grant_id = ?')
  const removeRefreshTokens = database.prepare(
    `DELETE FROM refresh_tokens INDEXED BY refresh_tokens_of_grant WHERE world = ? AND grant_id = ?`,
  )
  const revoke = database.transaction((world: number, grantId: string) => {
    removeRefreshTokens.run(world, grantId)
    return remove.run(world, grantId).changes === 1
  })
  return {
    findGrant: (world, grantId) => {
      const row = find.get(world, grantId)
      return row && toGrant(row)
    },
    listGrants: (world) => list.all(world).map(toGrant),
    revokeGrant: (world, grantId) => revoke.immediate(world, grantId),
  }
}

function proofMethods(database: Database): ProofMethods {
  const record = database.prepare('INSERT OR IGNORE INTO proofs VALUES (?, ?, ?, ?, ?)')
  const find = database.prepare(
    'SELECT 1 FROM proofs WHERE world = ? AND api = ? AND jkt = ? AND jti_hash = ?',
  )
  return {
    recordProof: (world: number, { api, jkt, jtiHash, forgetAt }: SpentProof) =>
      record.run(world, api, jkt, jtiHash, forgetAt).changes === 1,
    isProofSpent: (world: number, { api, jkt, jtiHash }: SpentProof) =>
      find.get(world, api, jkt, jtiHash) !== undefined,
  }
}
