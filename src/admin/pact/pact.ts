import {
  ProviderStateRequestSchema,
  type ProviderStateRequest,
  type ProviderStateParameters,
  type ProviderStateValues,
} from '../../../schema/admin/pact.ts'
import { isJsonObject, readJson, copyWithoutNulls } from '../../base/json.ts'
import type { Service } from '../../model/service.ts'
import { suggest } from '../../base/suggest.ts'
import { AdminError } from '../admin-error.ts'
import type { Admin } from '../admin.ts'
import { forgetCalls } from '../forget-calls.ts'
import type { AdminTools, ServiceFinder } from '../tools.ts'
import { providerStates, type ProviderState } from './provider-states.ts'

/** A provider state that was set up and not yet torn down. */
interface ActiveState {
  /** The state with its parameters, by which a teardown finds it. */
  readonly key: string
  readonly serviceId: string
  /** The names of what it concerns; a later setup of the same name undoes it. */
  readonly names: Set<string>
  readonly undo: (() => Promise<unknown>)[]
  /** Whether it created its service. */
  readonly madeService: boolean
}

/** How many states are kept; verifiers seldom tear down, and then the oldest are dropped, not undone. */
const maxActiveStates = 1000

const makesService = 'a service exists'
const undoesAll = 'nothing'

export function pactMethods(
  tools: AdminTools,
  findService: ServiceFinder,
  admin: Pick<Admin, 'createService' | 'mintToken'>,
): Pick<Admin, 'changeProviderState'> {
  const open: ActiveState[] = []
  return {
    changeProviderState: async (request, baseUrl) => {
      const { state, action = 'setup', params: parameters = {} } = readProviderState(request, tools)
      const apply = findState(state)
      const key = JSON.stringify([state, parameters])
      if (action === 'teardown') {
        const index = open.findLastIndex((setup) => setup.key === key)
        if (index !== -1) await undo(open.splice(index, 1))
        return {}
      }
      if (state === makesService) return setUpService(tools, admin, open, { key, parameters, baseUrl })
      if (apply === undefined) {
        await undoWhere(open, () => true)
        return {}
      }
      const service = await findService(parameters.serviceId ?? (await chooseService(tools, open)))
      return setUp({ tools, admin, open, service, parameters, key, apply })
    },
  }
}

/** Undoes states in reverse order, and the steps of each in reverse order. */
async function undo(setups: readonly ActiveState[]): Promise<void> {
  for (const setup of setups.toReversed()) {
    for (const step of setup.undo.toReversed()) await step()
  }
}

/** Undoes and removes some of the active states. */
async function undoWhere(open: ActiveState[], matches: (setup: ActiveState) => boolean): Promise<void> {
  const matching = open.filter(matches)
  for (const setup of matching) open.splice(open.indexOf(setup), 1)
  await undo(matching)
}

function remember(open: ActiveState[], setup: ActiveState): void {
  open.push(setup)
  if (open.length > maxActiveStates) open.shift()
}

async function setUpService(
  tools: AdminTools,
  admin: Pick<Admin, 'createService'>,
  open: ActiveState[],
  { key, parameters, baseUrl }: ServiceSetup,
): Promise<ProviderStateValues> {
  const { serviceId: wanted } = parameters
  await undoWhere(open, (setup) => setup.madeService && setup.serviceId === wanted)
  const request = wanted === undefined ? {} : { serviceId: wanted }
  const { serviceId, ...made } = await admin.createService(request, baseUrl)
  const drop = async (): Promise<void> => {
    await tools.store.deleteService(serviceId)
    await forgetCalls(tools, serviceId)
  }
  remember(open, { key, serviceId, names: new Set(), undo: [drop], madeService: true })
  return { serviceId, serviceToken: made.serviceToken, baseUrl: made.baseUrl }
}

interface ServiceSetup {
  readonly key: string
  readonly parameters: ProviderStateParameters
  readonly baseUrl: string | undefined
}

interface PendingState {
  readonly tools: AdminTools
  readonly admin: Pick<Admin, 'mintToken'>
  readonly open: ActiveState[]
  readonly service: Service
  readonly parameters: ProviderStateParameters
  readonly key: string
  readonly apply: ProviderState
}

async function setUp(request: PendingState): Promise<ProviderStateValues> {
  const { tools, admin, open, service, parameters, key, apply } = request
  const { serviceId } = service
  const setup: ActiveState = { key, serviceId, names: new Set(), undo: [], madeService: false }
  const supersede = async (name: string): Promise<void> => {
    await undoWhere(open, (other) => other.serviceId === serviceId && other.names.has(name))
    setup.names.add(name)
  }
  try {
    const onTeardown = (step: () => Promise<unknown>): void => void setup.undo.push(step)
    const { mintToken } = admin
    const values = await apply({ tools, mintToken, service, parameters, supersede, onTeardown })
    remember(open, setup)
    return values
  } catch (error) {
    await undo([setup])
    throw error
  }
}

/** The service of the last setup that created one, or else the only one that exists. */
async function chooseService({ store }: AdminTools, open: readonly ActiveState[]): Promise<string> {
  const made = open.findLast(({ madeService }) => madeService)
  if (made !== undefined) return made.serviceId
  const services = await store.listServices()
  const [only, ...others] = services
  if (only !== undefined && others.length === 0) return only.serviceId
  const found = only === undefined ? 'no service' : `${services.length} services`
  const message = `There are ${found}: name one by the parameter serviceId, or set up "${makesService}" first.`
  throw new AdminError(400, 'service_needed', message)
}

/** Parses what a verifier sends: the parameters in a member of their own, or next to the state as in a query. */
function readProviderState(request: ProviderStateRequest, { readRequest }: AdminTools) {
  const given: unknown = copyWithoutNulls(request)
  if (!isJsonObject(given)) return readRequest(ProviderStateRequestSchema, given)
  const { state, action, params = {}, ...others } = given
  return readRequest(ProviderStateRequestSchema, {
    state,
    ...(action !== undefined && { action }),
    params: isJsonObject(params) ? readTexts({ ...others, ...params }) : params,
  })
}

/** A query contains only texts, and a contract may have a number where the mock has digits. */
function readTexts(parameters: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      if (name === 'serviceId' && typeof value === 'number') return [name, String(value)]
      if (typeof value !== 'string') return [name, value]
      if (name === 'scopes') return [name, readList(value)]
      const isNumber = name === 'clientId' || name === 'expiresInSeconds'
      return [name, isNumber && /^-?\d{1,16}$/.test(value) ? Number(value) : value]
    }),
  )
}

/** A list as JSON, as verifiers write it into a query, or separated by blanks. */
function readList(text: string): unknown {
  const reading = readJson(text)
  return 'value' in reading ? reading.value : text.split(' ').filter((word) => word !== '')
}

/** How to set up a state; undefined for those about whole services. */
function findState(state: string): ProviderState | undefined {
  if ([makesService, undoesAll, ''].includes(state)) return undefined
  return new Map(Object.entries(providerStates)).get(state) ?? refuseState(state)
}

function refuseState(state: string): never {
  const known = [undoesAll, makesService, ...Object.keys(providerStates)]
  const message = `There is no provider state "${state}".${suggest(state, known)} There are: ${known.join(', ')}.`
  throw new AdminError(400, 'provider_state_unknown', message)
}
