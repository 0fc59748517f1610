import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import t, { type Test } from 'tap'
import { runCommand } from '../../src/cli/command.ts'
import { startMock } from '../../src/index.ts'
import { run } from './run.ts'

const demo = '4277000001'

async function startCalled(t: Test) {
  const mock = await startMock()
  t.teardown(() => mock.close())
  const query = async (accessToken: string) => {
    await mock.fetch(`/api/${demo}/gm`, {
      method: 'POST',
      headers: { authorization: 'Bearer demo-service-token', 'content-type': 'application/json' },
      body: JSON.stringify({ accessToken, gmAction: 'QUERY', grantId: 'demo-grant' }),
    })
  }
  await query('demo-bearer')
  await mock.fetch('/gm', { method: 'POST' })
  await query('demo-dpop')
  return { query, close: () => mock.close(), environment: { GM_MOCK_URL: mock.baseUrl } }
}

const time = /^\d\d:\d\d:\d\d\.\d{3} {2}/

t.test('the journal of a running mock is printed oldest first, a line a call', async (t) => {
  const { environment } = await startCalled(t)
  const { code, stdout } = await run(['journal'], { environment })
  t.equal(code, 0)
  const lines = stdout.trimEnd().split('\n')
  t.strictSame(
    lines.map((line) => line.replace(time, '')),
    [
      `${demo}  gm  QUERY  200  OK  A277001  queried`,
      'POST /gm  404  path_unknown',
      '      It is POST /api/{serviceId}/gm.',
      `${demo}  gm  QUERY  200  UNAUTHORIZED  A281305  dpop_proof_missing`,
      '      dpop-present failed (RFC 9449 §7.1): expected a DPoP proof; actual none',
    ],
  )
})

t.test('the journal is narrowed to a service, to a match and to the newest', async (t) => {
  const { environment } = await startCalled(t)
  const of = async (...words: string[]) => (await run(['journal', ...words], { environment })).stdout
  t.match(await of('--service-id', demo, '--limit', '1'), /dpop_proof_missing/)
  t.notMatch(await of('--service-id', demo), /path_unknown/)
  t.match(
    (await of('--match', '{"action":"OK"}')).replace(time, ''),
    /^4277000001 {2}gm {2}QUERY {2}200 {2}OK.*\n$/,
  )
  const [entry = ''] = (await of('--json', '--limit', '1')).split('\n')
  t.match(JSON.parse(entry), { number: '3', request: { body: { accessToken: 'demo-dpop' } } })
})

t.test('a match that is none, and a mock that is not there, end the command', async (t) => {
  const { environment } = await startCalled(t)
  for (const [match, flaw] of [
    ['{', /--match cannot be used: /],
    ['7', /--match cannot be used: it is no object/],
    ['[]', /--match cannot be used: it is no object/],
    ['{"actoin":"OK"}', /actoin/],
  ] as const) {
    const { code, stderr } = await run(['journal', '--match', match], { environment })
    t.not(code, 0)
    t.match(stderr, flaw)
  }
  const { code } = await run(['journal'], { environment: { GM_MOCK_URL: 'http://127.0.0.1:1' } })
  t.not(code, 0)
})

t.test('a journal that is followed prints calls as they come, until the mock ends', async (t) => {
  for (const narrowed of [[], ['--service-id', demo]]) {
    const { environment, query, close } = await startCalled(t)
    const running = run(['journal', '--follow', '--limit', '1', ...narrowed], { environment })
    for (const _ of Array(40).keys()) {
      await query('unknown')
      await wait(10)
    }
    await close()
    const { stdout } = await running
    t.match(stdout, /gm {2}QUERY {2}200 {2}UNAUTHORIZED/)
    t.ok(stdout.split('QUERY').length > 3, 'more than the one that was listed')
  }
})

t.test('a reader who was too slow is told, and one who has gone ends the command', async (t) => {
  const call = {
    number: '1',
    at: 0,
    time: '1970-01-01T00:00:00.000Z',
    api: 'gm',
    status: 200,
    reason: 'queried',
    request: {},
  }
  const server = createServer(({ url = '' }, response) => {
    if (!url.includes('stream')) {
      response
        .setHeader('content-type', 'application/json')
        .end(JSON.stringify({ requests: [], cursor: '0' }))
      return
    }
    response.setHeader('content-type', 'text/event-stream')
    response.write('event: dropped\ndata: {"dropped":3}\n\n')
    for (const id of [1, 2]) response.write(`id: ${id}\nevent: request\ndata: ${JSON.stringify(call)}\n\n`)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const text = { stdout: '', stderr: '' }
  const code = await runCommand(['node', 'gm-mock', 'journal', '--follow'], {
    environment: { GM_MOCK_URL: `http://127.0.0.1:${port}` },
    columns: undefined,
    isColoured: false,
    hasReader: () => false,
    input: (async function* () {})(),
    print: (printed) => (text.stdout += printed),
    report: (reported) => (text.stderr += reported),
  })
  t.strictSame(
    [code, text.stdout, text.stderr],
    [0, '00:00:00.000  gm  200  queried\n', 'gm-mock: 3 calls are not shown, because they came too fast\n'],
  )
})
