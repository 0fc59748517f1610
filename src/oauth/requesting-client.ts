import type { Client } from '../model/client.ts'
import type { Service } from '../model/service.ts'
import { excerpt, failed, judged, type Fail, type Verdict } from '../verdict.ts'
import type { RequestParameters } from './parameters.ts'

export type RequestingClientReason =
  | 'parameters_missing'
  | 'parameters_malformed'
  | 'parameters_empty'
  | 'client_id_missing'
  | 'client_id_empty'
  | 'client_unknown'
  | 'client_or_alias_unknown'
  | 'client_locked'

/** Authlete AuthorizationRequest `parameters`: the client's request is there, and is form-encoded. */
export function checkParameters(text: string, parameters: undefined): Fail<RequestingClientReason>
export function checkParameters(
  text: string,
  parameters: RequestParameters | undefined,
): Verdict<RequestingClientReason>
export function checkParameters(
  text: string,
  parameters: RequestParameters | undefined,
): Verdict<RequestingClientReason> {
  const rule = {
    check: 'parameters',
    clause: 'Authlete AuthorizationRequest parameters',
    source: 'documented',
  } as const
  if (text === '') return failed(rule, 'parameters_missing')
  if (parameters === undefined) return failed(rule, 'parameters_malformed', { actual: excerpt(text) })
  return judged(rule, parameters.names.length > 0, 'parameters_empty')
}

/** RFC 6749 §4.1.1: the request says which client it is from. */
export function checkClientId(parameters: RequestParameters): Verdict<RequestingClientReason> {
  const rule = { check: 'client-id', clause: 'RFC 6749 §4.1.1', source: 'documented' } as const
  if (parameters.get('client_id') === undefined) return failed(rule, 'client_id_missing')
  return checkClientIdNotEmpty(parameters)
}

/** RFC 6749 §3.1, §4.1.1, RFC 9126 §2.1: a request that names its client names one, also where it says so elsewhere. */
export function checkClientIdNotEmpty(parameters: RequestParameters): Verdict<'client_id_empty'> {
  const rule = { check: 'client-id', clause: 'RFC 6749 §4.1.1; RFC 9126 §2.1', source: 'documented' } as const
  const clientId = parameters.get('client_id')
  return judged(rule, clientId !== '', 'client_id_empty', { actual: excerpt(clientId ?? 'none') })
}

/** RFC 6749 §4.1.2.1: there is such a client, and its owner has not locked it (Authlete `locked`). */
export function checkRequestingClient(
  client: undefined,
  identifier: string,
  service: Service,
): Fail<RequestingClientReason>
export function checkRequestingClient(
  client: Client,
  identifier: string,
  service: Service,
): Verdict<RequestingClientReason>
export function checkRequestingClient(
  client: Client | undefined,
  identifier: string,
  { properties }: Service,
): Verdict<RequestingClientReason> {
  const rule = { check: 'client', clause: 'RFC 6749 §4.1.2.1', source: 'documented' } as const
  const detail = excerpt(identifier)
  if (client === undefined) {
    const byAlias = properties.clientIdAliasEnabled === true
    return failed(rule, byAlias ? 'client_or_alias_unknown' : 'client_unknown', { actual: detail, detail })
  }
  return judged(rule, client.properties.locked !== true, 'client_locked', {
    actual: `client ${client.clientId}`,
    detail: String(client.clientId),
  })
}

/** Authlete Client `locked`: the client has not been locked since it asked. */
export function checkClientStillUnlocked({ clientId, properties }: Client): Verdict<'issue_client_locked'> {
  const rule = { check: 'client-unlocked', clause: 'Authlete Client locked', source: 'inferred' } as const
  return judged(rule, properties.locked !== true, 'issue_client_locked', {
    actual: `client ${clientId}`,
    detail: String(clientId),
  })
}
