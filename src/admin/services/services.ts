import {
  NewApiTokenSchema,
  NewServiceSchema,
  ServiceChangeSchema,
  type NewServiceRequest,
  type ServiceChangeRequest,
} from '../../../schema/admin/requests.ts'
import type { CreatedService, ServiceView } from '../../../schema/admin/views.ts'
import { sha256 } from '../../base/digest.ts'
import { readClock } from '../../base/clock.ts'
import { secondsOf } from '../../base/time.ts'
import { copyWithoutNulls } from '../../base/json.ts'
import type { Service, ServiceProperties } from '../../model/service.ts'
import { AdminError, unknownService } from '../admin-error.ts'
import type { Admin } from '../admin.ts'
import { forgetCalls } from '../forget-calls.ts'
import type { AdminTools, ServiceFinder } from '../tools.ts'
import { instantiateApiTokens, instantiateBaseline, initialStateOf } from '../../fixtures/baseline.ts'
import { describeService } from './describe-service.ts'
import { listServiceWarnings } from '../../fixtures/ineffective-properties.ts'
import { makeService } from './make-service.ts'
import { readMockSettings } from '../../fixtures/service-settings.ts'
import { findScopeProblems } from '../../fixtures/property-problems.ts'

type ServiceMethods = Pick<
  Admin,
  | 'createService'
  | 'listServices'
  | 'getService'
  | 'updateService'
  | 'deleteService'
  | 'createApiToken'
  | 'deleteClient'
  | 'reset'
>

export function serviceMethods(tools: AdminTools, findService: ServiceFinder): ServiceMethods {
  const { store, readRequest } = tools
  return {
    createService: (request = {}, baseUrl = tools.baseUrl()) => createService(tools, request, baseUrl),
    listServices: async () => ({ services: (await store.listServices()).map(viewService) }),
    getService: async (serviceId) => viewService(await findService(serviceId)),
    updateService: async (serviceId, request) => {
      const change = readServiceChange(request, readRequest)
      const service = await store.updateService(serviceId, change)
      if (service === undefined) throw unknownService(serviceId)
      tools.warnIneffective({ serviceId }, request)
      return { ...viewService(service), ...describeWarnings(request) }
    },
    deleteService: async (serviceId) => {
      if (!(await store.deleteService(serviceId))) throw unknownService(serviceId)
      await forgetCalls(tools, serviceId)
    },
    createApiToken: apiTokenCreation(tools, findService),
    deleteClient: async (serviceId, clientId) => {
      const { generation } = await findService(serviceId)
      if (await store.deleteClient(generation, Number(clientId))) return
      throw new AdminError(404, 'client_unknown', `Service ${serviceId} has no client ${clientId}.`)
    },
    reset: async (serviceId) =>
      serviceId === undefined
        ? resetAll(tools)
        : resetService(tools, (await findService(serviceId)).serviceId),
  }
}

async function createService(
  tools: AdminTools,
  request: NewServiceRequest,
  baseUrl: string,
): Promise<CreatedService> {
  const { random } = tools
  const given = tools.readRequest(NewServiceSchema, copyWithoutNulls(request), findScopeProblems(request))
  const { serviceId = random.digits(14), mock, ...properties } = given
  const serviceToken = random.token()
  const made = await makeService(tools, {
    serviceId,
    properties,
    mock: readMockSettings(mock),
    apiTokens: [{ tokenHash: sha256(serviceToken), rights: ['ADMIN'] }],
  })
  if (!made) throw serviceExists(serviceId)
  return { ...describeService(serviceId, serviceToken, baseUrl), ...describeWarnings(properties) }
}

/** Warnings about properties without effect; absent if there are none. */
function describeWarnings(properties: Readonly<Record<string, unknown>>): { readonly warnings?: string[] } {
  const warnings = listServiceWarnings(properties)
  return warnings.length === 0 ? {} : { warnings }
}

function serviceExists(serviceId: string): AdminError {
  const message = `There is a service ${serviceId} already, or one of the fixtures that was dropped and that POST /_mock/reset brings back.`
  return new AdminError(409, 'service_exists', message)
}

/** A copy, which a caller in process may change: the store gives the same object to everyone. */
function viewService({ serviceId, properties, mock }: Service): ServiceView {
  return { ...structuredClone(properties), serviceId, mock: { ...mock } }
}

function readServiceChange(request: ServiceChangeRequest, readRequest: AdminTools['readRequest']) {
  const fixed = Object.hasOwn(request, 'serviceId')
    ? [{ path: '/serviceId', message: 'cannot be changed' }]
    : []
  const problems = [...fixed, ...findScopeProblems(request)]
  const { mock = {}, ...properties } = readRequest(ServiceChangeSchema, copyWithoutNulls(request), problems)
  const settings = readMockSettings(mock)
  const removed = Object.entries(request).filter(([, value]) => value === null)
  return (service: Service) => {
    const merged = { ...service.properties, ...properties }
    const kept = Object.entries(merged).filter(([name]) => !removed.some(([gone]) => gone === name))
    return {
      properties: Object.fromEntries(kept) as ServiceProperties,
      mock: { ...service.mock, ...settings },
    }
  }
}

function apiTokenCreation(tools: AdminTools, findService: ServiceFinder): Admin['createApiToken'] {
  return async (request = {}) => {
    const {
      serviceId,
      rights = ['USE_SERVICE'],
      expiresInSeconds,
    } = tools.readRequest(NewApiTokenSchema, copyWithoutNulls(request))
    const service = serviceId === undefined ? undefined : await findService(serviceId)
    const now = readClock(service?.clock ?? { mode: 'real' }, tools.systemClock())
    const apiToken = tools.random.token()
    const token = {
      rights,
      ...(serviceId !== undefined && { serviceId }),
      ...(expiresInSeconds !== undefined && { expiresAt: now + secondsOf(expiresInSeconds) * 1000 }),
    }
    await tools.store.saveApiToken({ tokenHash: sha256(apiToken), ...token })
    return { apiToken, ...token }
  }
}

async function resetService(tools: AdminTools, serviceId: string): Promise<void> {
  const { store, systemClock } = tools
  const now = systemClock()
  const wasReset = await store.resetService(serviceId, (baseline) => ({
    baseline: instantiateBaseline(baseline, now),
    initialState: initialStateOf(baseline, serviceId, now),
  }))
  if (!wasReset) throw unknownService(serviceId)
  await forgetCalls(tools, serviceId)
}

async function resetAll(tools: AdminTools): Promise<void> {
  const { store, faultInjector, fixtures } = tools
  faultInjector.clear()
  const made = (await store.listServices()).filter(({ origin }) => origin === 'api')
  for (const { serviceId } of made) {
    await store.deleteService(serviceId)
    await forgetCalls(tools, serviceId)
  }
  for (const serviceId of await store.listFixtureServices()) await resetService(tools, serviceId)
  await store.replaceOrganizationTokens(
    instantiateApiTokens(fixtures.organizationTokens(), tools.systemClock()),
  )
}
