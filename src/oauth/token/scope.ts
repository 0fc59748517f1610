import { verdict, type Verdict } from '../../base/verdict.ts'

export type ScopeReason = 'scope_missing'

/** Grant Management §6.1; RFC 6750 §3.1: the access token covers the scope that the action needs. */
export function checkScope(scopes: readonly string[], required: string): Verdict<ScopeReason> {
  const rule = { check: 'scope', clause: 'Grant Management §6.1; RFC 6750 §3.1', source: 'observed' } as const
  return verdict(rule, scopes.includes(required), 'scope_missing', {
    expected: required,
    actual: scopes.length === 0 ? 'no scopes' : scopes.join(' '),
  })
}
