import t from 'tap'
import type { AccessToken } from '../../../src/model/access-token.ts'
import {
  checkAccessTokenExpiry,
  checkAccessTokenKnown,
  checkAccessTokenPresent,
  isExpired,
} from '../../../src/oauth/token/access-token.ts'
import { startOfTests } from '../../support/mock.ts'

const now = startOfTests
const token: AccessToken = { tokenHash: 'a', clientId: 1, scopes: [], createdAt: 0, expiresAt: now + 1 }

t.test('an access token is present unless it is empty, and the trace never shows it', async (t) => {
  t.match(checkAccessTokenPresent(''), { verdict: 'fail', reason: 'access_token_missing', actual: 'none' })
  const verdict = checkAccessTokenPresent('secret-token')
  t.match(verdict, { verdict: 'pass', actual: '12 characters' })
  t.notMatch(JSON.stringify(verdict), /secret/)
})

t.test('an access token is known where the service found it', async (t) => {
  t.match(checkAccessTokenKnown(undefined), {
    verdict: 'fail',
    reason: 'access_token_unknown',
    actual: 'unknown',
  })
  t.match(checkAccessTokenKnown({ token }), { verdict: 'pass', actual: 'an access token of client 1' })
})

t.test('a token is good before its end and not at it', async (t) => {
  t.notOk(isExpired(now + 1, now))
  t.ok(isExpired(now, now))
  t.ok(isExpired(now - 1, now))
})

t.test('what is left of the refresh token names the expiry', async (t) => {
  const rows: readonly (readonly [refreshTokenExpiresAt: number | undefined, reason: string])[] = [
    [undefined, 'access_token_expired'],
    [now + 1, 'access_token_expired_refreshable'],
    [now, 'access_token_and_refresh_token_expired'],
    [now - 1, 'access_token_and_refresh_token_expired'],
  ]
  for (const [refreshTokenExpiresAt, reason] of rows) {
    const rest = refreshTokenExpiresAt === undefined ? {} : { refreshTokenExpiresAt }
    const expired = checkAccessTokenExpiry({ token: { ...token, expiresAt: now }, ...rest }, now)
    t.match(expired, { verdict: 'fail', reason, actual: /^expired / })
    t.match(checkAccessTokenExpiry({ token, ...rest }, now), { verdict: 'pass' }, 'not before its end')
  }
})
