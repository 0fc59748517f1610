import type { Test } from 'tap'
import { callApi } from '../api.ts'
import { authenticScenarios, worldOf } from '../servers/authentic-clients.ts'
import { jwtBearer, post } from './client-presentations.ts'
import { startTestMock, type TestMock } from '../mock.ts'

/** The result code of a revocation request for nothing whose client was authenticated. */
export const authenticated = 'A113001'

/** A mock with one client that signs its assertions, except for the changes. */
export async function startWithKeyedClient(
  t: Test,
  client: object = {},
  service: object = {},
): Promise<TestMock> {
  const { PRIVATE_KEY_JWT: keyed } = authenticScenarios
  return startTestMock(t, { world: worldOf({ ...keyed, client: { ...keyed.client, ...client }, service }) })
}

/** The result code of a revocation request that comes with an assertion. */
export async function presentAssertion(mock: TestMock, assertion: string): Promise<string> {
  const proof = post({ client_assertion_type: jwtBearer, client_assertion: assertion })
  const { status, body } = await callApi(mock, 'POST', '/auth/revocation', proof('token=nothing'))
  return status === 200 ? String(body['resultCode']) : `HTTP ${status}`
}
