import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { adminOperations } from '../../src/admin/doors/operations.ts'
import { startMock } from '../../src/index.ts'
import { freePort, main, runMock, spawnCovered, spawnMock } from './child.ts'
import { describeOperation } from '../../src/cli/operation-help.ts'
import { run } from './run.ts'

const demo = '4277000001'

async function start(t: Test, options: object = {}) {
  const mock = await startMock(options)
  t.teardown(() => mock.close())
  return { admin: mock.admin, environment: { GM_MOCK_URL: mock.baseUrl } }
}

t.test(
  'an operation prints what it answers as JSON, and nothing where there is nothing to say',
  async (t) => {
    const { admin, environment } = await start(t)
    const read = await run(['admin', 'get-service', demo], { environment })
    t.strictSame([read.code, read.stderr], [0, ''])
    t.strictSame(JSON.parse(read.stdout), await admin.getService(demo))
    t.match(read.stdout, /^\{\n {2}"/)
    t.match(read.stdout, /\n\}\n$/)
    t.strictSame(await run(['admin', 'reset'], { environment }), { code: 0, stdout: '', stderr: '' })
  },
)

t.test('an order is given in the line, in a file or at the standard input', async (t) => {
  const { admin, environment } = await start(t)
  const order = { subject: 'alice', accessToken: 'one' }
  const file = join(t.testdir(), 'order.json')
  writeFileSync(file, JSON.stringify({ ...order, accessToken: 'two' }))
  const input = JSON.stringify({ ...order, accessToken: 'three' })
  for (const text of [JSON.stringify(order), `@${file}`, '-']) {
    const { code, stdout } = await run(['admin', 'mint-token', demo, text], { environment, input })
    t.equal(code, 0)
    t.match(JSON.parse(stdout), { subject: 'alice' })
  }
  const { accessTokens } = await admin.listTokens(demo)
  t.equal(accessTokens.filter(({ subject }) => subject === 'alice').length, 3 + 6)
})

t.test('a filter is JSON like any order', async (t) => {
  const { environment } = await start(t)
  const { code, stdout } = await run(['admin', 'list-requests', demo, '{"action":"OK"}'], { environment })
  t.equal(code, 0)
  t.match(JSON.parse(stdout), { requests: [], dropped: 0 })
})

t.test('a refusal is told on the standard error with every problem, and ends with 1', async (t) => {
  const { environment } = await start(t)
  t.strictSame(await run(['admin', 'get-service', '9'], { environment }), {
    code: 1,
    stdout: '',
    stderr: 'gm-mock: 404 service_unknown: There is no service 9.\n',
  })
  const { code, stderr } = await run(['admin', 'mint-token', demo, '{"clientId":0,"x":1}'], { environment })
  t.equal(code, 1)
  t.equal(
    stderr,
    'gm-mock: 400 invalid_request: The request is not valid.\n  /x is not a known member\n  /clientId must be >= 1\n',
  )
})

t.test('a refusal of a mistyped member, value or outcome says what was probably meant', async (t) => {
  const { environment } = await start(t)
  const member = await run(['admin', 'mint-token', demo, '{"bnid":"dpop"}'], { environment })
  t.match(member.stderr, '/bnid is not a known member. Did you mean bind?')
  const value = await run(['admin', 'mint-token', demo, '{"bind":"dopp"}'], { environment })
  t.match(value.stderr, /\/bind must be one of dpop, mtls\. Did you mean dpop\?/)
  const number = await run(['admin', 'mint-token', demo, '{"bind":5}'], { environment })
  t.match(number.stderr, /\/bind must be one of dpop, mtls\n/)
  const outcome = await run(['admin', 'arrange-outcome', demo, 'access_token_unknwon'], { environment })
  t.match(outcome.stderr, 'There is no outcome access_token_unknwon. Did you mean access_token_unknown?')
})

const unusable = [
  ['an unknown operation', ['mint-tokn'], 'mint-tokn is not an operation. Did you mean mint-token?'],
  [
    'an operation like no other',
    ['frobnicate'],
    'frobnicate is not an operation. gm-mock admin --help lists them.',
  ],
  ['a missing parameter', ['get-service'], 'get-service is called as: gm-mock admin get-service SERVICE_ID'],
  [
    'a parameter too many',
    ['reset', demo, 'x'],
    'reset is called as: gm-mock admin reset SERVICE_ID, or gm-mock admin reset',
  ],
  [
    'an order that is no JSON',
    ['mint-token', demo, '{bind}'],
    /^gm-mock: The order cannot be used: it is not valid JSON\.\n$/,
  ],
  [
    'a standard input that is no JSON',
    ['mint-token', demo, '-'],
    /^gm-mock: The standard input cannot be used: it is not valid JSON\./,
  ],
  [
    'an order in a file that is not there',
    ['create-service', '@none.json'],
    /^gm-mock: The order cannot be read: ENOENT.*none\.json/,
  ],
  [
    'a base URL that is none',
    ['--base-url', 'localhost:4277', 'reset'],
    '--base-url is "localhost:4277", not a URL such as http://127.0.0.1:4277.',
  ],
] as const
for (const [what, args, message] of unusable) {
  t.test(`${what} ends with exit code 2 and says why`, async (t) => {
    const { code, stdout, stderr } = await run(['admin', ...args], {
      environment: { GM_MOCK_URL: 'http://127.0.0.1:9' },
    })
    t.strictSame([code, stdout], [2, ''])
    if (typeof message === 'string') t.equal(stderr, `gm-mock: ${message}\n`)
    else t.match(stderr, message)
  })
}

t.test('a variable that is no URL is named', async (t) => {
  const { code, stderr } = await run(['admin', 'reset'], { environment: { GM_MOCK_URL: 'nowhere' } })
  t.equal(code, 2)
  t.match(stderr, /^gm-mock: GM_MOCK_URL is "nowhere"/)
})

t.test('a mock that is not there is named', async (t) => {
  const baseUrl = `http://127.0.0.1:${await freePort()}`
  const { code, stderr } = await run(['admin', 'reset', '--base-url', baseUrl])
  t.equal(code, 1)
  t.match(stderr, `gm-mock: POST ${baseUrl}/_mock/reset failed: connect ECONNREFUSED`)
})

t.test('the admin token comes by option or by variable, and the option wins', async (t) => {
  const { environment } = await start(t, { adminToken: 'secret' })
  const withToken = (token: string) => ({ environment: { ...environment, GM_MOCK_ADMIN_TOKEN: token } })
  const call = ['admin', 'list-services']
  t.equal((await run(call, withToken('secret'))).code, 0)
  t.equal((await run([...call, '--admin-token', 'secret'], withToken('guess'))).code, 0)
  const { code, stderr } = await run(call, { environment })
  t.equal(code, 1)
  t.match(
    stderr,
    /^gm-mock: 401 admin_token_required: The admin interface demands a token\..*\n  Set GM_MOCK_ADMIN_TOKEN, or give --admin-token\.\n$/,
  )
  const wrong = await run(call, withToken('guess'))
  t.match(wrong.stderr, /^gm-mock: 401 admin_token_required: The bearer token is not the admin token\./)
})

t.test('the help lists every operation with its parameters', async (t) => {
  const { code, stdout } = await run(['admin', '--help'])
  t.equal(code, 0)
  const text = stdout.replaceAll(/\s+/g, ' ')
  t.ok(text.includes('mint-token SERVICE_ID [JSON] Mint an access token'))
  for (const { summary } of adminOperations) t.ok(text.includes(summary), summary)
})

t.test('an operation has a help of its own, with the members of its order', async (t) => {
  const { code, stdout, stderr } = await run(['admin', 'mint-token', '--help'])
  t.strictSame([code, stderr], [0, ''])
  t.match(
    stdout,
    /^Usage: gm-mock admin mint-token SERVICE_ID \[JSON\]\n\nMint an access token\. The same as POST \/_mock/,
  )
  t.match(stdout, /^ {2}bind +dpop \| mtls: The mock makes the key/m)
  t.equal((await run(['help', 'admin', 'mint-token'])).stdout, stdout)
  t.notMatch(stdout, 'Examples:')
})

const helps = [
  ['reset', /reset SERVICE_ID\n[^]*Usage: gm-mock admin reset\n/],
  [
    'set-clock',
    /Its members:\n {2}mode {2}real, required\n\nOr:\n {2}mode {2}frozen, required\n {2}now +time: /,
  ],
  ['list-requests', /\[JSON\]\n/],
  [
    'list-services',
    /^Usage: gm-mock admin list-services\n\nList the services\. The same as GET \/_mock\/services\.\n$/,
  ],
] as const
for (const [operation, help] of helps) {
  t.test(`the help of ${operation} says what it takes`, async (t) => {
    t.match((await run(['admin', operation, '--help'])).stdout, help)
  })
}

t.test('every operation has a help without a gap in it', async (t) => {
  for (const operation of adminOperations) t.notMatch(describeOperation(operation), /undefined|\[object/)
})

t.test('a stream prints a line for each call, and ends when the mock has no more', async (t) => {
  const { admin, environment } = await start(t)
  const { serviceId, baseUrl, serviceToken } = await admin.createService()
  const stream = spawnCovered(t, ['admin', 'stream-requests', serviceId], environment)
  const headers = { authorization: `Bearer ${serviceToken}` }
  while (stream.stdout() === '') {
    await fetch(`${baseUrl}/api/${serviceId}/service/get`, { headers })
    await wait(20)
  }
  await admin.deleteService(serviceId)
  t.strictSame([await stream.exit, stream.stderr()], [0, ''])
  const [line = ''] = stream.stdout().split('\n')
  t.match(JSON.parse(line), { dropped: 0, request: { api: 'service/get', status: 200 } })
})

t.test('an output that cannot be written to is a failure', async (t) => {
  const unwritable = openSync(join(t.testdir({ output: '' }), 'output'), 'r')
  t.teardown(() => closeSync(unwritable))
  const child = spawn(process.execPath, [main, 'config'], { stdio: ['ignore', unwritable, 'pipe'] })
  const [code] = (await once(child, 'close')) as [number]
  t.equal(code, 1)
})

t.test('spawned, the command reads what is piped to it and survives a reader that leaves', async (t) => {
  const mock = spawnMock(t, ['--port', '0'])
  const baseUrl = await mock.ready()
  const minted = await runMock(t, ['admin', 'mint-token', demo, '{}', '--base-url', baseUrl])
  t.strictSame([minted.code, minted.stderr], [0, ''])
  t.match(JSON.parse(minted.stdout), { clientId: 1001 })
  const listing = spawnCovered(t, ['admin', 'list-outcomes'], { GM_MOCK_URL: baseUrl })
  listing.child.stdout?.destroy()
  t.equal(await listing.exit, 0)
  t.equal(listing.stderr(), '')
})
