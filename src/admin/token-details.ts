import type { TokenFixture } from '../../schema/fixtures.ts'
import { readOptionalJsonObject } from '../base/json.ts'
import type { TokenDetails } from '../model/access-token.ts'
import type { Problem } from './admin-error.ts'

/** In fixtures the claims that were asked for stand as JSON text, as the client sent them. */
type DetailsFixture = NonNullable<TokenFixture['details']>

/** What is wrong with details that a schema cannot tell. */
export function findDetailProblems({ claims }: DetailsFixture = {}, path: string): readonly Problem[] {
  const { flaw } = readOptionalJsonObject(claims)
  return flaw === undefined
    ? []
    : [{ path: `${path}/details/claims`, message: `is no claims parameter: ${flaw}` }]
}

/** Details of fixtures that were found good. */
export function declareDetails({ claims, ...details }: DetailsFixture): TokenDetails {
  const { value } = readOptionalJsonObject(claims)
  return { ...details, ...(value !== undefined && { claims: value }) }
}

/** Whoever reads them is not told what renewed refresh tokens are made of. */
export function writeDetails({ claims, renews: _, ...details }: TokenDetails): DetailsFixture {
  return {
    ...(details as Omit<DetailsFixture, 'claims'>),
    ...(claims !== undefined && { claims: JSON.stringify(claims) }),
  }
}
