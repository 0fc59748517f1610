import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { replayCalls, type Replayed } from '../../src/replay/replay-calls.ts'

const call = { method: 'GET', path: '/api/1', answer: { status: 200 } }

async function serve(t: Test, answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function replay(baseUrl: string, count: number): Promise<readonly Replayed[]> {
  const results: Replayed[] = []
  const calls = Array.from({ length: count }, () => call)
  for await (const result of replayCalls(calls, { baseUrl, timeoutMs: 50 })) results.push(result)
  return results
}

t.test('a target that says nothing is gone after the second call', async (t) => {
  const results = await replay(await serve(t, () => undefined), 5)
  t.strictSame(results, [
    { call, verdict: 'differs', failure: 'no answer within 0.05 s' },
    { call, verdict: 'gone', failure: 'no answer within 0.05 s' },
  ])
})

t.test('a call without an answer between others is no more than a difference', async (t) => {
  let calls = 0
  const baseUrl = await serve(t, (_, response) => {
    calls += 1
    if (calls % 2 === 0) response.destroy()
    else response.end()
  })
  const verdicts = (await replay(baseUrl, 5)).map(({ verdict }) => verdict)
  t.strictSame(verdicts, ['same', 'differs', 'same', 'differs', 'same'])
})

t.test('a target that cannot be reached is gone at once', async (t) => {
  t.match(await replay('http://127.0.0.1:1', 3), [{ verdict: 'gone', failure: 'bad port' }])
})
