import { AdminError } from '../admin-error.ts'
import type { Admin } from '../admin.ts'
import { createArgumentReader } from './arguments.ts'

type Method = (...values: readonly unknown[]) => Promise<unknown>

/**
 * The Admin interface for the process that the mock runs in: the same methods, which check their arguments, and reject
 * every call after the mock was closed, instead of reporting a closed storage.
 */
export function openInProcess(admin: Admin, isClosed: () => boolean): Admin {
  const methods = Object.entries(admin as unknown as Readonly<Record<keyof Admin, Method>>)
  const guarded = methods.map(([name, method]): [string, Method] => {
    const read = createArgumentReader(name as keyof Admin)
    return [
      name,
      async (...values) => {
        if (isClosed()) throw new AdminError(503, 'mock_closed', 'This mock is closed.')
        return method(...read(values))
      },
    ]
  })
  return Object.fromEntries(guarded) as unknown as Admin
}
