import type { AdminTools } from './tools.ts'

/**
 * Clears what is not in the store after a service was reset or deleted: its calls, its faults and barriers. The
 * watchers of a deleted service end.
 */
export async function forgetCalls(
  { store, journal, faultInjector }: Pick<AdminTools, 'store' | 'journal' | 'faultInjector'>,
  serviceId: string,
): Promise<void> {
  faultInjector.clear(serviceId)
  if ((await store.findService(serviceId)) === undefined) journal.forget(serviceId)
  else journal.clear(serviceId)
}
