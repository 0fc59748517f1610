import type { X509Certificate } from 'node:crypto'
import { listClientNames } from '../../base/client-names.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import {
  checkCertificatePath,
  checkCertificatePathForm,
  checkTrustAnchors,
  skipCertificatePath,
  type CertificatePathReason,
} from '../../oauth/x509/certificate-path.ts'
import {
  checkConfiguredAlgorithm,
  checkAssertionAlgorithm,
  checkAssertionForm,
  checkAssertionRole,
  checkAssertionSecret,
  checkAssertionSecretLength,
  checkAssertionSignature,
  checkAssertionType,
  checkAssertionUnspent,
  describeAssertionUse,
  skipAssertionReplay,
  type ClientAssertionReason,
} from '../../oauth/client-authentication/assertion.ts'
import {
  listAudiences,
  listClaimChecks,
  type ClientAssertionClaimReason,
} from '../../oauth/client-authentication/assertion-claims.ts'
import {
  checkIdentifierPlace,
  checkMethodFitsType,
  checkMethodSupported,
  checkNoCredentials,
  checkOneMechanism,
  checkSecret,
  checkSecretPresent,
  type ClientAuthenticationMethod,
  type ClientMethodReason,
} from '../../oauth/client-authentication/methods.ts'
import {
  checkClientUnlocked,
  type ClientIdentificationReason,
  type PresentedClient,
} from '../../oauth/client-authentication/identification.ts'
import {
  checkKeySet,
  checkVerificationKey,
  type ClientKeyReason,
} from '../../oauth/client-authentication/keys.ts'
import type { CompactJws } from '../../oauth/jose/compact-jws.ts'
import { findCertificatePathFlaw } from '../../oauth/x509/path/find-path.ts'
import type { PublicKey } from '../../oauth/jose/public-key.ts'
import { verifySignature } from '../../oauth/jose/signature.ts'
import {
  checkCertificateSubject,
  checkClientCertificate,
  checkRegisteredCertificate,
  checkSubjectRegistered,
  type TlsClientReason,
} from '../../oauth/client-authentication/tls-client.ts'
import type { Store } from '../../store/store.ts'
import type { Fail, Check } from '../../base/verdict.ts'
import type { IdentifiedClient } from './find-client.ts'
import { identifyClient } from './identify-client.ts'

export type { PresentedClient } from '../../oauth/client-authentication/identification.ts'

export type ClientAuthenticationReason =
  | ClientIdentificationReason
  | ClientMethodReason
  | ClientAssertionReason
  | ClientAssertionClaimReason
  | ClientKeyReason
  | TlsClientReason
  | CertificatePathReason

export type ClientAuthentication =
  | { readonly refusal: Fail<ClientAuthenticationReason>; readonly client?: never }
  | ({ readonly refusal?: never } & IdentifiedClient)

/** Where a client authenticates. `now` is the service's time in epoch milliseconds. */
export interface ClientAuthenticationCall {
  /** `token`, `pushed_auth_req` or `revocation`: its endpoint is an audience that an assertion may name. */
  readonly api: string
  readonly service: Service
  readonly now: number
}

export type ClientAuthenticator = (
  presented: PresentedClient,
  call: ClientAuthenticationCall,
  check: Check<ClientAuthenticationReason>,
) => Promise<ClientAuthentication>

type ClientStore = Pick<Store, 'findClient' | 'findClientByAlias' | 'recordProof'>
type Refusal = Fail<ClientAuthenticationReason> | undefined

/** Everything that a proof of identity is judged by. */
interface Examination extends ClientAuthenticationCall {
  readonly method: ClientAuthenticationMethod
  readonly client: Client
  readonly presented: PresentedClient
  readonly store: ClientStore
  readonly check: Check<ClientAuthenticationReason>
}

/**
 * Decides who a client is, and whether it is. The order of the checks, which decides the result code, stands here and
 * nowhere else: credentials given once, identifier, client, lock, method, then what the method asks for, and nothing
 * besides it.
 */
export function createClientAuthenticator(store: ClientStore): ClientAuthenticator {
  return async (presented, call, check) => {
    const identified = await identifyClient(presented, call.service, store, check)
    if (identified.refusal !== undefined) return identified
    const { client } = identified
    const locked = check(checkClientUnlocked(client.clientId, client.properties.locked === true))
    if (locked !== undefined) return { refusal: locked }
    const supported = call.service.properties.supportedTokenAuthMethods
    const { verdict, method } = checkMethodSupported(client, supported)
    if (method === undefined) return { refusal: check(verdict) }
    const refusal =
      check(verdict) ??
      check(checkMethodFitsType(method, client)) ??
      (await proofs[method]({ ...call, method, client, presented, store, check }))
    return refusal === undefined ? identified : { refusal }
  }
}

/** Nothing but what the method asks for is there. Looked at last, but before an assertion is spent. */
function refuseMixture({ method, presented, service, check }: Examination): Refusal {
  return check(checkOneMechanism(method, presented, service.mock.oneClientAuthentication))
}

/** What a client has to show, by its method. */
const proofs: Readonly<Record<ClientAuthenticationMethod, (examination: Examination) => Promise<Refusal>>> = {
  NONE: async ({ method, presented, check }) =>
    check(checkNoCredentials(presented)) ?? check(checkIdentifierPlace(method, presented)),
  CLIENT_SECRET_BASIC: async (examination) => {
    const { method, client, presented, check } = examination
    const secret = presented.clientSecret ?? ''
    return (
      check(checkIdentifierPlace(method, presented)) ??
      check(checkSecretPresent(method, secret)) ??
      check(checkSecret(client.properties.clientSecret ?? '', secret)) ??
      refuseMixture(examination)
    )
  },
  CLIENT_SECRET_POST: async (examination) => {
    const { method, client, presented, check } = examination
    const secret = presented.parameters.get('client_secret') ?? ''
    return (
      check(checkSecretPresent(method, secret)) ??
      check(checkIdentifierPlace(method, presented)) ??
      check(checkSecret(client.properties.clientSecret ?? '', secret)) ??
      refuseMixture(examination)
    )
  },
  CLIENT_SECRET_JWT: examineAssertion,
  PRIVATE_KEY_JWT: examineAssertion,
  TLS_CLIENT_AUTH: examineCertificate,
  SELF_SIGNED_TLS_CLIENT_AUTH: async (examination) => {
    const { method, client, presented, check } = examination
    const { verdict, certificate } = checkClientCertificate(presented.clientCertificate)
    if (certificate === undefined) return check(verdict)
    const misplaced = check(verdict) ?? check(checkIdentifierPlace(method, presented))
    if (misplaced !== undefined) return misplaced
    const keySet = checkKeySet(client)
    if (keySet.keys === undefined) return check(keySet.verdict)
    const keyId = client.properties['selfSignedCertificateKeyId']
    return (
      check(keySet.verdict) ??
      check(checkRegisteredCertificate(keySet.keys, keyId, certificate)) ??
      refuseMixture(examination)
    )
  },
}

async function examineCertificate(examination: Examination): Promise<Refusal> {
  const { method, client, presented, check } = examination
  const { verdict, certificate } = checkClientCertificate(presented.clientCertificate)
  if (certificate === undefined) return check(verdict)
  const misplaced = check(verdict) ?? check(checkIdentifierPlace(method, presented))
  if (misplaced !== undefined) return misplaced
  const registration = checkSubjectRegistered(client.properties)
  if (registration.subject === undefined) return check(registration.verdict)
  return (
    check(registration.verdict) ??
    (await examinePath(certificate, examination)) ??
    check(checkCertificateSubject(registration.subject, certificate)) ??
    refuseMixture(examination)
  )
}

/** Who ends the TLS connection knows best which authorities it trusts; a service may ask for more. */
async function examinePath(
  certificate: X509Certificate,
  { service: { properties }, presented, now, check }: Examination,
): Promise<Refusal> {
  if (properties['mutualTlsValidatePkiCertChain'] !== true) return check(skipCertificatePath())
  const anchors = checkTrustAnchors(properties['trustedRootCertificates'])
  if (anchors.roots === undefined) return check(anchors.verdict)
  check(anchors.verdict)
  const form = checkCertificatePathForm(presented.clientCertificatePath)
  if (form.path === undefined) return check(form.verdict)
  check(form.verdict)
  const { roots } = anchors
  return check(
    checkCertificatePath(await findCertificatePathFlaw(certificate, { path: form.path, roots, now })),
  )
}

async function examineAssertion(examination: Examination): Promise<Refusal> {
  const { presented, method, client, check } = examination
  const { tokenAuthSignAlg } = client.properties
  const unusable =
    check(checkConfiguredAlgorithm(method, tokenAuthSignAlg)) ??
    check(checkAssertionType(presented.parameters))
  if (unusable !== undefined) return unusable
  const { verdict, jws } = checkAssertionForm(presented.parameters)
  if (jws === undefined) return check(verdict)
  const refused =
    check(verdict) ??
    check(checkAssertionRole(jws)) ??
    check(checkAssertionAlgorithm(jws, method, tokenAuthSignAlg))
  if (refused !== undefined) return refused
  const expectations = describeExpectations(examination)
  for (const next of listClaimChecks(jws, expectations)) {
    const refusal = check(next())
    if (refusal !== undefined) return refusal
  }
  const { key, refusal } =
    method === 'PRIVATE_KEY_JWT' ? findKey(jws, client, check) : findSecret(jws, client, check)
  if (key === undefined) return refusal
  const unfit = check(checkAssertionSignature(await verifySignature(jws, key))) ?? refuseMixture(examination)
  return unfit ?? spendAssertion(jws, expectations.clockSkewSeconds, examination)
}

function describeExpectations({ api, service, now, client }: Examination) {
  return {
    clientNames: listClientNames(client),
    audiences: listAudiences(api, service),
    now,
    clockSkewSeconds: service.properties.allowableClockSkew ?? 0,
  }
}

type KeyFinding =
  | { readonly key: PublicKey | string; readonly refusal?: never }
  | { readonly key?: never; readonly refusal: Refusal }

function findKey(
  { header }: CompactJws,
  client: Client,
  check: Check<ClientAuthenticationReason>,
): KeyFinding {
  const keySet = checkKeySet(client)
  if (keySet.keys === undefined) return { refusal: check(keySet.verdict) }
  check(keySet.verdict)
  const keyId = typeof header['kid'] === 'string' ? header['kid'] : undefined
  const { verdict, key } = checkVerificationKey(keySet.keys, String(header['alg']), keyId, client.clientId)
  const refusal = check(verdict)
  return key === undefined ? { refusal } : { key }
}

function findSecret(
  { header }: CompactJws,
  { properties }: Client,
  check: Check<ClientAuthenticationReason>,
): KeyFinding {
  const secret = properties.clientSecret ?? ''
  const refusal =
    check(checkAssertionSecret(secret)) ?? check(checkAssertionSecretLength(secret, String(header['alg'])))
  return refusal === undefined ? { key: secret } : { refusal }
}

/** An assertion is spent by being recorded, as the last check: one that was refused earlier is not. */
async function spendAssertion(
  jws: CompactJws,
  clockSkewSeconds: number,
  { client, service, store, check }: Examination,
): Promise<Refusal> {
  const use = describeAssertionUse(jws, client.clientId, clockSkewSeconds)
  const isFirstUse = await store.recordProof(service.generation, use)
  return check(service.mock.replayCheck ? checkAssertionUnspent(isFirstUse) : skipAssertionReplay())
}
