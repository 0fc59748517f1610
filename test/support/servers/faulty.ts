import { setTimeout } from 'node:timers/promises'
import type { Test } from 'tap'
import type { JournalView } from '../../../schema/admin/views.ts'
import { startMock, type RunningMock } from '../../../src/index.ts'

export const serviceId = '700'
export const query = { gmAction: 'QUERY', accessToken: 'bearer', grantId: 'grant' }
export const revoke = { ...query, gmAction: 'REVOKE' }

/** A mock with one service, one grant and a token for it, closed when the test ends. */
export async function startFaulty(t: Test): Promise<RunningMock> {
  const mock = await startMock({
    randomSeed: 'seed',
    fixtures: {
      services: [
        {
          serviceId,
          apiTokens: [{ apiToken: 'token', rights: ['ADMIN'] }],
          clients: [{ clientId: 1001 }],
          tokens: [
            {
              accessToken: 'bearer',
              clientId: 1001,
              scopes: ['grant_management_query', 'grant_management_revoke'],
              grant: { grantId: 'grant' },
            },
          ],
        },
      ],
    },
  })
  t.teardown(() => mock.close())
  return mock
}

export type Door = 'over a socket' | 'in process'
export const doors: readonly Door[] = ['over a socket', 'in process']

/** Calls POST /gm as a client with `fetch` does. */
export function callGm(mock: RunningMock, door: Door, body: object, signal?: AbortSignal): Promise<Response> {
  return (door === 'in process' ? mock.fetch : fetch)(`${mock.baseUrl}/api/${serviceId}/gm`, {
    method: 'POST',
    headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal !== undefined && { signal }),
  })
}

export async function lastEntry({ admin }: RunningMock): Promise<JournalView['requests'][number]> {
  const [entry] = (await admin.listRequests(serviceId)).requests
  if (entry === undefined) throw new Error('the journal is empty')
  return entry
}

/** Until a call has met a fault. */
export async function untilHit({ admin }: RunningMock): Promise<void> {
  while ((await admin.listFaults(serviceId)).faults.every(({ hits }) => hits === 0)) await setTimeout(5)
}
