import { once } from 'node:events'
import { request, type IncomingMessage } from 'node:http'
import { PassThrough } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import type { ListedCall } from '../../../schema/admin/views.ts'
import type { StreamedCall } from '../../../schema/admin/journal.ts'
import { createBacklog } from '../../../src/admin/journal/backlog.ts'
import { followEvents, writeEvents } from '../../../src/admin/doors/event-stream.ts'
import { maximumWatchers } from '../../../src/journal/journal.ts'
import { runCommand } from '../../../src/cli/command.ts'
import { serviceId, startTestMock } from '../../support/mock.ts'
import { httpAdmin } from '../http-client.ts'
import { refusalOf, refusedAs } from '../under-test.ts'

const streamPath = `/_mock/services/${serviceId}/requests/stream`
const query = { gmAction: 'QUERY', grantId: 'g', accessToken: 'unknown' } as const

/** Opens a stream over a socket of its own. */
async function open(t: Test, url: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const call = request(url, { headers, agent: false })
  call.on('error', () => undefined)
  t.teardown(() => call.destroy())
  call.end()
  const [response] = (await once(call, 'response')) as [IncomingMessage]
  response.on('error', () => undefined)
  return response.setEncoding('utf8')
}

/** Reads until a text has come. */
function readUntil(response: IncomingMessage, wanted: string): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    response.on('data', (chunk: string) => {
      text += chunk
      if (text.includes(wanted)) resolve(text)
    })
  })
}

t.test('over a socket a stream is server-sent events, and goes on where a reader was', async (t) => {
  const mock = await startTestMock(t)
  const baseUrl = await mock.listen()
  const first = await open(t, `${baseUrl}${streamPath}`)
  t.equal(first.headers['content-type'], 'text/event-stream')
  t.equal(first.headers['cache-control'], 'no-store')
  await mock.gm(query)
  await mock.gm(query)
  const text = await readUntil(first, 'id: 2\n')
  const { requests } = await mock.admin.listRequests(serviceId)
  t.match(text, `retry: 1000\n\nid: 1\nevent: request\ndata: ${JSON.stringify(requests[1])}\n\n`)
  const second = await open(t, `${baseUrl}${streamPath}?action=UNAUTHORIZED`, { 'last-event-id': '1' })
  const again = await readUntil(second, 'id: 2\n')
  t.notMatch(again, 'id: 1\n')
  const refused = await open(t, `${baseUrl}${streamPath}`, { 'last-event-id': 'x' })
  t.equal(refused.statusCode, 400)
})

t.test('a reader that has gone gives back its place', async (t) => {
  const mock = await startTestMock(t)
  const baseUrl = await mock.listen()
  for (const _ of Array(maximumWatchers + 10).keys()) {
    const response = await open(t, `${baseUrl}${streamPath}`)
    response.destroy()
    const wait = request(`${baseUrl}/_mock/services/${serviceId}/requests/wait`, { method: 'POST' })
    wait.on('error', () => undefined)
    wait.end()
    await once(wait, 'finish')
    wait.destroy()
  }
  const last = await open(t, `${baseUrl}${streamPath}`)
  t.equal(last.statusCode, 200)
  t.notMatch(mock.log(), 'an admin call failed')
})

t.test('the streams of all services are bounded too', async (t) => {
  const { admin } = await startTestMock(t)
  const streams = await Promise.all(Array.from({ length: maximumWatchers }, () => admin.streamAllRequests()))
  const message = 'Too many wait for calls of all services already. Let a wait or a stream end first.'
  await t.rejects(admin.streamAllRequests(), { status: 429, error: 'too_many_waits', message })
  await streams[0]?.return?.()
  await (await admin.streamAllRequests()).return?.()
  t.equal(streams.length, maximumWatchers)
})

t.test('the mock closes although somebody reads', async (t) => {
  const mock = await startTestMock(t)
  const baseUrl = await mock.listen()
  const reader = await open(t, `${baseUrl}${streamPath}`)
  await readUntil(reader, 'retry')
  const ended = once(reader, 'end')
  await mock.app.close()
  t.ok(await ended)
})

t.test('a wait that is open when the mock closes is told so', async (t) => {
  const mock = await startTestMock(t)
  const refusals = [mock.admin, httpAdmin(mock)].map((admin) => refusalOf(admin.waitForRequests(serviceId)))
  for (const _ of Array(5).keys()) await httpAdmin(mock).getService(serviceId)
  await mock.app.close()
  t.strictSame(await Promise.all(refusals), Array(2).fill(refusedAs(503, 'mock_closed')))
})

t.test('a silent stream shows that it is alive, and stops doing so with its reader', async (t) => {
  const backlog = createBacklog<ListedCall>(10, 0)
  const stream = writeEvents(backlog.read(), 1)
  const sink = stream.pipe(new PassThrough())
  let text = ''
  sink.on('data', (chunk: Buffer) => (text += chunk.toString()))
  while (!text.includes(': alive\n\n: alive\n\n')) await delay(1)
  backlog.offer({ id: '1' } as StreamedCall['request'])
  while (!text.includes('id: 1\n')) await delay(1)
  stream.destroy()
  t.match(text, /^retry: 1000\n\n/)
})

t.test('what a slow reader was too slow for is counted', async (t) => {
  const backlog = createBacklog<ListedCall>(2, 3)
  for (const id of ['1', '2', '3', '4']) backlog.offer({ id } as StreamedCall['request'])
  backlog.finish()
  const stream = writeEvents(backlog.read())
  const text = String(Buffer.concat((await stream.toArray()) as Buffer[]))
  t.match(text, 'event: dropped\ndata: {"dropped":5}\n\nid: 3\nevent: request\n')
  const told = []
  const octets = [...Buffer.from(text)].map((octet) => Uint8Array.of(octet))
  const body = (async function* () {
    yield* octets
  })()
  for await (const call of followEvents(body, new AbortController())) told.push(call)
  t.strictSame(told, [
    { request: { id: '3' }, dropped: 5 },
    { request: { id: '4' }, dropped: 0 },
  ])
})

t.test('an event without a name is a call, and comments are passed over', async (t) => {
  const body = (async function* () {
    yield Buffer.from('data: {"id":"3"}\n\n: alive\n\n')
  })()
  const told = []
  for await (const call of followEvents(body, new AbortController())) told.push(call)
  t.strictSame(told, [{ request: { id: '3' }, dropped: 0 }])
})

t.test('a connection that breaks is an error, and one that the reader ends is none', async (t) => {
  const body = async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('retry: 1000\n\n')
    throw new Error('reset')
  }
  await t.rejects(followEvents(body(), new AbortController()).next(), { message: 'reset' })
  const connection = new AbortController()
  connection.abort()
  t.match(await followEvents(body(), connection).next(), { done: true })
})

t.test('on the command line a stream is a line for each call', async (t) => {
  const mock = await startTestMock(t)
  const baseUrl = await mock.listen()
  await mock.admin.createService({ serviceId: '42' })
  await mock.inject({ method: 'POST', url: '/api/42/gm' })
  const { requests } = await mock.admin.listRequests('42')
  const lines: string[] = []
  const code = await runCommand(
    ['node', 'gm-mock', 'admin', '--base-url', baseUrl, 'stream-requests', '42', '{"after":"0"}'],
    {
      environment: {},
      isColoured: false,
      input: (async function* () {})(),
      print: (line) => void lines.push(line),
      hasReader: () => false,
      report: () => undefined,
    },
  )
  t.equal(code, 0)
  t.strictSame(lines, [`${JSON.stringify({ request: requests[0], dropped: 0 })}\n`])
})
