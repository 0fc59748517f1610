import type { Service } from '../../model/service.ts'

/** The type of an access token (RFC 6749 §7.1): DPoP for one that is bound to a key (RFC 9449 §5). */
export function tokenTypeOf(jkt: string | undefined, { properties }: Pick<Service, 'properties'>): string {
  return jkt === undefined ? (properties.accessTokenType ?? 'Bearer') : 'DPoP'
}
