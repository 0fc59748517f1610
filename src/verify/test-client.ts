import type { ServiceView } from '../../schema/admin/views.ts'
import type { FaultRequest } from '../../schema/admin/faults.ts'
import type { MintRequest } from '../../schema/admin/requests.ts'
import type { ServiceChangeRequest } from '../../schema/admin/services.ts'
import type { Admin } from '../admin/admin.ts'
import { isJsonObject } from '../base/json.ts'
import type { Random } from '../base/random.ts'
import { sendRequest, type OutgoingRequest } from './http-client.ts'
import { describeExchange, hasAsked, type Exchange, type RecordedGmCall } from './exchange.ts'

/** An access token of the run, and the grant it is for. */
export interface TokenAndGrant {
  readonly accessToken: string
  readonly grantId: string
}

/** A request to the grant management endpoint. */
export interface GrantRequest extends Partial<TokenAndGrant>, Pick<OutgoingRequest, 'identity'> {
  readonly method: string
  /** The value of `Authorization`; by default the access token as a Bearer token. */
  readonly authorization?: string
  readonly headers?: Readonly<Record<string, string>>
  /** The query of the URL, with its question mark. */
  readonly query?: string
}

/** The context of the checks: the client they act as, and the mock behind the authorization server. */
export interface TestClient {
  readonly admin: Admin
  readonly service: ServiceView
  readonly random: Random
  /** The grant management endpoint of the authorization server. */
  readonly endpoint: string
  /** A client of this run alone, and another one. */
  readonly clientId: number
  readonly otherClientId: number
  /** The service's time in epoch milliseconds. */
  readonly now: () => Promise<number>
  /** Makes a token and a grant, by default of the run's client. */
  readonly mint: (request?: MintRequest) => Promise<TokenAndGrant>
  /** Sends a request, whatever becomes of it; with a fault, its calls to /gm fail, and no others. */
  readonly attempt: (request: GrantRequest, fault?: FaultRequest) => Promise<Exchange>
  /** The same. Rejects with ServerGone if the server answers neither this request nor another one. */
  readonly send: (request: GrantRequest, fault?: FaultRequest) => Promise<Exchange>
  /** Makes something once that several checks use. */
  readonly once: <Made>(name: string, make: () => Promise<Made>) => Promise<Made>
}

interface TestClientOptions {
  readonly admin: Admin
  readonly service: ServiceView
  readonly random: Random
  readonly endpoint: string
  /** The time limit of a response, in milliseconds. */
  readonly timeoutMs: number
  /** Ends the run early. */
  readonly signal: AbortSignal
}

/** An authorization server that has answered, and answers no more. */
export class ServerGone extends Error {
  override readonly name = 'ServerGone'
}

/** The lifetime of the run's tokens, in case it is killed. */
const tokenSeconds = 3600

export function createTestClient(options: TestClientOptions): TestClient {
  const { admin, service, random, endpoint } = options
  const { serviceId } = service
  const clientId = Number(random.digits(15))
  const made = new Map<string, Promise<unknown>>()
  const attributed = new Set<string>()
  const life = { hasMetFailures: false }
  const attempt: TestClient['attempt'] = async (request, fault) =>
    fault === undefined
      ? sendAndAttribute(request, options, attributed)
      : underFault(options, fault, request, () => sendAndAttribute(request, options, attributed))
  const mint: TestClient['mint'] = async (request = {}) => {
    const owned = {
      clientId,
      subject: 'alice',
      expiresInSeconds: tokenSeconds,
      grant: sampleGrant,
      ...request,
    }
    const { accessToken, grantId = '' } = await admin.mintToken(serviceId, owned)
    return { accessToken, grantId }
  }
  return {
    admin,
    service,
    random,
    endpoint,
    clientId,
    otherClientId: clientId + 1,
    now: async () => Date.parse((await admin.getClock(serviceId)).now),
    mint,
    attempt,
    send: async (request, fault) => {
      const exchange = await attempt(request, fault)
      // A server that has met failures may refuse to ask for a while, which says nothing of its life.
      life.hasMetFailures ||= fault !== undefined
      const isGone = life.hasMetFailures ? isBroken : isUnserved
      if (isGone(exchange))
        await confirmAlive(exchange, isGone, async () => attempt({ method: 'GET', ...(await mint()) }))
      return exchange
    },
    once: <Made>(name: string, make: () => Promise<Made>) => {
      const first = (made.get(name) as Promise<Made> | undefined) ?? make()
      made.set(name, first)
      return first
    },
  }
}

const payment = { type: 'payment', amount: { currency: 'EUR', value: '10.00' }, count: 1.5 }

/** A grant with every kind of content, so that a loss is detected. */
const sampleGrant: NonNullable<MintRequest['grant']> = {
  scopes: [{ scope: 'accounts' }, { scope: 'payments', resource: ['https://rs.example.com/payments'] }],
  claims: ['family_name', 'Straße'],
  authorizationDetails: [payment],
}

/** The URI of a grant (Grant Management §6.3). */
export function grantUrl(endpoint: string, grantId: string): string {
  return `${endpoint}/${encodeURIComponent(grantId)}`
}

async function sendAndAttribute(
  request: GrantRequest,
  options: TestClientOptions,
  attributed: Set<string>,
): Promise<Exchange> {
  const { admin, service, endpoint, timeoutMs, signal } = options
  const { method, accessToken, grantId, query = '', identity } = request
  const authorization =
    request.authorization ?? (accessToken === undefined ? undefined : `Bearer ${accessToken}`)
  const { now: since } = await admin.getClock(service.serviceId)
  const result = await sendRequest({
    method,
    url: (grantId === undefined ? endpoint : grantUrl(endpoint, grantId)) + query,
    headers: { accept: '*/*', ...(authorization !== undefined && { authorization }), ...request.headers },
    timeoutMs,
    signal,
    ...(identity !== undefined && { identity }),
  })
  signal.throwIfAborted()
  const calls = (await findCalls(options, since, request)).filter(({ id }) => !attributed.has(id))
  for (const { id } of calls) attributed.add(id)
  return { ...result, calls }
}

/** The calls to /gm for this token or this grant, oldest first: others may use the service at the same time. */
async function findCalls(
  { admin, service }: TestClientOptions,
  since: string,
  { accessToken, grantId }: Partial<TokenAndGrant>,
): Promise<readonly RecordedGmCall[]> {
  const { requests } = await admin.listRequests(service.serviceId, { since })
  return requests.toReversed().flatMap(({ id, api, request, response }) => {
    const { body } = request
    if (api !== 'gm' || !isJsonObject(body)) return []
    const isOurs = isSame(body['accessToken'], accessToken) || isSame(body['grantId'], grantId)
    const authorization = String(request.headers['authorization'])
    return isOurs ? [{ id, sent: body, answered: response, authorization }] : []
  })
}

/** Makes the calls to /gm of one request fail. */
async function underFault(
  { admin, service }: TestClientOptions,
  fault: FaultRequest,
  { accessToken }: GrantRequest,
  send: () => Promise<Exchange>,
): Promise<Exchange> {
  const { serviceId } = service
  const { id } = await admin.addFault(serviceId, {
    ...fault,
    api: 'gm',
    match: { accessToken: String(accessToken) },
  })
  try {
    const exchange = await send()
    const { faults } = await admin.listFaults(serviceId)
    return { ...exchange, hits: faults.reduce((sum, one) => (one.id === id ? one.hits : sum), 0) }
  } finally {
    await admin.deleteFault(serviceId, id)
  }
}

/** No response came, or none to its end. */
function isBroken({ failure }: Exchange): boolean {
  return failure !== undefined && failure !== 'too long'
}

/** Nothing came from the authorization server: a proxy in front of one that has died answers in its place. */
function isUnserved(exchange: Exchange): boolean {
  return isBroken(exchange) || (isGatewayError(exchange) && !hasAsked(exchange))
}

function isGatewayError({ status = 0 }: Exchange): boolean {
  return status >= 502 && status <= 504
}

/** A server may break off one request on purpose or by mistake; one that answers no other one either has died. */
async function confirmAlive(
  exchange: Exchange,
  isGone: (exchange: Exchange) => boolean,
  query: () => Promise<Exchange>,
): Promise<void> {
  if (!isGone(await query())) return
  const last = await query()
  if (!isGone(last)) return
  throw new ServerGone(`A request got ${describeLoss(exchange)}, and those after it ${describeLoss(last)}.`)
}

function describeLoss(exchange: Exchange): string {
  return exchange.status === undefined ? exchange.description : describeExchange(exchange)
}

/** Waits for all, also where one fails: none may go on when the run ends. */
export async function settleAll<Value>(all: readonly Promise<Value>[]): Promise<readonly Value[]> {
  await Promise.allSettled(all)
  return Promise.all(all)
}

function isSame(sent: unknown, given: string | undefined): boolean {
  return given !== undefined && sent === given
}

/** Changes the service while something runs. */
export async function withService<Result>(
  { admin, service }: TestClient,
  change: ServiceChangeRequest,
  run: () => Promise<Result>,
): Promise<Result> {
  const { serviceId } = service
  const before = await admin.getService(serviceId)
  await admin.updateService(serviceId, change)
  try {
    return await run()
  } finally {
    const names = Object.keys(change)
    const restored = Object.fromEntries(names.map((name) => [name, before[name] ?? null]))
    await admin.updateService(serviceId, restored)
  }
}
