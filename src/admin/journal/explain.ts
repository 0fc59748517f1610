import { GmRequestSchema } from '../../../schema/gm.ts'
import { readClock } from '../../base/clock.ts'
import { compact } from '../../base/compact.ts'
import { copyWithoutNulls } from '../../base/json.ts'
import type { Admin } from '../admin.ts'
import type { AdminTools, ServiceFinder } from '../tools.ts'
import { viewTrace } from './view-call.ts'

export function explainMethods(tools: AdminTools, findService: ServiceFinder): Pick<Admin, 'explain'> {
  return {
    explain: async (serviceId, given) => {
      const service = await findService(serviceId)
      const request = tools.readRequest(GmRequestSchema, copyWithoutNulls(given))
      const now = readClock(service.clock, tools.systemClock())
      const { body, explanation } = await tools.dryRun({ body: request, service, now })
      const { trace, ...reason } = explanation
      return { response: compact({ ...body }), ...reason, ...viewTrace(trace, { api: 'gm', body: request }) }
    },
  }
}
