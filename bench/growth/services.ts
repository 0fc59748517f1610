import type { ChildProcess } from 'node:child_process'
import { callAdmin } from '../admin.ts'
import type { Measured } from '../bars.ts'
import type { Step } from '../load.ts'
import { answers, authorize, type Row } from '../rows/row.ts'
import { serveMock } from '../rows/serve.ts'
import { median } from '../statistics.ts'
import { runLoad } from '../turns.ts'
import type { Served, Workshop } from '../workshop.ts'

const few = 10
const repetitions = 300
/** Serves every service of the demo fixtures, and those that are made. */
export const headers = authorize('demo-organization-token')
export const token = { accessToken: 'made', clientId: 1001, subject: 'alice', grant: { grantId: 'made' } }
export const queryBody = JSON.stringify({ accessToken: 'made', gmAction: 'QUERY', grantId: 'made' })

/** Makes a service with a client and a token; its id is kept for the steps that follow. */
export const making: readonly Step[] = [
  { path: '/_mock/services', body: '{}', expected: '"serviceId"', keep: 'serviceId' },
  { path: '/_mock/services/{kept}/tokens', body: JSON.stringify(token), expected: '"accessToken"' },
]

/** A server with few services and one with many. */
export interface Worlds {
  readonly small: Served
  readonly large: Served
}

export async function fillWorlds(workshop: Workshop, loader: ChildProcess, count: number): Promise<Worlds> {
  const [small, large] = [await serveMock(workshop), await serveMock(workshop)]
  for (let made = 0; made < few; made += 1) await makeService(small)
  await fill(large, loader, count)
  return { small, large }
}

async function fill({ baseUrl }: Served, loader: ChildProcess, count: number): Promise<void> {
  const order = { baseUrl, headers, steps: making, warmUpSeconds: 0, seconds: Number.POSITIVE_INFINITY }
  const { wrong, errors } = await runLoad(loader, { ...order, calls: count * making.length })
  if (wrong + errors > 0) throw new Error(`${wrong + errors} services or tokens could not be made`)
}

/** The same load on few services among few and among many, and one that goes over all of the many. */
export async function listServiceRows({ small, large }: Worlds): Promise<readonly Row<string>[]> {
  const [ofSmall, ofLarge] = [await listServices(small), await listServices(large)]
  return [
    { name: 'QUERY among 10 services', served: small, ...query(ofSmall.slice(-few)) },
    { name: 'QUERY among many services', served: large, ...query(ofLarge.slice(-few)) },
    { name: 'QUERY among many services, each of another', served: large, ...query(ofLarge) },
  ]
}

async function listServices({ baseUrl }: Served): Promise<readonly string[]> {
  const { body } = await callAdmin(baseUrl, 'GET', '/services')
  const { services } = body as { readonly services: readonly { readonly serviceId: string }[] }
  return services.map(({ serviceId }) => serviceId).filter((serviceId) => !serviceId.startsWith('42770000'))
}

function query(serviceIds: readonly string[]): Pick<Row, 'headers' | 'steps'> {
  const values = serviceIds.map((serviceId) => `/api/${serviceId}/gm`)
  const varied = { member: 'path', values, repeats: true } as const
  return { headers, steps: [{ body: queryBody, varied, expected: answers('OK') }] }
}

/** Makes a service and mints a token in it, one call after the other, among few services and among many in turns. */
export async function timeMaking({ small, large }: Worlds): Promise<readonly Measured[]> {
  const times = { small: newTimes(), large: newTimes() }
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    await makeOne(small, times.small)
    await makeOne(large, times.large)
  }
  const [made, minted] = [median(times.large.making), median(times.large.minting)]
  return [
    { figure: 'making a service, p50', value: made },
    { figure: 'making a service among many', value: made / median(times.small.making) },
    { figure: 'minting a token, p50', value: minted },
    { figure: 'minting a token among many', value: minted / median(times.small.minting) },
  ]
}

const newTimes = () => ({ making: [] as number[], minting: [] as number[] })

async function makeOne(
  served: Served,
  { making: made, minting }: ReturnType<typeof newTimes>,
): Promise<void> {
  const { serviceId, ...times } = await makeService(served)
  made.push(times.making)
  minting.push(times.minting)
  await callAdmin(served.baseUrl, 'DELETE', `/services/${serviceId}`)
}

async function makeService({ baseUrl }: Served) {
  const made = await callAdmin(baseUrl, 'POST', '/services', {})
  const { serviceId } = made.body as { readonly serviceId: string }
  const minted = await callAdmin(baseUrl, 'POST', `/services/${serviceId}/tokens`, token)
  return { serviceId, making: made.milliseconds, minting: minted.milliseconds }
}
