import type { Client } from '../../model/client.ts'
import { excerpt, failed, verdict, passed, type Verdict } from '../../base/verdict.ts'
import { isMacAlgorithm } from '../jose/mac-algorithms.ts'
import type { RequestParameters } from '../parameters.ts'

export type ResponseMode = 'query' | 'fragment' | 'form_post'

export type ResponseModeReason =
  | 'response_jwt_algorithm_missing'
  | 'response_jwt_algorithm_none'
  | 'response_jwt_algorithm_symmetric'
  | 'response_mode_unsupported'
  | 'response_mode_not_of_client'

export const supportedModes: readonly string[] = [
  'query',
  'fragment',
  'form_post',
] satisfies readonly ResponseMode[]

/** JARM §2.3: the modes of answers in a JWT. */
export const jwtModes: readonly string[] = ['query.jwt', 'fragment.jwt', 'form_post.jwt', 'jwt']

function isResponseMode(text: string): text is ResponseMode {
  return supportedModes.includes(text)
}

/** Authlete AuthorizationRequest `response_mode`: how parameters of the answer are passed on. */
export function checkResponseMode(parameters: RequestParameters): Verdict<ResponseModeReason> {
  const rule = {
    check: 'response-mode',
    clause: 'Authlete AuthorizationRequest response_mode',
    source: 'documented',
  } as const
  const mode = parameters.get('response_mode')
  return verdict(rule, mode === undefined || isResponseMode(mode), 'response_mode_unsupported', {
    expected: supportedModes.join(' '),
    actual: mode === undefined ? 'none' : excerpt(mode),
  })
}

/**
 * JARM §3; Authlete Client `authorizationSignAlg`: a client that asks for a JWT response has registered an algorithm,
 * and a public client's is no MAC. The mock makes no such responses, but what the client lacks for one is reported
 * first.
 */
export function checkResponseJwt(
  parameters: RequestParameters,
  { clientType, properties: { authorizationSignAlg: algorithm } }: Client,
): Verdict<ResponseModeReason> {
  const rule = {
    check: 'response-jwt-algorithm',
    clause: 'Authlete Client authorizationSignAlg',
    source: 'documented',
  } as const
  if (!jwtModes.includes(parameters.get('response_mode') ?? '')) return passed(rule)
  const expected = 'an algorithm to sign the answer with'
  if (algorithm === undefined) {
    return failed(rule, 'response_jwt_algorithm_missing', { expected, actual: 'none registered' })
  }
  const evidence = { expected, actual: algorithm, detail: algorithm }
  if (algorithm === 'NONE') return failed(rule, 'response_jwt_algorithm_none', evidence)
  const fit = clientType === 'CONFIDENTIAL' || !isMacAlgorithm(algorithm)
  return verdict(rule, fit, 'response_jwt_algorithm_symmetric', evidence)
}

/**
 * FAPI 2.0 Message Signing §5.3.3 `response_modes`; Authlete Client `responseModes`: the mode, the default of the response
 * type too, is one that the client may use. A client that lists none may use any.
 */
export function checkResponseModeOfClient(
  parameters: RequestParameters,
  { properties: { responseModes = [] } }: Client,
): Verdict<ResponseModeReason> {
  const rule = {
    check: 'response-mode-of-client',
    clause: 'Authlete Client responseModes',
    source: 'documented',
  } as const
  const mode = readResponseMode(parameters)
  const allowed = responseModes.length === 0 || responseModes.includes(mode.toUpperCase())
  return verdict(rule, allowed, 'response_mode_not_of_client', {
    expected: responseModes.join(' ').toLowerCase() || 'any',
    actual: mode,
  })
}

/** The mode that was asked for, or else the default of the response type (RFC 6749 §4.1.2, §4.2.2). */
export function readResponseMode(parameters: RequestParameters): ResponseMode {
  const mode = parameters.get('response_mode') ?? ''
  if (isResponseMode(mode)) return mode
  const types = parameters.words('response_type')
  return types.includes('token') || types.includes('id_token') ? 'fragment' : 'query'
}
