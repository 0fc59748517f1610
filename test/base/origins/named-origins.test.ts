import t from 'tap'
import { apiToken, serviceId, startTestMock } from '../../support/mock.ts'

const tools = 'https://tools.example.com'
const options = { host: '0.0.0.0', adminOpen: true, adminOrigin: `${tools}, http://localhost:3000` }
const preflight = { origin: tools, 'access-control-request-method': 'DELETE' }

t.test('a page of a named origin may send what it likes, and read the answers', async (t) => {
  const { inject } = await startTestMock(t, options)
  for (const origin of [tools, 'http://localhost:3000']) {
    const asked = await inject({
      method: 'OPTIONS',
      url: '/_mock/services/700/requests',
      headers: { ...preflight, origin, 'access-control-request-headers': 'authorization,content-type' },
    })
    t.equal(asked.statusCode, 204)
    t.match(asked.headers, {
      'access-control-allow-origin': origin,
      'access-control-allow-methods': /\bDELETE\b/,
      'access-control-allow-headers': /^authorization, content-type\b/,
      vary: 'Origin',
    })
    t.notOk('access-control-allow-credentials' in asked.headers)
    for (const url of ['/_mock/services', '/_mock/services/9']) {
      const { headers } = await inject({ url, headers: { origin } })
      t.match(headers, { 'access-control-allow-origin': origin, vary: 'Origin' })
    }
  }
})

t.test('a page of a named origin may read events as they come', async (t) => {
  const mock = await startTestMock(t, options)
  const url = `${await mock.listen()}/_mock/services/${serviceId}/requests/stream`
  const { status, headers, body } = await fetch(url, { headers: { origin: tools } })
  t.equal(status, 200)
  t.equal(headers.get('access-control-allow-origin'), tools)
  await body?.cancel()
  t.equal((await fetch(url, { headers: { origin: 'https://evil.example' } })).status, 403)
})

t.test('a page of a named origin is told why it lacks the token', async (t) => {
  const { inject } = await startTestMock(t, { ...options, adminToken: 'secret' })
  t.equal((await inject({ method: 'OPTIONS', url: '/_mock/reset', headers: preflight })).statusCode, 204)
  const refused = await inject({ method: 'POST', url: '/_mock/reset', headers: { origin: tools } })
  t.equal(refused.statusCode, 401)
  t.equal(refused.headers['access-control-allow-origin'], tools)
})

t.test('nobody else is let read', async (t) => {
  const { app, inject } = await startTestMock(t, options)
  for (const origin of ['https://evil.example', 'null', 'http://tools.example.com', `${tools}:8443`, '*']) {
    const asked = await inject({ method: 'OPTIONS', url: '/_mock/reset', headers: { ...preflight, origin } })
    t.equal(asked.statusCode, 405)
    t.notOk('access-control-allow-origin' in asked.headers)
    t.equal(asked.headers.vary, 'Origin')
  }
  const plain = await inject({ method: 'OPTIONS', url: '/_mock/reset', headers: { origin: tools } })
  t.equal(plain.statusCode, 405, 'not every OPTIONS is a preflight')
  for (const url of [`/api/${serviceId}/gm`, '/readyz', '/openapi.json', '/%zz', '/_mockery']) {
    const { headers } = await app.inject({ method: 'OPTIONS', url, headers: preflight })
    t.notOk('access-control-allow-origin' in headers, url)
  }
})

t.test('where no origin is named nothing is said of origins', async (t) => {
  const { inject } = await startTestMock(t)
  const { headers } = await inject({ url: '/_mock/services', headers: { origin: 'http://localhost:3000' } })
  t.strictSame([headers.vary, headers['access-control-allow-origin']], [undefined, undefined])
})

t.test("what a page sends to Authlete's APIs without asking first changes nothing", async (t) => {
  const { app, admin } = await startTestMock(t)
  const headers = { origin: 'https://evil.example', 'content-type': 'text/plain' }
  for (const url of [`/api/${serviceId}/service/update`, `/api/${serviceId}/client/create`]) {
    const before = await admin.getService(serviceId)
    const sent = await app.inject({
      method: 'POST',
      url,
      headers,
      payload: '{"serviceName":"x","developer":"x"}',
    })
    t.equal(sent.statusCode, 401)
    t.strictSame(await admin.getService(serviceId), before)
    const authorization = `Bearer ${apiToken}`
    const asked = await app.inject({ method: 'OPTIONS', url, headers: { ...preflight, authorization } })
    t.equal(asked.statusCode, 405)
    t.notOk('access-control-allow-origin' in asked.headers)
  }
})
