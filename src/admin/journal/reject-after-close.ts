import { AdminError } from '../admin-error.ts'
import type { Admin } from '../admin.ts'

type Method = (...values: readonly unknown[]) => Promise<unknown>

/** The same interface, which rejects every call after the mock was closed, instead of reporting a closed storage. */
export function rejectAfterClose(admin: Admin, isClosed: () => boolean): Admin {
  const methods = Object.entries(admin as unknown as Readonly<Record<string, Method>>)
  const guarded = methods.map(([name, method]): [string, Method] => [
    name,
    async (...values) => {
      if (isClosed()) throw new AdminError(503, 'mock_closed', 'This mock is closed.')
      return method(...values)
    },
  ])
  return Object.fromEntries(guarded) as unknown as Admin
}
