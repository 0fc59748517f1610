import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { connectAdmin, startMock, type MockOptions } from '../../../src/index.ts'
import { endOf, freePort, plainly, spawnMock, spawnProgram } from '../child.ts'
import { run } from '../run.ts'

async function start(t: Test, options: MockOptions = {}) {
  const mock = await startMock(options)
  t.teardown(() => mock.close())
  return mock
}

/** The commands that call a running mock, each with words that say whether they have found it. */
const commands: readonly (readonly [words: readonly string[], found: RegExp])[] = [
  [['admin', 'list-services'], /"serviceId": "4277000001"/],
  [['env'], /AUTHLETE_SERVICE_ID=4277000001/],
  [['healthcheck'], /^$/],
  [['verify-as', 'http://127.0.0.1:1/grants'], /cannot be reached/],
]
const gone = 'http://127.0.0.1:1'

for (const [words, found] of commands) {
  t.test(`${words[0]} finds the mock by GM_MOCK_URL and by --base-url, which wins`, async (t) => {
    const { baseUrl } = await start(t)
    const byVariable = await run(words, { environment: { GM_MOCK_URL: baseUrl } })
    t.match(byVariable.stdout + byVariable.stderr, found)
    const environment = { GM_MOCK_URL: gone }
    const byFlag = await run([...words, '--base-url', `${baseUrl}/`], { environment })
    t.match(byFlag.stdout + byFlag.stderr, found)
    t.not((await run(words, { environment })).code, 0)
    const { code, stderr } = await run(words, { environment: { GM_MOCK_URL: 'mock:4277' } })
    t.equal(code, 2)
    t.equal(stderr, 'gm-mock: GM_MOCK_URL is "mock:4277", not a URL such as http://127.0.0.1:4277.\n')
  })
}

t.test('connectAdmin() takes what the command takes, and what it is given counts more', async (t) => {
  const { baseUrl } = await start(t, { adminToken: 'secret' })
  const script = (given: string) => `
    import(${JSON.stringify(new URL('../../../src/index.js', import.meta.url).href)}).then(({ connectAdmin }) =>
      connectAdmin(${given}).listServices()).then(({ services }) => console.log(services[0].serviceId), ({ message }) => console.log(message))`
  const call = async (given: string, variables: Readonly<Record<string, string>>) =>
    (await endOf(spawnProgram(t, plainly(process.execPath, '-e', script(given)), variables))).stdout
  const found = { GM_MOCK_URL: baseUrl, GM_MOCK_ADMIN_TOKEN: 'secret' }
  t.equal(await call('', found), '4277000001\n')
  t.equal(await call(`{ baseUrl: '${baseUrl}' }`, { ...found, GM_MOCK_URL: gone }), '4277000001\n')
  t.equal(await call(`{ adminToken: 'secret' }`, { ...found, GM_MOCK_ADMIN_TOKEN: 'x' }), '4277000001\n')
  t.match(await call('', { GM_MOCK_URL: baseUrl }), /demands a token/)
  t.match(
    await call('', { GM_MOCK_URL: 'mock:4277' }),
    /^connectAdmin: GM_MOCK_URL is "mock:4277", not a URL such as http:\/\/127\.0\.0\.1:4277$/m,
  )
})

t.test('a variable that is no URL is refused by its name', async (t) => {
  const before = process.env['GM_MOCK_URL']
  t.teardown(() => {
    if (before === undefined) delete process.env['GM_MOCK_URL']
    else process.env['GM_MOCK_URL'] = before
  })
  process.env['GM_MOCK_URL'] = 'mock:4277'
  t.throws(() => connectAdmin(), /^connectAdmin: GM_MOCK_URL is "mock:4277"/)
  delete process.env['GM_MOCK_URL']
  t.doesNotThrow(() => connectAdmin(), 'without one it is the usual place')
})

t.test('a URL or a token that cannot be one is refused by the name that it was given by', async (t) => {
  const words = ['admin', 'list-services']
  t.match(await run([...words, '--base-url', 'http://me:secret@127.0.0.1:4277']), {
    code: 2,
    stderr: 'gm-mock: --base-url has a user name or a password, which is not sent.\n',
  })
  const refused = 'has a character that no header can have, such as a line feed at its end.\n'
  t.match(await run([...words, '--admin-token', 'secret\n']), {
    code: 2,
    stderr: `gm-mock: --admin-token ${refused}`,
  })
  t.match(await run([...words, '--admin-token', '']), { stderr: 'gm-mock: --admin-token is empty.\n' })
  t.match(await run(words, { environment: { GM_MOCK_ADMIN_TOKEN: 'secret\n' } }), {
    code: 2,
    stderr: `gm-mock: GM_MOCK_ADMIN_TOKEN ${refused}`,
  })
})

t.test('an admin token that is empty is none', async (t) => {
  const { baseUrl } = await start(t)
  const environment = { GM_MOCK_URL: baseUrl, GM_MOCK_ADMIN_TOKEN: '' }
  t.equal((await run(['admin', 'list-services'], { environment })).code, 0)
})

t.test('healthcheck takes flags before variables, and not two addresses', async (t) => {
  const { baseUrl } = await start(t)
  const { port } = new URL(baseUrl)
  const environment = { GM_MOCK_URL: gone }
  t.equal((await run(['healthcheck', '--port', port], { environment })).code, 0)
  t.equal((await run(['healthcheck'], { environment: { GM_MOCK_URL: baseUrl, GM_MOCK_PORT: '1' } })).code, 0)
  const both = await run(['healthcheck', '--port', port, '--base-url', baseUrl])
  t.match(both, { code: 2, stderr: /'--base-url <url>' cannot be used with option '--port/ })
})

t.test('healthcheck --wait ends as soon as the mock is ready', async (t) => {
  const port = String(await freePort())
  const waiting = run(['healthcheck', '--port', port, '--wait', '1m'])
  const mock = spawnMock(t, ['--port', port])
  t.strictSame(await waiting, { code: 0, stdout: '', stderr: '' })
  await mock.ready()
})

t.test('healthcheck --wait asks again while the mock is not ready', async (t) => {
  const answers = [503, 503, 200]
  const server = createServer((_, response) => response.writeHead(answers.shift() ?? 500).end()).listen(
    0,
    '127.0.0.1',
  )
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  t.equal((await run(['healthcheck', '--port', String(port), '--wait', '60'])).code, 0)
  t.strictSame(answers, [])
})

t.test('healthcheck --wait says how long it has waited', async (t) => {
  const port = String(await freePort())
  t.strictSame(await run(['healthcheck', '--port', port, '--wait', '1']), {
    code: 1,
    stdout: '',
    stderr: `gm-mock: http://127.0.0.1:${port}/readyz does not answer within 1 s\n`,
  })
  t.match(await run(['healthcheck', '--wait', 'long']), {
    code: 2,
    stderr:
      /^gm-mock: --wait is "long", not a whole number from 0 to 3600 \(seconds\) or a duration such as 90s/,
  })
})
