import type { ServiceView } from '../../../schema/admin/views.ts'
import { AdminError } from '../../admin/admin-error.ts'
import { InjectedFault } from '../../faults/injected-fault.ts'
import type { Admin } from '../../admin/admin.ts'
import type { FaultInjector, Step } from '../../faults/fault-injector.ts'
import type { Client } from '../../model/client.ts'
import type { Service } from '../../model/service.ts'
import type { Random } from '../../base/random.ts'
import type { Store } from '../../store/store.ts'
import { prepareService } from './prepare-service.ts'
import type { ScenarioContext, ScenarioClient, ScenarioEndpoints } from './scenario.ts'

/** The dependencies of scenarios. */
export interface ScenarioTools {
  readonly store: Store
  readonly admin: Admin
  readonly faultInjector: FaultInjector
  readonly random: Random
  /** Calls the mock inside this process. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
}

/** The context of a scenario, and its lasting effects, which a reset of tokens and grants would not undo. */
export interface PreparedScenario {
  readonly context: ScenarioContext
  /** A token of the service, or of the organization for a path of no service, with every right. */
  readonly apiTokenFor: (path: string) => Promise<string>
  readonly report: () => { readonly clockSeconds?: number; readonly armed?: string }
}

/** Prepares a service for the scenarios of an API, and keeps track of what a scenario does. */
export async function prepareScenario(
  tools: ScenarioTools,
  service: Service,
  preparedFor: string,
): Promise<PreparedScenario> {
  const { admin, random } = tools
  const { serviceId } = service
  await admin.updateService(serviceId, prepareService(service, preparedFor, random))
  const report = { clockSeconds: 0, armed: [] as string[] }
  const apiTokenFor = cacheTokens(admin, serviceId)
  const atStep = (step: Step, api: string, what: string, act: () => Promise<unknown>): void => {
    report.armed.push(what)
    interruptOnce(tools.faultInjector, { serviceId, step, api, act })
  }
  const makeScenarioClient: ScenarioContext['makeClient'] = async (
    properties = {},
    clientType = 'CONFIDENTIAL',
  ) => makeClient(tools, service.generation, { properties, clientType })
  const context: ScenarioContext = {
    serviceId,
    admin,
    random,
    now: async () => Date.parse((await admin.getClock(serviceId)).now),
    properties: async () => (await admin.getService(serviceId)) as ServiceView & ScenarioEndpoints,
    change: async (properties) => void (await admin.updateService(serviceId, properties)),
    makeClient: makeScenarioClient,
    mintToken: async (request = {}) => {
      const clientId = request.clientId ?? (await makeScenarioClient()).clientId
      return admin.mintToken(serviceId, { ...request, clientId })
    },
    call: async (method, path, body) =>
      callApi(tools, { method, url: urlOf(serviceId, path), token: await apiTokenFor(path) }, body),
    advance: async (seconds) => {
      report.clockSeconds += seconds
      await admin.advanceClock(serviceId, { seconds })
    },
    atStep,
    failStorage: (api) => {
      atStep('storage', api, `The storage fails the next call of ${api}.`, async () => {
        throw new InjectedFault(api)
      })
    },
    duringNextCall: (api, what, act) => {
      atStep('change', api, what, act)
    },
  }
  return {
    context,
    apiTokenFor,
    report: () => ({
      ...(report.clockSeconds > 0 && { clockSeconds: report.clockSeconds }),
      ...(report.armed.length > 0 && { armed: report.armed.join(' ') }),
    }),
  }
}

/** The path of a call: below the service by default. */
export function urlOf(serviceId: string, path: string): string {
  return path.startsWith('/api/') ? path : `/api/${serviceId}${path}`
}

function cacheTokens(admin: Admin, serviceId: string): PreparedScenario['apiTokenFor'] {
  const made = new Map<boolean, Promise<string>>()
  const make = async (ofService: boolean): Promise<string> =>
    (await admin.createApiToken({ rights: ['ADMIN'], ...(ofService && { serviceId }) })).apiToken
  return (path) => {
    const ofService = urlOf(serviceId, path).startsWith(`/api/${serviceId}/`)
    const token = made.get(ofService) ?? make(ofService)
    made.set(ofService, token)
    return token
  }
}

interface OneInterruption {
  readonly serviceId: string
  readonly step: Step
  readonly api: string
  readonly act: () => Promise<unknown>
}

function interruptOnce(faultInjector: FaultInjector, { serviceId, step, api, act }: OneInterruption): void {
  const deactivate = faultInjector.activate({
    serviceId,
    step,
    matches: (call) => {
      if (call.api !== api) return false
      deactivate()
      return true
    },
    act: async () => {
      await act()
      return undefined
    },
  })
}

const redirectUri = 'https://rp.example.com/cb'

async function makeClient(
  { store, random }: ScenarioTools,
  generation: number,
  { properties, clientType }: Pick<Client, 'properties' | 'clientType'>,
): Promise<ScenarioClient> {
  const clientId = Number(random.digits(14))
  const clientSecret = random.token()
  const secret = clientType === 'CONFIDENTIAL' ? { clientSecret } : {}
  const usual = { redirectUris: [redirectUri], idTokenSignAlg: 'ES256', ...secret }
  await store.createClient(generation, { clientId, clientType, properties: { ...usual, ...properties } })
  return { clientId, clientSecret, redirectUri }
}

async function callApi(
  { fetch }: ScenarioTools,
  { method, url, token }: { readonly method: string; readonly url: string; readonly token: string },
  body?: object,
): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  if (!response.ok) {
    throw conflict(`${method} ${url} was answered with ${response.status}: ${await response.text()}.`)
  }
  return (await response.json()) as Readonly<Record<string, unknown>>
}

/** The error if preparing an outcome would fail. */
export function conflict(what: string): AdminError {
  const message = `${what} The mock makes calls of its own to arrange an outcome, and those must not fail. Delete faults and barriers, or reset the service, then arrange the outcome, and add them again after it.`
  return new AdminError(409, 'arranging_disturbed', message)
}
