import type { FrontDoorReason } from '../../outcome/front-door.ts'
import type { Store } from '../../store/store.ts'

/** A call that the front door has refused. */
interface RefusedCall {
  readonly reason: string
  readonly method: string
  readonly path: string
  readonly authorization: string | undefined
  readonly serviceId: string | undefined
}

/** What the caller of a refused call meant, or what is there instead; undefined for a call that reached its service. */
export type RefusalAdviser = (call: RefusedCall) => Promise<string | undefined>

interface AdviserTools {
  readonly store: Pick<Store, 'findService'>
  readonly advisePath: (method: string, path: string) => string
  /** The first services of the fixtures, which may have been deleted meanwhile. */
  readonly serviceIds: readonly string[]
}

export function createRefusalAdviser({ store, advisePath, serviceIds }: AdviserTools): RefusalAdviser {
  const listServices = async (serviceId: string): Promise<string> => {
    const found = await Promise.all(serviceIds.map((id) => store.findService(id)))
    const there = found.flatMap((service) => (service === undefined ? [] : [service.serviceId]))
    const some = there.length === 0 ? '' : ` These are there: ${there.join(', ')}.`
    const asked = isServiceId(serviceId)
      ? `There is no service ${serviceId}.`
      : 'The path has no number in the place of the service id.'
    return `${asked}${some} GET /_mock/services lists them.`
  }
  return async ({ reason, method, path, authorization = '', serviceId }) => {
    if (pathReasons.has(reason)) return advisePath(method, path)
    if (!callerReasons.has(reason)) return undefined
    if (/^basic /i.test(authorization)) {
      return 'Authlete 3.0 takes an API token as Bearer. Basic, with the key and the secret of an API, is Authlete 2.x.'
    }
    if (serviceId !== undefined && (await store.findService(serviceId)) === undefined)
      return listServices(serviceId)
    return reason === 'api_token_insufficient' ? undefined : callerAdvice
  }
}

/** Whether a part of a path has the form of a service's id. What has not may be anything, even a secret. */
export function isServiceId(text: string): boolean {
  return /^\d{1,20}$/.test(text)
}

const callerAdvice =
  'Authorization: Bearer, with an API token of the service. gm-mock env prints one, POST /_mock/api-tokens makes one.'

const pathReasons = setOf('path_unknown', 'method_not_allowed', 'head_malformed')

const callerReasons = setOf(
  'authorization_missing',
  'authorization_malformed',
  'api_token_unusable',
  'api_token_insufficient',
  'service_unknown',
)

function setOf(...reasons: readonly FrontDoorReason[]): ReadonlySet<string> {
  return new Set(reasons)
}
