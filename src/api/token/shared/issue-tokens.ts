import { readJsonObject } from '../../../base/json.ts'
import { failed, type Check, type Fail, type Result } from '../../../base/verdict.ts'
import { checkPropertiesSize } from '../../../oauth/token/properties.ts'
import type { StoreRefusal } from '../../../store/store.ts'
import {
  makeTokens,
  type IssuedTokens,
  type JwtError,
  type TokenSpec,
  type TokenTools,
} from '../../shared/issue-tokens.ts'
import type { IssuanceReason } from './outcomes.ts'

/**
 * Makes the tokens of a request, without storing them: checks the size of their properties, and that a JWT can be made.
 * `prefix` begins the reasons of the grant type.
 */
export async function prepareTokens<const Prefix extends string>(
  prefix: Prefix,
  spec: TokenSpec,
  jwtAtClaims: string | undefined,
  tools: TokenTools,
  check: Check<IssuanceReason<Prefix>>,
): Promise<Result<IssuanceReason<Prefix>, IssuedTokens>> {
  const { properties = [] } = spec.details
  const tooBig = check(checkPropertiesSize(properties, `${prefix}properties_too_big`))
  if (tooBig !== undefined) return { refusal: tooBig }
  const tokens = await makeWithClaims(spec, tools, jwtAtClaims)
  return 'error' in tokens
    ? { refusal: check(refuseJwt(`${prefix}jwt_impossible`, tokens)) }
    : { value: tokens }
}

/** Authlete TokenRequest `jwtAtClaims` counts if the access token is a JWT. */
async function makeWithClaims(
  spec: TokenSpec,
  tools: TokenTools,
  jwtAtClaims = '{}',
): Promise<IssuedTokens | JwtError> {
  if (!isJwt(spec)) return makeTokens(spec, tools)
  const claims = readJsonObject(jwtAtClaims)
  return 'error' in claims
    ? { error: `jwtAtClaims: ${claims.error}` }
    : makeTokens({ ...spec, jwtClaims: claims.value }, tools)
}

function isJwt({ service, accessToken }: TokenSpec): boolean {
  return service.properties.accessTokenSignAlg !== undefined && accessToken === undefined
}

/** RFC 9068 §2: an access token that must be a JWT cannot be made. */
function refuseJwt<Reason extends string>(
  reason: Reason,
  { error: detail, actual = detail }: JwtError,
): Fail<Reason> {
  const rule = {
    check: 'jwt-access-token',
    clause: 'RFC 9068 §2; Authlete Service accessTokenSignAlg',
    source: 'documented',
  } as const
  return failed(rule, reason, { actual, detail })
}

/** The reasons for what changed between the checks and the storing of the tokens. */
export function storageReasons<Prefix extends string, Gone extends string>(prefix: Prefix, gone: Gone) {
  const taken = `${prefix}access_token_taken` as const
  return {
    spent: gone,
    grant_gone: gone,
    access_token_exists: taken,
    refresh_token_exists: taken,
  } satisfies Record<StoreRefusal, string>
}

/** Refuses a request because the store could not do what the checks allowed. */
export function refuseStorage<Reason extends string>(reason: Reason): Fail<Reason> {
  const rule = {
    check: 'storage',
    clause: 'RFC 6749 §4.1.2, §6; Grant Management §5.2',
    source: 'inferred',
  } as const
  return failed(rule, reason)
}
