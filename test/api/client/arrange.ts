import type { Test } from 'tap'
import { callApi } from '../../support/api.ts'
import { authorizationWorld, authorize, redirectUri } from '../../support/requests/authorize.ts'
import { serviceId, startTestMock, type TestMock } from '../../support/mock.ts'

export interface MockWithClient {
  readonly mock: TestMock
  /** A token of the service with every right. */
  readonly apiToken: string
  readonly clientId: number
}

/** A mock whose one service has one client that was made by the API. */
export async function startWithClient(t: Test, properties: object = {}): Promise<MockWithClient> {
  const mock = await startTestMock(t, { world: authorizationWorld({ clients: [] }) })
  const { apiToken } = await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })
  return { mock, apiToken, clientId: await makeClient(mock, apiToken, properties) }
}

export async function makeClient(mock: TestMock, token: string, properties: object = {}): Promise<number> {
  const client = { redirectUris: [redirectUri], ...properties }
  const { body } = await callApi<{ clientId: number }>(mock, 'POST', '/client/create', client, token)
  return body.clientId
}

/** Alice grants scopes to a client, by one authorization. */
export async function grantScopes(mock: TestMock, clientId: number, scope: string): Promise<void> {
  await authorize(mock, { client_id: String(clientId), scope })
}
