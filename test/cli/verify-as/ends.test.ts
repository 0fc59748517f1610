import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { connectAdmin } from '../../../src/index.ts'
import { type Behaviour } from '../../verify/server.ts'
import { endOf, spawnCovered } from '../child.ts'
import { run } from '../run.ts'
import { startWorld } from './world.ts'

t.test('a run that is interrupted puts everything back, and says so', async (t) => {
  const run: { child?: ReturnType<typeof spawnCovered>['child'] } = {}
  const { mockUrl, endpoint, serviceId, environment } = await startWorld(t, {
    ask: async (ask, body) => {
      run.child?.kill('SIGINT')
      return ask(body)
    },
  })
  const { child, exit, stderr } = spawnCovered(t, ['verify-as', endpoint, '--base-url', mockUrl], environment)
  run.child = child
  t.equal(await exit, 130)
  t.equal(stderr(), 'gm-mock: interrupted; the service is as it was\n')
  t.strictSame(await connectAdmin({ baseUrl: mockUrl }).listGrants(serviceId), { grants: [] })
})

/** The same server, which does something when it is first asked to revoke. */
const atRevocation = (act: () => void): Partial<Behaviour> => ({
  ask: async (ask, body) => {
    if (body['gmAction'] === 'REVOKE') act()
    return ask(body)
  },
})

t.test('a run that is ended in the middle reports what it saw, and puts everything back', async (t) => {
  const started: { child?: ReturnType<typeof spawnCovered>['child'] } = {}
  const world = await startWorld(t, {
    ask: async (ask, body) => {
      if (body['gmAction'] === 'QUERY') return ask(body)
      started.child?.kill('SIGTERM')
      return new Promise(() => undefined)
    },
  })
  const { mockUrl, endpoint, serviceId, environment, folder } = world
  const junit = join(folder, 'report.xml')
  const args = ['verify-as', endpoint, '--base-url', mockUrl, '--junit', junit]
  const running = spawnCovered(t, args, environment)
  started.child = running.child
  const { code, stdout, stderr } = await endOf(running)
  t.equal(code, 143)
  t.equal(stderr, '')
  t.match(stdout, '\nnot finished  Interrupted.\n  It ended during revoke-status: ')
  t.match(stdout, `  Service ${serviceId} is as it was.\n`)
  t.match(stdout, /\n9 passed, 0 failed, 0 warnings, 0 skipped, \d+ not made; not finished: http/)
  t.match(readFileSync(junit, 'utf8'), 'errors="1"')
  t.strictSame(await connectAdmin({ baseUrl: mockUrl }).listGrants(serviceId), { grants: [] })
})

t.test('a server that dies ends the run with exit code 3, and programs are told too', async (t) => {
  const server = { stop: () => {} }
  const world = await startWorld(
    t,
    atRevocation(() => server.stop()),
    false,
    (stop) => (server.stop = stop),
  )
  const args = ['verify-as', world.endpoint, '--base-url', world.mockUrl, '--json']
  const { code, stdout, stderr } = await run(args)
  t.equal(code, 3)
  t.match(stderr, /^gm-mock: not finished: The authorization server no longer answers\. [^\n]+\n$/)
  t.match(JSON.parse(stdout), { finished: false, summary: { passed: 9 }, unfinished: { cause: 'server' } })
})

t.test('what the run made and could not delete ends it with exit code 3', async (t) => {
  const { mockUrl, endpoint } = await startWorld(t, {}, false)
  const proxy = createServer((request, response) => {
    if (request.method === 'DELETE' && request.url?.includes('/clients/') === true) {
      response.writeHead(500).end('{"error":"storage_failed","message":"The disk is full."}')
    } else void forward(request, response, mockUrl)
  }).listen(0, '127.0.0.1')
  t.teardown(() => proxy.close())
  await once(proxy, 'listening')
  const baseUrl = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`
  const { code, stdout, stderr } = await run([
    'verify-as',
    endpoint,
    '--base-url',
    baseUrl,
    '--only',
    'query',
  ])
  t.equal(stderr, 'gm-mock: what the run made could not be deleted: The disk is full.\n')
  t.match(stdout, /\n9 passed, 0 failed/)
  t.equal(code, 3)
})

async function forward(request: IncomingMessage, response: ServerResponse, baseUrl: string): Promise<void> {
  const { method = '', url = '' } = request
  const body = await text(request)
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(baseUrl + url, { method, headers, ...(body !== '' && { body }) })
  response.writeHead(answer.status, headers).end(await answer.text())
}
