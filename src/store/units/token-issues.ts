import type { Grant } from '../../model/grant.ts'
import type { PendingKind } from '../../model/pending.ts'
import { Overtaken } from '../../base/overtaken.ts'
import type { GrantUpdate, IssueResult, NewToken, SaveRefusal, StoreRefusal, TokenIssue } from '../values.ts'
import { insertClient } from './clients.ts'
import { isCurrent } from './generations.ts'
import { endRefreshTokensOf, findGrant, insertGrant, putGrant } from './grants.ts'
import { keepCode, usePending } from './pending.ts'
import { endIssuedWith, endOfOwner, removeRefreshToken } from './token-ends.ts'
import { addAccessToken, addRefreshToken, insertAccessToken, insertRefreshToken } from './token-rows.ts'
import { findRefreshToken } from './tokens.ts'
import { exists, one, transaction, Undone } from './unit.ts'
import type { Steps, Transaction } from './unit.ts'

export function issueTokens(generation: number, issue: TokenIssue): Transaction<IssueResult> {
  return transaction('write', () => storeTokensOfCode(generation, issue))
}

export function redeemPending(
  generation: number,
  kind: PendingKind,
  keyHash: string,
  issue: TokenIssue,
): Transaction<IssueResult> {
  return transaction('write', function* () {
    if (!(yield* usePending(generation, kind, keyHash, endOf(issue)))) refuse('spent')
    return yield* storeTokens(generation, issue)
  })
}

export function refreshTokens(
  generation: number,
  tokenHash: string,
  issue: TokenIssue,
): Transaction<IssueResult> {
  return transaction('write', function* () {
    if ((yield* findRefreshToken(generation, { tokenHash })) === undefined) {
      const renewed = yield* findRefreshToken(generation, { renewedFrom: tokenHash })
      if (renewed !== undefined) throw new Overtaken('it was renewed meanwhile')
      refuse('spent')
    }
    yield* endIssuedWith(generation, tokenHash)
    if (issue.refreshToken !== undefined) yield* removeRefreshToken(generation, tokenHash)
    return yield* storeTokensOfCode(generation, issue)
  })
}

/** Undoes the issue: it changes nothing. */
function refuse(refused: StoreRefusal): never {
  throw new Undone({ refused })
}

/** When the last of the tokens ends. */
function endOf({ accessToken, refreshToken }: TokenIssue): number {
  return Math.max(accessToken.expiresAt, refreshToken?.expiresAt ?? 0)
}

/** Stores tokens whose code, if they have one, is kept as long. */
function* storeTokensOfCode(generation: number, issue: TokenIssue): Steps<IssueResult> {
  yield* keepCode(generation, { codeHash: issue.accessToken.codeHash, expiresAt: endOf(issue) })
  return yield* storeTokens(generation, issue)
}

function* storeTokens(generation: number, issue: TokenIssue): Steps<IssueResult> {
  const { ends, accessToken, refreshToken, grantChange } = issue
  if (!(yield* isCurrent(generation))) throw new Overtaken('the service was reset or deleted')
  if (ends !== undefined) yield* endOfOwner(generation, ends)
  const grant = grantChange && (yield* updateGrant(generation, grantChange))
  if (!(yield* addAccessToken(generation, accessToken))) refuse('access_token_exists')
  if (refreshToken !== undefined && !(yield* addRefreshToken(generation, refreshToken))) {
    refuse('refresh_token_exists')
  }
  return grant === undefined ? {} : { grant }
}

function* updateGrant(generation: number, { grantId, change }: GrantUpdate): Steps<Grant> {
  const found = yield* findGrant(generation, grantId)
  const next = change(found) ?? refuse('grant_gone')
  if (found !== undefined) yield* endRefreshTokensOf(generation, grantId)
  yield* putGrant(generation, { ...next, grantId })
  return next
}

export function saveToken(
  generation: number,
  token: NewToken,
): Transaction<{ readonly clientId: number } | { readonly refused: SaveRefusal }> {
  const { newGrant, accessToken, refreshToken } = token
  return transaction('write', function* () {
    const refused = yield* refuseToken(generation, token)
    if (refused !== undefined) return { refused }
    const clientId = yield* chooseClient(generation, token)
    if (clientId === undefined) return { refused: 'client_id_taken' }
    if (newGrant !== undefined) yield* insertGrant(generation, { ...newGrant, clientId })
    yield* insertAccessToken(generation, { ...accessToken, clientId })
    if (refreshToken !== undefined) yield* insertRefreshToken(generation, { ...refreshToken, clientId })
    return { clientId }
  })
}

function* refuseToken(
  generation: number,
  { newGrant, accessToken: { tokenHash, grantId } }: NewToken,
): Steps<SaveRefusal | undefined> {
  if (!(yield* isCurrent(generation))) return 'service_was_reset'
  const values = [generation, tokenHash]
  if (yield* exists('FROM access_tokens WHERE generation = ? AND token_hash = ?', values)) {
    return 'access_token_exists'
  }
  const grant = grantId === undefined ? undefined : yield* findGrant(generation, grantId)
  if (newGrant !== undefined) return grant && 'grant_exists'
  return grantId !== undefined && grant === undefined ? 'grant_unknown' : undefined
}

/** The named client, or else the first one; created if there is none. Undefined if it cannot be created. */
function* chooseClient(generation: number, { clientId, newClient }: NewToken): Steps<number | undefined> {
  const first = yield* one(
    'SELECT client_id FROM clients WHERE generation = ? ORDER BY position LIMIT 1',
    [generation],
    (row: { readonly client_id: number }) => row.client_id,
  )
  const chosen = clientId ?? first ?? newClient.clientId
  if (yield* insertClient(generation, { ...newClient, clientId: chosen })) return chosen
  const values = [generation, chosen]
  const isKnown = yield* exists('FROM clients WHERE generation = ? AND client_id = ?', values)
  return isKnown ? chosen : undefined
}
