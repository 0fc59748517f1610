import { serviceNumbers } from '../../../../schema/service-members.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { checkMembersKept } from '../../shared/members-kept.ts'
import { readPage } from '../../shared/page.ts'
import type { Service, ServiceProperties } from '../../../model/service.ts'
import { checkJwkSet } from '../../../oauth/jose/jwk-set.ts'
import { checkNumbers, checkScopesDistinct, checkScopesNamed } from '../../../oauth/metadata.ts'
import type { ApiCall, OrganizationCall } from '../../shared/api-route.ts'
import type { ManagementDecision } from '../../shared/management-route.ts'
import { failed, verdict, passed, type Fail, type Check } from '../../../base/verdict.ts'
import { newProperties, replaceProperties, viewService } from './content.ts'
import type { ServiceReason, ServiceRefusal } from '../outcomes.ts'

type ServiceDecision = ManagementDecision<ServiceReason>

export function getService(service: Service): ServiceDecision {
  return { reason: 'service_told', members: viewService(service) }
}

/** The rules for the properties of a service, in the order of their codes. */
function checkProperties(
  properties: ServiceProperties,
  check: Check<ServiceReason>,
): Fail<ServiceRefusal> | undefined {
  const { jwks, supportedScopes = [] } = properties
  return (
    check(checkNumbers(properties, serviceNumbers)) ??
    check(checkJwkSet(jwks)) ??
    check(checkScopesNamed(supportedScopes)) ??
    check(checkScopesDistinct(supportedScopes))
  )
}

export async function createService(
  { body: properties }: OrganizationCall<ServiceProperties>,
  { makeService }: ApiTools,
  check: Check<ServiceReason>,
): Promise<ServiceDecision> {
  const refusal = checkProperties(properties, check)
  if (refusal !== undefined) return refusal
  const made = await makeService((now) => newProperties(properties, now))
  const { createdAt, modifiedAt } = made.properties as Readonly<Record<string, unknown>>
  return { reason: 'service_created', members: { ...viewService(made), createdAt, modifiedAt } }
}

export async function listServices(
  { query }: OrganizationCall,
  { store }: ApiTools,
  check: Check<ServiceReason>,
): Promise<ServiceDecision> {
  const { refusal, page } = readPage('services', query, check)
  if (refusal !== undefined) return refusal
  const services = await store.listServices()
  const listed = services.slice(page.start, page.end).map(viewService)
  const members = { ...page, totalCount: services.length, services: listed }
  return { reason: 'services_listed', members }
}

const rule = { check: 'service', clause: 'Authlete API 3.0, service', source: 'documented' } as const

export async function changeService(
  { service, now, body: properties }: ApiCall<ServiceProperties>,
  { store, warnIneffective }: ApiTools,
  check: Check<ServiceReason>,
): Promise<ServiceDecision> {
  const refusal = checkProperties(properties, check)
  if (refusal !== undefined) return refusal
  const { serviceId } = service
  const changed = await store.updateService(serviceId, (current) => ({
    properties: replaceProperties(current, properties, now),
  }))
  if (changed === undefined) return { ...check(failed(rule, 'service_gone')), values: { apiKey: serviceId } }
  check(passed(rule))
  check(checkMembersKept({ sent: properties, before: service.properties, after: changed.properties }))
  warnIneffective({ serviceId }, properties)
  return { reason: 'service_updated', members: { ...viewService(changed), modifiedAt: now } }
}

export async function deleteService(
  { service: { serviceId } }: ApiCall,
  { store }: ApiTools,
  check: Check<ServiceReason>,
): Promise<ServiceDecision> {
  const deleted = await store.deleteService(serviceId)
  const gone = check(verdict(rule, deleted, 'service_deleted_already'))
  return gone === undefined ? { reason: 'service_deleted' } : { ...gone, values: { apiKey: serviceId } }
}
