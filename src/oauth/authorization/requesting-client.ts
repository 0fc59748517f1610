import type { Client } from '../../model/client.ts'
import { excerpt, failed, found, verdict, type Fail, type Finding, type Verdict } from '../../base/verdict.ts'
import { readParameters, type RequestParameters } from '../parameters.ts'

export type RequestingClientReason =
  | 'parameters_missing'
  | 'parameters_malformed'
  | 'parameters_empty'
  | 'client_id_missing'
  | 'client_id_empty'
  | 'client_or_alias_unknown'
  | 'client_alias_disabled'
  | 'client_locked'

/**
 * Authlete AuthorizationRequest `parameters`: the client's request is there, and is form-encoded. Parses its
 * parameters.
 */
export function checkParameters(
  text: string | undefined,
): Finding<RequestingClientReason, RequestParameters> {
  const rule = {
    check: 'parameters',
    clause: 'Authlete AuthorizationRequest parameters',
    source: 'documented',
  } as const
  if (text === undefined) return failed(rule, 'parameters_missing')
  const parameters = readParameters(text)
  if (parameters === undefined) return failed(rule, 'parameters_malformed', { actual: excerpt(text) })
  return found(rule, parameters.names.length > 0 ? parameters : undefined, 'parameters_empty')
}

/** RFC 6749 §4.1.1: the request names its client. */
export function checkClientId(parameters: RequestParameters): Verdict<RequestingClientReason> {
  const rule = { check: 'client-id', clause: 'RFC 6749 §4.1.1', source: 'documented' } as const
  if (!parameters.names.includes('client_id')) return failed(rule, 'client_id_missing')
  return checkClientIdNotEmpty(parameters)
}

/** Authlete has a text for an empty `client_id`, also if the request names its client elsewhere. */
export function checkClientIdNotEmpty(parameters: RequestParameters): Verdict<'client_id_empty'> {
  const rule = {
    check: 'client-id',
    clause: 'RFC 6749 §2.2, §4.1.1; RFC 9126 §2.1',
    source: 'documented',
  } as const
  const clientId = parameters.get('client_id')
  return verdict(rule, !parameters.isEmpty('client_id'), 'client_id_empty', {
    actual: excerpt(clientId ?? 'none'),
  })
}

const requester = { check: 'client', clause: 'RFC 6749 §4.1.2.1', source: 'documented' } as const

/** RFC 6749 §4.1.2.1: there is no such client, or it may not use its alias (Authlete Client `clientIdAliasEnabled`). */
export function refuseRequester(identifier: string, isDisabledAlias: boolean): Fail<RequestingClientReason> {
  const detail = excerpt(identifier)
  const reason = isDisabledAlias ? 'client_alias_disabled' : 'client_or_alias_unknown'
  return failed(requester, reason, { actual: detail, detail })
}

/** Authlete Client `locked`: the owner of the client has not locked it. */
export function checkRequestingClient({ clientId, properties }: Client): Verdict<RequestingClientReason> {
  return verdict(requester, properties.locked !== true, 'client_locked', {
    actual: `client ${clientId}`,
    detail: String(clientId),
  })
}

/** Authlete Client `locked`: the client has not been locked since it asked. */
export function checkClientStillUnlocked({ clientId, properties }: Client): Verdict<'issue_client_locked'> {
  const rule = { check: 'client-unlocked', clause: 'Authlete Client locked', source: 'inferred' } as const
  return verdict(rule, properties.locked !== true, 'issue_client_locked', {
    actual: `client ${clientId}`,
    detail: String(clientId),
  })
}
