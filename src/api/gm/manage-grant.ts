import type { GmRequest } from '../../../schema/gm.ts'
import { sha256 } from '../../digest.ts'
import type { AccessToken } from '../../model/access-token.ts'
import type { Grant } from '../../model/grant.ts'
import type { Service } from '../../model/service.ts'
import {
  checkAccessTokenExpiry,
  checkAccessTokenKnown,
  checkAccessTokenPresent,
} from '../../oauth/access-token.ts'
import type { CertificateReader } from '../../oauth/certificate.ts'
import { isNonceRequired, readNonceWindow } from '../../oauth/dpop-nonce.ts'
import type { ProofExaminer, ProofExpectations } from '../../oauth/dpop.ts'
import {
  checkProofPresent,
  checkReplay,
  checkTarget,
  skipDpopChecks,
  skipReplay,
} from '../../oauth/dpop-checks.ts'
import {
  checkGmActionPresent,
  checkGmActionUsable,
  checkGrantClient,
  checkGrantIdPresent,
  checkGrantKnown,
  checkGrantSubject,
  grantUri,
  isGmAction,
  methodFor,
  scopeFor,
  type GmAction,
} from '../../oauth/grant-management.ts'
import {
  checkCertificateForm,
  checkCertificatePresent,
  checkCertificateThumbprint,
  skipCertificateChecks,
} from '../../oauth/mtls.ts'
import { checkScope } from '../../oauth/scope.ts'
import type { Store } from '../../store/store.ts'
import { judgeInto, type Fail, type Judge, type Verdict } from '../../verdict.ts'
import type { GmReason, GmRefusal } from './outcomes.ts'

/** The part of the store that managing a grant reads and changes. */
export type GrantStore = Pick<Store, 'takeAccessToken' | 'findGrant' | 'revokeGrant' | 'recordProof'>

/** What a decision needs besides the call. */
export interface GrantManagement {
  readonly store: GrantStore
  readonly examineProof: ProofExaminer
  readonly readCertificate: CertificateReader
  /** Told of whatever nobody decided, before it is answered as AUTHLETE_ERROR. */
  readonly reportCrash: (error: unknown) => void
}

/** `now` is the service's time in epoch milliseconds, read once for the whole call. */
export interface GmCall {
  readonly request: GmRequest
  readonly service: Service
  readonly now: number
}

/** What was decided, with everything that the answer is written from. */
export interface GmDecision {
  readonly reason: GmReason
  readonly detail?: string
  readonly grant?: Grant
  readonly token?: AccessToken
  readonly dpopNonce?: string
  readonly trace: readonly Verdict[]
}

/** What one call has found out so far. */
interface Course {
  readonly trace: Verdict<GmRefusal>[]
  token?: AccessToken
  /** The value for DPoP-Nonce, where a nonce is required of the token. */
  dpopNonce?: string
}

type Refusal = Fail<GmRefusal>
type Ruling =
  Refusal | { readonly reason: 'queried' | 'revoked'; readonly grant: Grant } | { readonly reason: 'crash' }

/**
 * Decides one call of POST /gm. The order of the checks, which decides the result code, stands here and nowhere else:
 * parameters, access token, certificate binding, DPoP binding, scope, grant, act. Never rejects: what nobody decided
 * is the outcome `crash`.
 */
export async function manageGrant(call: GmCall, management: GrantManagement): Promise<GmDecision> {
  const course: Course = { trace: [] }
  try {
    return conclude(await decide(call, management, course), course)
  } catch (error) {
    management.reportCrash(error)
    return conclude({ reason: 'crash' }, course)
  }
}

async function decide(call: GmCall, management: GrantManagement, course: Course): Promise<Ruling> {
  const { request, service, now } = call
  const { store } = management
  const { gmAction, grantId = '', accessToken = '' } = request
  const judge = judgeInto(course.trace)

  const actionMissing = judge(checkGmActionPresent(gmAction))
  if (actionMissing !== undefined) return actionMissing
  if (!isGmAction(gmAction)) return judge(checkGmActionUsable(gmAction))
  const parameterMissing =
    judge(checkGmActionUsable(gmAction)) ??
    judge(checkGrantIdPresent(grantId)) ??
    judge(checkAccessTokenPresent(accessToken))
  if (parameterMissing !== undefined) return parameterMissing

  const found = await store.takeAccessToken(service.world, sha256(accessToken), now)
  if (found === undefined) return judge(checkAccessTokenKnown(found))
  const { token } = found
  course.token = token
  const nonces = token.jkt === undefined ? undefined : readNonces(course, call)
  const tokenUnusable =
    judge(checkAccessTokenKnown(found)) ??
    judge(checkAccessTokenExpiry(found, now)) ??
    checkCertificateBinding(token, request.clientCertificate ?? '', management, judge) ??
    (await checkDpopBinding(token, { ...call, gmAction, grantId, accessToken, nonces }, management, judge)) ??
    judge(checkScope(token.scopes, scopeFor[gmAction]))
  if (tokenUnusable !== undefined) return tokenUnusable

  const grant = await store.findGrant(service.world, grantId)
  if (grant === undefined) return judge(checkGrantKnown(grant))
  const grantForeign =
    judge(checkGrantKnown(grant)) ??
    judge(checkGrantClient(grant, token)) ??
    judge(checkGrantSubject(grant, token, service.mock.strictOwnership))
  if (grantForeign !== undefined) return grantForeign

  if (gmAction === 'QUERY') return { reason: 'queried', grant }
  const ended = await store.revokeGrant(service.world, grantId)
  return ended ? { reason: 'revoked', grant } : judge(checkGrantKnown(undefined))
}

function checkCertificateBinding(
  token: AccessToken,
  certificate: string,
  { readCertificate }: GrantManagement,
  judge: Judge<GmRefusal>,
): Refusal | undefined {
  if (token.certificateThumbprint === undefined) return judge(skipCertificateChecks())
  const missing = judge(checkCertificatePresent(certificate))
  if (missing !== undefined) return missing
  const reading = readCertificate(certificate)
  return (
    judge(checkCertificateForm(reading)) ??
    judge(checkCertificateThumbprint(reading, token.certificateThumbprint))
  )
}

interface BoundCall extends GmCall {
  readonly gmAction: GmAction
  readonly grantId: string
  readonly accessToken: string
  readonly nonces: Nonces | undefined
}

async function checkDpopBinding(
  token: AccessToken,
  { request, service, now, gmAction, grantId, accessToken, nonces }: BoundCall,
  { store, examineProof }: GrantManagement,
  judge: Judge<GmRefusal>,
): Promise<Refusal | undefined> {
  if (token.jkt === undefined || nonces === undefined) return judge(skipDpopChecks())
  const proof = request.dpop ?? ''
  const method = request.htm ?? methodFor[gmAction]
  const uri = request.htu ?? defaultUri(service, grantId)
  const unprovable = judge(checkProofPresent(proof)) ?? judge(checkTarget(method, uri))
  if (unprovable !== undefined) return unprovable

  const { iatPastSeconds: pastSeconds, iatFutureSeconds: futureSeconds, replayCheck } = service.mock
  const window = { pastSeconds, futureSeconds }
  const expectations = { accessToken, jkt: token.jkt, method, uri, ...nonces, now, window }
  const { verdicts, unspent } = await examineProof(proof, expectations)
  const refusals = verdicts.map((verdict) => judge(verdict))
  if (unspent === undefined) return refusals.at(-1)
  const isFirstUse = await store.recordProof(service.world, { api: 'gm', ...unspent })
  return judge(replayCheck ? checkReplay(isFirstUse) : skipReplay())
}

/** Empty, which no proof can match, where the service has no endpoint of its own. */
function defaultUri({ properties }: Service, grantId: string): string {
  const endpoint = properties.grantManagementEndpoint
  return endpoint === undefined ? '' : grantUri(endpoint, grantId)
}

type Nonces = Pick<ProofExpectations, 'nonces' | 'nonceRequired'>

/** The nonces of a bound token. Where one is required, it goes with every answer from here on. */
function readNonces(course: Course, { request, service, now }: GmCall): Nonces {
  const nonces = readNonceWindow(service, now)
  const nonceRequired = isNonceRequired(service, request.dpopNonceRequired ?? false)
  if (nonceRequired) course.dpopNonce = nonces.current
  return { nonces, nonceRequired }
}

function conclude(ruling: Ruling, { trace, token, dpopNonce }: Course): GmDecision {
  return {
    reason: ruling.reason,
    trace,
    ...('detail' in ruling && ruling.detail !== undefined && { detail: ruling.detail }),
    ...('grant' in ruling && { grant: ruling.grant }),
    ...(token !== undefined && { token }),
    ...(dpopNonce !== undefined && { dpopNonce }),
  }
}
