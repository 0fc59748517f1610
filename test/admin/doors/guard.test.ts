import { get, type IncomingHttpHeaders } from 'node:http'
import { Socket } from 'node:net'
import type { FastifyRequest } from 'fastify'
import t from 'tap'
import { isLoopback, refuseAdmin } from '../../../src/admin/doors/guard.ts'
import { apiToken, serviceId, startTestMock, type TestMockOptions } from '../../support/mock.ts'
import { sendRaw, writeRequest } from '../../support/requests/raw.ts'

const withToken = { adminToken: 'admin-secret' }
const beyondLoopback = { host: '0.0.0.0' }

type Row = readonly [
  name: string,
  options: TestMockOptions,
  headers: IncomingHttpHeaders,
  status: number,
  error?: string,
]

const rows: readonly Row[] = [
  ['with the right token', withToken, { authorization: 'Bearer admin-secret' }, 200],
  [
    'with the right token in a scheme in other letters',
    withToken,
    { authorization: 'bearer  admin-secret' },
    200,
  ],
  [
    'with the right token from another host',
    withToken,
    { authorization: 'Bearer admin-secret', host: 'mock.example.com' },
    200,
  ],
  ['with a wrong token', withToken, { authorization: 'Bearer admin-secre' }, 401, 'admin_token_required'],
  [
    'with an API token for an admin token',
    withToken,
    { authorization: `Bearer ${apiToken}` },
    401,
    'admin_token_required',
  ],
  [
    'with the right token in another scheme',
    withToken,
    { authorization: 'Basic admin-secret' },
    401,
    'admin_token_required',
  ],
  ['with an empty token', withToken, { authorization: 'Bearer ' }, 401, 'admin_token_required'],
  ['without the token', withToken, {}, 401, 'admin_token_required'],
  [
    'without the token though the interface is open',
    { ...withToken, adminOpen: true },
    {},
    401,
    'admin_token_required',
  ],

  ['to localhost', {}, { host: 'localhost:4277' }, 200],
  ['to LOCALHOST', {}, { host: 'LOCALHOST' }, 200],
  ['to 127.0.0.1', {}, { host: '127.0.0.1:4277' }, 200],
  ['to another address of 127.0.0.0/8', {}, { host: '127.8.9.10' }, 200],
  ['to ::1', {}, { host: '[::1]:4277' }, 200],
  ['to a name that was rebound to loopback', {}, { host: 'evil.example.com:4277' }, 403, 'host_not_loopback'],
  ['to a name that begins like loopback', {}, { host: '127.0.0.1.example.com' }, 403, 'host_not_loopback'],
  ['to localhost as a part of a name', {}, { host: 'localhost.example.com' }, 403, 'host_not_loopback'],
  ['to an address of the network', {}, { host: '192.168.0.5:4277' }, 403, 'host_not_loopback'],
  ['to an IPv6 address of the network', {}, { host: '[2001:db8::1]:4277' }, 403, 'host_not_loopback'],
  ['to a host that is none', {}, { host: 'a b' }, 400, 'invalid_request'],
  ['to localhost with a dot at its end', {}, { host: 'localhost.' }, 403, 'host_not_loopback'],
  ['to a name below localhost', {}, { host: 'evil.localhost' }, 403, 'host_not_loopback'],
  ['to localhost in percent-encoding', {}, { host: '%6cocalhost' }, 403, 'host_not_loopback'],
  ['to loopback as one decimal number', {}, { host: '2130706433' }, 403, 'host_not_loopback'],
  ['to loopback in hexadecimal numbers', {}, { host: '0x7f.0.0.1' }, 403, 'host_not_loopback'],
  ['to loopback in short', {}, { host: '127.1' }, 403, 'host_not_loopback'],
  ['to loopback with a leading zero', {}, { host: '127.0.0.01' }, 403, 'host_not_loopback'],
  ['to every address', {}, { host: '0.0.0.0:4277' }, 403, 'host_not_loopback'],
  ['to every IPv6 address', {}, { host: '[::]:4277' }, 403, 'host_not_loopback'],
  ['to ::1 in full', {}, { host: '[0:0:0:0:0:0:0:1]' }, 200],
  ['to 127.0.0.1 within IPv6', {}, { host: '[::FFFF:127.0.0.1]' }, 200],
  ['to another address within IPv6', {}, { host: '[::ffff:192.168.0.5]' }, 403, 'host_not_loopback'],
  ['to localhost at an empty port', {}, { host: 'localhost:' }, 200],

  ['from a page on loopback', {}, { host: 'localhost', origin: 'http://localhost:3000' }, 200],
  [
    'from a foreign page',
    {},
    { host: 'localhost', origin: 'https://evil.example.com' },
    403,
    'host_not_loopback',
  ],
  ['from a page without an origin', {}, { host: 'localhost', origin: 'null' }, 403, 'host_not_loopback'],

  ['beyond loopback', beyondLoopback, { host: 'localhost' }, 403, 'admin_closed'],
  ['beyond loopback on all IPv6 addresses', { host: '::' }, { host: 'localhost' }, 403, 'admin_closed'],
  [
    'beyond loopback where it is open',
    { ...beyondLoopback, adminOpen: true },
    { host: 'mock.example.com' },
    200,
  ],
  [
    'beyond loopback with the right token',
    { ...beyondLoopback, ...withToken },
    { authorization: 'Bearer admin-secret' },
    200,
  ],
  [
    'from a foreign page where it is open',
    { adminOpen: true },
    { origin: 'https://evil.example.com' },
    403,
    'page_foreign',
  ],
  [
    'from a page of a named origin that is closed',
    { ...beyondLoopback, adminOrigin: 'https://tools.example.com' },
    { origin: 'https://tools.example.com' },
    403,
    'admin_closed',
  ],
  [
    'from a foreign page with the right token',
    withToken,
    {
      authorization: 'Bearer admin-secret',
      origin: 'https://evil.example.com',
      'sec-fetch-site': 'cross-site',
    },
    200,
  ],
  [
    'from a page of a named origin without the token',
    { ...withToken, adminOrigin: 'https://tools.example.com' },
    { origin: 'https://tools.example.com' },
    401,
    'admin_token_required',
  ],
  ['on the IPv6 loopback', { host: '::1' }, { host: '[::1]:1' }, 200],
  ['on the name of loopback', { host: 'localhost' }, { host: 'localhost' }, 200],
]

for (const [name, options, headers, status, error] of rows) {
  t.test(`a call ${name} is answered with ${status}`, async (t) => {
    const { inject } = await startTestMock(t, options)
    const response = await inject({ url: '/_mock/services', headers })
    t.equal(response.statusCode, status)
    t.equal(response.json<{ error?: string }>().error, error)
  })
}

t.test('an admin token counts only where it comes alone', async (t) => {
  const base = await (await startTestMock(t, withToken)).listen()
  const right = 'Authorization: Bearer admin-secret'
  for (const [fields, status] of [
    [[right], 200],
    [[right, 'Authorization: Bearer other'], 401],
    [['authorization: Bearer other', right], 401],
    [[right, right], 401],
  ] as const) {
    const text = writeRequest('GET /_mock/services HTTP/1.1', ['Host: mock.example.com', ...fields])
    t.equal((await sendRaw(base, text)).status, status)
  }
})

t.test('the guard comes before the body is looked at', async (t) => {
  const { inject } = await startTestMock(t, withToken)
  const headers = { 'content-type': 'application/json' }
  const response = await inject({ method: 'POST', url: '/_mock/services', headers, payload: '{' })
  t.equal(response.statusCode, 401)
})

t.test("the guard does not stand before Authlete's APIs and the health calls", async (t) => {
  const { inject } = await startTestMock(t, beyondLoopback)
  t.equal((await inject({ url: '/readyz' })).statusCode, 200)
  const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' }
  const url = `/api/${serviceId}/gm`
  t.equal((await inject({ method: 'POST', url, headers, payload: '{}' })).statusCode, 200)
})

for (const headers of [{}, { host: '' }]) {
  t.test(`a call with ${'host' in headers ? 'an empty' : 'no'} host is refused`, async (t) => {
    const access = { open: false, host: '127.0.0.1' }
    const refusal = refuseAdmin({ headers, raw: { socket: new Socket() } } as FastifyRequest, access)
    t.match(refusal, { status: 403, message: /loopback hosts and pages only/ })
  })
}

const hosts = [
  ['localhost', true],
  ['127.0.0.1', true],
  ['127.255.255.255', true],
  ['128.0.0.1', false],
  ['::1', true],
  ['::2', false],
  ['0.0.0.0', false],
  ['::', false],
  ['example.com', false],
  ['', false],
] as const
for (const [host, expected] of hosts) {
  t.test(`"${host}" is ${expected ? '' : 'not '}loopback`, async (t) => t.equal(isLoopback(host), expected))
}

t.test('the name of callers inside the process lets nobody in who comes over a socket', async (t) => {
  const mock = await startTestMock(t)
  const { port } = new URL(await mock.listen())
  const status = await new Promise((resolve, reject) => {
    const headers = { host: 'gm-mock.invalid', origin: 'http://gm-mock.invalid' }
    get({ port, path: '/_mock/services', headers }, (answer) => resolve(answer.resume().statusCode)).on(
      'error',
      reject,
    )
  })
  t.equal(status, 403)
})
