import type { PushedRequest } from '../../model/authorization.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import { excerpt, failed, found, verdict, passed, type Finding, type Verdict } from '../../base/verdict.ts'
import type { RequestParameters } from '../parameters.ts'

export type RequestReferenceReason =
  | 'request_and_request_uri'
  | 'par_required_by_client'
  | 'par_required_by_service'
  | 'pushed_uri_required_by_client'
  | 'pushed_uri_required_by_service'
  | 'request_uri_unregistered'
  | 'request_uri_unfetched'
  | 'request_uri_over'
  | 'request_uri_of_other_client'
  | 'request_object_required_by_client'
  | 'request_object_required_by_service'

/** What the URIs of pushed requests begin with (RFC 9126 §2.2). */
export const pushedUriPrefix = 'urn:ietf:params:oauth:request_uri:'

/** RFC 9101 §5: a request object comes by value or by reference. */
export function checkOneRequestObject(parameters: RequestParameters): Verdict<RequestReferenceReason> {
  const rule = { check: 'one-request-object', clause: 'RFC 9101 §5', source: 'documented' } as const
  const both = ['request', 'request_uri'].every((name) => parameters.get(name) !== undefined)
  return verdict(rule, !both, 'request_and_request_uri')
}

/** RFC 9126 §5, §6: the request was pushed, if client or service require it. */
export function checkPushedWhereRequired(
  parameters: RequestParameters,
  service: Service,
  client: Client,
): Verdict<RequestReferenceReason> {
  const rule = { check: 'par-required', clause: 'RFC 9126 §5, §6', source: 'documented' } as const
  const byClient = client.properties.parRequired === true
  if (!byClient && service.properties.parRequired !== true) return passed(rule)
  const uri = parameters.get('request_uri')
  const evidence = { expected: `${pushedUriPrefix}...`, actual: excerpt(uri ?? 'none') }
  if (uri === undefined) {
    return failed(rule, byClient ? 'par_required_by_client' : 'par_required_by_service', evidence)
  }
  const reason = byClient ? 'pushed_uri_required_by_client' : 'pushed_uri_required_by_service'
  return verdict(rule, uri.startsWith(pushedUriPrefix), reason, evidence)
}

/** RFC 9101 §10.4.1: the mock never fetches a request URI, so only those of pushed requests can be used. */
export function checkRequestUriUsable(
  uri: string,
  { clientId, properties }: Client,
): Verdict<RequestReferenceReason> {
  const rule = { check: 'request-uri', clause: 'RFC 9101 §5.2, §10.4.1', source: 'documented' } as const
  if (uri.startsWith(pushedUriPrefix)) return passed(rule)
  const registered = properties['requestUris']
  const detail = excerpt(uri)
  return Array.isArray(registered) && registered.includes(uri)
    ? failed(rule, 'request_uri_unfetched', {
        actual: detail,
        detail: `(ID = ${clientId}) from the location pointed to by 'request_uri' (${detail})`,
      })
    : failed(rule, 'request_uri_unregistered', { actual: detail })
}

/** RFC 9126 §2.2, §4: the request was pushed by this client, has not expired, and was not used. Finds it. */
export function checkPushedRequest(
  pushed: PushedRequest | undefined,
  { clientId }: Client,
  now: number,
): Finding<RequestReferenceReason, PushedRequest> {
  const rule = { check: 'pushed-request', clause: 'RFC 9126 §2.2, §4', source: 'documented' } as const
  if (pushed === undefined) return failed(rule, 'request_uri_unregistered', { actual: 'unknown or used' })
  if (pushed.clientId !== clientId) {
    return failed(rule, 'request_uri_of_other_client', {
      expected: `client ${clientId}`,
      actual: `client ${pushed.clientId}`,
      detail: String(pushed.clientId),
    })
  }
  return found(rule, now < pushed.expiresAt ? pushed : undefined, 'request_uri_over', {
    expected: `before ${pushed.expiresAt}`,
    actual: String(now),
  })
}

/** RFC 9126 §4, §7.3: a pushed request is answered once, however often the end user has opened it. */
export function checkRequestUnused(isUnused: boolean): Verdict<'pushed_request_used'> {
  const rule = { check: 'pushed-request-unused', clause: 'RFC 9126 §4, §7.3', source: 'documented' } as const
  return verdict(rule, isUnused, 'pushed_request_used', {
    expected: 'not answered yet',
    actual: isUnused ? 'not answered yet' : 'answered',
  })
}

/** RFC 9101 §10.5: there is a request object, if client or service require one. */
export function checkRequestObjectWhereRequired(
  parameters: RequestParameters,
  { properties }: Service,
  client: Client,
): Verdict<RequestReferenceReason> {
  const rule = { check: 'request-object-required', clause: 'RFC 9101 §10.5', source: 'documented' } as const
  if (parameters.get('request') !== undefined) return passed(rule)
  if (client.properties.requestObjectRequired === true)
    return failed(rule, 'request_object_required_by_client')
  return verdict(rule, properties.requestObjectRequired !== true, 'request_object_required_by_service')
}

/** Longer than any request. Pushed requests are stored, so without a limit one client could fill the store. */
const maximumPushedLength = 65_536

/** RFC 9126 §2.3: the request is not larger than the server accepts. */
export function checkPushedSize(text: string): Verdict<'pushed_too_large'> {
  const rule = { check: 'pushed-size', clause: 'RFC 9126 §2.3', source: 'documented' } as const
  return verdict(rule, text.length <= maximumPushedLength, 'pushed_too_large', {
    expected: `at most ${maximumPushedLength} characters`,
    actual: `${text.length} characters`,
  })
}

/** RFC 9126 §2.1: what is pushed is a request, not a reference to one. */
export function checkNoRequestUri(parameters: RequestParameters): Verdict<'pushed_request_uri'> {
  const rule = { check: 'pushed-request-uri', clause: 'RFC 9126 §2.1', source: 'documented' } as const
  return verdict(rule, parameters.get('request_uri') === undefined, 'pushed_request_uri')
}

const credentials = ['client_secret', 'client_assertion', 'client_assertion_type']

/** RFC 9126 §2.1: the request to store, without the client's credentials. */
export function formatPushedParameters(parameters: RequestParameters): string {
  const kept = parameters.entries.filter(([name]) => !credentials.includes(name))
  return new URLSearchParams(kept.map(([name, value]): [string, string] => [name, value])).toString()
}
