import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Test } from 'tap'
import { callApi } from '../../support/api.ts'
import { serviceId, startOfTests, startTestMock, type TestMock } from '../../support/mock.ts'

export interface MockWithClient {
  readonly mock: TestMock
  /** A token of the service with every right. */
  readonly apiToken: string
  readonly clientId: number
}

const files = new WeakMap<TestMock, string>()

/** A mock on disk whose one service has one client. */
export async function startWithClient(t: Test, properties: object = {}): Promise<MockWithClient> {
  const data = join(t.testdir(), 'state.sqlite')
  const mock = await startTestMock(t, { data })
  files.set(mock, data)
  const { apiToken } = await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })
  return { mock, apiToken, clientId: await makeClient(mock, apiToken, properties) }
}

export async function makeClient(mock: TestMock, token: string, properties: object = {}): Promise<number> {
  const { body } = await callApi<{ clientId: number }>(mock, 'POST', '/client/create', properties, token)
  return body.clientId
}

/** What an authorization leaves behind, of which there may be none in this state: the scopes that a subject granted. */
export async function grantScopes(
  mock: TestMock,
  clientId: number,
  subject: string,
  latest: readonly string[],
  merged = latest,
): Promise<void> {
  const database = new Database(files.get(mock) ?? '')
  database
    .prepare(
      `INSERT INTO granted_scopes SELECT world, ?, ?, ?, ?, ? FROM services WHERE service_id = '${serviceId}'`,
    )
    .run(clientId, subject, latest.join(' '), merged.join(' '), startOfTests)
  database.close()
}
