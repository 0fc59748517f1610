import t, { type Test } from 'tap'
import { connectAdmin, startMock, type Admin, type AdminConnection } from '../../../src/index.ts'

const serviceId = '4277000001'

/** The Admin interface in process and over HTTP, of one mock. */
async function open(t: Test): Promise<readonly Admin[]> {
  const mock = await startMock()
  t.teardown(() => mock.close())
  return [mock.admin, connectAdmin({ baseUrl: mock.baseUrl })]
}

type Call = readonly [method: keyof Admin, values: readonly unknown[]]

function call(admin: Admin, [method, values]: Call): Promise<unknown> {
  return (admin[method] as (...given: readonly unknown[]) => Promise<unknown>)(...values)
}

const takes = 'it takes serviceId and no other object'

const unusable: readonly (readonly [...Call, string])[] = [
  ['getService', [], '/serviceId is missing'],
  ['getService', [''], '/serviceId cannot be ""'],
  ['getService', [null], '/serviceId is null, not a string'],
  ['getService', [{ serviceId }], '/serviceId is an object, not a string'],
  ['getService', [1.5], '/serviceId is the number 1.5, not a string'],
  ['mintToken', [{ bind: 'dpop' }], '/serviceId is an object, not a string'],
  ['mintToken', [serviceId, 'dpop'], '/request is a string, not an object'],
  ['mintToken', [serviceId, () => ({})], '/request is a function, not an object'],
  ['mintToken', [serviceId, null], '/request is null, not an object'],
  ['listRequests', [serviceId, 'action=OK'], '/request is a string, not an object'],
  [
    'listRequests',
    [serviceId, new URLSearchParams()],
    '/request is an object of the kind URLSearchParams, not an object',
  ],
  ['listTokens', [serviceId, { subject: 'bob' }], takes],
  ['listServices', [{ limit: 5 }], 'it takes no arguments'],
  ['deleteGrant', [undefined, undefined], '/serviceId is missing; /grantId is missing'],
  ['waitForRequests', [serviceId, {}, 5], '/signal is the number 5, not an AbortSignal'],
  [
    'waitForRequests',
    [serviceId, {}, new AbortController()],
    '/signal is an object of the kind AbortController, not an AbortSignal',
  ],
  ['createService', [{}, 'mock:4277'], '/baseUrl is "mock:4277", not a URL such as http://127.0.0.1:4277'],
  ['createService', [{}, 5], '/baseUrl is the number 5, not a string'],
]

t.test('arguments that no call can have are refused by both doors', async (t) => {
  const admins = await open(t)
  for (const [method, values, problem] of unusable) {
    for (const admin of admins) {
      const message = `${method} cannot be called so: ${problem}`
      const refusal = { name: 'AdminError', status: 400, error: 'invalid_request', message }
      await t.rejects(call(admin, [method, values]), refusal, message)
    }
  }
})

t.test('what a call can have is taken by both doors', async (t) => {
  for (const admin of await open(t)) {
    // A number for an id, and what Array.prototype.map passes further
    for (const values of [[Number(serviceId)], [serviceId, 0, [serviceId]]]) {
      t.match(await call(admin, ['getService', values]), { serviceId })
    }
    t.equal(await call(admin, ['reset', [undefined]]), undefined)
  }
})

t.test('a base URL is told in process alone', async (t) => {
  const [inProcess, connected] = (await open(t)) as [Admin, Admin]
  const baseUrl = 'https://mock.example.com'
  t.equal((await inProcess.createService({}, baseUrl)).baseUrl, baseUrl)
  await t.rejects(connected.createService({}, baseUrl), {
    message: 'createService cannot be called so: /baseUrl is that of the connection, and not given',
  })
})

const connections: readonly (readonly [unknown, string])[] = [
  ['http://127.0.0.1:4277', 'takes an object with baseUrl, adminToken, fetch, and was given a string'],
  [{ accesToken: 'secret' }, 'accesToken is not an option. There are baseUrl, adminToken, fetch'],
  [{ baseURL: 'http://127.0.0.1:4277' }, 'baseURL is not an option. Did you mean baseUrl?'],
  [{ admintoken: 'secret' }, 'admintoken is not an option. Did you mean adminToken?'],
  [{ baseUrl: 4277 }, 'baseUrl is the number 4277, not a string'],
  [{ baseUrl: '127.0.0.1:4277' }, 'baseUrl is "127.0.0.1:4277", not a URL such as http://127.0.0.1:4277'],
  [{ baseUrl: 'mock:secret@host' }, 'baseUrl is not a URL such as http://127.0.0.1:4277'],
  [{ baseUrl: 'http://me:secret@host' }, 'baseUrl has a user name or a password, which is not sent'],
  [
    { baseUrl: 'http://host/?a' },
    'baseUrl is "http://host/?a", and no path can follow a query or a fragment',
  ],
  [{ adminToken: '' }, 'adminToken is empty'],
  [{ adminToken: 5 }, 'adminToken is the number 5, not a string'],
  [
    { adminToken: 'secret\n' },
    'adminToken has a character that no header can have, such as a line feed at its end',
  ],
  [{ fetch: {} }, 'fetch is an object, not a function'],
]

for (const [given, problem] of connections) {
  t.test(`connectAdmin refuses at once: ${problem}`, async (t) => {
    const message = problem.startsWith('takes') ? problem : `cannot use these options: ${problem}`
    t.throws(() => connectAdmin(given as AdminConnection), new TypeError(`connectAdmin ${message}`))
  })
}
