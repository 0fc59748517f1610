import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { exceptFromProxies } from '../../../src/cli/exec/no-proxy.ts'
import { endOf, plainly, spawnMock } from '../child.ts'

/** A proxy that answers everything by itself, and the variables that have a command use it. */
async function startProxy(t: Test) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(String(request.url))
    response.writeHead(502).end()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy']
  return {
    asked,
    variables: { ...Object.fromEntries(names.map((name) => [name, url])), NODE_USE_ENV_PROXY: '1' },
  }
}

const url = '"$AUTHLETE_BASE_URL/readyz"'
const python = `import os, urllib.request; print(urllib.request.urlopen(os.environ["AUTHLETE_BASE_URL"] + "/readyz").status)`
const callers = [
  [
    'node',
    [
      process.execPath,
      '-e',
      'fetch(process.env.AUTHLETE_BASE_URL + "/readyz").then(({ status }) => console.log(status))',
    ],
  ],
  ['curl', ['sh', '-c', `curl -s -o /dev/null -w '%{http_code}\\n' ${url}`]],
  ['python3', ['python3', '-c', python]],
] as const

for (const [program, words] of callers) {
  t.test(`a proxy does not stand between ${program} and the mock`, { skip: !isThere(program) }, async (t) => {
    for (const more of [{}, { NO_PROXY: 'corp.example' }, { no_proxy: 'corp.example', NO_PROXY: '' }]) {
      const { asked, variables } = await startProxy(t)
      const mock = spawnMock(t, ['exec', '--', ...plainly(...words)], { ...variables, ...more })
      t.strictSame(await endOf(mock), { code: 0, stdout: '200\n', stderr: '' })
      t.strictSame(asked, [])
    }
  })
}

/** Node.js always is; the others are where somebody calls the mock with them. */
function isThere(program: string): boolean {
  try {
    return program === 'node' || execFileSync(program, ['--version']).length > 0
  } catch {
    return false
  }
}

const mock = 'http://127.0.0.1:4277'
const excepted = '127.0.0.1,127.0.0.1:4277'
const environments = [
  [{}, excepted, excepted],
  [
    { NO_PROXY: 'a.example, .b.example' },
    `a.example,.b.example,${excepted}`,
    `a.example,.b.example,${excepted}`,
  ],
  [{ no_proxy: 'a.example b.example' }, `a.example,b.example,${excepted}`, `a.example,b.example,${excepted}`],
  [{ NO_PROXY: 'upper', no_proxy: 'lower' }, `upper,${excepted}`, `lower,${excepted}`],
  [{ NO_PROXY: '*' }, '*', '*'],
  [{ NO_PROXY: '127.0.0.1' }, excepted, excepted],
] as const
for (const [environment, upper, lower] of environments) {
  t.test(`to ${JSON.stringify(environment)} the mock is added`, async (t) => {
    t.strictSame(exceptFromProxies(environment, mock), { NO_PROXY: upper, no_proxy: lower })
  })
}

t.test('a host of IPv6 is named with brackets and without', async (t) => {
  t.equal(exceptFromProxies({}, 'http://[::1]:4277')['NO_PROXY'], '[::1],[::1]:4277,::1')
})
