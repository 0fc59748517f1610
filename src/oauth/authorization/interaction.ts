import type { AuthorizationRequest } from '../../model/authorization.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import {
  excerpt,
  failed,
  verdict,
  passed,
  skipped,
  type Pass,
  type Skip,
  type Verdict,
} from '../../base/verdict.ts'
import { foldTag } from '../language-tag.ts'
import type { RequestParameters } from '../parameters.ts'

export type InteractionReason =
  | 'display_invalid'
  | 'display_unsupported'
  | 'display_default_unsupported'
  | 'prompt_invalid'
  | 'prompt_none_combined'
  | 'max_age_not_number'
  | 'max_age_not_integer'
  | 'max_age_out_of_range'

const displays: ReadonlyMap<string, string> = new Map(
  ['page', 'popup', 'touch', 'wap'].map((name) => [name, name.toUpperCase()]),
)
const knownPrompts = ['none', 'login', 'consent', 'select_account', 'create']
const maximumInt = 2_147_483_647

/** OpenID Connect Core §3.1.2.1: `display` is one that exists and that the service supports. */
export function checkDisplay(parameters: RequestParameters, service: Service): Verdict<InteractionReason> {
  const rule = { check: 'display', clause: 'OpenID Connect Core §3.1.2.1', source: 'documented' } as const
  const named = parameters.get('display')
  const display = readDisplay(parameters)
  const evidence = { actual: excerpt(named ?? 'none') }
  if (display === undefined) return failed(rule, 'display_invalid', evidence)
  const supported = readList(service, 'supportedDisplays') ?? [...displays.values()]
  if (supported.includes(display)) return passed(rule, evidence)
  return failed(rule, named === undefined ? 'display_default_unsupported' : 'display_unsupported', evidence)
}

/** The display mode by Authlete's name; PAGE by default. */
export function readDisplay(parameters: RequestParameters): string | undefined {
  return displays.get(parameters.get('display') ?? 'page')
}

/** OpenID Connect Core §3.1.2.1: `prompt` has values that exist, and `none` stands alone. */
export function checkPrompt(parameters: RequestParameters): Verdict<InteractionReason> {
  const rule = { check: 'prompt', clause: 'OpenID Connect Core §3.1.2.1', source: 'documented' } as const
  const words = parameters.words('prompt')
  const unknown = words.find((word) => !knownPrompts.includes(word))
  if (unknown !== undefined) return failed(rule, 'prompt_invalid', { actual: excerpt(unknown) })
  return verdict(rule, !words.includes('none') || words.length === 1, 'prompt_none_combined', {
    actual: words.join(' '),
  })
}

/** The prompts by Authlete's names. */
export function readPrompts(parameters: RequestParameters): readonly string[] {
  return parameters.words('prompt').map((word) => word.toUpperCase())
}

/**
 * OpenID Connect Core §11: whether the request asks for offline access without asking for the end user's explicit
 * consent.
 */
export function lacksConsent({ scopes, prompts }: Pick<AuthorizationRequest, 'scopes' | 'prompts'>): boolean {
  return scopes.includes('offline_access') && !prompts.includes('CONSENT')
}

const offlineAccess = {
  check: 'offline-access',
  clause: 'OpenID Connect Core §11; Authlete AuthorizationResponse NO_INTERACTION',
  source: 'inferred',
} as const

/** OpenID Connect Core §11: a request without it is not refused yet; the authorization server informs its client. */
export function checkOfflineAccess(scopes: readonly string[], parameters: RequestParameters): Pass | Skip {
  const request = { scopes, prompts: readPrompts(parameters) }
  if (!lacksConsent(request)) return passed(offlineAccess)
  const why = 'the answer is NO_INTERACTION, and the authorization server is to fail with CONSENT_REQUIRED'
  return skipped(offlineAccess, why, describeConsent(request))
}

/** OpenID Connect Core §11: without the end user's explicit consent there is no code for offline access. */
export function checkConsentAskedFor(
  request: AuthorizationRequest,
): Verdict<'offline_access_without_consent'> {
  return verdict(
    offlineAccess,
    !lacksConsent(request),
    'offline_access_without_consent',
    describeConsent(request),
  )
}

function describeConsent({ prompts }: Pick<AuthorizationRequest, 'prompts'>) {
  return {
    expected: 'prompt with consent, for scope offline_access',
    actual: prompts.join(' ') || 'no prompt',
  }
}

/** OpenID Connect Core §3.1.2.1: `max_age` is a number of seconds. */
export function checkMaxAge(parameters: RequestParameters): Verdict<InteractionReason> {
  const rule = { check: 'max-age', clause: 'OpenID Connect Core §3.1.2.1', source: 'documented' } as const
  const text = parameters.get('max_age')
  if (text === undefined) return passed(rule)
  const evidence = { expected: '0 to 2147483647', actual: excerpt(text) }
  if (!/^[+-]?\d+(\.\d+)?$/.test(text)) return failed(rule, 'max_age_not_number', evidence)
  if (text.includes('.')) return failed(rule, 'max_age_not_integer', evidence)
  const seconds = Number(text)
  return verdict(rule, seconds >= 0 && seconds <= maximumInt, 'max_age_out_of_range', evidence)
}

/** Seconds, from the request or from the client's default, whose 0 means none; undefined if neither has a value. */
export function readMaxAge(parameters: RequestParameters, { properties }: Client): number | undefined {
  const text = parameters.get('max_age')
  return text === undefined ? properties.defaultMaxAge || undefined : Number(text)
}

/**
 * The requested locales that the service supports, in the spelling of the service (Authlete AuthorizationResponse
 * `uiLocales`, `claimsLocales`). Others are ignored.
 */
export function readLocales(
  parameters: RequestParameters,
  name: 'ui_locales' | 'claims_locales',
  service: Service,
): readonly string[] {
  const words = parameters.words(name)
  if (words.length === 0) return words
  const list = readList(service, name === 'ui_locales' ? 'supportedUiLocales' : 'supportedClaimLocales') ?? []
  const supported = new Map(list.map((locale) => [foldTag(locale), locale] as const).toReversed())
  const found = words.flatMap((locale) => supported.get(foldTag(locale)) ?? [])
  return [...new Set(found)]
}

function readList({ properties }: Service, name: string): readonly string[] | undefined {
  const list = properties[name]
  return Array.isArray(list) ? list.map(String) : undefined
}
