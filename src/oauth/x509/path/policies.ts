import type { CertificateFacts, CertificatePath } from './certificate-facts.ts'

const anyPolicy = '2.5.29.32.0'

/**
 * The policies that are still possible, undefined for all of them, and the number of certificates after which one is
 * required.
 */
interface PolicyState {
  readonly policies?: ReadonlySet<string> | undefined
  readonly explicitAfter: number
  readonly anyPolicyUntil: number
}

/**
 * RFC 5280 §6.1, for a caller that accepts any policy: if an authority requires a policy, all certificates below it
 * have one in common. Policies are not mapped (§4.2.1.5): a path that maps them has none.
 */
export function keepsPolicies([anchor, ...issued]: CertificatePath): boolean {
  let state = tighten({ explicitAfter: Infinity, anyPolicyUntil: Infinity }, anchor)
  for (const [index, facts] of issued.entries()) {
    const isClient = index === issued.length - 1
    state = { ...state, policies: intersect(state, facts, isClient) }
    if (state.explicitAfter === 0 && state.policies?.size === 0) return false
    if (isClient) return state.policies?.size !== 0 || !demandsPolicy(state, facts)
    state = tighten(facts.isSelfIssued ? state : countDown(state), facts)
  }
  return true
}

/** RFC 5280 §6.1.3 (d), (e). */
function intersect(
  { policies, anyPolicyUntil }: PolicyState,
  { policies: own = [], mapsPolicies, isSelfIssued }: CertificateFacts,
  isClient: boolean,
): ReadonlySet<string> | undefined {
  if (mapsPolicies && !isClient) return new Set()
  const countsAny = anyPolicyUntil > 0 || (isSelfIssued && !isClient)
  if (own.includes(anyPolicy) && countsAny) return policies
  const named = own.filter((policy) => policy !== anyPolicy)
  return new Set(named.filter((policy) => policies?.has(policy) ?? true))
}

/** RFC 5280 §6.1.5 (a), (b), (g). */
function demandsPolicy({ explicitAfter }: PolicyState, { explicitPolicyAfter }: CertificateFacts): boolean {
  return explicitAfter <= 1 || explicitPolicyAfter === 0
}

/** RFC 5280 §6.1.4 (h). */
function countDown(state: PolicyState): PolicyState {
  const { explicitAfter, anyPolicyUntil } = state
  return {
    ...state,
    explicitAfter: Math.max(explicitAfter - 1, 0),
    anyPolicyUntil: Math.max(anyPolicyUntil - 1, 0),
  }
}

/** RFC 5280 §6.1.4 (i), (j). */
function tighten(
  state: PolicyState,
  { explicitPolicyAfter = Infinity, anyPolicyUntil = Infinity }: CertificateFacts,
): PolicyState {
  return {
    ...state,
    explicitAfter: Math.min(state.explicitAfter, explicitPolicyAfter),
    anyPolicyUntil: Math.min(state.anyPolicyUntil, anyPolicyUntil),
  }
}
