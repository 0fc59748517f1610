import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compactVerify, createLocalJWKSet, decodeJwt } from 'jose'
import t, { type Test } from 'tap'
import { startMock, type Fixtures } from '../../../src/index.ts'
import { run } from '../run.ts'

const redirect = 'https://client.example.com/callback'
const client = { clientId: '1001', clientSecret: 'my-client-secret' }

/** Starts a mock with what init writes, and returns how to call an API of its service. */
async function startWorld(t: Test, name = 'world.yaml') {
  const file = join(t.testdir(), name)
  t.equal((await run(['init', file])).code, 0)
  const mock = await startMock({ fixtures: file })
  t.teardown(() => mock.close())
  const [service] = mock.services
  const call = async (api: string, body: object) => {
    const response = await fetch(`${mock.baseUrl}/api/${service?.serviceId}/${api}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${service?.serviceToken}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return { status: response.status, body: (await response.json()) as Readonly<Record<string, string>> }
  }
  return { mock, call, file }
}

t.test('every scope that the world of init lists is granted by a code flow', async (t) => {
  const { mock, call } = await startWorld(t)
  const { services } = await mock.admin.listServices()
  const listed = Object(services[0]?.['supportedScopes']) as readonly { name: string }[]
  const scopes = listed.map(({ name }) => name)
  t.ok(scopes.length > 3)
  for (const scope of [...scopes, scopes.join(' ')]) {
    const asked = new URLSearchParams({
      response_type: 'code',
      client_id: '1001',
      redirect_uri: redirect,
      scope,
    })
    const { body: begun } = await call('auth/authorization', { parameters: String(asked) })
    t.equal(begun['action'], 'INTERACTION', scope)
    const { body: issued } = await call('auth/authorization/issue', {
      ticket: begun['ticket'],
      subject: 'alice',
    })
    t.equal(issued['action'], 'LOCATION', scope)
    const code = String(issued['authorizationCode'])
    const redeemed = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirect })
    const { body: tokens } = await call('auth/token', { ...client, parameters: String(redeemed) })
    t.equal(tokens['action'], 'OK', `${scope}: ${tokens['resultMessage']}`)
    t.strictSame(new Set(Object(tokens['scopes']) as readonly string[]), new Set(scope.split(' ')))
    if (scope.split(' ').includes('openid')) t.equal(decodeJwt(String(tokens['idToken'])).sub, 'alice')
  }
})

t.test('its metadata has what a client asks for that checks ID tokens', async (t) => {
  const { mock } = await startWorld(t)
  const { serviceId, serviceToken } = mock.services[0] ?? {}
  const headers = { authorization: `Bearer ${serviceToken}` }
  const told = await fetch(`${mock.baseUrl}/api/${serviceId}/service/configuration`, { headers })
  const metadata = (await told.json()) as Readonly<Record<string, unknown>>
  // OpenID Connect Discovery 1.0 §3, the members that are REQUIRED
  for (const name of ['issuer', 'authorization_endpoint', 'token_endpoint', 'jwks_uri']) {
    t.match(metadata[name], /^https:/, name)
  }
  t.match(metadata, { response_types_supported: ['code'], subject_types_supported: ['public'] })
  t.match(new Set(Object(metadata['id_token_signing_alg_values_supported'])), new Set(['RS256', 'ES256']))
})

t.test('its ID tokens are signed by keys of this file alone', async (t) => {
  const worlds = [await startWorld(t, 'one.yaml'), await startWorld(t, 'two.json')]
  const keys = await Promise.all(
    worlds.map(async ({ mock, call }) => {
      const { serviceId, serviceToken } = mock.services[0] ?? {}
      const headers = { authorization: `Bearer ${serviceToken}` }
      const jwks = await fetch(`${mock.baseUrl}/api/${serviceId}/service/jwks/get`, { headers })
      const set = createLocalJWKSet((await jwks.json()) as Parameters<typeof createLocalJWKSet>[0])
      const asked = `response_type=code&client_id=1001&redirect_uri=${redirect}&scope=openid`
      const { body: begun } = await call('auth/authorization', { parameters: asked })
      const { body: issued } = await call('auth/authorization/issue', {
        ticket: begun['ticket'],
        subject: 'a',
      })
      const parameters = `grant_type=authorization_code&code=${issued['authorizationCode']}&redirect_uri=${redirect}`
      const { body: tokens } = await call('auth/token', { ...client, parameters })
      return { idToken: String(tokens['idToken']), set }
    }),
  )
  for (const { idToken, set } of keys) {
    for (const other of keys) {
      const verified = compactVerify(idToken, other.set)
      if (other.set === set) await t.resolves(verified)
      else await t.rejects(verified)
    }
  }
})

t.test('its API token may make clients', async (t) => {
  const { call } = await startWorld(t)
  const { status, body } = await call('client/create', { clientName: 'Another' })
  t.strictSame([status, body['clientName']], [200, 'Another'])
})

t.test('the next step that init prints works when it is pasted', async (t) => {
  for (const name of ['world.yaml', "it's my world.yaml"]) {
    const file = join(t.testdir(), name)
    const { stdout } = await run(['init', file])
    const step = /Start with it: (.*)\n$/.exec(stdout)?.[1] ?? ''
    const pasted = await paste(t, step)
    t.equal((await fetch(`${pasted.baseUrl}/readyz`)).status, 200)
    await pasted.stop()
  }
})

/** Runs a line in a shell, as a group of processes that end together, and resolves when the mock that it starts is ready. */
async function paste(t: Test, line: string) {
  const environment = { ...process.env, GM_MOCK_PORT: '0', NODE_OPTIONS: '' }
  const child = spawn('sh', ['-c', line], {
    detached: true,
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close')
  const end = { asked: false }
  const stop = async () => {
    if (!end.asked) process.kill(-Number(child.pid), 'SIGKILL')
    end.asked = true
    await ended
  }
  t.teardown(stop)
  const [, baseUrl] = await new Promise<RegExpExecArray>((resolve) => {
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const ready = /ready on (http:\/\/\S+?) /.exec(text)
      if (ready !== null) resolve(ready)
    })
  })
  return { baseUrl, stop }
}

t.test('what it writes says what it is, in YAML and in JSON', async (t) => {
  const { file } = await startWorld(t)
  t.match(readFileSync(file, 'utf8'), /gm-mock init has made them for this file alone/)
  const json = join(t.testdir(), 'world.json')
  await run(['init', json])
  const { services } = JSON.parse(readFileSync(json, 'utf8')) as Fixtures
  const { keys } = JSON.parse(String(services[0]?.['jwks'])) as { keys: { kid: string }[] }
  t.strictSame(
    keys.map(({ kid }) => kid),
    ['my-rs256', 'my-es256'],
  )
})
