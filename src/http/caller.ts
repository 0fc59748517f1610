import { hasRight } from '../base/api-tokens/rights.ts'
import { readClock, type SystemClock } from '../base/clock.ts'
import { sha256 } from '../base/digest.ts'
import { oncePer } from '../base/once-per.ts'
import type { AccessRight, ApiToken } from '../model/api-token.ts'
import type { Service } from '../model/service.ts'
import type { FrontDoorReason } from '../outcome/front-door.ts'
import type { Store } from '../store/store.ts'
import { isServiceId } from './reports/refusal-advice.ts'
import {
  checkInto,
  excerpt,
  failed,
  passed,
  verdict,
  type Check,
  type Rule,
  type Verdict,
} from '../base/verdict.ts'

/** The parts of a request that the front door checks before the body. */
interface Arrival {
  /** Every Authorization field of the request; more than one is malformed. */
  readonly authorization: readonly string[]
  readonly contentType: string | undefined
  /** The accepted media types; none if the body is not read. */
  readonly bodyTypes: readonly string[]
  /** Undefined for an API of the organization. */
  readonly serviceId: string | undefined
  readonly right: AccessRight
}

interface Admission {
  readonly trace: Verdict<FrontDoorReason>[]
  /** Absent when the trace ends with a refusal, and for an API of the organization. */
  readonly service?: Service
  /** The part of the refused credentials that the answer may quote. */
  readonly quoted?: string
}

const authentication = 'Authlete API 3.0, Authentication'

/** Checks the caller, the service, and whether the body can be read, in the order of the front door. */
export async function admitCaller(
  arrival: Arrival,
  store: Pick<Store, 'findApiToken' | 'findService'>,
  systemClock: SystemClock,
): Promise<Admission> {
  const trace: Verdict<FrontDoorReason>[] = []
  const check = checkInto(trace)
  const { authorization, serviceId } = arrival
  const [credentials = ''] = authorization
  const presented = readBearerToken(credentials)
  if (
    check(checkAuthorizationPresent(authorization.length > 0)) ??
    check(checkAuthorizationForm(authorization.length === 1 && presented !== ''))
  ) {
    return { trace, quoted: excerpt(credentials, 40) }
  }
  const apiToken = await store.findApiToken(sha256(presented))
  const service = serviceId === undefined ? undefined : await store.findService(serviceId)
  const owner = apiToken?.serviceId
  const own = owner === serviceId ? service : await findOwner(owner, store)
  const now = own === undefined ? systemClock() : readClock(own.clock, systemClock())
  const unknown = check(checkApiToken(apiToken, now))
  if (unknown !== undefined || apiToken === undefined) return { trace }
  const refused =
    check(checkRight(apiToken, arrival)) ??
    (serviceId === undefined ? undefined : check(checkService(service !== undefined))) ??
    (arrival.bodyTypes.length > 0 ? checkBodyType(arrival, check) : undefined)
  return refused !== undefined || service === undefined ? { trace } : { trace, service }
}

function checkBodyType({ contentType = '', bodyTypes }: Arrival, check: Check<FrontDoorReason>) {
  const expected = bodyTypes.join(' or ')
  return (
    check(checkContentType(contentType, expected)) ?? check(checkMediaType(contentType, bodyTypes, expected))
  )
}

/** A service's token expires by the clock of that service, an organization token by the machine's. */
async function findOwner(
  serviceId: string | undefined,
  store: Pick<Store, 'findService'>,
): Promise<Service | undefined> {
  return serviceId === undefined ? undefined : store.findService(serviceId)
}

/** The token of `Bearer <b64token>` (RFC 6750 §2.1) between optional white space (RFC 9110 §5.6.3), or the empty string. */
function readBearerToken(credentials: string): string {
  return /^[ \t]*Bearer +([A-Za-z0-9\-._~+/]+=*)[ \t]*$/i.exec(credentials)?.[1] ?? ''
}

/** A check that says the same of every call: its pass is made once. */
function checkAlike(rule: Rule, reason: FrontDoorReason, expected: string) {
  const pass = passed(rule, { expected })
  return (ok: boolean): Verdict<FrontDoorReason> => (ok ? pass : failed(rule, reason, { expected }))
}

const checkAuthorizationPresent = checkAlike(
  { check: 'authorization-present', clause: authentication, source: 'documented' },
  'authorization_missing',
  'an Authorization header',
)

const checkAuthorizationForm = checkAlike(
  { check: 'authorization-form', clause: `${authentication}; RFC 6750 §2.1`, source: 'documented' },
  'authorization_malformed',
  'one Authorization header: Bearer and a token',
)

const checkService = checkAlike(
  { check: 'service', clause: authentication, source: 'documented' },
  'service_unknown',
  'a service of this mock',
)

const rules = {
  token: { check: 'api-token', clause: authentication, source: 'observed' },
  right: { check: 'api-token-rights', clause: authentication, source: 'observed' },
  contentType: { check: 'content-type', clause: 'RFC 9110 §8.3', source: 'observed' },
  mediaType: { check: 'media-type', clause: 'RFC 9110 §15.5.16', source: 'documented' },
} as const

function checkApiToken(apiToken: ApiToken | undefined, now: number): Verdict<FrontDoorReason> {
  const expired = apiToken?.expiresAt !== undefined && now >= apiToken.expiresAt
  return verdict(rules.token, apiToken !== undefined && !expired, 'api_token_unusable', {
    expected: 'a known API token that has not expired',
    actual: expired ? 'expired' : apiToken === undefined ? 'unknown' : 'known',
  })
}

function checkRight(apiToken: ApiToken, { serviceId, right }: Arrival): Verdict<FrontDoorReason> {
  const { serviceId: own, rights } = apiToken
  const serves = own === undefined || own === serviceId
  return verdict(rules.right, serves && hasRight(rights, right), 'api_token_insufficient', {
    expected: `${right} for ${nameTarget(serviceId)}`,
    actual: describeRights(apiToken),
  })
}

function nameTarget(serviceId: string | undefined): string {
  if (serviceId === undefined) return 'the organization'
  return isServiceId(serviceId) ? `service ${serviceId}` : 'the service in the path'
}

function checkContentType(contentType: string, expected: string): Verdict<FrontDoorReason> {
  return verdict(rules.contentType, contentType !== '', 'content_type_missing', {
    expected,
    actual: contentType || 'none',
  })
}

const describeRights = oncePer(
  ({ serviceId, rights }: ApiToken) =>
    `${rights.join(' ')} for ${serviceId === undefined ? 'every service' : `service ${serviceId}`}`,
)

/** Compares media types without parameters, ignoring case (RFC 9110 §8.3.1). */
function checkMediaType(
  contentType: string,
  bodyTypes: readonly string[],
  expected: string,
): Verdict<FrontDoorReason> {
  return verdict(rules.mediaType, isMediaType(contentType, bodyTypes), 'media_type_unsupported', {
    expected,
    actual: excerpt(contentType, 80),
  })
}

/** Most callers write exactly the type. */
function isMediaType(contentType: string, bodyTypes: readonly string[]): boolean {
  if (bodyTypes.includes(contentType)) return true
  const [mediaType = ''] = contentType.split(/[ \t]*(?:;|$)/)
  return bodyTypes.includes(mediaType.toLowerCase())
}
