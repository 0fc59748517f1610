import { readOptionalJsonObject, type JsonObject, type OptionalJson } from '../../base/json.ts'
import type { AuthorizationCode, AuthorizationRequest, TokenProperty } from '../../model/authorization.ts'
import type { Client } from '../../model/client.ts'
import type { AuthorizationDetail } from '../../model/grant.ts'
import type { Service } from '../../model/service.ts'
import { fromElements, type AuthorizationElement } from './elements.ts'
import { failed, verdict, passed, type Rule, type Verdict } from '../../base/verdict.ts'
import { listRequestableScopes, listRequestedDynamicScopes } from '../scopes.ts'

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
  return verdict(rule, /^[\x20-\x7E]+$/.test(subject), 'subject_not_ascii')
}

/** Authlete AuthorizationIssueRequest `acr`: it fits into an ID token. */
export function checkAcr(acr = ''): Verdict<ConsentReason> {
  const rule = {
    check: 'acr',
    clause: 'Authlete AuthorizationIssueRequest acr',
    source: 'documented',
  } as const
  return verdict(rule, acr.length <= maximumAcrLength, 'acr_too_long', {
    expected: `at most ${maximumAcrLength} characters`,
    actual: `${acr.length} characters`,
  })
}

/** Authlete AuthorizationIssueRequest `claims`: a JSON object. */
export function checkClaimValues({ claims }: ConsentDocuments): Verdict<ConsentReason> {
  const rule = {
    check: 'claim-values',
    clause: 'Authlete AuthorizationIssueRequest claims',
    source: 'documented',
  } as const
  return checkJson(rule, claims, 'claim_values_not_object')
}

/** Authlete AuthorizationIssueRequest `idtHeaderParams`: a JSON object. */
export function checkIdTokenHeader({ idTokenHeader }: ConsentDocuments): Verdict<ConsentReason> {
  const rule = {
    check: 'id-token-header',
    clause: 'Authlete AuthorizationIssueRequest idtHeaderParams',
    source: 'documented',
  } as const
  return checkJson(rule, idTokenHeader, 'id_token_header_not_object')
}

/** Authlete AuthzDetails `otherFields`: a JSON object, in every element. */
export function checkConsentedDetails({ authorizationDetails }: ConsentDocuments): Verdict<ConsentReason> {
  const rule = {
    check: 'consented-details',
    clause: 'Authlete AuthorizationIssueRequest authorizationDetails',
    source: 'documented',
  } as const
  return verdict(rule, authorizationDetails !== 'malformed', 'consented_details_malformed')
}

function checkJson(rule: Rule, { error }: OptionalJson, reason: ConsentReason): Verdict<ConsentReason> {
  return error === undefined ? passed(rule) : failed(rule, reason, { actual: error })
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
  readonly idTokenAudType?: string
  readonly accessTokenDuration?: number
  readonly jwtAtClaims?: string
  readonly authorizationDetails?: { readonly elements?: readonly AuthorizationElement[] }
}

/** The members of a consent that are JSON in text, parsed once. */
export interface ConsentDocuments {
  readonly claims: OptionalJson<JsonObject>
  readonly idTokenHeader: OptionalJson<JsonObject>
  readonly authorizationDetails?: readonly AuthorizationDetail[] | 'malformed'
}

export function readConsentDocuments(consent: Consent): ConsentDocuments {
  const elements = consent.authorizationDetails?.elements
  return {
    claims: readOptionalJsonObject(consent.claims),
    idTokenHeader: readOptionalJsonObject(consent.idtHeaderParams),
    ...(elements !== undefined && { authorizationDetails: fromElements(elements) ?? 'malformed' }),
  }
}

type ConsentMembers = Omit<AuthorizationCode, 'codeHash' | 'subject' | 'createdAt' | 'expiresAt'>

/**
 * Builds the content of the code from a valid consent. Scopes of the consent replace those of the request, but never
 * add `openid`, and must be ones that the client may request; authorization details replace those of the request
 * (Authlete AuthorizationIssueRequest).
 */
export function readConsent(
  consent: Consent,
  documents: ConsentDocuments,
  request: AuthorizationRequest,
  service: Service,
  client: Client,
): ConsentMembers {
  const { authTime, acr, consentedClaims, properties, sub, accessTokenDuration, jwtAtClaims } = consent
  const { idTokenAudType } = consent
  const { value: claims } = documents.claims
  const { value: idTokenHeaderParameters } = documents.idTokenHeader
  const details = documents.authorizationDetails as readonly AuthorizationDetail[] | undefined
  const scopes = readConsentedScopes(consent.scopes, request, service, client)
  const dynamicScopes = listRequestedDynamicScopes(scopes, service, client).map(({ value }) => value)
  return {
    request: details === undefined ? request : { ...request, authorizationDetails: details },
    scopes,
    ...(dynamicScopes.length > 0 && { dynamicScopes }),
    ...(authTime !== undefined && authTime > 0 && { authTime }),
    ...(isGiven(acr) && { acr }),
    ...(claims !== undefined && { claims }),
    ...(consentedClaims !== undefined && { consentedClaims }),
    ...(properties !== undefined && { properties }),
    ...(isGiven(sub) && { sub }),
    ...(idTokenHeaderParameters !== undefined && { idTokenHeaderParameters }),
    ...((idTokenAudType === 'array' || idTokenAudType === 'string') && { idTokenAudType }),
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
  const usable = new Set(listRequestableScopes(service, client).map(({ name }) => name))
  if (!request.scopes.includes('openid')) usable.delete('openid')
  const words = [...new Set(consented)]
  for (const { value } of listRequestedDynamicScopes(words, service, client)) usable.add(value)
  return words.filter((scope) => usable.has(scope))
}
