import type { ApiTools } from '../../shared/api-tools.ts'
import {
  makeTokens,
  showAccessToken,
  type MadeTokens,
  type JwtError,
  type TokenSpec,
  type TokenTools,
} from '../../shared/issue-tokens.ts'
import { readJsonObject, type JsonObject } from '../../../base/json.ts'
import { makeIdToken } from '../../../oauth/token/id-token.ts'
import { checkPropertiesSize } from '../../../oauth/token/properties.ts'
import type { StoreRefusal, IssueResult } from '../../../store/store.ts'
import { failed, type Fail, type Check } from '../../../base/verdict.ts'
import type { TokenRuling } from '../request/decision.ts'
import type { TokenKind, TokenRefusal } from '../request/outcomes.ts'
import type { TokenFacts, TokenPlan } from './token-spec.ts'

type Refusal = Fail<TokenRefusal>

const successes = {
  code: 'code_redeemed',
  client_credentials: 'client_credentials_granted',
  refresh_token: 'refreshed',
} as const satisfies Record<TokenKind, string>

/**
 * Makes the tokens of a plan and stores them, all or none; whatever fails before leaves code and refresh token as they
 * were.
 */
export async function makeAndStore(
  facts: TokenFacts,
  plan: TokenPlan,
  tools: ApiTools,
  check: Check<TokenRefusal>,
): Promise<TokenRuling> {
  const { kind, spec } = plan
  const { properties = [] } = spec.details
  const tooBig = check(checkPropertiesSize(properties, `${kind}_properties_too_big` as const))
  if (tooBig !== undefined) return tooBig
  const tokens = await makeWithClaims(spec, tools, facts.request.jwtAtClaims ?? plan.code?.jwtAtClaims)
  if ('error' in tokens) return check(refuseJwt(`${kind}_jwt_impossible` as const, tokens))
  const idToken = await makeIdTokenOf(facts, plan, tokens, tools, check)
  if ('refusal' in idToken) return idToken.refusal
  const stored = await storeTokens(facts, plan, tokens, tools)
  if (!('refused' in stored)) return { reason: successes[kind], issued: { spec, tokens, ...idToken } }
  return refuseStorage(plan, stored.refused, check)
}

/** Authlete TokenRequest `jwtAtClaims` is read where the access token is a JWT. */
export async function makeWithClaims(
  spec: TokenSpec,
  tools: TokenTools,
  jwtAtClaims = '{}',
): Promise<MadeTokens | JwtError> {
  const extra = readJsonObject(jwtAtClaims)
  if ('error' in extra && isJwt(spec)) return { error: `jwtAtClaims: ${extra.error}` }
  const jwtClaims: JsonObject = 'error' in extra ? {} : extra.value
  return makeTokens({ ...spec, jwtClaims }, tools)
}

function isJwt({ service, accessToken }: TokenSpec): boolean {
  return service.properties.accessTokenSignAlg !== undefined && accessToken === undefined
}

/** RFC 9068 §2: an access token that is to be a JWT cannot be made. */
export function refuseJwt<Reason extends string>(
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

/** OpenID Connect Core §3.1.3.3: a code whose scopes have `openid` brings an ID token. */
async function makeIdTokenOf(
  { service, client, now }: TokenFacts,
  { code }: TokenPlan,
  tokens: MadeTokens,
  { signJwt }: ApiTools,
  check: Check<TokenRefusal>,
): Promise<{ readonly refusal: Refusal } | { readonly idToken?: string }> {
  if (code?.scopes.includes('openid') !== true) return {}
  const facts = { code, service, client, accessToken: showAccessToken(tokens), now }
  const { verdict, idToken } = await makeIdToken(facts, signJwt)
  if (idToken === undefined) return { refusal: check(verdict) }
  check(verdict)
  return { idToken }
}

async function storeTokens(
  { service: { generation } }: TokenFacts,
  { code, refreshToken, grantChange }: TokenPlan,
  { records }: MadeTokens,
  { store }: ApiTools,
): Promise<IssueResult> {
  if (code !== undefined) {
    return store.redeemPending(generation, 'code', code.codeHash, {
      ...records,
      ...(grantChange !== undefined && { grantChange }),
    })
  }
  return refreshToken === undefined
    ? store.issueTokens(generation, records)
    : store.refreshTokens(generation, refreshToken.tokenHash, records)
}

/** What was good when it was looked at, and is not any more. */
function refuseStorage({ kind }: TokenPlan, refused: StoreRefusal, check: Check<TokenRefusal>): TokenRuling {
  const reasons = {
    spent: kind === 'code' ? 'code_spent' : 'refresh_token_gone',
    grant_gone: 'code_grant_gone',
    access_token_exists: `${kind}_access_token_taken`,
    refresh_token_exists: `${kind}_access_token_taken`,
  } as const satisfies Record<StoreRefusal, string>
  const rule = {
    check: 'storage',
    clause: 'RFC 6749 §4.1.2, §6; Grant Management §5.2',
    source: 'inferred',
  } as const
  return check(failed(rule, reasons[refused]))
}
