import type { TokenRevokeRequest } from '../../../../schema/token-management.ts'
import { findClient } from '../../shared/find-client.ts'
import { findTokenHash } from '../../shared/token-hash.ts'
import { sha256 } from '../../../base/digest.ts'
import type { Service } from '../../../model/service.ts'
import type { Store, TokenOwner } from '../../../store/store.ts'
import { failed, verdict, checkInto, passed, type Fail, type Verdict } from '../../../base/verdict.ts'
import type { DeleteReason, RevokeReason } from './outcomes.ts'

export interface DeleteDecision {
  readonly reason: DeleteReason
  readonly trace: readonly Verdict[]
}

export interface RevokeDecision {
  readonly reason: RevokeReason
  /** How many access tokens ended. */
  readonly count?: number
  readonly trace: readonly Verdict[]
}

const accessTokenRule = {
  check: 'access-token',
  clause: 'Authlete TokenRevokeRequest accessTokenIdentifier',
  source: 'documented',
} as const

const refreshTokenRule = {
  check: 'refresh-token',
  clause: 'Authlete TokenRevokeRequest refreshTokenIdentifier',
  source: 'documented',
} as const

/** Decides one call of DELETE /auth/token/delete. A token and its refresh token are one record, and end together. */
export async function deleteToken(
  identifier: string,
  service: Service,
  store: Store,
): Promise<DeleteDecision> {
  const trace: Verdict<DeleteReason>[] = []
  const unknown = checkInto(trace)(await endAccessToken(identifier, service, store))
  return { reason: unknown?.reason ?? 'deleted', trace }
}

/** Authlete's `token.revoke.count.max`: to end all tokens of an owner, callers repeat the call until its count is 0. */
const maxAtOnce = 20

const limitRule = {
  check: 'revocation-limit',
  clause: 'Authlete TokenRevokeResponse count',
  source: 'documented',
} as const

type Refusal = Exclude<RevokeReason, 'revoked'>
type Result = Fail<Refusal> | { readonly reason: 'revoked'; readonly count: number }

/**
 * Decides one call of POST /auth/token/revoke, in Authlete's order: an access token, a refresh token, a client's
 * tokens, a subject's; the first one present counts, but client and subject count together. One call ends the oldest
 * tokens of an owner: Authlete does not document which.
 */
export async function revokeTokens(
  request: TokenRevokeRequest,
  service: Service,
  store: Store,
): Promise<RevokeDecision> {
  const trace: Verdict<Refusal>[] = []
  const decision = await decideRevocation(request, service, store, trace)
  return { reason: decision.reason, ...('count' in decision && { count: decision.count }), trace }
}

async function decideRevocation(
  request: TokenRevokeRequest,
  service: Service,
  store: Store,
  trace: Verdict<Refusal>[],
): Promise<Result> {
  const {
    accessTokenIdentifier = '',
    refreshTokenIdentifier = '',
    clientIdentifier = '',
    subject = '',
  } = request
  const check = checkInto(trace)
  const { generation } = service
  if (accessTokenIdentifier !== '') {
    const unknown = check(await endAccessToken(accessTokenIdentifier, service, store))
    return unknown ?? { reason: 'revoked', count: 1 }
  }
  if (refreshTokenIdentifier !== '') {
    const unknown = check(await endRefreshToken(refreshTokenIdentifier, generation, store))
    return unknown ?? { reason: 'revoked', count: 1 }
  }
  if (clientIdentifier === '' && subject === '') return check(refuseOwner())
  const owner = await findOwner(clientIdentifier, subject, service, store)
  if (owner === undefined) return check(refuseClient(clientIdentifier))
  const count = await store.endTokens(generation, owner, maxAtOnce)
  check(passed(limitRule, { expected: `at most ${maxAtOnce} in one call`, actual: String(count) }))
  return { reason: 'revoked', count }
}

/** Authlete: an access token is identified by its value, opaque or a JWT, or by its hash. */
async function endAccessToken(
  identifier: string,
  service: Service,
  store: Store,
): Promise<Verdict<'access_token_unknown'>> {
  const { generation } = service
  const ofValue = await findTokenHash(identifier, service, store)
  const ended = await endFirst([ofValue, identifier], async (tokenHash) => {
    const found = await store.findAccessToken(generation, { tokenHash })
    return found !== undefined && (await store.endTokens(generation, { pairOf: tokenHash })) === 1
  })
  return verdict(accessTokenRule, ended, 'access_token_unknown', { expected: 'an access token or its hash' })
}

async function endRefreshToken(
  identifier: string,
  generation: number,
  store: Store,
): Promise<Verdict<'refresh_token_unknown'>> {
  const ended = await endFirst([sha256(identifier), identifier], async (tokenHash) => {
    const found = await store.findRefreshToken(generation, { tokenHash })
    return found !== undefined && (await store.endTokens(generation, { pairOf: tokenHash })) === 1
  })
  return verdict(refreshTokenRule, ended, 'refresh_token_unknown', {
    expected: 'a refresh token or its hash',
  })
}

async function endFirst(
  tokenHashes: readonly [string, string],
  end: (tokenHash: string) => Promise<boolean>,
): Promise<boolean> {
  const [ofValue, ofHash] = tokenHashes
  return (await end(ofValue)) || end(ofHash)
}

async function findOwner(
  clientIdentifier: string,
  subject: string,
  service: Service,
  store: Store,
): Promise<TokenOwner | undefined> {
  const ofSubject = subject === '' ? {} : { subject }
  if (clientIdentifier === '') return ofSubject
  const found = await findClient(clientIdentifier, service, store)
  return found && { clientId: found.client.clientId, ...ofSubject }
}

const ownerRule = {
  check: 'owner',
  clause: 'Authlete TokenRevokeRequest clientIdentifier, subject',
  source: 'documented',
} as const

function refuseOwner() {
  return failed(ownerRule, 'owner_missing', { expected: 'a token, a client or a subject', actual: 'none' })
}

function refuseClient(clientIdentifier: string) {
  return failed(ownerRule, 'client_unknown', {
    expected: 'a client of this service',
    actual: clientIdentifier,
  })
}
