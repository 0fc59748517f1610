import type { AuthorizationCode } from '../../model/authorization.ts'
import type { Client } from '../../model/client.ts'
import type { Grant } from '../../model/grant.ts'
import { verdict, skipped, type Verdict } from '../../base/verdict.ts'
import { mergePermissions, readPermissions } from './grant-permissions.ts'

/** The effect of redeeming a code on a grant: the grant's id, and how to make it from the present one. */
export interface GrantChange {
  readonly grantId: string
  readonly change: (grant: Grant | undefined) => Grant | undefined
}

/** Grant Management §5.1: a client that has become public since it got the code gets no grant by it. */
export function checkGrantRedeemer(
  { request: { grantAction } }: AuthorizationCode,
  { clientType }: Client,
): Verdict<'code_grant_of_public_client'> {
  const rule = {
    check: 'code-grant-client-type',
    clause: 'Grant Management §5.1',
    source: 'assumed',
  } as const
  if (grantAction === undefined) return skipped(rule, 'the code is for no grant')
  return verdict(rule, clientType === 'CONFIDENTIAL', 'code_grant_of_public_client', {
    expected: 'a confidential client',
    actual: clientType,
  })
}

/**
 * Grant Management §5.2: `create` makes a new grant, `merge` adds to an existing one, `replace` replaces its
 * permissions. An existing one must still be there, and belong to the same client and subject. `newGrantId` is for a
 * grant that is created, `now` is in epoch milliseconds.
 */
export function planGrantChange(
  code: AuthorizationCode,
  newGrantId: string,
  now: number,
): GrantChange | undefined {
  const { subject, request } = code
  const { clientId, grantAction, grantId = '' } = request
  if (grantAction === undefined) return undefined
  const permissions = readPermissions(code)
  if (grantAction === 'CREATE') {
    const created = { grantId: newGrantId, clientId, subject, createdAt: now, ...permissions }
    return { grantId: newGrantId, change: () => created }
  }
  return {
    grantId,
    change: (grant) => {
      if (grant?.clientId !== clientId || grant.subject !== subject) return undefined
      return { ...grant, ...(grantAction === 'MERGE' ? mergePermissions(grant, permissions) : permissions) }
    },
  }
}
