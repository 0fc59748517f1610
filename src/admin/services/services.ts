import { NewApiTokenSchema } from '../../../schema/admin/requests.ts'
import type { NewServiceRequest } from '../../../schema/admin/services.ts'
import type { CreatedService, ServiceView } from '../../../schema/admin/views.ts'
import { sha256 } from '../../base/digest.ts'
import { readClock } from '../../base/clock.ts'
import { secondsOf } from '../../base/time.ts'
import { copyWithoutNulls } from '../../base/json.ts'
import type { Service } from '../../model/service.ts'
import { AdminError, unknownService } from '../admin-error.ts'
import type { Admin } from '../admin.ts'
import { forgetCalls } from '../forget-calls.ts'
import type { AdminTools, ServiceFinder } from '../tools.ts'
import { instantiateApiTokens, instantiateBaseline, initialStateOf } from '../../fixtures/baseline.ts'
import { describeService } from './describe-service.ts'
import { declareService } from '../../fixtures/declare-world.ts'
import { makeService } from './make-service.ts'
import { readNewService, readServiceChange } from './read-service.ts'

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
  const { store } = tools
  return {
    createService: (request = {}, baseUrl = tools.baseUrl()) => createService(tools, request, baseUrl),
    listServices: async () => ({ services: (await store.listServices()).map(viewService) }),
    getService: async (serviceId) => viewService(await findService(serviceId)),
    updateService: async (serviceId, request) => {
      const { change, warned } = readServiceChange(request, tools)
      const service = await store.updateService(serviceId, change)
      if (service === undefined) throw unknownService(serviceId)
      tools.warnIneffective({ serviceId }, request)
      return { ...viewService(service), ...warned }
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
  const { random, store, defaults, systemClock } = tools
  const { fixture, warned } = readNewService(request, random.digits(14), tools)
  const { serviceId } = fixture
  const serviceToken = random.token()
  const { apiTokens, ...state } = declareService(fixture, defaults, random, systemClock())
  await refuseTakenTokens(store, apiTokens)
  const ownToken = { tokenHash: sha256(serviceToken), rights: ['ADMIN'] } as const
  const baseline = { ...state, apiTokens: [ownToken, ...apiTokens] }
  if (!(await makeService(tools, serviceId, baseline))) throw serviceExists(serviceId)
  return { ...describeService(serviceId, serviceToken, baseUrl), ...warned }
}

/** An API token of another service would leave that. */
async function refuseTakenTokens(
  store: AdminTools['store'],
  apiTokens: readonly { readonly tokenHash: string }[],
): Promise<void> {
  for (const [index, { tokenHash }] of apiTokens.entries()) {
    if ((await store.findApiToken(tokenHash)) === undefined) continue
    throw new AdminError(409, 'api_token_exists', `There is an API token like /apiTokens/${index} already.`)
  }
}

function serviceExists(serviceId: string): AdminError {
  const message = `There is a service ${serviceId} already, or one of the fixtures that was dropped and that POST /_mock/reset brings back.`
  return new AdminError(409, 'service_exists', message)
}

/** A copy, which a caller in process may change: the store gives the same object to everyone. */
function viewService({ serviceId, properties, mock }: Service): ServiceView {
  return { ...structuredClone(properties), serviceId, mock: { ...mock } }
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
