import type { Database } from 'better-sqlite3'
import type { Grant } from '../model/grant.ts'
import { Overtaken } from '../base/overtaken.ts'
import { selectRenewedRefreshToken, toGrant, type GrantRow } from './rows.ts'
import { ownerEnding } from './sqlite-owned-tokens.ts'
import type { Generations } from './sqlite-generations.ts'
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

export function sqliteIssues(database: Database, generations: Generations): IssueMethods {
  const store = tokenStoring(database, generations)
  const use = database.prepare(
    'UPDATE codes SET used = 1 WHERE generation = ? AND code_hash = ? AND used = 0',
  )
  const findRefreshToken = database.prepare(
    'SELECT 1 FROM refresh_tokens WHERE generation = ? AND token_hash = ?',
  )
  const findRenewed = database.prepare(selectRenewedRefreshToken)
  const endTicket = database.prepare('DELETE FROM token_tickets WHERE generation = ? AND ticket_hash = ?')
  const endRefreshToken = database.prepare(
    'DELETE FROM refresh_tokens WHERE generation = ? AND token_hash = ?',
  )
  const endAccessTokens = database.prepare(
    `DELETE FROM access_tokens INDEXED BY access_tokens_of_refresh_token
     WHERE generation = ? AND refresh_token_hash = ?`,
  )
  const issue = database.transaction(store)
  const redeem = database.transaction((generation: number, codeHash: string, tokens: TokenIssue) => {
    if (use.run(generation, codeHash).changes === 0) throw new Refused('spent')
    return store(generation, tokens)
  })
  const redeemTicket = database.transaction((generation: number, ticketHash: string, tokens: TokenIssue) => {
    if (endTicket.run(generation, ticketHash).changes === 0) throw new Refused('spent')
    return store(generation, tokens)
  })
  const refresh = database.transaction((generation: number, tokenHash: string, tokens: TokenIssue) => {
    if (findRefreshToken.get(generation, tokenHash) === undefined) {
      if (findRenewed.get(generation, tokenHash) !== undefined)
        throw new Overtaken('it was renewed meanwhile')
      throw new Refused('spent')
    }
    endAccessTokens.run(generation, tokenHash)
    if (tokens.refreshToken !== undefined) endRefreshToken.run(generation, tokenHash)
    return store(generation, tokens)
  })
  return {
    issueTokens: (generation, tokens) => orRefusal(() => issue.immediate(generation, tokens)),
    redeemCode: (generation, codeHash, tokens) =>
      orRefusal(() => redeem.immediate(generation, codeHash, tokens)),
    redeemTokenTicket: (generation, ticketHash, tokens) =>
      orRefusal(() => redeemTicket.immediate(generation, ticketHash, tokens)),
    refreshTokens: (generation, tokenHash, tokens) =>
      orRefusal(() => refresh.immediate(generation, tokenHash, tokens)),
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

function tokenStoring(database: Database, generations: Generations) {
  const findGeneration = database.prepare('SELECT 1 FROM generations WHERE generation = ? AND abandoned = 0')
  const change = grantChanging(database, generations)
  const endTokensOf = ownerEnding(database)
  return (generation: number, { ends, accessToken, refreshToken, grantChange }: TokenIssue): IssueResult => {
    if (findGeneration.get(generation) === undefined) throw new Overtaken('the service was reset or deleted')
    if (ends !== undefined) endTokensOf(generation, ends)
    const grant = grantChange && change(generation, grantChange)
    if (!generations.insertAccessToken(generation, accessToken)) throw new Refused('access_token_exists')
    if (refreshToken !== undefined && !generations.insertRefreshToken(generation, refreshToken)) {
      throw new Refused('refresh_token_exists')
    }
    return grant === undefined ? {} : { grant }
  }
}

function grantChanging(database: Database, generations: Generations) {
  const find = database.prepare<[number, string], GrantRow>(
    'SELECT * FROM grants WHERE generation = ? AND grant_id = ?',
  )
  const remove = database.prepare('DELETE FROM grants WHERE generation = ? AND grant_id = ?')
  const endRefreshTokens = database.prepare(
    'DELETE FROM refresh_tokens INDEXED BY refresh_tokens_of_grant WHERE generation = ? AND grant_id = ?',
  )
  return (generation: number, { grantId, change }: GrantChange): Grant => {
    const row = find.get(generation, grantId)
    const next = change(row && toGrant(row))
    if (next === undefined) throw new Refused('grant_gone')
    endRefreshTokens.run(generation, grantId)
    remove.run(generation, grantId)
    generations.insertGrant(generation, next)
    return next
  }
}
