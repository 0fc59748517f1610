import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { beginCall, plainly, refusesConnections, spawnCovered, spawnMock, type Running } from './child.ts'

/** Takes connections and says nothing. */
async function startSilence(t: Test): Promise<{ readonly url: string; readonly asked: Promise<unknown> }> {
  const server = createServer((socket) => void socket.on('error', () => undefined).resume())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: once(server, 'connection'),
  }
}

/** Resolves with 'pending' where a command has not ended soon. */
async function endOf({ exit }: Running): Promise<unknown> {
  return Promise.race([exit, delay(5000, 'pending')])
}

for (const [first, second, code, spawn] of [
  ['SIGTERM', 'SIGTERM', 143, spawnCovered],
  ['SIGINT', 'SIGINT', 130, spawnMock],
  ['SIGTERM', 'SIGINT', 130, spawnMock],
] as const) {
  t.test(`start: ${first} waits for a call in flight, ${second} after it does not`, async (t) => {
    const mock = spawn(t, ['--port', '0'])
    const baseUrl = await mock.ready()
    await beginCall(t, baseUrl)
    mock.child.kill(first)
    await refusesConnections(baseUrl)
    mock.child.kill(second)
    t.equal(await endOf(mock), code)
  })
}

t.test('exec: a second signal ends a command that does not heed the first', async (t) => {
  const deaf =
    "process.on('SIGTERM', () => console.log('deaf')); console.log('up'); setInterval(() => {}, 1000)"
  const mock = spawnCovered(t, ['exec', '--journal', 'never', '--', ...plainly(process.execPath, '-e', deaf)])
  const stdout = mock.child.stdout as NodeJS.ReadableStream
  await once(stdout, 'data')
  mock.child.kill('SIGTERM')
  await once(stdout, 'data')
  mock.child.kill('SIGTERM')
  t.equal(await endOf(mock), 143, 'nobody holds its output any more')
})

t.test('verify-as: a second signal ends a run whose mock says nothing', async (t) => {
  const { url, asked } = await startSilence(t)
  const run = spawnCovered(t, ['verify-as', 'http://127.0.0.1:9', '--base-url', url, '--service-id', '1'])
  await asked
  run.child.kill('SIGTERM')
  t.equal(await Promise.race([run.exit, delay(300, 'pending')]), 'pending')
  run.child.kill('SIGTERM')
  t.equal(await endOf(run), 143)
  t.match(run.stderr(), /^gm-mock: ended at once; clients, tokens and grants of the run may be left/)
})

t.test('what has nothing to put back ends at the first signal', async (t) => {
  const file = join(t.testdir(), 'calls.har')
  const request = { method: 'GET', url: 'http://127.0.0.1/api/1/service/get/1' }
  writeFileSync(file, JSON.stringify({ log: { entries: [{ request, response: { status: 200 } }] } }))
  for (const [expected, ...args] of [
    [143, 'replay', file],
    ['SIGTERM', 'admin', 'list-services'],
    ['SIGTERM', 'admin', 'stream-requests', '1'],
  ]) {
    const { url: silent, asked } = await startSilence(t)
    const run = spawnMock(t, [...args.map(String), '--base-url', silent])
    await asked
    run.child.kill('SIGTERM')
    t.equal(await endOf(run), expected, args.join(' '))
  }
})
