import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { AdminError, ConnectionError, connectAdmin, startMock } from '../../../src/index.ts'
import { freePort } from '../../cli/child.ts'

async function serve(t: Test, listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

async function errorOf(call: Promise<unknown>): Promise<Error> {
  return call.then(
    () => new Error('the call was not refused'),
    (error: Error) => error,
  )
}

t.test('a connected admin does over a socket what the one in process does', async (t) => {
  const mock = await startMock()
  t.teardown(() => mock.close())
  const admin = connectAdmin({ baseUrl: mock.baseUrl })
  const created = await admin.createService({ serviceId: '42', serviceName: 'Mine' })
  t.equal(created.baseUrl, mock.baseUrl)
  t.strictSame(await admin.getService('42'), await mock.admin.getService('42'))
  t.equal(await admin.deleteService('42'), undefined)
  const refusal = await errorOf(admin.mintToken('4277000001', { expiresInSeconds: 1.5, bind: 'x' as never }))
  t.ok(refusal instanceof AdminError)
  t.strictSame(
    refusal,
    await errorOf(mock.admin.mintToken('4277000001', { expiresInSeconds: 1.5, bind: 'x' as never })),
  )
})

t.test('the admin token is sent where one is given', async (t) => {
  const { baseUrl, close } = await startMock({ adminToken: 'secret' })
  t.teardown(close)
  t.equal((await connectAdmin({ baseUrl, adminToken: 'secret' }).listServices()).services.length, 1)
  for (const connection of [{ baseUrl }, { baseUrl, adminToken: 'guess' }]) {
    const refusal = await errorOf(connectAdmin(connection).listServices())
    t.match(refusal, { name: 'AdminError', status: 401, error: 'admin_token_required' })
    t.notOk(refusal.message.includes('guess'))
  }
})

t.test('slashes at the end of the base URL, and a path in it, are allowed', async (t) => {
  const seen: string[] = []
  const baseUrl = await serve(t, ({ method, url }, response) => {
    seen.push(`${method} ${url}`)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"services":[]}')
  })
  for (const end of ['', '/', '//', '/behind/a/proxy/']) {
    await connectAdmin({ baseUrl: baseUrl + end }).listServices()
  }
  const path = '/_mock/services'
  t.strictSame(seen, [`GET ${path}`, `GET ${path}`, `GET ${path}`, `GET /behind/a/proxy${path}`])
})

t.test('a parameter of a path stays one, whatever is in it', async (t) => {
  const mock = await startMock()
  t.teardown(() => mock.close())
  const admin = connectAdmin({ baseUrl: mock.baseUrl })
  for (const grantId of ['a/b', '../x', 'ü ?#%2F', '$&', ':serviceId', '%2e%2e']) {
    await admin.mintToken('4277000001', { grant: { grantId } })
    await admin.deleteGrant('4277000001', grantId)
    t.match(
      await errorOf(admin.deleteGrant('4277000001', grantId)),
      { status: 404, error: 'grant_unknown' },
      grantId,
    )
  }
})

t.test('a parameter that would make another call of it is refused, and nothing is sent', async (t) => {
  const { baseUrl, admin, close } = await startMock()
  t.teardown(close)
  await admin.createService({ serviceId: '42' })
  for (const serviceId of ['..', '.', '', '\ud800']) {
    t.match(await errorOf(connectAdmin({ baseUrl }).reset(serviceId)), {
      name: 'AdminError',
      status: 400,
      error: 'invalid_request',
      problems: [{ path: '/serviceId', message: `cannot be "${serviceId}"` }],
    })
  }
  t.ok(await admin.getService('42'), 'it was not a reset of everything')
})

t.test('what is undefined in a filter is not sent', async (t) => {
  const { baseUrl, close } = await startMock()
  t.teardown(close)
  const admin = connectAdmin({ baseUrl })
  const filter = { action: undefined } as object
  t.strictSame((await admin.listRequests('4277000001', filter)).requests, [])
  await admin.listRequests('4277000001')
})

t.test('a mock that is not there is named', async (t) => {
  const baseUrl = `http://127.0.0.1:${await freePort()}`
  const failure = await errorOf(connectAdmin({ baseUrl }).listServices())
  t.ok(failure instanceof ConnectionError)
  t.equal(failure.message, `GET ${baseUrl}/_mock/services failed: connect ECONNREFUSED ${baseUrl.slice(7)}`)
  t.ok(failure.cause)
})

t.test('a fetch of the user that fails tells its own reason', async (t) => {
  const fetch = async (): Promise<never> => {
    throw new Error('no network today')
  }
  t.match(await errorOf(connectAdmin({ baseUrl: 'http://mock', fetch }).listServices()), {
    name: 'ConnectionError',
    message: 'GET http://mock/_mock/services failed: no network today',
  })
})

t.test('a connection that fails at every address is told by its code', async (t) => {
  const cause = Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })
  const fetch = async (): Promise<never> => {
    throw new TypeError('fetch failed', { cause })
  }
  t.match(await errorOf(connectAdmin({ baseUrl: 'http://mock', fetch }).listServices()), {
    name: 'ConnectionError',
    message: 'GET http://mock/_mock/services failed: ECONNREFUSED',
  })
})

const strangers = [
  [
    "a proxy's page",
    502,
    'text/html',
    '<html><head><style>p { color: red }</style><title>502 Bad Gateway</title></head>\n<body><h1>Bad Gateway</h1></body></html>',
    '502, text/html, 502 Bad Gateway Bad Gateway',
  ],
  ['a page that says all is well', 200, 'text/html', '<h1>Welcome</h1>', '200, text/html, Welcome'],
  [
    'an error of another kind',
    404,
    'application/json',
    '{"detail":"x"}',
    '404, application/json, {"detail":"x"}',
  ],
  ['a JSON null', 500, 'application/json', 'null', '500, application/json, null'],
  ['a long text', 500, 'text/plain', 'x'.repeat(5000), `500, text/plain, ${'x'.repeat(200)}`],
] as const
for (const [what, status, contentType, body, shown] of strangers) {
  t.test(`${what} instead of an answer is told as such`, async (t) => {
    const baseUrl = await serve(t, (_request, response) =>
      response.writeHead(status, { 'content-type': contentType }).end(body),
    )
    const failure = await errorOf(connectAdmin({ baseUrl }).reset())
    t.ok(failure instanceof ConnectionError)
    t.equal(
      failure.message,
      `POST ${baseUrl}/_mock/reset was answered by something other than gm-mock: ${shown}`,
    )
  })
}

t.test('an empty answer without a content type is told as such', async (t) => {
  const baseUrl = await serve(t, (_request, response) => response.writeHead(403).end())
  const failure = await errorOf(connectAdmin({ baseUrl }).listServices())
  t.match(failure.message, /gm-mock: 403, no content type, $/)
})
