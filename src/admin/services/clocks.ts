import { ClockAdvanceSchema, ClockSchema } from '../../../schema/admin/requests.ts'
import { maximumInstant } from '../../../schema/times.ts'
import type { ClockView } from '../../../schema/admin/views.ts'
import { advanceClock, readClock } from '../../base/clock.ts'
import { secondsOf } from '../../base/time.ts'
import type { ClockSetting } from '../../model/clock-setting.ts'
import { readClockRequest } from '../../fixtures/service-settings.ts'
import { AdminError, unknownService } from '../admin-error.ts'
import type { Admin } from '../admin.ts'
import type { AdminTools, ServiceFinder } from '../tools.ts'

type ClockMethods = Pick<Admin, 'getClock' | 'setClock' | 'advanceClock'>

export function clockMethods(tools: AdminTools, findService: ServiceFinder): ClockMethods {
  const change = async (
    serviceId: string,
    next: (setting: ClockSetting) => ClockSetting,
  ): Promise<ClockView> => {
    const service = await tools.store.updateService(serviceId, ({ clock }) => {
      const setting = next(clock)
      refuseBeyondCalendar(readClock(setting, tools.systemClock()))
      return { clock: setting }
    })
    if (service === undefined) throw unknownService(serviceId)
    return viewClock(service.clock, tools.systemClock())
  }
  return {
    getClock: async (serviceId) => viewClock((await findService(serviceId)).clock, tools.systemClock()),
    setClock: async (serviceId, request) => {
      const read = tools.readRequest(ClockSchema, request)
      return change(serviceId, (before) => readClockRequest(read, readClock(before, tools.systemClock())))
    },
    advanceClock: async (serviceId, request) => {
      const { seconds } = tools.readRequest(ClockAdvanceSchema, request)
      return change(serviceId, (setting) => advanceClock(setting, secondsOf(seconds)))
    },
  }
}

function refuseBeyondCalendar(now: number): void {
  if (now <= maximumInstant) return
  throw new AdminError(400, 'invalid_request', 'The clock cannot go beyond the year 9999.')
}

function viewClock(setting: ClockSetting, systemNow: number): ClockView {
  return {
    mode: setting.mode,
    now: new Date(readClock(setting, systemNow)).toISOString(),
    ...(setting.mode === 'offset' && { offsetSeconds: setting.offsetSeconds }),
  }
}
