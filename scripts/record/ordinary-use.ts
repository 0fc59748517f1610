import { createCaller } from './caller.ts'
import { makeAdminCalls } from './admin-calls.ts'
import { callFrontDoor } from './front-door.ts'
import { runFlows } from './flows.ts'
import { manage } from './management.ts'
import { sign } from './signatures.ts'
import { createCalls } from './calls.ts'
import type { Write } from './lines.ts'
import { ids } from './services.ts'
import { recordJournal } from './catalogue.ts'

const parts = {
  management: manage,
  flows: runFlows,
  signatures: sign,
  'front-door': callFrontDoor,
  'admin-calls': makeAdminCalls,
}

/** Writes down ordinary use: management, flows, signatures, errors at the front door, and the admin calls. */
export async function recordOrdinaryUse(baseUrl: string, write: Write): Promise<void> {
  const caller = createCaller(baseUrl, write)
  const calls = createCalls(caller)
  for (const [name, run] of Object.entries(parts)) {
    await run(calls)
    await recordJournal(caller, write, { subject: `after ${name}`, serviceId: ids.whole, after: '0' })
    await calls.admin('after', 'GET', '/tokens')
    await calls.admin('after', 'GET', '/grants')
    await calls.admin('after', 'PUT', `/snapshots/${name}`)
    await calls.admin('after', 'GET', `/snapshots/${name}`)
    await calls.admin('after', 'POST', '/reset')
  }
  caller.close()
}
