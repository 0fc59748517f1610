import { createHash } from 'node:crypto'
import t, { type Test } from 'tap'
import { apiToken, startTestMock, type TestMockOptions } from '../../support/mock.ts'
import { sendRaw, writeRequest } from '../../support/requests/raw.ts'

const paths = ['/', '/_mock', '/_mock/']

/** What a browser sends. */
const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'

interface Overview {
  readonly version: string
  readonly baseUrl: string
  readonly services?: readonly object[]
  readonly note?: string
  readonly links: readonly { readonly path: string }[]
  readonly next: readonly { readonly command: string }[]
}

async function open(t: Test, options: TestMockOptions = {}) {
  const { app, admin, listen } = await startTestMock(t, options)
  const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers })
  const read = async (url: string, headers: Record<string, string> = {}): Promise<Overview> =>
    (await get(url, { accept: 'application/json', ...headers })).json<Overview>()
  return { app, admin, listen, get, read }
}

t.test('whoever opens the mock is told what is there, in the form that he reads', async (t) => {
  const { app, get } = await open(t)
  for (const url of paths) {
    for (const [accept, type, text] of [
      [browser, 'text/html; charset=utf-8', '<td><code>700</code></td>'],
      ['*/*', 'text/plain; charset=utf-8', '  700\n'],
      ['', 'text/plain; charset=utf-8', 'Base URL: http://localhost:80\n'],
      ['application/json, text/plain, */*', 'application/json; charset=utf-8', '"serviceId":"700"'],
    ] as const) {
      const answer = await get(url, { accept })
      t.equal(answer.statusCode, 200)
      t.match(answer.headers, {
        'content-type': type,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      })
      t.ok(answer.body.includes(text), `${accept}: ${answer.body}`)
      t.notOk(answer.body.includes(apiToken))
      const head = await app.inject({ method: 'HEAD', url, headers: { accept } })
      t.strictSame(
        [head.statusCode, head.headers['content-type'], head.headers['content-length'], head.body],
        [200, type, String(Buffer.byteLength(answer.body)), ''],
      )
    }
  }
})

t.test('the page may do nothing but show its own style', async (t) => {
  const { get } = await open(t)
  const { headers, body } = await get('/', { accept: browser })
  const [, style = ''] = /<style>([^]*)<\/style>/.exec(body) ?? []
  const hash = createHash('sha256').update(style).digest('base64')
  t.equal(
    headers['content-security-policy'],
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  )
  t.notMatch(body, /<script|\sstyle=|\son\w+=/)
})

t.test('what a service is called neither becomes markup nor steers a terminal', async (t) => {
  const { admin, get } = await open(t, { world: { services: [] } })
  await admin.createService({
    serviceId: '1',
    serviceName: `<script>"'&\n\u001B[31m${'x'.repeat(200)}`,
    clientIdAliasEnabled: true,
  })
  const page = (await get('/', { accept: browser })).body
  t.ok(page.includes('<td>&#60;script&#62;&#34;&#39;&#38;'))
  t.notMatch(page, '<script')
  const text = (await get('/')).body
  t.ok(text.includes('  1  <script>"\'&\\u{a}\\u{1b}[31mx'))
  t.ok(text.includes('x…\n'), 'a long name is cut')
  t.notMatch(text, 'clientIdAliasEnabled')
})

t.test(
  'services are named in their order, not more than twenty, and honestly if there is none',
  async (t) => {
    const { admin, read, get } = await open(t, { world: { services: [] } })
    t.match(await read('/'), { services: [], note: 'There is no service yet.' })
    t.match((await get('/', { accept: browser })).body, '<p>There is no service yet.</p>')
    t.match((await get('/')).body, '  There is no service yet.\n')
    for (const id of Array.from({ length: 20 }, (_, index) => String(index + 1))) {
      await admin.createService({
        serviceId: id,
        serviceName: `Name ${id}`,
        issuer: `https://as${id}.example`,
      })
    }
    const { services, note } = await read('/')
    t.strictSame([services?.length, note], [20, undefined])
    t.strictSame(services?.[0], { serviceId: '1', serviceName: 'Name 1', issuer: 'https://as1.example' })
    await admin.createService({ serviceId: '21' })
    const full = await read('/')
    t.equal(full.services?.length, 20)
    t.match(full.note, 'There are more. /_mock/services has all of them.')
  },
)

t.test('every link leads somewhere, and commands name the mock as the caller reached it', async (t) => {
  const { read, get } = await open(t)
  const { links, next } = await read('/', { host: '127.0.0.1:4277' })
  t.ok(links.length > 5)
  for (const { path } of links) t.match((await get(path)).statusCode, /^(?:200|302)$/, path)
  for (const { command } of next) t.match(command, 'http://127.0.0.1:4277')
})

t.test('who may not use /_mock is told why, and sees no service', async (t) => {
  for (const [options, headers, why, status] of [
    [{ adminToken: 'secret' }, {}, 'The admin interface demands a token.', 401],
    [{ adminToken: 'secret' }, { authorization: 'Bearer other' }, 'is not the admin token', 401],
    [{}, { host: 'evil.example' }, 'answers to loopback hosts and pages only', 403],
    [{}, { origin: 'https://evil.example' }, 'answers to loopback hosts and pages only', 403],
    [{ host: '0.0.0.0' }, {}, 'is closed because the server listens beyond loopback', 403],
    [{ adminOpen: true }, { 'sec-fetch-site': 'cross-site' }, 'open to everybody but pages', 403],
  ] as const) {
    const { get, read } = await open(t, options)
    const { services, note, links, next } = await read('/', headers)
    t.strictSame([services, next], [undefined, []])
    t.match(note, why)
    t.strictSame(
      links.filter(({ path }) => path.startsWith('/_mock')),
      [],
    )
    for (const accept of [browser, '*/*']) {
      const { statusCode, body } = await get('/', { accept, ...headers })
      t.equal(statusCode, 200)
      t.match(body, why)
      t.notMatch(body, '700')
    }
    for (const url of ['/_mock', '/_mock/']) t.equal((await get(url, headers)).statusCode, status)
  }
})

t.test('with the admin token the services are shown, and commands send it', async (t) => {
  const { read } = await open(t, { adminToken: 'admin-secret' })
  const { services, next } = await read('/', { authorization: 'Bearer admin-secret' })
  t.match(services, [{ serviceId: '700' }])
  t.match(
    next[1]?.command,
    '-H "Authorization: Bearer $GM_MOCK_ADMIN_TOKEN" http://localhost:80/_mock/services',
  )
  t.notMatch(JSON.stringify(next), 'admin-secret')
})

t.test('a host that a shell would not take as it is, or none, is not repeated', async (t) => {
  const { read, listen } = await open(t)
  t.equal((await read('/', { host: 'a$(reboot).example' })).baseUrl, 'http://gm-mock.invalid')
  const base = await listen()
  t.equal((await read('/', { host: "a'b.example" })).baseUrl, base)
  const { body } = await sendRaw(base, writeRequest('GET / HTTP/1.0', []))
  t.match(body, `Base URL: ${base}\n`)
})

t.test('other methods are refused as on any path', async (t) => {
  const { app } = await open(t)
  for (const url of paths) {
    const { statusCode, headers } = await app.inject({ method: 'POST', url })
    t.strictSame([statusCode, headers['allow']], [405, 'GET, HEAD'])
  }
})
