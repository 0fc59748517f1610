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
import type { Fail, Judge } from '../../base/verdict.ts'
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
  judge: Judge<ClientAuthenticationReason>,
) => Promise<ClientAuthentication>

type ClientStore = Pick<Store, 'findClient' | 'findClientByAlias' | 'recordProof'>
type Refusal = Fail<ClientAuthenticationReason> | undefined

/** Everything that a proof of identity is judged by. */
interface Examination extends ClientAuthenticationCall {
  readonly method: ClientAuthenticationMethod
  readonly client: Client
  readonly presented: PresentedClient
  readonly store: ClientStore
  readonly judge: Judge<ClientAuthenticationReason>
}

/**
 * Decides who a client is, and whether it is. The order of the checks, which decides the result code, stands here and
 * nowhere else: credentials given once, identifier, client, lock, method, then what the method asks for, and nothing
 * besides it.
 */
export function createClientAuthenticator(store: ClientStore): ClientAuthenticator {
  return async (presented, call, judge) => {
    const identified = await identifyClient(presented, call.service, store, judge)
    if (identified.refusal !== undefined) return identified
    const { client } = identified
    const locked = judge(checkClientUnlocked(client.clientId, client.properties.locked === true))
    if (locked !== undefined) return { refusal: locked }
    const supported = call.service.properties.supportedTokenAuthMethods
    const { verdict, method } = checkMethodSupported(client, supported)
    if (method === undefined) return { refusal: judge(verdict) }
    const refusal =
      judge(verdict) ??
      judge(checkMethodFitsType(method, client)) ??
      (await proofs[method]({ ...call, method, client, presented, store, judge }))
    return refusal === undefined ? identified : { refusal }
  }
}

/** Nothing but what the method asks for is there. Looked at last, but before an assertion is spent. */
function refuseMixture({ method, presented, service, judge }: Examination): Refusal {
  return judge(checkOneMechanism(method, presented, service.mock.oneClientAuthentication))
}

/** What a client has to show, by its method. */
const proofs: Readonly<Record<ClientAuthenticationMethod, (examination: Examination) => Promise<Refusal>>> = {
  NONE: async ({ method, presented, judge }) =>
    judge(checkNoCredentials(presented)) ?? judge(checkIdentifierPlace(method, presented)),
  CLIENT_SECRET_BASIC: async (examination) => {
    const { method, client, presented, judge } = examination
    const secret = presented.clientSecret ?? ''
    return (
      judge(checkIdentifierPlace(method, presented)) ??
      judge(checkSecretPresent(method, secret)) ??
      judge(checkSecret(client.properties.clientSecret ?? '', secret)) ??
      refuseMixture(examination)
    )
  },
  CLIENT_SECRET_POST: async (examination) => {
    const { method, client, presented, judge } = examination
    const secret = presented.parameters.get('client_secret') ?? ''
    return (
      judge(checkSecretPresent(method, secret)) ??
      judge(checkIdentifierPlace(method, presented)) ??
      judge(checkSecret(client.properties.clientSecret ?? '', secret)) ??
      refuseMixture(examination)
    )
  },
  CLIENT_SECRET_JWT: examineAssertion,
  PRIVATE_KEY_JWT: examineAssertion,
  TLS_CLIENT_AUTH: examineCertificate,
  SELF_SIGNED_TLS_CLIENT_AUTH: async (examination) => {
    const { method, client, presented, judge } = examination
    const { verdict, certificate } = checkClientCertificate(presented.clientCertificate)
    if (certificate === undefined) return judge(verdict)
    const misplaced = judge(verdict) ?? judge(checkIdentifierPlace(method, presented))
    if (misplaced !== undefined) return misplaced
    const keySet = checkKeySet(client)
    if (keySet.keys === undefined) return judge(keySet.verdict)
    const keyId = client.properties['selfSignedCertificateKeyId']
    return (
      judge(keySet.verdict) ??
      judge(checkRegisteredCertificate(keySet.keys, keyId, certificate)) ??
      refuseMixture(examination)
    )
  },
}

async function examineCertificate(examination: Examination): Promise<Refusal> {
  const { method, client, presented, judge } = examination
  const { verdict, certificate } = checkClientCertificate(presented.clientCertificate)
  if (certificate === undefined) return judge(verdict)
  const misplaced = judge(verdict) ?? judge(checkIdentifierPlace(method, presented))
  if (misplaced !== undefined) return misplaced
  const registration = checkSubjectRegistered(client.properties)
  if (registration.subject === undefined) return judge(registration.verdict)
  return (
    judge(registration.verdict) ??
    (await examinePath(certificate, examination)) ??
    judge(checkCertificateSubject(registration.subject, certificate)) ??
    refuseMixture(examination)
  )
}

/** Who ends the TLS connection knows best which authorities it trusts; a service may ask for more. */
async function examinePath(
  certificate: X509Certificate,
  { service: { properties }, presented, now, judge }: Examination,
): Promise<Refusal> {
  if (properties['mutualTlsValidatePkiCertChain'] !== true) return judge(skipCertificatePath())
  const anchors = checkTrustAnchors(properties['trustedRootCertificates'])
  if (anchors.roots === undefined) return judge(anchors.verdict)
  judge(anchors.verdict)
  const form = checkCertificatePathForm(presented.clientCertificatePath)
  if (form.path === undefined) return judge(form.verdict)
  judge(form.verdict)
  const { roots } = anchors
  return judge(
    checkCertificatePath(await findCertificatePathFlaw(certificate, { path: form.path, roots, now })),
  )
}

async function examineAssertion(examination: Examination): Promise<Refusal> {
  const { presented, method, client, judge } = examination
  const { tokenAuthSignAlg } = client.properties
  const unusable =
    judge(checkConfiguredAlgorithm(method, tokenAuthSignAlg)) ??
    judge(checkAssertionType(presented.parameters))
  if (unusable !== undefined) return unusable
  const { verdict, jws } = checkAssertionForm(presented.parameters)
  if (jws === undefined) return judge(verdict)
  const refused =
    judge(verdict) ??
    judge(checkAssertionRole(jws)) ??
    judge(checkAssertionAlgorithm(jws, method, tokenAuthSignAlg))
  if (refused !== undefined) return refused
  const expectations = describeExpectations(examination)
  for (const check of listClaimChecks(jws, expectations)) {
    const refusal = judge(check())
    if (refusal !== undefined) return refusal
  }
  const { key, refusal } =
    method === 'PRIVATE_KEY_JWT' ? findKey(jws, client, judge) : findSecret(jws, client, judge)
  if (key === undefined) return refusal
  const unfit = judge(checkAssertionSignature(await verifySignature(jws, key))) ?? refuseMixture(examination)
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
  judge: Judge<ClientAuthenticationReason>,
): KeyFinding {
  const keySet = checkKeySet(client)
  if (keySet.keys === undefined) return { refusal: judge(keySet.verdict) }
  judge(keySet.verdict)
  const keyId = typeof header['kid'] === 'string' ? header['kid'] : undefined
  const { verdict, key } = checkVerificationKey(keySet.keys, String(header['alg']), keyId, client.clientId)
  const refusal = judge(verdict)
  return key === undefined ? { refusal } : { key }
}

function findSecret(
  { header }: CompactJws,
  { properties }: Client,
  judge: Judge<ClientAuthenticationReason>,
): KeyFinding {
  const secret = properties.clientSecret ?? ''
  const refusal =
    judge(checkAssertionSecret(secret)) ?? judge(checkAssertionSecretLength(secret, String(header['alg'])))
  return refusal === undefined ? { key: secret } : { refusal }
}

/** An assertion is spent by being recorded, as the last check: one that was refused earlier is not. */
async function spendAssertion(
  jws: CompactJws,
  clockSkewSeconds: number,
  { client, service, store, judge }: Examination,
): Promise<Refusal> {
  const use = describeAssertionUse(jws, client.clientId, clockSkewSeconds)
  const isFirstUse = await store.recordProof(service.generation, use)
  return judge(service.mock.replayCheck ? checkAssertionUnspent(isFirstUse) : skipAssertionReplay())
}
