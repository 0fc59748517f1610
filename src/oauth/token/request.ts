import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import {
  excerpt,
  failed,
  verdict,
  passedWith,
  type Finding,
  type Result,
  type Verdict,
} from '../../base/verdict.ts'
import { findParameterError, readParameters, type RequestParameters } from '../parameters.ts'

export type TokenParametersReason = 'parameters_missing' | 'parameters_malformed' | 'parameters_empty'

export type GrantTypeReason =
  | 'grant_type_missing'
  | 'grant_type_empty'
  | 'grant_type_repeated'
  | 'grant_type_unknown'
  | 'grant_type_implicit'
  | 'grant_type_unsupported'
  | 'grant_type_unavailable'
  | 'grant_type_undeclared'

/** The grant types of a token request, by Authlete's names. */
const grantTypeNames: Readonly<Record<string, string>> = {
  authorization_code: 'AUTHORIZATION_CODE',
  refresh_token: 'REFRESH_TOKEN',
  client_credentials: 'CLIENT_CREDENTIALS',
  password: 'PASSWORD',
  'urn:openid:params:grant-type:ciba': 'CIBA',
  'urn:ietf:params:oauth:grant-type:device_code': 'DEVICE_CODE',
  'urn:ietf:params:oauth:grant-type:token-exchange': 'TOKEN_EXCHANGE',
  'urn:ietf:params:oauth:grant-type:jwt-bearer': 'JWT_BEARER',
  'urn:ietf:params:oauth:grant-type:pre-authorized_code': 'PRE_AUTHORIZED_CODE',
}

/** The grant types that this mock supports. */
export const actedOnGrantTypes = [
  'AUTHORIZATION_CODE',
  'REFRESH_TOKEN',
  'CLIENT_CREDENTIALS',
  'PASSWORD',
] as const

export type ActedOnGrantType = (typeof actedOnGrantTypes)[number]

function isActedOn(grantType: string): grantType is ActedOnGrantType {
  return actedOnGrantTypes.some((name) => name === grantType)
}

/** Authlete TokenRequest `parameters`: the body of the client's request, form-encoded (RFC 6749 §4.1.3). */
export function readTokenParameters(
  text: string | undefined,
): Result<TokenParametersReason, RequestParameters> {
  const rule = {
    check: 'parameters',
    clause: 'Authlete TokenRequest parameters',
    source: 'documented',
  } as const
  if (text === undefined) return { refusal: failed(rule, 'parameters_missing') }
  const parameters = readParameters(text)
  if (parameters === undefined) return { refusal: failed(rule, 'parameters_malformed') }
  return parameters.names.length === 0 ? { refusal: failed(rule, 'parameters_empty') } : { value: parameters }
}

const rule = { check: 'grant-type', clause: 'RFC 6749 §4.1.3, §5.2', source: 'documented' } as const

/** RFC 6749 §4.1.3: the request names one grant type, and one that a token endpoint knows. */
export function checkGrantType(parameters: RequestParameters): Verdict<GrantTypeReason> {
  const error = findParameterError(parameters, 'grant_type')
  if (error !== undefined) return failed(rule, `grant_type_${error}`)
  const grantType = readGrantType(parameters)
  const actual = excerpt(grantType)
  if (grantType === 'implicit') return failed(rule, 'grant_type_implicit', { actual })
  return verdict(rule, Object.hasOwn(grantTypeNames, grantType), 'grant_type_unknown', { actual })
}

/** The grant type of a request, as the client wrote it. */
function readGrantType(parameters: RequestParameters): string {
  return String(parameters.get('grant_type'))
}

/** Authlete's name of a grant type that has passed `checkGrantType`. */
export function grantTypeOf(parameters: RequestParameters): string {
  return String(grantTypeNames[readGrantType(parameters)])
}

/**
 * Authlete Service `supportedGrantTypes`, Client `grantTypes`: the service and this mock support the grant type, and
 * the client has declared it. A missing list forbids nothing. Finds the grant type.
 */
export function checkGrantTypeAllowed(
  parameters: RequestParameters,
  service: Service,
  client: Client,
): Finding<GrantTypeReason, ActedOnGrantType> {
  const name = grantTypeOf(parameters)
  const written = { actual: name, detail: readGrantType(parameters) }
  if (!allows(service.properties.supportedGrantTypes, name)) {
    return failed(rule, 'grant_type_unsupported', written)
  }
  if (!isActedOn(name)) return failed(rule, 'grant_type_unavailable', written)
  return allows(client.properties.grantTypes, name)
    ? passedWith(rule, name, written)
    : failed(rule, 'grant_type_undeclared', written)
}

/** Whether service and client let refresh tokens be issued (RFC 6749 §6). */
export function allowsRefreshTokens(service: Service, client: Client): boolean {
  return [service.properties.supportedGrantTypes, client.properties.grantTypes].every((list) =>
    allows(list, 'REFRESH_TOKEN'),
  )
}

function allows(list: readonly string[] | undefined, name: string): boolean {
  return list === undefined || list.includes(name)
}
