import type { AccessRight } from '../../model/api-token.ts'

/** Which rights a right includes (Authlete `AccessRight`; that MODIFY_CLIENT is included is inferred). */
const included: Partial<Readonly<Record<AccessRight, readonly AccessRight[]>>> = {
  MODIFY_SERVICE: ['CREATE_CLIENT', 'MODIFY_CLIENT'],
  CREATE_CLIENT: ['USE_SERVICE', 'MODIFY_CLIENT'],
  USE_SERVICE: ['USE_INTROSPECTION', 'VIEW_SERVICE', 'VIEW_CLIENT'],
}

/** Whether the rights include the needed one, directly or by another right. */
export function hasRight(rights: readonly AccessRight[], needed: AccessRight): boolean {
  return rights.some(
    (right) => right === needed || right === 'ADMIN' || hasRight(included[right] ?? [], needed),
  )
}
