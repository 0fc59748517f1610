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
  checkAssertionReplay,
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
import { findCertificatePathError } from '../../oauth/x509/path/find-path.ts'
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
import type { Check, Fail, Result } from '../../base/verdict.ts'
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

type ClientAuthentication = Result<ClientAuthenticationReason, IdentifiedClient>

/** Where a client authenticates. `now` is the service's time in epoch milliseconds. */
interface ClientAuthenticationCall {
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

type ClientStore = Pick<Store, 'findClient' | 'recordProof'>
type Refusal = Fail<ClientAuthenticationReason> | undefined

/** The context of checking a client's credentials. */
interface ProofOfIdentity extends ClientAuthenticationCall {
  readonly method: ClientAuthenticationMethod
  readonly client: Client
  readonly presented: PresentedClient
  readonly store: ClientStore
  readonly check: Check<ClientAuthenticationReason>
}

/**
 * Identifies and authenticates a client. This function alone defines the order of the checks, which decides the result
 * code: credentials given once, identifier, client, lock, method, then the credentials of the method, and no others.
 */
export function createClientAuthenticator(store: ClientStore): ClientAuthenticator {
  return async (presented, call, check) => {
    const identified = await identifyClient(presented, call.service, store, check)
    if (identified.refusal !== undefined) return identified
    const { client } = identified.value
    const locked = check(checkClientUnlocked(client.clientId, client.properties.locked === true))
    if (locked !== undefined) return { refusal: locked }
    const supported = call.service.properties.supportedTokenAuthMethods
    const method = check.find(checkMethodSupported(client, supported))
    if (method.refusal !== undefined) return method
    const refusal =
      check(checkMethodFitsType(method.value, client)) ??
      (await proofs[method.value]({ ...call, method: method.value, client, presented, store, check }))
    return refusal === undefined ? identified : { refusal }
  }
}

/** No other credentials are present. Checked last, but before an assertion is marked as used. */
function refuseMixture({ method, presented, service, check }: ProofOfIdentity): Refusal {
  return check(checkOneMechanism(method, presented, service.mock.oneClientAuthentication))
}

/** The checks of each method. */
const proofs: Readonly<
  Record<ClientAuthenticationMethod, (examination: ProofOfIdentity) => Promise<Refusal>>
> = {
  NONE: async ({ method, presented, check }) =>
    check(checkNoCredentials(presented)) ?? check(checkIdentifierPlace(method, presented)),
  CLIENT_SECRET_BASIC: async (proof) => {
    const { method, client, presented, check } = proof
    const secret = presented.clientSecret ?? ''
    return (
      check(checkIdentifierPlace(method, presented)) ??
      check(checkSecretPresent(method, secret)) ??
      check(checkSecret(client.properties.clientSecret ?? '', secret)) ??
      refuseMixture(proof)
    )
  },
  CLIENT_SECRET_POST: async (proof) => {
    const { method, client, presented, check } = proof
    const secret = presented.parameters.get('client_secret') ?? ''
    return (
      check(checkSecretPresent(method, secret)) ??
      check(checkIdentifierPlace(method, presented)) ??
      check(checkSecret(client.properties.clientSecret ?? '', secret)) ??
      refuseMixture(proof)
    )
  },
  CLIENT_SECRET_JWT: validateAssertion,
  PRIVATE_KEY_JWT: validateAssertion,
  TLS_CLIENT_AUTH: validateCertificate,
  SELF_SIGNED_TLS_CLIENT_AUTH: async (proof) => {
    const { method, client, presented, check } = proof
    const certificate = check.find(checkClientCertificate(presented.clientCertificate))
    if (certificate.refusal !== undefined) return certificate.refusal
    const refusal = check(checkIdentifierPlace(method, presented))
    if (refusal !== undefined) return refusal
    const keys = check.find(checkKeySet(client))
    if (keys.refusal !== undefined) return keys.refusal
    const keyId = client.properties['selfSignedCertificateKeyId']
    return check(checkRegisteredCertificate(keys.value, keyId, certificate.value)) ?? refuseMixture(proof)
  },
}

async function validateCertificate(proof: ProofOfIdentity): Promise<Refusal> {
  const { method, client, presented, check } = proof
  const certificate = check.find(checkClientCertificate(presented.clientCertificate))
  if (certificate.refusal !== undefined) return certificate.refusal
  const refusal = check(checkIdentifierPlace(method, presented))
  if (refusal !== undefined) return refusal
  const subject = check.find(checkSubjectRegistered(client.properties))
  if (subject.refusal !== undefined) return subject.refusal
  return (
    (await validatePath(certificate.value, proof)) ??
    check(checkCertificateSubject(subject.value, certificate.value)) ??
    refuseMixture(proof)
  )
}

/** The server that ends the TLS connection decides which authorities it trusts; a service may require more. */
async function validatePath(
  certificate: X509Certificate,
  { service: { properties }, presented, now, check }: ProofOfIdentity,
): Promise<Refusal> {
  if (properties['mutualTlsValidatePkiCertChain'] !== true) return check(skipCertificatePath())
  const roots = check.find(checkTrustAnchors(properties['trustedRootCertificates']))
  if (roots.refusal !== undefined) return roots.refusal
  const path = check.find(checkCertificatePathForm(presented.clientCertificatePath))
  if (path.refusal !== undefined) return path.refusal
  const expected = { path: path.value, roots: roots.value, now }
  return check(checkCertificatePath(await findCertificatePathError(certificate, expected)))
}

async function validateAssertion(proof: ProofOfIdentity): Promise<Refusal> {
  const { presented, method, client, check } = proof
  const { tokenAuthSignAlg } = client.properties
  let refusal: Refusal =
    check(checkConfiguredAlgorithm(method, tokenAuthSignAlg)) ??
    check(checkAssertionType(presented.parameters))
  if (refusal !== undefined) return refusal
  const assertion = check.find(checkAssertionForm(presented.parameters))
  if (assertion.refusal !== undefined) return assertion.refusal
  const jws = assertion.value
  refusal = check(checkAssertionRole(jws)) ?? check(checkAssertionAlgorithm(jws, method, tokenAuthSignAlg))
  if (refusal !== undefined) return refusal
  const expectations = describeExpectations(proof)
  for (const next of listClaimChecks(jws, expectations)) {
    refusal = check(next())
    if (refusal !== undefined) return refusal
  }
  const key = method === 'PRIVATE_KEY_JWT' ? findKey(jws, client, check) : findSecret(jws, client, check)
  if (key.refusal !== undefined) return key.refusal
  return (
    check(checkAssertionSignature(await verifySignature(jws, key.value))) ??
    refuseMixture(proof) ??
    (await markAssertionUsed(jws, expectations.clockSkewSeconds, proof))
  )
}

function describeExpectations({ api, service, now, client }: ProofOfIdentity) {
  return {
    clientNames: listClientNames(client),
    audiences: listAudiences(api, service),
    now,
    clockSkewSeconds: service.properties.allowableClockSkew ?? 0,
  }
}

function findKey(
  { header }: CompactJws,
  client: Client,
  check: Check<ClientAuthenticationReason>,
): Result<ClientAuthenticationReason, PublicKey> {
  const keys = check.find(checkKeySet(client))
  if (keys.refusal !== undefined) return keys
  const keyId = typeof header['kid'] === 'string' ? header['kid'] : undefined
  return check.find(checkVerificationKey(keys.value, String(header['alg']), keyId, client.clientId))
}

function findSecret(
  { header }: CompactJws,
  { properties }: Client,
  check: Check<ClientAuthenticationReason>,
): Result<ClientAuthenticationReason, string> {
  const secret = properties.clientSecret ?? ''
  const refusal =
    check(checkAssertionSecret(secret)) ?? check(checkAssertionSecretLength(secret, String(header['alg'])))
  return refusal === undefined ? { value: secret } : { refusal }
}

/** Marks an assertion as used by recording it, as the last check: one that was refused earlier is not recorded. */
async function markAssertionUsed(
  jws: CompactJws,
  clockSkewSeconds: number,
  { client, service, store, check }: ProofOfIdentity,
): Promise<Refusal> {
  const use = describeAssertionUse(jws, client.clientId, clockSkewSeconds)
  const isFirstUse = await store.recordProof(service.generation, use)
  return check(service.mock.replayCheck ? checkAssertionReplay(isFirstUse) : skipAssertionReplay())
}
