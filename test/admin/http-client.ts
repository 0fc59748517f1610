import type { Admin } from '../../src/admin/admin.ts'
import { connectAdmin } from '../../src/admin/doors/http-client.ts'
import { fetchInProcess, inProcessUrl } from '../../src/http/in-process.ts'
import type { TestMock } from '../support/mock.ts'

/** The Admin interface by its HTTP calls, so that one contract can be asserted for both. */
export function httpAdmin({ app }: TestMock): Admin {
  return connectAdmin({ baseUrl: inProcessUrl, fetch: fetchInProcess(app) })
}
