import { FixturesSchema } from '../../schema/fixtures.ts'
import { unknownService } from './admin-error.ts'
import type { Admin, AdminTools, ServiceFinder } from './admin.ts'
import { clientMethods } from './clients.ts'
import { barrierMethods } from './barriers.ts'
import { clockMethods } from './clocks.ts'
import { explainMethods } from './explain.ts'
import { faultMethods } from './faults.ts'
import { outcomeMethods } from './outcomes.ts'
import { pactMethods } from './pact.ts'
import { journalMethods } from './requests.ts'
import { streamMethods } from './request-stream.ts'
import { waitMethods } from './request-wait.ts'
import { serviceMethods } from './services.ts'
import { snapshotMethods } from './snapshots.ts'
import { tokenMethods } from './tokens.ts'

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
    ...clientMethods(tools, findService),
    ...clockMethods(tools, findService),
    ...journalMethods(tools, findService),
    ...snapshotMethods(tools, findService),
    ...outcomeMethods(tools, findService),
    ...faultMethods(tools, findService),
    ...barrierMethods(tools, findService),
    ...waitMethods(tools, findService),
    ...streamMethods(tools, findService),
    ...explainMethods(tools, findService),
    ...pactMethods(tools, findService, { ...services, ...tokens }),
    getFixturesSchema: async () => FixturesSchema,
  }
}
