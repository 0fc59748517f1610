import { formatProperties } from '../shared/token-members.ts'
import type { AccessToken } from '../../model/access-token.ts'
import type { Service } from '../../model/service.ts'
import { toElements } from '../../oauth/authorization/elements.ts'
import { tokenTypeOf } from '../../oauth/token/access-token.ts'
import { omitEmpty } from '../shared/members.ts'

export type Members = Readonly<Record<string, unknown>>

/** The members about one token in every answer. The hash is its id: it identifies the token and does not reveal it. */
export function describeToken(
  { tokenHash, scopes, jkt, details = {} }: AccessToken,
  service: Service,
): Members {
  return {
    authorizationDetails: toElements(details.authorizationDetails),
    properties: formatProperties(details.properties),
    scopes: omitEmpty(scopes),
    tokenId: tokenHash,
    tokenType: tokenTypeOf(jkt, service),
  }
}
