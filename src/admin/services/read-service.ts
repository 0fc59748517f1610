import type { ServiceFixture } from '../../../schema/fixtures.ts'
import { ServiceChangeSchema, type ServiceChangeRequest } from '../../../schema/admin/services.ts'
import { copyWithoutNulls, isJsonObject } from '../../base/json.ts'
import type { Problem } from '../../base/problem.ts'
import { findIneffectiveMembers } from '../../fixtures/ineffective-properties.ts'
import { findScopeProblems } from '../../fixtures/property-problems.ts'
import { checkFixtures } from '../../fixtures/read-fixtures.ts'
import { readMockSettings } from '../../fixtures/service-settings.ts'
import { findUnknown, sortUnknown, type UnknownMember } from '../../fixtures/unknown-members.ts'
import type { ServiceProperties } from '../../model/service.ts'
import type { ServiceChange } from '../../store/store.ts'
import type { Service } from '../../model/service.ts'
import { invalidRequest } from '../admin-error.ts'
import type { AdminTools } from '../tools.ts'

/** Where the one service is in fixtures. */
const place = '/services/0'

/** A new service, with warnings about its members; absent if there are none. */
interface ReadService {
  readonly fixture: ServiceFixture
  readonly warned: Warned
}

interface Warned {
  readonly warnings?: string[]
}

/**
 * Reads a new service as one of fixtures, or throws an AdminError with all problems: also with members that look
 * misspelt. The id is for a service without one.
 */
export function readNewService(
  request: unknown,
  serviceId: string,
  { findProblems }: Pick<AdminTools, 'findProblems'>,
): ReadService {
  const given = copyWithoutNulls(request)
  const service = isJsonObject(given) ? { serviceId, ...given } : given
  const { problems, others } = findStrange(service)
  const checked = checkFixtures({ services: [service] }, findProblems, problems)
  if ('problems' in checked) {
    throw invalidRequest(
      checked.problems.map(({ path, message }) => ({ path: path.slice(place.length), message })),
    )
  }
  const fixture = service as ServiceFixture
  return { fixture, warned: describeWarnings(fixture, others) }
}

/** Unknown members: those that look misspelt as problems, and the others. */
function findStrange(service: unknown) {
  const { misspelt, others } = sortUnknown(findUnknown(service, place))
  const problems = misspelt.map(({ path, advice }): Problem => ({
    path,
    message: `is not a known member.${advice}`,
  }))
  return { problems, others }
}

/** How many unknown members are named. */
const maxNamed = 100

function describeWarnings(service: ServiceFixture, others: readonly UnknownMember[]): Warned {
  const unknown = others.slice(0, maxNamed).map(({ path }) => ({ path, message: 'is kept, but not known.' }))
  const found = [...unknown, ...findIneffectiveMembers({ services: [service] })]
  const named = found.map(({ path, message }) => `${path.slice(place.length + 1)} ${message}`)
  const rest = others.length - unknown.length
  const warnings = rest > 0 ? [...named, `${rest} more members are kept, but not known.`] : named
  return warnings.length === 0 ? {} : { warnings }
}

const here = '/_mock/services/{serviceId}'

/** Members of a new service that a change cannot have, and what changes them. */
const elsewhere: Readonly<Record<string, string>> = {
  serviceId: 'cannot be changed',
  clients: 'cannot be changed here. POST /api/{serviceId}/client/create makes a client.',
  clock: `cannot be changed here. PUT ${here}/clock sets it (setClock).`,
  tokens: `cannot be changed here. POST ${here}/tokens mints one (mintToken).`,
  refreshTokens: `cannot be changed here. POST ${here}/tokens with "refreshToken": true mints one (mintToken).`,
  grants: `cannot be changed here. POST ${here}/tokens with "grant": {} makes one (mintToken).`,
  apiTokens: 'cannot be changed here. POST /_mock/api-tokens creates one (createApiToken).',
  grantedScopes: 'cannot be changed here. They are part of a new service (createService).',
}

/** Reads a change of a service, or throws an AdminError with all problems. */
export function readServiceChange(
  request: ServiceChangeRequest,
  { readRequest }: Pick<AdminTools, 'readRequest'>,
): { readonly change: (service: Service) => ServiceChange; readonly warned: Warned } {
  const present = copyWithoutNulls(request)
  const given = isJsonObject(request) ? request : {}
  const { problems, others } = findStrange(present)
  const { mock = {}, ...properties } = readRequest(ServiceChangeSchema, present, [
    ...Object.entries(elsewhere).flatMap(([name, message]) =>
      Object.hasOwn(given, name) ? [{ path: `/${name}`, message }] : [],
    ),
    ...findScopeProblems(given),
    ...problems.map(({ path, message }) => ({ path: path.slice(place.length), message })),
  ])
  const settings = readMockSettings(mock)
  const removed = new Set(Object.keys(given).filter((name) => given[name] === null))
  return {
    change: (service) => {
      const merged = Object.entries({ ...service.properties, ...properties })
      return {
        properties: Object.fromEntries(merged.filter(([name]) => !removed.has(name))) as ServiceProperties,
        mock: { ...service.mock, ...settings },
      }
    },
    warned: describeWarnings(present as ServiceFixture, others),
  }
}
