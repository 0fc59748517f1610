import { compact } from '../../../base/compact.ts'
import { sha256 } from '../../../base/digest.ts'
import type { Result } from '../../../base/verdict.ts'
import type { AuthorizationCode } from '../../../model/authorization.ts'
import { checkCodeVerifier, type CodeVerifierReason } from '../../../oauth/authorization/pkce.ts'
import { checkGrantRedeemer, planGrantChange, type GrantChange } from '../../../oauth/grants/grant-change.ts'
import { listConsentedClaims } from '../../../oauth/grants/grant-permissions.ts'
import { checkTokenResources } from '../../../oauth/resource-indicators.ts'
import {
  checkCodeClient,
  checkCodeExpiry,
  checkCodeGiven,
  checkCodeKey,
  checkCodeKnown,
  checkCodeRedirectUri,
  checkCodeUnused,
  type CodeReason,
} from '../../../oauth/token/authorization-code.ts'
import { checkGrantedDetails, checkRequestedDetails } from '../../../oauth/token/details.ts'
import { makeIdToken, type IdTokenReason } from '../../../oauth/token/id-token.ts'
import { allowsRefreshTokens } from '../../../oauth/token/request.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { showAccessToken, type IssuedTokens, type TokenSpec } from '../../shared/issue-tokens.ts'
import { omitEmpty } from '../../shared/members.ts'
import { bindTokens } from '../shared/binding.ts'
import type { GrantCall, GrantRefusal, GrantType } from '../shared/grant-type.ts'
import { prepareTokens, refuseStorage, storageReasons } from '../shared/issue-tokens.ts'
import { issuanceOutcomes, type GrantOutcomes, type IssuanceReason } from '../shared/outcomes.ts'
import { describeAccessToken, describeRequest } from '../shared/token-spec.ts'

export type CodeRefusal =
  CodeReason | CodeVerifierReason | 'code_grant_of_public_client' | 'code_key_mismatch' | 'code_grant_gone'

export type CodeGrantRefusal = CodeRefusal | IdTokenReason | IssuanceReason<'code_'>

type CodeCall = GrantCall<CodeGrantRefusal>
type Refusal = GrantRefusal<CodeGrantRefusal>

const reasons = { ...storageReasons('code_', 'code_spent'), grant_gone: 'code_grant_gone' } as const

/** The grant type `authorization_code` (RFC 6749 §4.1.3). */
export const authorizationCode: GrantType<CodeGrantRefusal, 'code_redeemed'> = {
  async findClientId(parameters, { generation }, store) {
    const found = await store.findPending(generation, 'code', sha256(parameters.get('code') ?? ''))
    return found?.content.request.clientId
  },

  async decide(call, tools) {
    const { request, service, now, check, facts } = call
    const validated = await validateCode(call, tools)
    if (validated.refusal !== undefined) return validated.refusal
    const code = validated.value
    const grantChange = planGrantChange(code, tools.random.token(), now)

    const binding = await bindTokens(call, { keyRequired: code.request.dpopJkt !== undefined }, tools)
    if (binding.refusal !== undefined) return binding.refusal
    const { jkt } = binding.value
    const refusal = jkt === undefined ? undefined : check(checkCodeKey(code, jkt))
    if (refusal !== undefined) return refusal

    const spec = { ...describeCodeTokens(call, code, grantChange), ...binding.value }
    const jwtAtClaims = request.jwtAtClaims ?? code.jwtAtClaims
    const tokens = await prepareTokens('code_', spec, jwtAtClaims, tools, check)
    if (tokens.refusal !== undefined) return tokens.refusal
    const idToken = await issueIdToken(call, code, tokens.value, tools)
    if (idToken.refusal !== undefined) return idToken.refusal

    const issue = compact({ ...tokens.value.records, grantChange })
    const stored = await tools.store.redeemPending(service.generation, 'code', code.codeHash, issue)
    if ('refused' in stored) return check(refuseStorage(reasons[stored.refused]))
    facts.issued = compact({ ...tokens.value, idToken: idToken.value })
    return 'code_redeemed'
  },
}

/** RFC 6749 §4.1.3. A second use of a code ends the tokens of the first (§4.1.2). */
async function validateCode(
  { parameters, client, now, service, check }: CodeCall,
  { store }: ApiTools,
): Promise<Result<CodeGrantRefusal | Refusal['reason'], AuthorizationCode>> {
  const given = check.find(checkCodeGiven(parameters))
  if (given.refusal !== undefined) return given
  const codeHash = sha256(given.value)
  const known = check.find(checkCodeKnown(await store.findPending(service.generation, 'code', codeHash)))
  if (known.refusal !== undefined) return known
  const { content: code, isUsed } = known.value
  let refusal: Refusal | undefined
  refusal = check(checkCodeClient(code, client))
  if (refusal !== undefined) return { refusal }
  refusal = check(checkCodeUnused(isUsed))
  if (refusal !== undefined) {
    await store.endTokens(service.generation, { codeHash })
    return { refusal }
  }
  refusal =
    check(checkCodeExpiry(code, now)) ??
    check(checkCodeRedirectUri(code, parameters)) ??
    check(checkCodeVerifier(code, parameters)) ??
    check(checkTokenResources(parameters, code.request.resources)) ??
    check(checkRequestedDetails(parameters, service, client)) ??
    check(checkGrantedDetails(parameters, code.request.authorizationDetails)) ??
    check(checkGrantRedeemer(code, client))
  return refusal === undefined ? { value: code } : { refusal }
}

/** The tokens of a code (RFC 6749 §4.1.4). */
function describeCodeTokens(
  call: CodeCall,
  code: AuthorizationCode,
  grantChange: GrantChange | undefined,
): TokenSpec {
  const { request, subject, scopes, codeHash } = code
  const details = {
    ...describeRequest(call, request.resources, code.properties),
    ...compact({
      authorizationDetails: omitEmpty(request.authorizationDetails),
      claims: request.claims,
      consentedClaims: omitEmpty(listConsentedClaims(code)),
      authTime: code.authTime,
      acr: code.acr,
    }),
  }
  const refreshToken = compact({ details, seconds: call.request.refreshTokenDuration })
  return compact({
    accessTokenSeconds: code.accessTokenSeconds,
    ...describeAccessToken(call, details),
    grantType: 'AUTHORIZATION_CODE' as const,
    subject,
    scopes,
    codeHash,
    grantId: grantChange?.grantId,
    refreshToken: allowsRefreshTokens(call.service, call.client) ? refreshToken : undefined,
  })
}

/** OpenID Connect Core §3.1.3.3: a code with scope `openid` leads to an ID token. */
async function issueIdToken(
  { service, client, now, check }: CodeCall,
  code: AuthorizationCode,
  tokens: IssuedTokens,
  { signJwt }: ApiTools,
): Promise<Result<IdTokenReason, string | undefined>> {
  if (!code.scopes.includes('openid')) return { value: undefined }
  const facts = { code, service, client, accessToken: showAccessToken(tokens), now }
  return check.find(await makeIdToken(facts, signJwt))
}

// prettier-ignore
export const codeOutcomes = {
  success: {
    code_redeemed: { status: 200, resultCode: 'A050001', action: 'OK', message: 'The token request (grant_type=authorization_code) was processed successfully.', clause: 'RFC 6749 §5.1', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
  },
  refusals: {
    code_missing: { status: 200, resultCode: 'A050301', action: 'BAD_REQUEST', message: "The token request does not contain 'code' parameter although 'grant_type' is 'authorization_code'.", error: 'invalid_request', clause: 'RFC 6749 §4.1.3', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    code_empty: { status: 200, resultCode: 'A050302', action: 'BAD_REQUEST', message: "The value of 'code' in the token request is empty.", error: 'invalid_request', clause: 'RFC 6749 §3.2, §4.1.3', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    code_repeated: { status: 200, resultCode: 'A050303', action: 'BAD_REQUEST', message: "The token request contains multiple 'code' parameters.", error: 'invalid_request', clause: 'RFC 6749 §3.2, §4.1.3', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    code_unknown: { status: 200, resultCode: 'A050305', action: 'BAD_REQUEST', message: 'No such authorization code.', error: 'invalid_grant', clause: 'RFC 6749 §5.2', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
    code_of_other_client: { status: 200, resultCode: 'A050307', action: 'BAD_REQUEST', message: 'The authorization code does not belong to the client.', error: 'invalid_grant', clause: 'RFC 6749 §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    code_spent: { status: 200, resultCode: 'A050305', action: 'BAD_REQUEST', message: 'No such authorization code.', error: 'invalid_grant', clause: 'RFC 6749 §4.1.2, §5.2', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
    code_expired: { status: 200, resultCode: 'A050311', action: 'BAD_REQUEST', message: 'The authorization code has already expired.', error: 'invalid_grant', clause: 'RFC 6749 §4.1.2, §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    redirect_uri_repeated: { status: 200, resultCode: 'A050304', action: 'BAD_REQUEST', message: "The token request contains multiple 'redirect_uri' parameters.", error: 'invalid_request', clause: 'RFC 6749 §3.2, §4.1.3', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    redirect_uri_missing: { status: 200, resultCode: 'A050308', action: 'BAD_REQUEST', message: "The authorization code was created with a redirect URI specified explicitly, but the token request does not contain 'redirect_uri' parameter.", error: 'invalid_grant', clause: 'RFC 6749 §4.1.3, §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    redirect_uri_mismatch: { status: 200, resultCode: 'A050309', action: 'BAD_REQUEST', message: 'The redirect URI contained in the token request does not match the one which was specified when the authorization code was created.', error: 'invalid_grant', clause: 'RFC 6749 §4.1.3, §5.2', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
    redirect_uri_unexpected: { status: 200, resultCode: 'A050310', action: 'BAD_REQUEST', message: "The token request contains 'redirect_uri' although the authorization code was created without specifying any redirect URI explicitly.", error: 'invalid_grant', clause: 'RFC 6749 §4.1.3, §5.2', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    code_verifier_missing: { status: 200, resultCode: 'A050312', action: 'BAD_REQUEST', message: "The token request does not contain 'code_verifier' although the authorization code was created with 'code_challenge'.", error: 'invalid_grant', clause: 'RFC 7636 §4.5, §4.6', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
    code_verifier_empty: { status: 200, resultCode: 'A050313', action: 'BAD_REQUEST', message: "The value of 'code_verifier' in the token request is empty.", error: 'invalid_request', clause: 'RFC 7636 §4.5', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    code_verifier_repeated: { status: 200, resultCode: 'A050314', action: 'BAD_REQUEST', message: "The token request contains multiple 'code_verifier' parameters.", error: 'invalid_request', clause: 'RFC 6749 §3.2; RFC 7636 §4.5', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    code_verifier_malformed: { status: 200, resultCode: 'A050316', action: 'BAD_REQUEST', message: "The value of 'code_verifier' in the token request does not conform to the format defined in RFC 7636.", error: 'invalid_request', clause: 'RFC 7636 §4.1', source: 'documented', conditionSource: 'inferred', messageSource: 'documented' },
    code_verifier_mismatch: { status: 200, resultCode: 'A050315', action: 'BAD_REQUEST', message: "The code challenge value computed with 'code_verifier' is different from 'code_challenge' contained in the authorization request.", error: 'invalid_grant', clause: 'RFC 7636 §4.6', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
    code_verifier_unexpected: { status: 200, resultCode: 'A050317', action: 'BAD_REQUEST', message: "The token request contains 'code_verifier' although its corresponding authorization request did not contain 'code_challenge'.", error: 'invalid_grant', clause: 'RFC 9700 §2.1.1', source: 'observed', conditionSource: 'observed', messageSource: 'documented' },
    code_grant_of_public_client: { status: 200, resultCode: 'A285311', action: 'BAD_REQUEST', message: "The client type is 'public', but grant management is available to confidential clients only.", error: 'unauthorized_client', clause: 'Grant Management §5.1', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
    code_key_mismatch: { status: 200, resultCode: 'A254306', action: 'BAD_REQUEST', message: 'The DPoP thumbprint of the authorization code did not match the thumbprint presented in the request.', error: 'invalid_dpop_proof', clause: 'RFC 9449 §10', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
    code_grant_gone: { status: 200, resultCode: 'A050318', action: 'BAD_REQUEST', message: 'The grant with which the authorization code is associated does not exist any longer.', error: 'invalid_grant', clause: 'Grant Management §5.2', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  },
  failures: issuanceOutcomes('code_', 'A050', { resultCode: 'A050101', message: 'Failed to insert a new access token into the database.' }),
} as const satisfies GrantOutcomes<'code_redeemed', CodeRefusal>
