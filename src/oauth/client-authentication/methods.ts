import { timingSafeEqual } from 'node:crypto'
import { sha256 } from '../../base/digest.ts'
import type { Client } from '../../model/client.ts'
import {
  failed,
  verdict,
  passed,
  passedWith,
  skipped,
  type Fail,
  type Finding,
  type Pass,
  type Verdict,
} from '../../base/verdict.ts'
import type { PresentedClient } from './identification.ts'

const clientAuthenticationMethods = [
  'NONE',
  'CLIENT_SECRET_BASIC',
  'CLIENT_SECRET_POST',
  'CLIENT_SECRET_JWT',
  'PRIVATE_KEY_JWT',
  'TLS_CLIENT_AUTH',
  'SELF_SIGNED_TLS_CLIENT_AUTH',
] as const

/** How a client proves who it is (OpenID Connect Core §9, RFC 8705 §2), by Authlete's names. */
export type ClientAuthenticationMethod = (typeof clientAuthenticationMethods)[number]

export type ClientMethodReason =
  | 'client_auth_method_unsupported'
  | 'client_confidential_without_method'
  | 'client_public_with_method'
  | 'client_public_with_credentials'
  | 'client_credentials_mixed'
  | 'client_id_misplaced'
  | 'client_secret_missing'
  | 'client_secret_mismatch'

type CheckResult = Pass | Fail<ClientMethodReason>

/**
 * OpenID Connect Core §9, Authlete Service supportedTokenAuthMethods: the method that the client is registered for is
 * one that the service, and this mock, can use. A list that is absent or empty forbids nothing. A client without a
 * method uses its secret in the header when it is confidential, and none when it is public. Finds the method.
 */
export function checkMethodSupported(
  { clientType, properties }: Client,
  supported: readonly string[] = [],
): Finding<ClientMethodReason, ClientAuthenticationMethod> {
  const rule = {
    check: 'client-auth-method',
    clause: 'OpenID Connect Core §9; Authlete Service supportedTokenAuthMethods',
    source: 'documented',
  } as const
  const registered = properties.tokenAuthMethod ?? (clientType === 'PUBLIC' ? 'NONE' : 'CLIENT_SECRET_BASIC')
  const method = clientAuthenticationMethods.find((known) => known === registered)
  if (method === undefined || (supported.length > 0 && !supported.includes(method))) {
    const detail = registered.toLowerCase()
    return failed(rule, 'client_auth_method_unsupported', { actual: detail, detail })
  }
  return passedWith(rule, method, { actual: method })
}

/** RFC 6749 §2.1, §2.3: a confidential client authenticates, a public one has nothing to do it with. */
export function checkMethodFitsType(method: ClientAuthenticationMethod, { clientType }: Client): CheckResult {
  const rule = {
    check: 'client-auth-method-type',
    clause: 'RFC 6749 §2.1, §2.3',
    source: 'documented',
  } as const
  const evidence = { expected: clientType, actual: method }
  if (clientType === 'PUBLIC') return verdict(rule, method === 'NONE', 'client_public_with_method', evidence)
  return verdict(rule, method !== 'NONE', 'client_confidential_without_method', evidence)
}

/** RFC 6749 §2.3: a public client must not present credentials; empty values were observed to be accepted. */
export function checkNoCredentials(presented: PresentedClient): CheckResult {
  const rule = { check: 'client-no-credentials', clause: 'RFC 6749 §2.3', source: 'observed' } as const
  const sent = listCredentials('NONE', presented)
  return verdict(rule, sent.length === 0, 'client_public_with_credentials', {
    expected: 'no credentials',
    actual: sent.join(' and '),
  })
}

/**
 * The credentials in a request; empty values are none (RFC 6749 §3.2). A certificate may only be there to bind tokens,
 * so it counts only if the client's method uses one.
 */
function listCredentials(
  method: ClientAuthenticationMethod,
  { clientSecret, clientCertificate, parameters }: PresentedClient,
): readonly string[] {
  const sent: string[] = []
  if (clientSecret) sent.push('a secret in the header')
  if (parameters.get('client_secret')) sent.push('a secret among the parameters')
  if (parameters.get('client_assertion') || parameters.get('client_assertion_type')) sent.push('an assertion')
  if (method.endsWith('TLS_CLIENT_AUTH') && clientCertificate) sent.push('a certificate')
  return sent
}

/**
 * RFC 6749 §2.3, §5.2: a client does not use more than one mechanism in a request. Authlete was observed to ignore a
 * secret among the parameters if the one in the header is right; a service can enforce the standard. Two equal secrets
 * are never refused.
 */
export function checkOneMechanism(
  method: ClientAuthenticationMethod,
  presented: PresentedClient,
  oneClientAuthentication: boolean,
): Verdict<ClientMethodReason> {
  const rule = { check: 'client-one-mechanism', clause: 'RFC 6749 §2.3, §5.2', source: 'assumed' } as const
  const sent = listCredentials(method, presented)
  const evidence = { expected: 'one mechanism', actual: sent.join(' and ') }
  if (sent.length < 2) return passed(rule, evidence)
  const tolerated = sent.every((what) => what.startsWith('a secret')) && isSecondPassedOver(method, presented)
  if (!tolerated || oneClientAuthentication) return failed(rule, 'client_credentials_mixed', evidence)
  const off = "the service's oneClientAuthentication is off, as observed at Authlete"
  return skipped({ ...rule, source: 'observed' }, off, evidence)
}

function isSecondPassedOver(
  method: ClientAuthenticationMethod,
  { clientSecret, parameters }: PresentedClient,
): boolean {
  const isSame = isSameSecret(String(clientSecret), String(parameters.get('client_secret')))
  return method === 'CLIENT_SECRET_BASIC' || (method === 'CLIENT_SECRET_POST' && isSame)
}

/**
 * RFC 6749 §2.3.1, §3.2.1, RFC 8705 §2: the identifier comes in the header for CLIENT_SECRET_BASIC and in `client_id`
 * for all others. That the place counts was observed, and the text for CLIENT_SECRET_BASIC; the others' text follows
 * it.
 */
export function checkIdentifierPlace(
  method: ClientAuthenticationMethod,
  { clientId, parameters }: PresentedClient,
): CheckResult {
  const rule = {
    check: 'client-identifier-place',
    clause: 'RFC 6749 §2.3.1, §3.2.1; RFC 8705 §2',
    source: 'observed',
  } as const
  const inHeader = method === 'CLIENT_SECRET_BASIC'
  const found = inHeader ? clientId : parameters.get('client_id')
  return verdict(rule, Boolean(found), 'client_id_misplaced', {
    expected: inHeader ? "in the request's clientId" : 'in client_id among the parameters',
    actual: found ? 'there' : 'not there',
    detail: `The '${method.toLowerCase()}' client authentication method expects ${inHeader ? "the basic authentication in the 'Authorization' header" : "the 'client_id' request parameter"}.`,
  })
}

/** RFC 6749 §2.3.1: the secret is where the method puts it. */
export function checkSecretPresent(method: ClientAuthenticationMethod, secret: string): CheckResult {
  const rule = { check: 'client-secret-present', clause: 'RFC 6749 §2.3.1', source: 'documented' } as const
  const detail = method.toLowerCase()
  return verdict(rule, secret !== '', 'client_secret_missing', { expected: 'a client secret', detail })
}

/** RFC 6749 §2.3.1, §10.10: the secret is the client's, compared in constant time. A missing secret never matches. */
export function checkSecret(registered: string, presented: string): CheckResult {
  const rule = { check: 'client-secret', clause: 'RFC 6749 §2.3.1, §10.10', source: 'documented' } as const
  const holds = isSameSecret(registered, presented) && registered !== ''
  return verdict(rule, holds, 'client_secret_mismatch')
}

function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(one)), Buffer.from(sha256(other)))
}
