import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { startMock } from '../../../src/index.ts'
import { flawless, type Behaviour } from '../../verify/server.ts'
import { endOf, freePort, spawnCovered } from '../child.ts'
import { run } from '../run.ts'
import { startWorld } from './world.ts'

t.test(
  'a server without flaws gives exit code 0, a report and JUnit XML, over TLS with certificates',
  async (t) => {
    const { mockUrl, endpoint, folder, environment } = await startWorld(t)
    const junit = join(folder, 'report.xml')
    const args = [
      'verify-as',
      endpoint,
      '--base-url',
      `${mockUrl}/`,
      '--junit',
      junit,
      '--timeout-seconds',
      '30',
    ]
    const { code, stdout, stderr } = await endOf(spawnCovered(t, args, environment))
    t.equal(stderr, '')
    t.match(stdout, /^ {2}ok {7}query-status /)
    t.match(stdout, /\n\d\d passed, 0 failed, 0 warnings, 0 skipped: https:/)
    t.equal(code, 0)
    t.match(readFileSync(junit, 'utf8'), /failures="0" errors="0" skipped="0"/)
  },
)

const urlEncoded: Partial<Behaviour> = {
  writeBody: (...given) => {
    const body = flawless.writeBody(...given)
    const { clientCertificate } = body
    return { ...body, clientCertificate: clientCertificate && encodeURIComponent(clientCertificate) }
  },
}

t.test('a certificate that is not PEM gives exit code 1, and JSON for programs', async (t) => {
  const { mockUrl, endpoint, serviceId, environment } = await startWorld(t, urlEncoded)
  const args = ['verify-as', endpoint, '--base-url', mockUrl, '--service-id', serviceId, '--json', '--strict']
  const { code, stdout } = await endOf(spawnCovered(t, args, environment))
  t.equal(code, 1)
  const { summary, results } = JSON.parse(stdout) as {
    summary: object
    results: { id: string; result: string }[]
  }
  t.match(summary, { failed: 1, warning: 0, skipped: 0 })
  t.match(
    results.filter(({ result }) => result === 'fail'),
    [{ id: 'certificate-passed-on', actual: /^a text that is not PEM: -----BEGIN%20/ }],
  )
})

t.test('a server that passes on no certificate is found out', async (t) => {
  const { mockUrl, endpoint, environment } = await startWorld(t, {
    writeBody: (...given) => ({ ...flawless.writeBody(...given), clientCertificate: undefined }),
    reply: (answer, incoming) => {
      const reply = flawless.reply(answer, incoming)
      return answer.responseContent?.includes('A281301') === true ? { ...reply, status: 403 } : reply
    },
  })
  const { stdout } = await endOf(
    spawnCovered(t, ['verify-as', endpoint, '--base-url', mockUrl, '--json'], environment),
  )
  const { results } = JSON.parse(stdout) as { results: { id: string; result: string }[] }
  const found = results.filter(({ result }) => result === 'fail').map(({ id }) => id)
  t.strictSame(found, ['certificate-passed-on', 'certificate-missing'])
})

t.test('what cannot be used ends with exit code 2 and says why', async (t) => {
  const gone = `http://127.0.0.1:${await freePort()}`
  const mock = await startMock({ logLevel: 'silent' })
  t.teardown(() => mock.close())
  await mock.admin.createService({ serviceId: '42' })
  const own = ['--base-url', mock.baseUrl, '--service-id', '42']
  for (const [args, message] of [
    [[], /missing required argument 'url'/],
    [['http://as', '--only', 'qury'], /--only: "qury" is not a check or a topic\. Did you mean query\?/],
    [['http://as', '--without', 'refresh'], /--without: "refresh" is not a feature\. --list lists them/],
    [['as.example.com'], /"as.example.com" is not a URL that begins with http:/],
    [['http://as', '--base-url', 'ftp://x'], /--base-url is "ftp:\/\/x", not a URL/],
    [['http://as', '--timeout-seconds', '0'], /--timeout-seconds is "0", not a whole number from 1 to 300/],
    [['http://as', '--base-url', gone], /gm-mock: GET .* failed: .*ECONNREFUSED/],
    [
      ['http://as', '--base-url', mock.baseUrl],
      /The mock has 2 services; choose one by --service-id: 4277000001, 42/,
    ],
    [['http://as', '--base-url', mock.baseUrl, '--service-id', '7'], /There is no service 7/],
    [[`${gone}/grants`, ...own], /grants cannot be reached: no answer: ECONNREFUSED/],
  ] as const) {
    const { code, stderr, stdout } = await run(['verify-as', ...args])
    t.equal(code, 2, args.join(' '))
    t.match(stderr, message)
    t.equal(stdout, '')
  }
})

t.test('a report that cannot be written is told', async (t) => {
  const { mockUrl, endpoint } = await startWorld(t, {}, false)
  const args = ['verify-as', endpoint, '--base-url', mockUrl, '--junit', '/nowhere/report.xml']
  const { code, stderr } = await run(args)
  t.equal(code, 2)
  t.match(stderr, /cannot write \/nowhere\/report.xml: ENOENT/)
})

t.test('the mock is named by the flag or the variable that every command takes', async (t) => {
  const { mockUrl } = await startWorld(t, {}, false)
  const args = ['verify-as', 'http://127.0.0.1:9']
  t.match((await run(args, { environment: { GM_MOCK_URL: mockUrl } })).stderr, /cannot be reached/)
  const { code, stderr } = await run(args, { environment: { GM_MOCK_URL: 'nowhere' } })
  t.equal(code, 2)
  t.match(stderr, /^gm-mock: GM_MOCK_URL is "nowhere", not a URL/)
})

t.test('the help fits into 80 columns and has no ragged lines', async (t) => {
  const { code, stdout } = await run(['verify-as', '--help'])
  t.equal(code, 0)
  const [, ...paragraphs] = stdout.slice(0, stdout.indexOf('\n\nArguments:')).split('\n\n')
  t.equal(paragraphs.length, 3)
  for (const line of stdout.split('\n')) t.ok(line.length <= 80, line)
  for (const paragraph of paragraphs) {
    const lines = paragraph.split('\n')
    for (const [index, line] of lines.entries()) {
      const [next = ''] = lines[index + 1]?.split(' ') ?? []
      if (next !== '') t.ok(`${line} ${next}`.length >= 80, `${line} has no room for ${next}`)
    }
  }
})

t.test('the admin token comes by a flag or by the variable of the mock', async (t) => {
  const mock = await startMock({ logLevel: 'silent', adminToken: 'secret' })
  t.teardown(() => mock.close())
  const args = ['verify-as', 'http://127.0.0.1:9', '--base-url', mock.baseUrl]
  t.match((await run(args)).stderr, /bearer token|401|admin/i)
  t.match((await run([...args, '--admin-token', 'secret'])).stderr, /cannot be reached/)
  t.match((await run(args, { environment: { GM_MOCK_ADMIN_TOKEN: 'secret' } })).stderr, /cannot be reached/)
})
