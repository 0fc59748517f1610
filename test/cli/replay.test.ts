import { writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { apiToken, serviceId, startTestMock } from '../support/mock.ts'
import { run } from './run.ts'

function writeFile(t: Test, content: unknown): string {
  const file = join(t.testdir(), 'calls.har')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

const environment = { AUTHLETE_API_TOKEN: apiToken }

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
  const serve = async (answer: (request: IncomingMessage, response: ServerResponse) => void) => {
    const server = createServer(answer).listen(0, '127.0.0.1')
    t.teardown(() => server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }
  const elsewhere = await serve((request, response) => {
    seen.push(`elsewhere ${request.url}`)
    response.end()
  })
  const baseUrl = await serve((request, response) => {
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
  const { stdout, stderr } = await run(['replay', file, '--base-url', 'http://127.0.0.1:1'])
  t.equal(stdout, 'differs GET /api/1  no answer, recorded 200 ?[2J?\n')
  t.equal(stderr, 'gm-mock: 1 calls replayed, 1 not as recorded; 1 others in the file left alone\n')
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

t.test('the command is there', async (t) => {
  const { code, stdout } = await run(['replay', '--help'])
  t.equal(code, 0)
  t.match(stdout, /It sends nothing\s+to any\s+place\s+other/)
})
