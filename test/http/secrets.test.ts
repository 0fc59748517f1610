import { join } from 'node:path'
import Database from 'better-sqlite3'
import t from 'tap'
import { apiToken, serviceId, startTestMock } from '../support/mock.ts'
import { mintBound } from '../support/requests/proof.ts'

t.test('whatever happens, the log holds no token, proof, certificate or key', async (t) => {
  const data = join(t.testdir(), 'state.sqlite')
  const mock = await startTestMock(t, { data, logLevel: 'trace', adminToken: 'admin-secret' })
  const bound = await mintBound(mock)
  const mtls = await mock.admin.mintToken(serviceId, { bind: 'mtls', grant: {} })
  const request = await bound.request()
  const bodies = [
    request,
    { ...request, htm: 'PUT' },
    mtls.request,
    { accessToken: 42 },
    { accessToken: 'unknown-secret' },
  ]
  const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' }
  const call = (payload: string) =>
    mock.app.inject({ method: 'POST', url: `/api/${serviceId}/gm?key=secret-in-query`, headers, payload })
  for (const body of bodies) await call(JSON.stringify(body))
  await call(`{"accessToken":"broken-secret`)
  await mock.app.inject({
    method: 'POST',
    url: `/api/${serviceId}/gm`,
    headers: { authorization: 'Basic basic-secret' },
  })
  await mock.app.inject({ url: '/_mock/services', headers: { authorization: 'Bearer admin-secret' } })
  for (const path of ['auth/token/delete/path-secret', 'auth/token/remove/path-secret']) {
    await mock.app.inject({ method: 'DELETE', url: `/api/${serviceId}/${path}`, headers })
  }
  const form = 'grant_type=authorization_code&code=code-secret&client_id=1&client_secret=client-secret'
  await mock.app.inject({
    method: 'POST',
    url: `/api/${serviceId}/auth/token`,
    headers,
    payload: { parameters: form, clientSecret: 'basic-client-secret' },
  })
  const other = new Database(data)
  other.exec('DROP TABLE grants; DROP TABLE access_tokens')
  await call(JSON.stringify({ accessToken: 'crash-secret', grantId: 'g', gmAction: 'QUERY' }))
  other.exec('DROP TABLE api_tokens')
  other.close()
  await call('{}')
  const secrets = [
    apiToken,
    bound.accessToken,
    request.dpop,
    mtls.accessToken,
    'BEGIN CERTIFICATE',
    'unknown-secret',
    'broken-secret',
    'basic-secret',
    'admin-secret',
    'secret-in-query',
    'path-secret',
    'code-secret',
    'client-secret',
    'crash-secret',
  ]
  t.match(mock.log(), /no such table/)
  for (const secret of secrets) t.notOk(mock.log().includes(String(secret)), String(secret).slice(0, 20))
})
