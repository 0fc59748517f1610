import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseEnv } from 'node:util'
import fc from 'fast-check'
import t, { type Test } from 'tap'
import { nonProxyHosts } from '../../src/cli/exec/no-proxy.ts'
import { variableFormats } from '../../src/cli/variables.ts'
import { startMock, type MockOptions } from '../../src/index.ts'
import { run } from './run.ts'

async function start(t: Test, options: MockOptions = {}) {
  const mock = await startMock(options)
  t.teardown(() => mock.close())
  return { ...mock, environment: { GM_MOCK_URL: mock.baseUrl } }
}

async function statusOf({ AUTHLETE_BASE_URL, AUTHLETE_SERVICE_ID, AUTHLETE_API_TOKEN }: NodeJS.Dict<string>) {
  const { status } = await fetch(`${AUTHLETE_BASE_URL}/api/${AUTHLETE_SERVICE_ID}/gm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${AUTHLETE_API_TOKEN}`, 'content-type': 'application/json' },
    body: '{}',
  })
  return status
}

const names = ['AUTHLETE_API_TOKEN', 'AUTHLETE_BASE_URL', 'AUTHLETE_BEARER', 'AUTHLETE_SERVICE_ID']

t.test('the variables lead to the first service, with a token that is made for it', async (t) => {
  const { baseUrl, environment } = await start(t)
  const { code, stdout, stderr } = await run(['env'], { environment })
  t.strictSame([code, stderr], [0, ''])
  const variables = parseEnv(stdout)
  t.strictSame(Object.keys(variables).toSorted(), names)
  t.match(variables, { AUTHLETE_BASE_URL: baseUrl, AUTHLETE_SERVICE_ID: '4277000001' })
  t.equal(variables['AUTHLETE_BEARER'], variables['AUTHLETE_API_TOKEN'])
  t.equal(await statusOf(variables), 200)
})

t.test('inside gm-mock exec it is the service that exec chose', async (t) => {
  const { admin, environment } = await start(t)
  await admin.createService({ serviceId: '42' })
  const { stdout, stderr } = await run(['env'], {
    environment: { ...environment, AUTHLETE_SERVICE_ID: '42' },
  })
  t.equal(stderr, '')
  t.equal(parseEnv(stdout)['AUTHLETE_SERVICE_ID'], '42')
})

t.test(
  'of several services the first is taken, and told; a service of Authlete does not count',
  async (t) => {
    const { admin, baseUrl } = await start(t)
    await admin.createService({ serviceId: '42' })
    const { stdout, stderr } = await run(['env', '--base-url', baseUrl], {
      environment: { AUTHLETE_SERVICE_ID: '42' },
    })
    const taken = parseEnv(stdout)['AUTHLETE_SERVICE_ID']
    t.equal(taken, (await admin.listServices()).services[0]?.serviceId)
    t.equal(stderr, `gm-mock: took service ${taken}, the first of 2; --service-id takes another\n`)
  },
)

t.test('a service is chosen, or made, and its token survives its reset', async (t) => {
  const { admin, environment } = await start(t)
  await admin.createService({ serviceId: '42' })
  const chosen = parseEnv((await run(['env', '--service-id', '42'], { environment })).stdout)
  t.equal(chosen['AUTHLETE_SERVICE_ID'], '42')
  t.equal(await statusOf(chosen), 200)
  const made = parseEnv((await run(['env', '--new-service'], { environment })).stdout)
  t.notOk(['42', '4277000001'].includes(made['AUTHLETE_SERVICE_ID'] ?? ''))
  await admin.reset(made['AUTHLETE_SERVICE_ID'] ?? '')
  t.equal(await statusOf(made), 200)
})

t.test('the base URL is the one that was given, without a slash at its end', async (t) => {
  const { baseUrl } = await start(t)
  for (const option of [[], ['--new-service']]) {
    const { stdout } = await run(['env', '--base-url', `${baseUrl}/`, ...option])
    t.equal(parseEnv(stdout)['AUTHLETE_BASE_URL'], baseUrl)
  }
})

t.test('each format is what its reader reads', async (t) => {
  const { baseUrl, environment } = await start(t)
  const print = async (format: string) => {
    const { stdout } = await run(['env', '--format', format], { environment })
    return stdout
  }
  const facts = { AUTHLETE_BASE_URL: baseUrl, AUTHLETE_SERVICE_ID: '4277000001' }
  t.match(JSON.parse(await print('json')), facts)
  t.match(parseEnv(await print('github')), facts)
  const printed = execFileSync('sh', ['-c', `${await print('shell')} node -p 'JSON.stringify(process.env)'`])
  t.match(JSON.parse(printed.toString()), facts)
  t.match(
    await print('properties'),
    /^api_version = V3\nbase_url = http:\/\/127\.0\.0\.1:\d+\nservice\.api_key = 4277000001\nservice\.access_token = [\w-]{43}\n#.*\nhttp\.nonProxyHosts = localhost\|127\.\*\|\[::1\]\n$/,
  )
})

t.test('in GitHub Actions the variables are added to those of the job', async (t) => {
  const { environment } = await start(t)
  const file = join(t.testdir(), 'env')
  writeFileSync(file, 'EARLIER=1\n')
  const variables = { ...environment, GITHUB_ENV: file }
  const { code, stdout } = await run(['env', '--format', 'github'], { environment: variables })
  t.strictSame([code, stdout], [0, ''])
  t.strictSame(Object.keys(parseEnv(readFileSync(file, 'utf8'))).toSorted(), [...names, 'EARLIER'])
  t.match((await run(['env'], { environment: variables })).stdout, /^AUTHLETE_BASE_URL=/)
})

const unusable = [
  [
    'an unknown format',
    ['--format', 'xml'],
    2,
    /argument 'xml' is invalid\. Allowed choices are dotenv, properties/,
  ],
  ['a mistyped format', ['--format', 'dotnev'], 2, /Allowed choices are dotenv, .*\. Did you mean dotenv\?/],
  ['two services', ['--new-service', '--service-id', '1'], 2, /cannot be used with option/],
  [
    'a service that is not there',
    ['--service-id', '1'],
    1,
    /^gm-mock: 404 service_unknown: There is no service 1\.\n$/,
  ],
] as const
for (const [what, args, code, message] of unusable) {
  t.test(`${what} ends with exit code ${code}`, async (t) => {
    const { environment } = await start(t)
    const result = await run(['env', ...args], { environment })
    t.strictSame([result.code, result.stdout], [code, ''])
    t.match(result.stderr, message)
  })
}

t.test('a mock without a service says what to do', async (t) => {
  const { environment } = await start(t, { fixtures: { services: [] } })
  t.strictSame(await run(['env'], { environment }), {
    code: 1,
    stdout: '',
    stderr: 'gm-mock: The mock has no service yet. Make one with --new-service.\n',
  })
})

t.test('whatever is in a value, a shell and a reader of .env get it back', async (t) => {
  const values = fc.string({ unit: fc.constantFrom(...Array.from('ab1 $`"\'\\#=!*;&|~{}()<>')) })
  const texts = fc.sample(values, { numRuns: 60, seed: 1 })
  const variables = Object.fromEntries(texts.map((text, index) => [`V${index}`, text]))
  const printed = execFileSync('sh', [
    '-c',
    `${variableFormats.shell(variables)} node -p 'JSON.stringify(process.env)'`,
  ])
  t.match(JSON.parse(printed.toString()), variables)
  const quotable = Object.entries(variables).filter(
    ([, text]) => !(text.includes("'") && text.includes('"')) && !text.includes('\\'),
  )
  t.ok(quotable.length > 10)
  t.strictSame(
    { ...parseEnv(variableFormats.dotenv(Object.fromEntries(quotable))) },
    Object.fromEntries(quotable),
  )
})

t.test('the host of a mock elsewhere is added to those that Java excepts from its proxy', async (t) => {
  const hosts = [
    'http://mock.example:4277',
    'http://127.0.0.1:1',
    'http://localhost',
    'http://[::1]:1',
    'http://[::2]:1',
  ]
  t.strictSame(hosts.map(nonProxyHosts), [
    'localhost|127.*|[::1]|mock.example',
    'localhost|127.*|[::1]',
    'localhost|127.*|[::1]',
    'localhost|127.*|[::1]',
    'localhost|127.*|[::1]|[::2]',
  ])
})

t.test('a backslash in a value is doubled for Java', async (t) => {
  const text = variableFormats.properties({ AUTHLETE_BASE_URL: 'http://x/\\' })
  t.ok(text.includes('base_url = http://x/\\\\\n'))
})
