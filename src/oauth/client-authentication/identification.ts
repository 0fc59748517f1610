import { compact } from '../../base/compact.ts'
import {
  excerpt,
  failed,
  found,
  verdict,
  passed,
  passedWith,
  type Fail,
  type Finding,
  type Pass,
} from '../../base/verdict.ts'
import { readCompactJws } from '../jose/compact-jws.ts'
import type { RequestParameters } from '../parameters.ts'

/** The client's identifier and credentials as presented. */
export interface PresentedClient {
  readonly parameters: RequestParameters
  /** From the Authorization header of the client's request (RFC 6749 §2.3.1). */
  readonly clientId?: string
  readonly clientSecret?: string
  /** The certificate of the client's TLS connection, in PEM. */
  readonly clientCertificate?: string
  /** The certificates between the client's certificate and a root, in PEM. */
  readonly clientCertificatePath?: readonly string[]
}

/** The part of a request of an Authlete API that concerns the client. */
export function presentClient(
  { clientId, clientSecret, clientCertificate, clientCertificatePath }: Omit<PresentedClient, 'parameters'>,
  parameters: RequestParameters,
): PresentedClient {
  return compact({ parameters, clientId, clientSecret, clientCertificate, clientCertificatePath })
}

export type ClientIdentificationReason =
  | 'client_id_repeated'
  | 'client_secret_repeated'
  | 'client_assertion_repeated'
  | 'client_assertion_type_repeated'
  | 'client_assertion_type_absent'
  | 'client_assertion_type_empty'
  | 'client_ids_differ'
  | 'client_assertion_unreadable'
  | 'client_assertion_anonymous'
  | 'client_unidentified'
  | 'client_unknown'
  | 'client_alias_disabled'
  | 'client_locked'

type CheckResult = Pass | Fail<ClientIdentificationReason>

const credentialNames = [
  ['client_id', 'client_id_repeated'],
  ['client_secret', 'client_secret_repeated'],
  ['client_assertion', 'client_assertion_repeated'],
  ['client_assertion_type', 'client_assertion_type_repeated'],
] as const

const identity = {
  check: 'client-identifier',
  clause: 'RFC 6749 §2.3.1, §3.2.1',
  source: 'documented',
} as const

/** RFC 6749 §3.2: no parameter is there twice; of two credentials it would be open which one counts. */
export function checkCredentialsOnce({ repeated }: RequestParameters): CheckResult {
  const rule = { check: 'client-credentials-once', clause: 'RFC 6749 §3.2', source: 'documented' } as const
  const twice = credentialNames.find(([name]) => repeated.includes(name))
  return twice === undefined
    ? passed(rule)
    : failed(rule, twice[1], { expected: 'once', actual: `${twice[0]} more than once` })
}

/** RFC 7521 §4.2: an assertion comes with its type. */
export function checkAssertionTypePresent(parameters: RequestParameters): CheckResult {
  const rule = {
    check: 'client-assertion-type-present',
    clause: 'RFC 7521 §4.2',
    source: 'documented',
  } as const
  if (parameters.get('client_assertion') === undefined) return passed(rule)
  if (parameters.isEmpty('client_assertion_type')) return failed(rule, 'client_assertion_type_empty')
  const present = parameters.get('client_assertion_type') !== undefined
  return verdict(rule, present, 'client_assertion_type_absent')
}

/** RFC 6749 §2.3.1: a client that names itself in the header and in the body is one client. */
export function checkIdentifiersAgree({ clientId = '', parameters }: PresentedClient): CheckResult {
  const rule = { check: 'client-identifiers-agree', clause: 'RFC 6749 §2.3.1', source: 'documented' } as const
  const parameter = parameters.get('client_id') ?? ''
  const agree = clientId === '' || parameter === '' || clientId === parameter
  return verdict(rule, agree, 'client_ids_differ', {
    expected: excerpt(clientId),
    actual: excerpt(parameter),
  })
}

/**
 * RFC 6749 §2.3.1, §3.2.1, RFC 7521 §4.2: the client identifies itself in the header, in `client_id`, or as the issuer
 * of its assertion. Finds that identifier; it proves nothing yet.
 */
export function checkIdentified({
  clientId,
  parameters,
}: PresentedClient): Finding<ClientIdentificationReason, string> {
  const named = clientId || parameters.get('client_id')
  if (named) return passedWith(identity, named, { actual: excerpt(named) })
  const assertion = parameters.get('client_assertion')
  if (!assertion) return failed(identity, 'client_unidentified')
  const jws = readCompactJws(assertion)
  if ('error' in jws) return failed(identity, 'client_assertion_unreadable', { actual: jws.error })
  const { iss } = jws.payload
  if (typeof iss !== 'string' || iss === '') {
    return failed(identity, 'client_assertion_anonymous', { expected: "an 'iss' claim" })
  }
  return passedWith(identity, iss, { actual: excerpt(iss) })
}

/** RFC 6749 §5.2: the service knows the client. Finds the client. */
export function checkClientKnown<Known extends object>(
  known: Known | undefined,
  identifier: string,
): Finding<ClientIdentificationReason, Known> {
  const rule = { check: 'client-known', clause: 'RFC 6749 §5.2', source: 'documented' } as const
  const detail = excerpt(identifier)
  return found(rule, known, 'client_unknown', {
    expected: 'a client of this service',
    actual: detail,
    detail,
  })
}

/** Authlete Client clientIdAliasEnabled: a client that may not use its alias is not found by it. */
export function refuseAlias(identifier: string): Fail<'client_alias_disabled'> {
  const rule = {
    check: 'client-known',
    clause: 'Authlete Client clientIdAliasEnabled',
    source: 'documented',
  } as const
  const detail = excerpt(identifier)
  return failed(rule, 'client_alias_disabled', {
    expected: 'an id, or an alias in use',
    actual: detail,
    detail,
  })
}

/** Authlete Client locked: a locked client is refused at every endpoint. */
export function checkClientUnlocked(clientId: number, locked: boolean): CheckResult {
  const rule = { check: 'client-unlocked', clause: 'Authlete Client locked', source: 'documented' } as const
  const detail = String(clientId)
  return verdict(rule, !locked, 'client_locked', {
    expected: 'not locked',
    actual: locked ? 'locked' : 'not locked',
    detail,
  })
}
