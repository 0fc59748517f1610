import type { GrantChangeAction } from '../../model/authorization.ts'
import type { Client } from '../../model/client.ts'
import type { Grant } from '../../model/grant.ts'
import type { Service } from '../../model/service.ts'
import { excerpt, failed, verdict, passed, type Verdict } from '../../base/verdict.ts'
import type { RequestParameters } from '../parameters.ts'

export type GrantRequestReason =
  | 'grant_action_required'
  | 'grant_action_unsupported'
  | 'grant_action_of_public_client'
  | 'grant_id_without_action'
  | 'grant_id_with_create'
  | 'grant_id_missing_for_change'
  | 'requested_grant_unknown'
  | 'requested_grant_of_other_client'

export type GrantConsentReason = 'consented_grant_gone' | 'consented_grant_of_other_subject'

const actions: Readonly<Record<string, GrantChangeAction>> = {
  create: 'CREATE',
  merge: 'MERGE',
  replace: 'REPLACE',
}

/** The action and the grant that a request names; empty without grant management. */
export function readGrantRequest(parameters: RequestParameters): {
  readonly grantAction?: GrantChangeAction
  readonly grantId?: string
} {
  const grantAction = actions[parameters.get('grant_management_action') ?? '']
  const grantId = parameters.get('grant_id')
  return { ...(grantAction !== undefined && { grantAction }), ...(grantId !== undefined && { grantId }) }
}

/** Grant Management §5.4: the action is one of three, and present if the service requires one. */
export function checkGrantAction(
  parameters: RequestParameters,
  { properties }: Service,
): Verdict<GrantRequestReason> {
  const rule = { check: 'grant-action', clause: 'Grant Management §5.4, §7.1', source: 'documented' } as const
  const action = parameters.get('grant_management_action')
  const evidence = { expected: 'create, merge or replace', actual: excerpt(action ?? 'none') }
  if (action !== undefined) {
    return verdict(rule, Object.hasOwn(actions, action), 'grant_action_unsupported', evidence)
  }
  if (parameters.get('grant_id') !== undefined) return failed(rule, 'grant_id_without_action')
  const required = properties.grantManagementActionRequired === true
  return verdict(rule, !required, 'grant_action_required', evidence)
}

/** Grant Management §5.1: only confidential clients can manage grants. */
export function checkGrantClientType(
  parameters: RequestParameters,
  { clientType }: Client,
): Verdict<GrantRequestReason> {
  const rule = { check: 'grant-client-type', clause: 'Grant Management §5.1', source: 'observed' } as const
  const used = readGrantRequest(parameters).grantAction !== undefined
  return verdict(rule, !used || clientType === 'CONFIDENTIAL', 'grant_action_of_public_client', {
    expected: 'a confidential client',
    actual: clientType,
  })
}

/** Grant Management §5.2, §5.4: `merge` and `replace` name a grant, `create` does not. */
export function checkGrantIdFitsAction(parameters: RequestParameters): Verdict<GrantRequestReason> {
  const rule = { check: 'grant-id', clause: 'Grant Management §5.2, §5.4', source: 'documented' } as const
  const { grantAction, grantId } = readGrantRequest(parameters)
  const evidence = {
    actual: `${grantAction ?? 'no action'}, ${grantId === undefined ? 'no grant' : 'a grant'}`,
  }
  if (grantAction === 'CREATE') {
    return verdict(rule, grantId === undefined, 'grant_id_with_create', evidence)
  }
  const missing = grantAction !== undefined && grantId === undefined
  return verdict(rule, !missing, 'grant_id_missing_for_change', evidence)
}

/** Grant Management §5.4: the grant to change exists and is the client's own. */
export function checkRequestedGrant(
  parameters: RequestParameters,
  grant: Grant | undefined,
  client: Client,
): Verdict<GrantRequestReason> {
  const rule = {
    check: 'requested-grant',
    clause: 'Grant Management §5.2, §5.4',
    source: 'documented',
  } as const
  if (readGrantRequest(parameters).grantId === undefined) return passed(rule)
  if (grant === undefined) return failed(rule, 'requested_grant_unknown', { actual: 'unknown or revoked' })
  return verdict(rule, grant.clientId === client.clientId, 'requested_grant_of_other_client', {
    expected: `client ${client.clientId}`,
    actual: `client ${grant.clientId}`,
  })
}

/** Grant Management §5.2, §5.4: after the consent, the grant still exists and is that end user's. */
export function checkConsentedGrant(
  grantId: string | undefined,
  grant: Grant | undefined,
  subject: string,
): Verdict<GrantConsentReason> {
  const rule = {
    check: 'consented-grant',
    clause: 'Grant Management §5.2, §5.4',
    source: 'documented',
  } as const
  if (grantId === undefined) return passed(rule)
  if (grant === undefined) return failed(rule, 'consented_grant_gone', { actual: 'revoked' })
  return verdict(rule, grant.subject === subject, 'consented_grant_of_other_subject', {
    expected: `subject ${grant.subject ?? '(none)'}`,
    actual: `subject ${subject}`,
  })
}
