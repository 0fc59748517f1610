import { callAdmin } from './admin.ts'
import { demo } from './rows/row.ts'
import { serveMock } from './rows/serve.ts'
import { median } from './statistics.ts'
import type { Workshop } from './workshop.ts'

const entryCount = 1000
const repetitions = 9

/** How long a full journal takes to be listed, and one of its calls to be told with its trace; medians in milliseconds. */
export async function timeJournal(workshop: Workshop): Promise<string> {
  const served = await serveMock(workshop)
  const requests = `/services/${demo.serviceId}/requests`
  const call = { accessToken: 'demo-bearer', gmAction: 'QUERY', grantId: 'demo-grant' }
  for (let made = 0; made < entryCount; made += 1) await callGm(served.baseUrl, call)
  const listing: number[] = []
  const one: number[] = []
  for (let turn = 0; turn < repetitions; turn += 1) {
    const { body, milliseconds } = await callAdmin(served.baseUrl, 'GET', requests)
    listing.push(milliseconds)
    const { requests: entries } = body as { readonly requests: readonly { readonly id: string }[] }
    if (entries.length !== entryCount) throw new Error(`the journal lists ${entries.length} calls`)
    one.push((await callAdmin(served.baseUrl, 'GET', `${requests}/${entries[0]?.id}`)).milliseconds)
  }
  await workshop.stop(served)
  return `journal: ${entryCount} entries listed in ${median(listing).toFixed(1)} ms, one told with its trace in ${median(one).toFixed(1)} ms; told`
}

async function callGm(baseUrl: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${demo.apiToken}`, 'content-type': 'application/json' }
  const url = `${baseUrl}/api/${demo.serviceId}/gm`
  await (await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })).text()
}
