import type { Client } from '../model/client.ts'
import { excerpt, judged, type Verdict } from '../verdict.ts'
import type { RequestParameters } from './parameters.ts'

export type ResponseMode = 'query' | 'fragment' | 'form_post'

export type ResponseModeReason = 'response_mode_unsupported' | 'response_mode_not_of_client'

export const supportedModes: readonly string[] = [
  'query',
  'fragment',
  'form_post',
] satisfies readonly ResponseMode[]

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
  return judged(rule, mode === undefined || isResponseMode(mode), 'response_mode_unsupported', {
    expected: supportedModes.join(' '),
    actual: mode === undefined ? 'none' : excerpt(mode),
  })
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
  return judged(rule, allowed, 'response_mode_not_of_client', {
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
