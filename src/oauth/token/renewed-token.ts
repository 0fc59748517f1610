import { createHmac } from 'node:crypto'
import type { RefreshToken, Renewal } from '../../model/access-token.ts'
import { verdict, type Verdict } from '../../base/verdict.ts'
import type { RefreshTokenReason } from './refresh-token.ts'

/**
 * How long a used refresh token gives the same renewed one, in seconds. Authlete says "a short period"; users of it
 * have reported a minute.
 */
const repeatSeconds = 60

/** What a renewed refresh token stores of the used one, until that one expires. `now` in epoch milliseconds. */
export function rememberUsed({ tokenHash, expiresAt }: RefreshToken, salt: string, now: number): Renewal {
  return { tokenHash, salt, endsAt: Math.min(now + repeatSeconds * 1000, expiresAt) }
}

/**
 * The value of a renewed refresh token. It is not stored but derived again from the used one, which only the client
 * has, and a salt, which only the mock has.
 */
export function deriveRenewed(used: string, { salt }: Pick<Renewal, 'salt'>): string {
  return createHmac('sha256', salt).update(used).digest('base64url')
}

/** Authlete Service `refreshTokenIdempotent`, TokenResponse `previousRefreshTokenUsed`. `now` in epoch milliseconds. */
export function checkRepetition({ endsAt }: Renewal, now: number): Verdict<RefreshTokenReason> {
  const rule = {
    check: 'refresh-token-repeated',
    clause: 'Authlete Service refreshTokenIdempotent',
    source: 'assumed',
  } as const
  const isOver = now >= endsAt
  return verdict(rule, !isOver, 'refresh_token_unknown', {
    expected: `a spent refresh token within ${repeatSeconds} s`,
    actual: `${Math.abs(endsAt - now)} ms ${isOver ? 'after' : 'before'} the end of that`,
  })
}
