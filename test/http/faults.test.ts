import { request as requestHttp } from 'node:http'
import t from 'tap'
import type { FaultRequest } from '../../schema/admin/faults.ts'
import type { RunningMock } from '../../src/index.ts'
import {
  callGm,
  doors,
  lastEntry,
  query,
  revoke,
  serviceId,
  startFaulty,
  untilHit,
} from '../support/servers/faulty.ts'

interface WholeAnswer {
  readonly order: FaultRequest
  readonly status: number
  readonly headers: object
  readonly body: RegExp | object
  /** What the journal tells besides. */
  readonly entry: object
}

const decided = { action: 'OK', resultCode: 'A277001', reason: 'queried' }
const undecidedAnswer = { reason: 'fault', source: 'assumed' }
const json = { 'content-type': 'application/json; charset=utf-8' }
const crash = { resultCode: 'A001101', resultMessage: '[A001101] /gm, Authlete Server error.' }

const wholeAnswers: readonly WholeAnswer[] = [
  {
    order: { fault: 'latency', delay: { fixed: 1 } },
    status: 200,
    headers: json,
    body: { action: 'OK' },
    entry: decided,
  },
  {
    order: { fault: 'latency', delay: { uniform: [1, 2] }, when: 'after' },
    status: 200,
    headers: json,
    body: { action: 'OK' },
    entry: decided,
  },
  {
    order: { fault: 'slow_close', delay: { fixed: 1 } },
    status: 200,
    headers: { ...json, connection: 'close', 'content-length': undefined, 'transfer-encoding': undefined },
    body: { action: 'OK' },
    entry: { ...decided, response: { action: 'OK' } },
  },
  {
    order: { fault: 'truncated_json' },
    status: 200,
    headers: json,
    body: /^\{"resultCode":"A277001","resultMessage":[^}]*$/,
    entry: { ...decided, response: { body: /^\{"resultCode":"A277001"/ } },
  },
  {
    order: { fault: 'wrong_content_type' },
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: /^\{"resultCode":"A277001".*\}$/,
    entry: { ...decided, response: { action: 'OK' } },
  },
  {
    order: { fault: 'unknown_action' },
    status: 200,
    headers: json,
    body: { resultCode: 'A277001', action: 'UNHEARD_OF', responseContent: String },
    entry: { ...decided, response: { action: 'UNHEARD_OF' } },
  },
  {
    order: { fault: 'too_many_requests', retryAfterSeconds: 7 },
    status: 429,
    headers: { ...json, 'retry-after': '7', 'ratelimit-remaining': '0', 'ratelimit-reset': '7' },
    body: {
      resultCode: 'A001311',
      resultMessage: /^\[A001311\] \/gm, {2}Too many requests, retry after 7 seconds\./,
    },
    entry: { ...undecidedAnswer, resultCode: 'A001311' },
  },
  {
    order: { fault: 'too_many_requests' },
    status: 429,
    headers: { 'retry-after': '1' },
    body: {},
    entry: undecidedAnswer,
  },
  {
    order: { fault: 'server_error' },
    status: 500,
    headers: json,
    body: crash,
    entry: { ...undecidedAnswer, response: crash },
  },
  {
    order: { fault: 'server_error', when: 'after' },
    status: 500,
    headers: json,
    body: crash,
    entry: decided,
  },
  {
    order: { fault: 'bad_gateway' },
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: /<h1>502 Bad Gateway<\/h1>/,
    entry: { ...undecidedAnswer, response: { body: /502 Bad Gateway/ } },
  },
  {
    order: { fault: 'bad_gateway', when: 'after' },
    status: 502,
    headers: { 'content-type': 'text/html' },
    body: /<h1>502 Bad Gateway<\/h1>/,
    entry: { ...decided, response: { body: /502 Bad Gateway/ } },
  },
  {
    order: { fault: 'unauthorized' },
    status: 401,
    headers: { ...json, 'www-authenticate': 'Bearer realm="authlete"' },
    body: { resultCode: 'A458101', resultMessage: '[A458101] (/gm) The access token presented is not valid' },
    entry: { ...undecidedAnswer, resultCode: 'A458101' },
  },
  {
    order: { fault: 'authlete_error' },
    status: 200,
    headers: json,
    body: { resultCode: 'A277101', action: 'AUTHLETE_ERROR' },
    entry: { action: 'AUTHLETE_ERROR', reason: 'crash' },
  },
]

for (const door of doors) {
  for (const { order, status, headers, body, entry } of wholeAnswers) {
    t.test(`${door}, ${JSON.stringify(order)} is seen as HTTP ${status}`, async (t) => {
      const mock = await startFaulty(t)
      await mock.admin.addFault(serviceId, order)
      const answer = await callGm(mock, door, query)
      t.equal(answer.status, status)
      t.match(Object.fromEntries(answer.headers), headers)
      const text = await answer.text()
      t.match(body instanceof RegExp ? text : JSON.parse(text), body)
      t.match(await lastEntry(mock), {
        status,
        fault: order.fault,
        gmAction: 'QUERY',
        request: { body: query },
        ...entry,
      })
      t.match((await mock.admin.listFaults(serviceId)).faults, [{ hits: 1 }])
    })
  }

  for (const when of ['before', 'after'] as const) {
    t.test(`${door}, a reset ${when} the decision is a network error`, async (t) => {
      const mock = await startFaulty(t)
      await mock.admin.addFault(serviceId, { fault: 'reset_peer', when, next: 1 })
      await t.rejects(callGm(mock, door, revoke), {
        name: 'TypeError',
        message: 'fetch failed',
        cause: { code: 'ECONNRESET' },
      })
      t.match(await lastEntry(mock), { status: 0, fault: 'reset_peer', response: {} })
      const { action } = (await (await callGm(mock, door, query)).json()) as { action: string }
      t.equal(action, when === 'before' ? 'OK' : 'NOT_FOUND')
    })

    t.test(`${door}, a timeout ${when} the decision lasts until the caller gives up`, async (t) => {
      const mock = await startFaulty(t)
      await mock.admin.addFault(serviceId, { fault: 'timeout', when, next: 1 })
      const caller = new AbortController()
      const impatient = t.rejects(callGm(mock, door, revoke, caller.signal), { message: 'enough' })
      await untilHit(mock)
      caller.abort(new Error('enough'))
      await impatient
      const revoked = { action: 'NO_CONTENT', reason: 'revoked' }
      const { requests } = await mock.admin.waitForRequests(serviceId, { after: '0' })
      t.match(requests, [{ status: 0, fault: 'timeout', ...(when === 'after' && revoked) }])
      const { action } = (await (await callGm(mock, door, query)).json()) as { action: string }
      t.equal(action, when === 'before' ? 'OK' : 'NOT_FOUND')
    })
  }

  const ends: Readonly<Record<string, (mock: RunningMock, id: string) => Promise<void>>> = {
    'its fault is deleted': ({ admin }, id) => admin.deleteFault(serviceId, id),
    'the faults are cleared': ({ admin }) => admin.clearFaults(serviceId),
    'the service is reset': ({ admin }) => admin.reset(serviceId),
    'everything is reset': ({ admin }) => admin.reset(),
    'the service is deleted': ({ admin }) => admin.deleteService(serviceId),
    'the mock closes': ({ close }) => close(),
  }
  for (const [what, end] of Object.entries(ends)) {
    t.test(`${door}, a call that hangs is cut off when ${what}`, async (t) => {
      const mock = await startFaulty(t)
      const { id } = await mock.admin.addFault(serviceId, { fault: 'timeout' })
      const hanging = t.rejects(callGm(mock, door, query), { cause: { code: 'UND_ERR_SOCKET' } })
      await untilHit(mock)
      await end(mock, id)
      await hanging
    })
  }

  t.test(`${door}, a call that is only late goes on when its fault is deleted`, async (t) => {
    const mock = await startFaulty(t)
    const { id } = await mock.admin.addFault(serviceId, { fault: 'latency', delay: { fixed: 300_000 } })
    const late = callGm(mock, door, query)
    await untilHit(mock)
    await mock.admin.deleteFault(serviceId, id)
    t.match(await (await late).json(), { action: 'OK' })
  })

  t.test(`${door}, a caller that is aborted already makes no call`, async (t) => {
    const mock = await startFaulty(t)
    await t.rejects(callGm(mock, door, query, AbortSignal.abort()), { name: 'AbortError' })
    t.strictSame((await mock.admin.listRequests(serviceId)).requests, [])
  })
}

/** What a client of `node:http` sees: the error's code, or how the answer ended. */
function callWithHttp(mock: RunningMock, onBody?: () => void): Promise<{ code?: string; text?: string }> {
  return new Promise((resolve) => {
    const request = requestHttp(
      `${mock.baseUrl}/api/${serviceId}/gm`,
      { method: 'POST', headers: { authorization: 'Bearer token', 'content-type': 'application/json' } },
      (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => {
          text += chunk.toString()
          onBody?.()
        })
        response.on('end', () => resolve({ text }))
        response.on('error', ({ message: code }) => resolve({ code }))
      },
    )
    request.on('error', ({ code = '' }: NodeJS.ErrnoException) => resolve({ code }))
    request.end(JSON.stringify(query))
  })
}

t.test('a client of node:http sees the reset of its connection', async (t) => {
  const mock = await startFaulty(t)
  await mock.admin.addFault(serviceId, { fault: 'reset_peer' })
  t.strictSame(await callWithHttp(mock), { code: 'ECONNRESET' })
})

t.test('a connection that closes slowly gives the body at once and its end when it closes', async (t) => {
  const mock = await startFaulty(t)
  const { id } = await mock.admin.addFault(serviceId, { fault: 'slow_close', delay: { fixed: 300_000 } })
  const { text = '' } = await callWithHttp(mock, () => void mock.admin.deleteFault(serviceId, id))
  t.match(JSON.parse(text), { action: 'OK' })
})

t.test('an API without a body has nothing to be cut off or mistyped', async (t) => {
  const mock = await startFaulty(t)
  for (const fault of ['truncated_json', 'wrong_content_type', 'unknown_action', 'slow_close'] as const) {
    await mock.admin.clearFaults(serviceId)
    await mock.admin.addFault(serviceId, { fault, ...(fault === 'slow_close' && { delay: { fixed: 1 } }) })
    const { clientId } = await makeClient(mock)
    const answer = await fetch(`${mock.baseUrl}/api/${serviceId}/client/delete/${clientId}`, {
      method: 'DELETE',
      headers: { authorization: 'Bearer token' },
    })
    t.equal(answer.status, 204)
    t.equal(await answer.text(), '')
    const entry = await lastEntry(mock)
    t.equal(entry.fault, fault === 'slow_close' ? fault : undefined)
    t.strictSame(entry.response, {})
  }
})

async function makeClient({ admin }: RunningMock): Promise<{ clientId: number }> {
  return admin.mintToken(serviceId, { clientId: 2000 })
}

t.test('a management API whose storage fails answers with 500', async (t) => {
  const mock = await startFaulty(t)
  await mock.admin.addFault(serviceId, { fault: 'authlete_error', api: 'client/get/{clientId}' })
  const answer = await fetch(`${mock.baseUrl}/api/${serviceId}/client/get/1001`, {
    headers: { authorization: 'Bearer token' },
  })
  t.equal(answer.status, 500)
  t.match(await answer.json(), { resultCode: 'A001101' })
  t.match(await lastEntry(mock), { fault: 'authlete_error', reason: 'front_door_crash' })
})

t.test('a call that the front door refuses meets no fault', async (t) => {
  const mock = await startFaulty(t)
  await mock.admin.addFault(serviceId, { fault: 'reset_peer' })
  const answer = await fetch(`${mock.baseUrl}/api/${serviceId}/gm`, { method: 'POST' })
  t.equal(answer.status, 401)
  t.match((await mock.admin.listFaults(serviceId)).faults, [{ hits: 0 }])
})
