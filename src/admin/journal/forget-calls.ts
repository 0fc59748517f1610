import type { AdminTools } from '../tools.ts'

/** Forgets what is not in the store: the calls that a service has seen, and what was arranged to happen to its calls. */
export function forgetCalls({ journal, faultInjector }: AdminTools, serviceId: string): void {
  journal.clear(serviceId)
  faultInjector.clear(serviceId)
}
