import type { Client } from '../../model/client.ts'
import { failed, verdict, passedWith, type Fail, type Finding, type Pass } from '../../base/verdict.ts'
import { readParameters, type RequestParameters, findParameterError } from '../parameters.ts'

export type RevocationReason =
  | 'parameters_missing'
  | 'parameters_malformed'
  | 'parameters_empty'
  | 'client_id_empty'
  | 'client_secret_empty'
  | 'token_missing'
  | 'token_empty'
  | 'token_repeated'
  | 'token_of_other_client'
  | 'token_client_locked'
  | 'token_client_unauthenticated'

type CheckResult = Pass | Fail<RevocationReason>

const documented = 'documented' as const

/** RFC 7009 §2.1, Authlete RevocationRequest parameters: the client's request, form-encoded and not empty. */
export function checkRevocationParameters(
  text: string | undefined,
): Finding<RevocationReason, RequestParameters> {
  const rule = {
    check: 'revocation-parameters',
    clause: 'RFC 7009 §2.1; Authlete RevocationRequest parameters',
    source: documented,
  } as const
  if (text === undefined) return failed(rule, 'parameters_missing')
  const parameters = readParameters(text)
  if (parameters === undefined) return failed(rule, 'parameters_malformed')
  if (parameters.names.length === 0) return failed(rule, 'parameters_empty')
  return passedWith(rule, parameters, { actual: parameters.names.slice(0, 20).join(' ') })
}

/** RFC 6749 §2.3.1: Authlete has a text for an empty `client_secret` at this endpoint, and at no other. */
export function checkSecretNotEmpty(parameters: RequestParameters): CheckResult {
  const rule = { check: 'client-secret', clause: 'RFC 6749 §2.3.1', source: 'inferred' } as const
  return verdict(rule, !parameters.isEmpty('client_secret'), 'client_secret_empty')
}

/** RFC 7009 §2.1: the request names one token. Its hint may be wrong or unknown, and is ignored. */
export function checkRevocationToken(parameters: RequestParameters): Finding<RevocationReason, string> {
  const rule = { check: 'revocation-token', clause: 'RFC 7009 §2.1', source: documented } as const
  const error = findParameterError(parameters, 'token')
  if (error !== undefined) return failed(rule, `token_${error}`)
  return passedWith(rule, String(parameters.get('token')))
}

/** RFC 7009 §2.1: a client revokes only its own tokens. */
export function checkTokenOwner(owner: number, client: number): CheckResult {
  const rule = { check: 'revocation-token-client', clause: 'RFC 7009 §2.1', source: documented } as const
  return verdict(rule, owner === client, 'token_of_other_client', {
    expected: `a token of client ${client}`,
    actual: `a token of client ${owner}`,
    detail: String(client),
  })
}

/** RFC 7009 §2.1: a request without a client can only revoke a token of a public client that is not locked. */
export function checkAnonymousRevocation(client: Client | undefined): CheckResult {
  const rule = { check: 'revocation-anonymous', clause: 'RFC 7009 §2.1', source: 'observed' } as const
  if (client?.properties.locked === true) return failed(rule, 'token_client_locked', { actual: 'locked' })
  return verdict(rule, client?.clientType === 'PUBLIC', 'token_client_unauthenticated', {
    expected: 'PUBLIC',
    actual: client?.clientType,
  })
}
