import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { createRandom } from '../../src/base/random.ts'
import { makeCertificate } from '../../src/testkit/certificate.ts'
import { AdminError } from '../../src/admin/admin-error.ts'
import { findEndpoint } from '../../src/verify/discover.ts'
import { sendRequest } from '../../src/verify/http-client.ts'
import { methodTopic } from '../../src/verify/checks/method-checks.ts'
import { queryTopic } from '../../src/verify/checks/query-checks.ts'
import { verify, type VerifyOptions } from '../../src/verify/verify.ts'
import { freePort } from '../cli/child.ts'
import { apiToken, serviceId, startTestMock, type TestMock } from '../support/mock.ts'
import { flawless, startServer, type Behaviour } from './server.ts'
import { listen } from './trial.ts'

const never = new AbortController().signal

async function serve(
  t: Test,
  answer: (
    url: string,
  ) => readonly [status: number, body?: object | string, headers?: Record<string, string>],
) {
  const server: Server = createServer((request, response) => {
    const [status, body = '', headers = {}] = answer(request.url ?? '')
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function order({ admin }: TestMock, url: string, change?: Partial<VerifyOptions>): VerifyOptions {
  return { admin, serviceId, url, timeoutMs: 5000, signal: new AbortController().signal, ...change }
}

async function obstacleAt(mock: TestMock, url: string): Promise<string> {
  const report = await verify(order(mock, url))
  return 'problem' in report ? report.problem : 'none'
}

t.test('a run needs a server that can be reached', async (t) => {
  const mock = await startTestMock(t)
  const url = `http://127.0.0.1:${await freePort()}/grants`
  t.equal(await obstacleAt(mock, url), `${url} cannot be reached: no answer: ECONNREFUSED.`)
})

for (const [status, hint] of [
  [404, 'Is this the grant management endpoint, without a grant id?'],
  [401, 'Does the authorization server check access tokens before it asks Authlete?'],
  [200, 'AUTHLETE_BASE_URL'],
  [302, 'Redirects are not followed: give the URL of the endpoint itself.'],
  [500, 'The log of the server may say why it did not ask Authlete.'],
] as const) {
  t.test(`a server that answers ${status} and asks nothing is told what to look at`, async (t) => {
    const mock = await startTestMock(t)
    const problem = await obstacleAt(mock, await serve(t, () => [status]))
    t.match(problem, `got status ${status}, and service ${serviceId} of the mock saw no call`)
    t.match(problem, hint)
  })
}

t.test('a page for people, a silent server and one that hangs up are told apart', async (t) => {
  const mock = await startTestMock(t)
  const page = await serve(t, () => [200, '<html>', { 'content-type': 'text/html' }])
  t.match(await obstacleAt(mock, page), 'The answer is a page for people, not a grant.')
  const { serviceToken, serviceId: id } = await mock.admin.createService()
  const backend = { serverURL: await listen(mock), serviceId: id, bearer: serviceToken }
  const start = async (behaviour: Partial<Behaviour>) =>
    startServer(t, { ...backend, behaviour: { ...flawless, ...behaviour } })
  const closing = await start({
    refuseStranger: () => ({ status: 401, headers: {}, body: '' }),
    ask: fail,
    fail: hangUp,
  })
  t.equal(
    await obstacleAt(mock, closing),
    `${closing} gave no complete answer: the connection was closed (ECONNRESET).`,
  )
  const silent = await start({ ask: async () => new Promise(() => undefined) })
  const report = await verify(order(mock, silent, { serviceId: id, timeoutMs: 50 }))
  t.match(report, { problem: `${silent} gave no answer within 0.05 s.` })
})

const fail = async () => Promise.reject(new Error('no'))
const hangUp = () => 'hang up' as const

t.test('a server that calls another service of the mock is told which one', async (t) => {
  const mock = await startTestMock(t)
  const { serviceToken, serviceId: called } = await mock.admin.createService()
  await mock.admin.createService()
  const backend = { serverURL: await listen(mock), serviceId: called, bearer: serviceToken }
  const problem = await obstacleAt(mock, await startServer(t, backend))
  t.match(problem, `service ${serviceId} of the mock saw no call to /gm for it`)
  t.match(problem, `Service ${called} of the mock got the call: give --service-id ${called}.`)
  t.notMatch(problem, 'AUTHLETE_BASE_URL')
})

t.test('a mock without a journal is told apart from one that is not called', async (t) => {
  const mock = await startTestMock(t, { journalEntries: 0 })
  const backend = { serverURL: await listen(mock), serviceId, bearer: apiToken }
  t.equal(
    await obstacleAt(mock, await startServer(t, backend)),
    'The mock was called, but it keeps no journal. Start it with --journal-entries above 0.',
  )
})

t.test('a certificate of nobody that is known is told with what to set', async (t) => {
  const mock = await startTestMock(t)
  const { certificate, privateKey } = await makeCertificate({ now: Date.now() }, createRandom())
  const backend = { serverURL: await listen(mock), serviceId, bearer: apiToken }
  const url = await startServer(t, { ...backend, tls: { cert: certificate, key: privateKey } })
  const problem = await obstacleAt(mock, url)
  t.match(problem, `${url} cannot be reached: no answer: `)
  t.match(problem, 'Set NODE_EXTRA_CA_CERTS to a PEM file')
})

for (const [place, path] of [
  ['/.well-known/oauth-authorization-server', ''],
  ['/.well-known/openid-configuration', ''],
  ['/.well-known/oauth-authorization-server/tenant', '/tenant'],
  ['/tenant/.well-known/openid-configuration', '/tenant'],
] as const) {
  t.test(`the endpoint is found in the metadata at ${place} of the issuer`, async (t) => {
    const endpoint = 'https://as.example.com/grants'
    const origin: string = await serve(t, (url) =>
      url === place ? [200, { issuer: origin + path, grant_management_endpoint: endpoint }] : [404],
    )
    const issuer = origin + path
    const found = { endpoint, metadataUrl: origin + place }
    t.strictSame(await findEndpoint(issuer, never), found)
    t.strictSame(await findEndpoint(`${issuer}/`, never), found)
  })
}

t.test('metadata that is of another issuer, or that names no endpoint, is passed over', async (t) => {
  const endpoint = 'https://as.example.com/grants'
  for (const metadata of [
    { issuer: 'https://other.example.com', grant_management_endpoint: endpoint },
    { grant_management_endpoint: endpoint },
    { issuer: 'own', grant_management_endpoint: 5 },
    { issuer: 'own', grant_management_endpoint: 'grants' },
    [],
    'no JSON',
  ]) {
    const origin: string = await serve(t, () => [
      200,
      JSON.stringify(metadata).replace('"own"', JSON.stringify(origin)),
    ])
    t.strictSame(await findEndpoint(origin, never), { endpoint: origin })
  }
})

for (const [what, isMet] of [
  [
    'the service is changed',
    async ({ admin }) => (await admin.getService(serviceId))['dpopNonceRequired'] === true,
  ],
  [
    'calls fail',
    async ({ admin }) => (await admin.listFaults(serviceId)).faults.some(({ fault }) => fault !== 'latency'),
  ],
] as const satisfies readonly (readonly [string, (mock: TestMock) => Promise<boolean>])[]) {
  t.test(`a run that is ended while ${what} leaves everything as it was`, async (t) => {
    const mock = await startTestMock(t)
    const { admin } = mock
    await admin.mintToken(serviceId, { grant: {} })
    const tell = async () => [
      await admin.getService(serviceId),
      await admin.listGrants(serviceId),
      await admin.listTokens(serviceId),
      await admin.listFaults(serviceId),
    ]
    const before = await tell()
    const interruption = new AbortController()
    const behaviour: Behaviour = {
      ...flawless,
      ask: async (ask, body) => {
        if (await isMet(mock)) interruption.abort(new Error('enough'))
        return ask(body)
      },
    }
    const backend = { serverURL: await listen(mock), serviceId, bearer: apiToken }
    const url = await startServer(t, { ...backend, behaviour })
    const report = await verify(order(mock, url, { signal: interruption.signal }))
    t.match(report, { unfinished: { cause: 'signal', why: 'enough' } })
    t.notOk('leftBehind' in report)
    t.strictSame(await tell(), before)
  })
}

t.test('a run whose traces cannot be taken away says so', async (t) => {
  const mock = await startTestMock(t)
  const failure = new AdminError(500, 'storage_failed', 'The disk is full.')
  const deleteClient = async () => Promise.reject(failure)
  const url = `http://127.0.0.1:${await freePort()}/grants`
  await t.rejects(verify(order(mock, url, { admin: { ...mock.admin, deleteClient } })), failure)
})

t.test('an answer that does not end is not read for ever', async (t) => {
  const long = 'x'.repeat(1_048_577)
  const mock = await startTestMock(t)
  const behaviour: Behaviour = {
    ...flawless,
    reply: (answer, incoming) => ({ ...flawless.reply(answer, incoming), body: long }),
  }
  const backend = { serverURL: await listen(mock), serviceId, bearer: apiToken }
  const report = await verify(order(mock, await startServer(t, { ...backend, behaviour })), [
    queryTopic,
    methodTopic,
  ])
  const first = 'results' in report ? report.results[0] : undefined
  t.match(first, { result: 'fail', actual: 'an answer longer than 1048576 octets' })
})

/** A server whose answers never end. Tells how many octets it was able to write. */
async function serveForEver(t: Test, piece: string, everyMs: number) {
  const told = { octets: 0, closed: 0 }
  const server = createServer((_, response) => {
    response.writeHead(200)
    const timer = setInterval(() => {
      told.octets += piece.length
      response.write(piece)
    }, everyMs)
    response.on('close', () => {
      clearInterval(timer)
      told.closed += 1
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return { told, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

t.test('metadata and answers that never end are given up at 1 MiB', async (t) => {
  const mock = await startTestMock(t)
  const { told, url } = await serveForEver(t, 'x'.repeat(100_000), 10)
  const problem = await obstacleAt(mock, url)
  t.match(problem, `A query at ${url} got an answer longer than 1048576 octets, and service`)
  t.ok(told.octets < 3 * 16 * 1_048_576, `${told.octets} octets were sent`)
})

t.test('the time of an answer ends while its body still comes', async (t) => {
  const { url } = await serveForEver(t, 'x', 5)
  const { signal } = new AbortController()
  const reception = await sendRequest({ method: 'GET', url, headers: {}, timeoutMs: 200, signal })
  t.match(reception, { description: 'no answer within 0.2 s', body: '', status: undefined })
  t.strictSame(reception.fields('date'), [])
})

t.test('a run that is interrupted asks for nothing more, not even metadata', async (t) => {
  const { told, url } = await serveForEver(t, 'x', 5)
  const interruption = new AbortController()
  const mock = await startTestMock(t)
  const run = verify(order(mock, url, { signal: interruption.signal, timeoutMs: 300_000 }))
  while (told.octets === 0) await new Promise((resolve) => setImmediate(resolve))
  interruption.abort(new Error('interrupted'))
  await t.rejects(run, { message: 'interrupted' })
  await t.rejects(verify(order(mock, url, { signal: interruption.signal })), { message: 'interrupted' })
})
