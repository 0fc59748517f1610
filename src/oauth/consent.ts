import { readJsonObject } from '../json.ts'
import type { AuthorizationCode, AuthorizationRequest, TokenProperty } from '../model/authorization.ts'
import type { Client } from '../model/client.ts'
import type { Service } from '../model/service.ts'
import { fromElements, type AuthorizationElement } from './authorization-elements.ts'
import { failed, judged, passed, type Rule, type Verdict } from '../verdict.ts'
import { listRequestableScopes } from './requestable-scopes.ts'

export type ConsentReason =
  | 'subject_missing'
  | 'subject_too_long'
  | 'subject_not_ascii'
  | 'acr_too_long'
  | 'claim_values_not_object'
  | 'id_token_header_not_object'
  | 'consented_details_malformed'

const maximumSubjectLength = 100
const maximumAcrLength = 200

/** Authlete AuthorizationIssueRequest `subject`: 1 to 100 ASCII characters. */
export function checkSubject(subject: string): Verdict<ConsentReason> {
  const rule = {
    check: 'subject',
    clause: 'Authlete AuthorizationIssueRequest subject',
    source: 'documented',
  } as const
  if (subject === '') return failed(rule, 'subject_missing')
  if (subject.length > maximumSubjectLength) return failed(rule, 'subject_too_long')
  return judged(rule, /^[\x20-\x7E]+$/.test(subject), 'subject_not_ascii')
}

/** Authlete AuthorizationIssueRequest `acr`: it fits into an ID token. */
export function checkAcr(acr = ''): Verdict<ConsentReason> {
  const rule = {
    check: 'acr',
    clause: 'Authlete AuthorizationIssueRequest acr',
    source: 'documented',
  } as const
  return judged(rule, acr.length <= maximumAcrLength, 'acr_too_long', {
    expected: `at most ${maximumAcrLength} characters`,
    actual: `${acr.length} characters`,
  })
}

/** Authlete AuthorizationIssueRequest `claims`: a JSON object. */
export function checkClaimValues(claims: string | undefined): Verdict<ConsentReason> {
  const rule = {
    check: 'claim-values',
    clause: 'Authlete AuthorizationIssueRequest claims',
    source: 'documented',
  } as const
  return checkJson(rule, claims, 'claim_values_not_object')
}

/** Authlete AuthorizationIssueRequest `idtHeaderParams`: a JSON object. */
export function checkIdTokenHeader(parameters: string | undefined): Verdict<ConsentReason> {
  const rule = {
    check: 'id-token-header',
    clause: 'Authlete AuthorizationIssueRequest idtHeaderParams',
    source: 'documented',
  } as const
  return checkJson(rule, parameters, 'id_token_header_not_object')
}

/** Authlete AuthzDetails `otherFields`: a JSON object, in every element. */
export function checkConsentedDetails({ authorizationDetails }: Consent): Verdict<ConsentReason> {
  const rule = {
    check: 'consented-details',
    clause: 'Authlete AuthorizationIssueRequest authorizationDetails',
    source: 'documented',
  } as const
  const details = fromElements(authorizationDetails?.elements)
  return judged(rule, details !== undefined, 'consented_details_malformed')
}

function checkJson(rule: Rule, text: string | undefined, reason: ConsentReason): Verdict<ConsentReason> {
  if (text === undefined || text === '') return passed(rule)
  const reading = readJsonObject(Buffer.from(text))
  return 'flaw' in reading ? failed(rule, reason, { actual: reading.flaw }) : passed(rule)
}

/** What the authorization server says that the end user has consented to. */
export interface Consent {
  readonly scopes?: readonly string[]
  readonly authTime?: number
  readonly acr?: string
  readonly claims?: string
  readonly consentedClaims?: readonly string[]
  readonly properties?: readonly TokenProperty[]
  readonly sub?: string
  readonly idtHeaderParams?: string
  readonly accessTokenDuration?: number
  readonly jwtAtClaims?: string
  readonly authorizationDetails?: { readonly elements?: readonly AuthorizationElement[] }
}

type ConsentMembers = Omit<AuthorizationCode, 'codeHash' | 'subject' | 'createdAt' | 'expiresAt'>

/**
 * What goes into the code. Scopes of the consent replace those of the request, but never add `openid`, and must be ones
 * that the client may ask for; authorization details replace those of the request (Authlete AuthorizationIssueRequest).
 */
export function readConsent(
  consent: Consent,
  request: AuthorizationRequest,
  service: Service,
  client: Client,
): ConsentMembers {
  const { authTime, acr, claims, consentedClaims, properties, sub } = consent
  const { idtHeaderParams, accessTokenDuration, jwtAtClaims } = consent
  const elements = consent.authorizationDetails?.elements
  const details = elements && fromElements(elements)
  return {
    request: details === undefined ? request : { ...request, authorizationDetails: details },
    scopes: readConsentedScopes(consent.scopes, request, service, client),
    ...(authTime !== undefined && authTime > 0 && { authTime }),
    ...(isGiven(acr) && { acr }),
    ...(isGiven(claims) && { claims }),
    ...(consentedClaims !== undefined && { consentedClaims }),
    ...(properties !== undefined && { properties }),
    ...(isGiven(sub) && { sub }),
    ...(isGiven(idtHeaderParams) && { idTokenHeaderParameters: idtHeaderParams }),
    ...(accessTokenDuration !== undefined && { accessTokenSeconds: accessTokenDuration }),
    ...(isGiven(jwtAtClaims) && { jwtAtClaims }),
  }
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== ''
}

function readConsentedScopes(
  consented: readonly string[] | undefined,
  request: AuthorizationRequest,
  service: Service,
  client: Client,
): readonly string[] {
  if (consented === undefined) return request.scopes
  const usable = listRequestableScopes(service, client)
    .map(({ name }) => name)
    .filter((name) => name !== 'openid' || request.scopes.includes('openid'))
  return [...new Set(consented)].filter((scope) => usable.includes(scope))
}
