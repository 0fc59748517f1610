import { readFile } from 'node:fs/promises'
import { fixturesSchema } from '../base/package-files.ts'
import { unknownService } from './admin-error.ts'
import type { Admin } from './admin.ts'
import type { AdminTools, ServiceFinder } from './tools.ts'
import { barrierMethods } from './faults/barriers.ts'
import { clockMethods } from './services/clocks.ts'
import { explainMethods } from './journal/explain.ts'
import { faultMethods } from './faults/faults.ts'
import { outcomeMethods } from './outcomes.ts'
import { pactMethods } from './pact/pact.ts'
import { journalMethods } from './journal/requests.ts'
import { streamMethods } from './journal/request-stream.ts'
import { allCallMethods } from './journal/all-requests.ts'
import { waitMethods } from './journal/request-wait.ts'
import { reapplyMethods } from './services/reapply.ts'
import { serviceMethods } from './services/services.ts'
import { snapshotMethods } from './services/snapshots.ts'
import { tokenMethods } from './tokens/tokens.ts'

/** The Admin interface in process. */
export function createAdmin(tools: AdminTools): Admin {
  const findService: ServiceFinder = async (serviceId) => {
    const service = await tools.store.findService(serviceId)
    if (service === undefined) throw unknownService(serviceId)
    return service
  }
  const services = serviceMethods(tools, findService)
  const tokens = tokenMethods(tools, findService)
  return {
    ...services,
    ...tokens,
    ...reapplyMethods(tools),
    ...clockMethods(tools, findService),
    ...journalMethods(tools, findService),
    ...allCallMethods(tools),
    ...snapshotMethods(tools, findService),
    ...outcomeMethods(tools, findService),
    ...faultMethods(tools, findService),
    ...barrierMethods(tools, findService),
    ...waitMethods(tools, findService),
    ...streamMethods(tools, findService),
    ...explainMethods(tools, findService),
    ...pactMethods(tools, findService, { ...services, ...tokens }),
    getFixturesSchema: async () => JSON.parse(await readFile(fixturesSchema(), 'utf8')) as object,
  }
}
