import type { AccessToken } from '../model/access-token.ts'
import { verdict, type Verdict } from '../base/verdict.ts'

/** Why a valid access token cannot be used at the userinfo endpoint. */
export type UserInfoReason = 'openid_missing' | 'subject_missing' | 'password_grant_forbidden'

/** OpenID Connect Core §5.3: the token was issued to an OpenID Connect request. */
export function checkOpenidScope({ scopes }: AccessToken): Verdict<'openid_missing'> {
  const rule = { check: 'openid-scope', clause: 'OpenID Connect Core §5.3', source: 'observed' } as const
  return verdict(rule, scopes.includes('openid'), 'openid_missing', {
    expected: 'openid',
    actual: scopes.length === 0 ? 'no scopes' : scopes.join(' '),
  })
}

/** OpenID Connect Core §5.3: the token is about an end user. */
export function checkTokenSubject({ subject }: AccessToken): Verdict<'subject_missing'> {
  const rule = { check: 'token-subject', clause: 'OpenID Connect Core §5.3', source: 'documented' } as const
  return verdict(rule, subject !== undefined, 'subject_missing', {
    expected: 'a subject',
    actual: subject ?? 'no subject',
  })
}

/** Authlete A089306: the token does not come from the password grant. */
export function checkNotPasswordGrant({ details = {} }: AccessToken): Verdict<'password_grant_forbidden'> {
  const rule = { check: 'grant-type', clause: 'Authlete A089306', source: 'documented' } as const
  return verdict(rule, details.grantType !== 'PASSWORD', 'password_grant_forbidden', {
    expected: 'any grant but PASSWORD',
    actual: details.grantType ?? 'unknown',
  })
}
