import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import { excerpt, failed, verdict, passed, type Rule, type Verdict } from '../../base/verdict.ts'
import type { RequestParameters } from '../parameters.ts'

/** The parameters that must not stand twice and have a text of their own for it. */
type SingleParameter =
  'client_id' | 'request' | 'request_uri' | 'response_type' | 'redirect_uri' | RequestParameterName

type RequestParameterName = (typeof singleParameters)[number]

/** Those of them that are checked after the redirect URI, so that their errors are sent there. */
export const singleParameters = [
  'response_mode',
  'scope',
  'state',
  'nonce',
  'display',
  'prompt',
  'max_age',
  'ui_locales',
  'claims_locales',
  'acr_values',
  'claims',
  'code_challenge',
  'code_challenge_method',
] as const

/** Further parameters of an authorization request; `resource` alone may be there more than once (RFC 8707 §2). */
const furtherParameters = [
  'authorization_details',
  'dpop_jkt',
  'grant_id',
  'grant_management_action',
  'id_token_hint',
  'login_hint',
]

/** Longer than what clients put into `state` or `nonce`; both go into responses, URLs and tokens. */
const maximumEchoLength = 2048

export type AuthorizationRequestReason =
  | `${SingleParameter}_repeated`
  | 'parameter_repeated'
  | 'response_type_missing'
  | 'response_type_empty'
  | 'response_type_invalid'
  | 'response_type_unsupported'
  | 'response_type_undeclared'
  | 'state_not_ascii'
  | 'state_too_long'
  | 'nonce_not_ascii'
  | 'nonce_too_long'
  | 'dpop_jkt_malformed'

/** Made once: a request has one for each of its parameters, and the journal compares their names. */
const singleRules = Object.fromEntries(
  ['client_id', 'request', 'request_uri', 'response_type', 'redirect_uri', ...singleParameters].map(
    (name): [string, Rule] => [
      name,
      { check: `single-${name}`, clause: 'RFC 6749 §3.1', source: 'documented' },
    ],
  ),
) as Readonly<Record<SingleParameter, Rule>>

/** RFC 6749 §3.1: no parameter is there more than once. */
export function checkNotRepeated<Name extends SingleParameter>(
  { repeated }: RequestParameters,
  name: Name,
): Verdict<`${Name}_repeated`> {
  return repeated.includes(name) ? failed(singleRules[name], `${name}_repeated`) : passed(singleRules[name])
}

/** RFC 6749 §3.1: the same for the parameters that share one text. */
export function checkFurtherNotRepeated({
  repeated,
}: RequestParameters): Verdict<AuthorizationRequestReason> {
  const rule = { check: 'single-parameters', clause: 'RFC 6749 §3.1', source: 'documented' } as const
  const detail = furtherParameters.find((name) => repeated.includes(name))
  return verdict(rule, detail === undefined, 'parameter_repeated', { actual: detail, detail })
}

const knownResponseTypes = ['code', 'token', 'id_token', 'none']

/** RFC 6749 §3.1.1: `response_type` is there and names response types that exist. */
export function checkResponseType(parameters: RequestParameters): Verdict<AuthorizationRequestReason> {
  const rule = { check: 'response-type', clause: 'RFC 6749 §3.1.1', source: 'documented' } as const
  const text = parameters.get('response_type')
  if (parameters.isEmpty('response_type')) return failed(rule, 'response_type_empty')
  if (text === undefined) return failed(rule, 'response_type_missing')
  if (parameters.words('response_type').length === 0) return failed(rule, 'response_type_empty')
  return verdict(rule, isResponseType(text), 'response_type_invalid', { actual: excerpt(text) })
}

/** RFC 6749 §3.1.1, §8.4: whether a text names response types that exist. */
export function isResponseType(text: string): boolean {
  const words = text.split(' ').filter((word) => word !== '')
  return words.length > 0 && words.every((word) => knownResponseTypes.includes(word))
}

/** RFC 6749 §4.1.1: the mock supports the authorization code flow, unless the service or the client leaves it out. */
export function checkResponseTypeSupported(
  parameters: RequestParameters,
  { properties }: Service,
  client: Client,
): Verdict<AuthorizationRequestReason> {
  const rule = {
    check: 'response-type-supported',
    clause: 'RFC 6749 §3.1.1, §4.1.1',
    source: 'documented',
  } as const
  const actual = excerpt(String(parameters.get('response_type')))
  const { supportedResponseTypes = ['CODE'] } = properties
  if (actual.trim() !== 'code' || !supportedResponseTypes.includes('CODE')) {
    return failed(rule, 'response_type_unsupported', { expected: 'code', actual, detail: actual })
  }
  const { responseTypes = ['CODE'] } = client.properties
  return verdict(rule, responseTypes.includes('CODE'), 'response_type_undeclared', { detail: actual })
}

/**
 * RFC 6749 §4.1.1, appendix A.5: `state` is returned as it was sent, so it must consist of characters that a URI
 * allows.
 */
export function checkState(parameters: RequestParameters): Verdict<AuthorizationRequestReason> {
  return checkEcho(
    { check: 'state', clause: 'RFC 6749 §4.1.1', source: 'documented' },
    parameters.get('state') ?? '',
    'state',
  )
}

/** OpenID Connect Core §3.1.2.1: `nonce` goes into the ID token. */
export function checkNonceParameter(parameters: RequestParameters): Verdict<AuthorizationRequestReason> {
  return checkEcho(
    { check: 'nonce', clause: 'OpenID Connect Core §3.1.2.1', source: 'documented' },
    parameters.get('nonce') ?? '',
    'nonce',
  )
}

/** RFC 9449 §10: `dpop_jkt` is a SHA-256 thumbprint. */
export function checkDpopJkt(parameters: RequestParameters): Verdict<AuthorizationRequestReason> {
  const rule = { check: 'dpop-jkt-parameter', clause: 'RFC 9449 §10', source: 'documented' } as const
  const jkt = parameters.get('dpop_jkt')
  return verdict(rule, jkt === undefined || /^[A-Za-z0-9_-]{43}$/.test(jkt), 'dpop_jkt_malformed', {
    expected: '43 characters of base64url',
    actual: excerpt(jkt ?? 'none'),
  })
}

function checkEcho<Name extends 'state' | 'nonce'>(
  rule: Rule,
  text: string,
  name: Name,
): Verdict<`${Name}_not_ascii` | `${Name}_too_long`> {
  if (!/^[\x20-\x7E]*$/.test(text)) return failed(rule, `${name}_not_ascii` as const)
  if (text.length <= maximumEchoLength) return passed(rule)
  return failed(rule, `${name}_too_long` as const, {
    expected: `at most ${maximumEchoLength} characters`,
    actual: `${text.length} characters`,
    detail: String(maximumEchoLength),
  })
}
