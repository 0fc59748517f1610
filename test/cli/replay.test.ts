import type { ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { apiToken, serviceId, startTestMock } from '../support/mock.ts'
import { endOf, freePort, spawnCovered } from './child.ts'
import { run } from './run.ts'

function writeFile(t: Test, content: unknown): string {
  const file = join(t.testdir(), 'calls.har')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const environment = { AUTHLETE_API_TOKEN: apiToken }

async function serve(t: Test, answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  await new Promise((resolve) => server.once('listening', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** An archive of queries that were answered with 200. */
function writeQueries(t: Test, count: number): string {
  const entry = { request: { method: 'GET', url: 'http://x/api/1' }, response: { status: 200 } }
  return writeFile(t, { log: { entries: Array.from({ length: count }, () => entry) } })
}

/** A mock with an archive of three calls: a query, a revocation, and a query of what is gone. */
async function record(t: Test) {
  const mock = await startTestMock(t)
  const order = { accessToken: 'token', grant: { grantId: 'grant' } }
  const { request = {} } = await mock.admin.mintToken(serviceId, order)
  await mock.gm(request)
  await mock.gm({ ...request, gmAction: 'REVOKE' })
  await mock.gm(request)
  const har = await mock.admin.exportHar(serviceId)
  await mock.admin.reset()
  await mock.admin.mintToken(serviceId, order)
  return { mock, har, baseUrl: await mock.listen() }
}

t.test('calls that are answered as they were recorded are the same', async (t) => {
  const { har, baseUrl, mock } = await record(t)
  const { code, stdout, stderr } = await run(['replay', writeFile(t, har), '--base-url', `${baseUrl}/`], {
    environment,
  })
  t.strictSame(stdout.split('\n'), [
    'same    POST /api/700/gm  200 OK A277001',
    'same    POST /api/700/gm  200 NO_CONTENT A277001',
    'same    POST /api/700/gm  200 NOT_FOUND A283301',
    '',
  ])
  t.equal(stderr, 'gm-mock: 3 calls replayed, 0 not as recorded\n')
  t.equal(code, 0)
  const { requests } = await mock.admin.listRequests(serviceId)
  t.strictSame(
    requests.toReversed().map(({ request }) => request.body),
    har.log.entries.map(({ request }) => JSON.parse((request as never)['postData']['text'])),
  )
})

t.test('a call that is answered otherwise differs, and the exit code says so', async (t) => {
  const { har, baseUrl } = await record(t)
  const args = ['replay', writeFile(t, har), '--base-url', baseUrl]
  await run(args, { environment })
  const again = await run(args, { environment })
  t.equal(again.code, 1)
  t.match(again.stdout, 'differs POST /api/700/gm  200 NOT_FOUND A283301, recorded 200 OK A277001\n')
  const stranger = await run([...args, '--api-token', 'wrong'])
  t.match(stranger.stdout, 'differs POST /api/700/gm  401 A458101, recorded 200 OK A277001\n')
  const nobody = await run(args)
  t.match(nobody.stdout, 'differs POST /api/700/gm  401 A001202, recorded 200 OK A277001\n')
})

t.test('calls can be replayed for another service', async (t) => {
  const { har, baseUrl, mock } = await record(t)
  const { serviceToken } = await mock.admin.createService({ serviceId: '42' })
  await mock.admin.mintToken('42', { accessToken: 'token', grant: { grantId: 'grant' } })
  const place = ['--base-url', baseUrl, '--service-id', '42', '--api-token', serviceToken]
  const { code, stdout } = await run(['replay', writeFile(t, har), ...place])
  t.equal(code, 0)
  t.match(stdout, 'same    POST /api/42/gm  200 OK A277001\n')
})

t.test('nothing is sent elsewhere: not to the recorded host, and not after a redirect', async (t) => {
  const seen: string[] = []
  const elsewhere = await serve(t, (request, response) => {
    seen.push(`elsewhere ${request.url}`)
    response.end()
  })
  const baseUrl = await serve(t, (request, response) => {
    seen.push(`${request.method} ${request.url} ${request.headers['cookie']}`)
    if (request.url === '/api/2') response.destroy()
    else response.writeHead(302, { location: elsewhere }).end()
  })
  const headers = [{ name: 'cookie', value: 'secret' }]
  const entries = ['GET /api/1', 'HEAD /api/3', 'POST /api/2'].map((line) => {
    const [method, path] = line.split(' ')
    const postData = { mimeType: 'application/json', text: '{}' }
    return { request: { method, url: `${elsewhere}${path}`, headers, postData }, response: { status: 302 } }
  })
  const file = writeFile(t, { log: { entries } })
  const { code, stdout } = await run(['replay', file, '--base-url', baseUrl])
  const head = 'same    GET /api/1  302\nsame    HEAD /api/3  302\n'
  t.equal(stdout, `${head}differs POST /api/2  no answer, recorded 302\n`)
  t.equal(code, 1)
  t.strictSame(seen, ['GET /api/1 undefined', 'HEAD /api/3 undefined', 'POST /api/2 undefined'])
})

t.test('what stands in a file does not command the terminal', async (t) => {
  const content = { text: JSON.stringify({ action: '\u001b[2J\n' }) }
  const entry = { request: { method: 'GET', url: 'http://x/api/1' }, response: { status: 200, content } }
  const file = writeFile(t, { log: { entries: [entry, {}] } })
  const baseUrl = await serve(t, (_, response) => response.destroy())
  const { stdout, stderr } = await run(['replay', file, '--base-url', baseUrl])
  t.equal(stdout, 'differs GET /api/1  no answer, recorded 200 ?[2J?\n')
  t.equal(stderr, 'gm-mock: 1 call replayed, 1 not as recorded; 1 others in the file left alone\n')
})

for (const [what, content, problem] of [
  ['no JSON', 'x', /is no HTTP Archive: it is not valid JSON\./],
  ['without calls', { log: { entries: [] } }, /has no calls to a path under \/api\/\./],
] as const) {
  t.test(`a file that is ${what} is refused`, async (t) => {
    const { code, stderr } = await run(['replay', writeFile(t, content)])
    t.equal(code, 2)
    t.match(stderr, problem)
  })
}

t.test('a command line that cannot be used is refused', async (t) => {
  const missing = await run(['replay', '/nowhere/calls.har'])
  t.equal(missing.code, 2)
  t.match(missing.stderr, 'gm-mock: /nowhere/calls.har cannot be read: ENOENT')
  const service = await run(['replay', 'x', '--service-id', '../x'])
  t.equal(service.code, 2)
  t.match(service.stderr, '--service-id is "../x", not the id of a service.')
})

t.test('a mock that is not there is told once, and ends with exit code 2', async (t) => {
  const baseUrl = `http://127.0.0.1:${await freePort()}`
  const { code, stdout, stderr } = await run(['replay', writeQueries(t, 3), '--base-url', baseUrl])
  t.equal(stdout, '')
  t.equal(
    stderr,
    `gm-mock: 0 of 3 calls replayed, 0 not as recorded; not finished: ${baseUrl} does not answer (ECONNREFUSED)\n`,
  )
  t.equal(code, 2)
})

t.test('a mock that dies in the middle is told once, and ends with exit code 3', async (t) => {
  const seen: string[] = []
  const baseUrl = await serve(t, (request, response) => {
    seen.push(String(request.url))
    if (seen.length === 1) response.end()
    else response.destroy()
  })
  const { code, stdout, stderr } = await run(['replay', writeQueries(t, 5), '--base-url', baseUrl])
  t.equal(stdout, 'same    GET /api/1  200\ndiffers GET /api/1  no answer, recorded 200\n')
  t.match(
    stderr,
    /^gm-mock: 2 of 5 calls replayed, 1 not as recorded; not finished: \S+ does not answer \(UND/,
  )
  t.equal(code, 3)
  t.equal(seen.length, 3, 'nothing is sent after that')
})

for (const [signal, expected] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  t.test(`${signal} ends a replay with what it has done`, async (t) => {
    const running: { child?: ChildProcess } = {}
    let calls = 0
    const baseUrl = await serve(t, (_, response) => {
      calls += 1
      if (calls === 1) response.end()
      else running.child?.kill(signal)
    })
    const started = spawnCovered(t, ['replay', writeQueries(t, 3), '--base-url', baseUrl])
    running.child = started.child
    t.strictSame(await endOf(started), {
      code: expected,
      stdout: 'same    GET /api/1  200\n',
      stderr: 'gm-mock: 1 of 3 calls replayed, 0 not as recorded; not finished: interrupted\n',
    })
  })
}

t.test('the command is there', async (t) => {
  const { code, stdout } = await run(['replay', '--help'])
  t.equal(code, 0)
  t.match(stdout, /It sends nothing\s+to any\s+place\s+other/)
})
