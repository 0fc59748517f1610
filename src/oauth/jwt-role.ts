import { membersOfRequestsAlone } from './request-members.ts'

/** What clients make JWTs for. */
export type JwtRole = 'client-assertion' | 'request-object' | 'dpop-proof'

interface RoleRule {
  /** The allowed values of `typ`; 'jwt', which names no role, may also be left out. */
  readonly types: readonly string[]
  /** Claims that only JWTs of other roles have, for one whose `typ` names no role. */
  readonly foreignClaims: readonly string[]
}

/** The claims of ID tokens, logout tokens, introspection responses and proofs that clients use in nothing else. */
const claimsOfOthers = ['at_hash', 'events', 'token_introspection', 'htm', 'htu']

const rules: Readonly<Record<JwtRole, RoleRule>> = {
  'client-assertion': {
    types: ['jwt', 'client-authentication+jwt'],
    foreignClaims: [...membersOfRequestsAlone, 'request', 'request_uri', ...claimsOfOthers],
  },
  'request-object': { types: ['jwt', 'oauth-authz-req+jwt'], foreignClaims: claimsOfOthers },
  'dpop-proof': { types: ['dpop+jwt'], foreignClaims: [] },
}

/** The allowed `typ` values of a role, as a trace lists them. */
export function describeTypes(role: JwtRole): string {
  return rules[role].types.join(' or ')
}

/**
 * Whether a `typ` lets a JWT serve in a role (RFC 8725 §3.11; RFC 9101 §10.8; RFC 9449 §4.2). Media types are compared as
 * RFC 7515 §4.1.9 says: in any case, with `application/` or without.
 */
export function isTypeOf(role: JwtRole, typ: unknown): boolean {
  const { types } = rules[role]
  if (typ === undefined) return types.includes('jwt')
  return typeof typ === 'string' && types.includes(readMediaType(typ))
}

/**
 * The claim that shows that a JWT was made for another role, if its `typ` names none (RFC 8725 §3.12): the rules of the
 * roles must exclude each other.
 */
export function findForeignClaim(
  role: JwtRole,
  { header, payload }: { readonly header: Claims; readonly payload: Claims },
): string | undefined {
  if (saysItsRole(header['typ'])) return undefined
  return rules[role].foreignClaims.find((claim) => Object.hasOwn(payload, claim))
}

/** Whether a valid `typ` names the role of a JWT: `JWT` names none. */
export function saysItsRole(typ: unknown): boolean {
  return typeof typ === 'string' && readMediaType(typ) !== 'jwt'
}

type Claims = Readonly<Record<string, unknown>>

function readMediaType(typ: string): string {
  return typ.toLowerCase().replace(/^application\//, '')
}
