import type { AccessToken } from '../../model/access-token.ts'
import type { Client } from '../../model/client.ts'
import type { Grant } from '../../model/grant.ts'
import { found, verdict, skipped, type Fail, type Finding, type Verdict } from '../../base/verdict.ts'

/** What the Grant Management API does with a grant (Grant Management §6.4, §6.5). */
export type GmAction = 'QUERY' | 'REVOKE'

export type GmParameterReason = 'gm_action_missing' | 'gm_action_unusable' | 'grant_id_missing'

export type GrantClientReason = 'client_public'

export type GrantReason = 'grant_unknown' | 'grant_of_other_client' | 'grant_of_other_subject'

/** The scope that an action needs (Grant Management §6.1). */
export const scopeFor: Readonly<Record<GmAction, string>> = {
  QUERY: 'grant_management_query',
  REVOKE: 'grant_management_revoke',
}

/** The method with which a client asks for an action (Grant Management §6.4, §6.5; Authlete GMRequest `htm`). */
export const methodFor: Readonly<Record<GmAction, string>> = { QUERY: 'GET', REVOKE: 'DELETE' }

/**
 * The URI of a grant: endpoint, "/", id (§6.3). A trailing slash is not repaired, the client builds the same string.
 * The id is one segment of a path and is encoded as such (RFC 3986 §3.3). Undefined if it cannot be one (RFC 3986 §3.3:
 * "." and ".." lead elsewhere, in any encoding), and if the endpoint ends in a query or a fragment, which would absorb
 * the id.
 */
export function grantUri(endpoint: string, grantId: string): string | undefined {
  const isSegment = grantId.isWellFormed() && grantId !== '.' && grantId !== '..'
  return isSegment && !/[?#]/.test(endpoint) ? `${endpoint}/${encodeURIComponent(grantId)}` : undefined
}

/** Authlete GMRequest `gmAction`: the parameter is there. */
export function checkGmActionPresent(gmAction: string | undefined): Verdict<GmParameterReason> {
  const rule = {
    check: 'gm-action-present',
    clause: 'Authlete GMRequest gmAction',
    source: 'documented',
  } as const
  return verdict(rule, gmAction !== undefined, 'gm_action_missing', {
    expected: 'QUERY or REVOKE',
    actual: gmAction ?? 'none',
  })
}

/** Authlete GMRequest `gmAction`: this API supports two of the five actions. Finds the action. */
export function checkGmActionUsable(gmAction: string | undefined): Finding<GmParameterReason, GmAction> {
  const rule = {
    check: 'gm-action-usable',
    clause: 'Authlete GMRequest gmAction',
    source: 'inferred',
  } as const
  return found(rule, isGmAction(gmAction) ? gmAction : undefined, 'gm_action_unusable', {
    expected: 'QUERY or REVOKE',
    actual: gmAction ?? 'none',
  })
}

export function isGmAction(gmAction: string | undefined): gmAction is GmAction {
  return gmAction === 'QUERY' || gmAction === 'REVOKE'
}

/** Authlete GMRequest `grantId`: the parameter is there. */
export function checkGrantIdPresent(grantId: string): Verdict<GmParameterReason> {
  const rule = {
    check: 'grant-id-present',
    clause: 'Authlete GMRequest grantId',
    source: 'inferred',
  } as const
  return verdict(rule, grantId !== '', 'grant_id_missing', {
    expected: 'a grant id',
    actual: grantId === '' ? 'none' : 'given',
  })
}

/** Grant Management §5.1: only confidential clients manage grants, and a client may have become public since. */
export function checkManagingClient(
  clientType: Client['clientType'] | undefined,
): Verdict<GrantClientReason> {
  const rule = { check: 'gm-client-type', clause: 'Grant Management §5.1', source: 'assumed' } as const
  return verdict(rule, clientType !== 'PUBLIC', 'client_public', {
    expected: 'a confidential client',
    actual: clientType ?? 'unknown',
  })
}

/** Grant Management §6.6: the grant exists and has not been revoked. Finds the grant. */
export function checkGrantKnown(grant: undefined): Fail<'grant_unknown'>
export function checkGrantKnown(grant: Grant | undefined): Finding<GrantReason, Grant>
export function checkGrantKnown(grant: Grant | undefined): Finding<GrantReason, Grant> {
  const rule = { check: 'grant-known', clause: 'Grant Management §6.6', source: 'observed' } as const
  return found(rule, grant, 'grant_unknown', {
    expected: 'a grant of this service',
    actual: grant === undefined ? 'unknown or revoked' : 'known',
  })
}

/** Grant Management §6.6: the client may manage the grant, because it is its own. */
export function checkGrantClient(grant: Grant, token: AccessToken): Verdict<GrantReason> {
  const rule = { check: 'grant-client', clause: 'Grant Management §6.6', source: 'assumed' } as const
  return verdict(rule, grant.clientId === token.clientId, 'grant_of_other_client', {
    expected: `client ${grant.clientId}`,
    actual: `client ${token.clientId}`,
  })
}

/**
 * Grant Management §9: a client that knows a grant id must not thereby access another subject's grant. Authlete was
 * observed not to check the subject, so a service can choose.
 */
export function checkGrantSubject(
  grant: Grant,
  token: AccessToken,
  strictOwnership: boolean,
): Verdict<GrantReason> {
  const rule = { check: 'grant-subject', clause: 'Grant Management §9', source: 'assumed' } as const
  const evidence = {
    expected: `subject ${grant.subject ?? '(none)'}`,
    actual: `subject ${token.subject ?? '(none)'}`,
  }
  const off = "the service's strictOwnership is off, as observed at Authlete"
  if (!strictOwnership) return skipped(rule, off, evidence)
  return verdict(rule, grant.subject === token.subject, 'grant_of_other_subject', evidence)
}
