import { oncePer } from '../../base/once-per.ts'
import type { AccessToken } from '../../model/access-token.ts'
import type { TokenProperty } from '../../model/authorization.ts'
import { listConsentedClaims } from '../../oauth/grants/grant-permissions.ts'
import { omitEmpty } from './members.ts'

/** The claims of an access token in answers; those of its scopes, if no claims were consented to. */
export const formatConsentedClaims = oncePer(
  ({ scopes, details = {} }: AccessToken): readonly string[] | undefined => {
    const { consentedClaims = [] } = details
    return omitEmpty(listConsentedClaims({ scopes, consentedClaims }))
  },
)

/** Properties in answers, which include that one is not hidden (authlete-java-common, Property `hidden`). */
export function formatProperties(
  properties: readonly TokenProperty[] = [],
): readonly TokenProperty[] | undefined {
  return omitEmpty(properties.map((property) => ({ hidden: false, ...property })))
}
