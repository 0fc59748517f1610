import type { Database } from 'better-sqlite3'
import type { Grant } from '../model/grant.ts'
import { Overtaken } from '../base/overtaken.ts'
import { selectRenewedRefreshToken, toGrant, type GrantRow } from './rows.ts'
import { ownerEnding } from './sqlite-owned-tokens.ts'
import type { Worlds } from './sqlite-worlds.ts'
import type { GrantChange, IssueRefusal, IssueResult, TokenIssue } from './store.ts'
import type { Units } from './units.ts'

type IssueMethods = Pick<Units, 'issueTokens' | 'redeemCode' | 'redeemTokenTicket' | 'refreshTokens'>

/** Thrown inside a transaction to undo it, and caught around it. */
class Refused extends Error {
  readonly reason: IssueRefusal
  constructor(reason: IssueRefusal) {
    super(reason)
    this.reason = reason
  }
}

export function sqliteIssues(database: Database, worlds: Worlds): IssueMethods {
  const store = tokenStoring(database, worlds)
  const use = database.prepare('UPDATE codes SET used = 1 WHERE world = ? AND code_hash = ? AND used = 0')
  const findRefreshToken = database.prepare('SELECT 1 FROM refresh_tokens WHERE world = ? AND token_hash = ?')
  const findRenewed = database.prepare(selectRenewedRefreshToken)
  const endTicket = database.prepare('DELETE FROM token_tickets WHERE world = ? AND ticket_hash = ?')
  const endRefreshToken = database.prepare('DELETE FROM refresh_tokens WHERE world = ? AND token_hash = ?')
  const endAccessTokens = database.prepare(
    `DELETE FROM access_tokens INDEXED BY access_tokens_of_refresh_token
     WHERE world = ? AND refresh_token_hash = ?`,
  )
  const issue = database.transaction(store)
  const redeem = database.transaction((world: number, codeHash: string, tokens: TokenIssue) => {
    if (use.run(world, codeHash).changes === 0) throw new Refused('spent')
    return store(world, tokens)
  })
  const redeemTicket = database.transaction((world: number, ticketHash: string, tokens: TokenIssue) => {
    if (endTicket.run(world, ticketHash).changes === 0) throw new Refused('spent')
    return store(world, tokens)
  })
  const refresh = database.transaction((world: number, tokenHash: string, tokens: TokenIssue) => {
    if (findRefreshToken.get(world, tokenHash) === undefined) {
      if (findRenewed.get(world, tokenHash) !== undefined) throw new Overtaken('it was renewed meanwhile')
      throw new Refused('spent')
    }
    endAccessTokens.run(world, tokenHash)
    if (tokens.refreshToken !== undefined) endRefreshToken.run(world, tokenHash)
    return store(world, tokens)
  })
  return {
    issueTokens: (world, tokens) => orRefusal(() => issue.immediate(world, tokens)),
    redeemCode: (world, codeHash, tokens) => orRefusal(() => redeem.immediate(world, codeHash, tokens)),
    redeemTokenTicket: (world, ticketHash, tokens) =>
      orRefusal(() => redeemTicket.immediate(world, ticketHash, tokens)),
    refreshTokens: (world, tokenHash, tokens) => orRefusal(() => refresh.immediate(world, tokenHash, tokens)),
  }
}

function orRefusal(work: () => IssueResult): IssueResult {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refused) return { refused: error.reason }
    throw error
  }
}

function tokenStoring(database: Database, worlds: Worlds) {
  const findWorld = database.prepare('SELECT 1 FROM worlds WHERE world = ? AND abandoned = 0')
  const change = grantChanging(database, worlds)
  const endTokensOf = ownerEnding(database)
  return (world: number, { ends, accessToken, refreshToken, grantChange }: TokenIssue): IssueResult => {
    if (findWorld.get(world) === undefined) throw new Overtaken('the service was reset or deleted')
    if (ends !== undefined) endTokensOf(world, ends)
    const grant = grantChange && change(world, grantChange)
    if (!worlds.insertAccessToken(world, accessToken)) throw new Refused('access_token_exists')
    if (refreshToken !== undefined && !worlds.insertRefreshToken(world, refreshToken)) {
      throw new Refused('refresh_token_exists')
    }
    return grant === undefined ? {} : { grant }
  }
}

function grantChanging(database: Database, worlds: Worlds) {
  const find = database.prepare<[number, string], GrantRow>(
    'SELECT * FROM grants WHERE world = ? AND grant_id = ?',
  )
  const remove = database.prepare('DELETE FROM grants WHERE world = ? AND grant_id = ?')
  const endRefreshTokens = database.prepare(
    'DELETE FROM refresh_tokens INDEXED BY refresh_tokens_of_grant WHERE world = ? AND grant_id = ?',
  )
  return (world: number, { grantId, change }: GrantChange): Grant => {
    const row = find.get(world, grantId)
    const next = change(row && toGrant(row))
    if (next === undefined) throw new Refused('grant_gone')
    endRefreshTokens.run(world, grantId)
    remove.run(world, grantId)
    worlds.insertGrant(world, next)
    return next
  }
}
