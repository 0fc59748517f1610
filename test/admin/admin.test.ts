import { readFileSync } from 'node:fs'
import fastify from 'fastify'
import t from 'tap'
import { serveAdmin } from '../../src/admin/doors/http-routes.ts'
import { serviceId, startTestMock } from '../support/mock.ts'

t.test('in process, the base URL of a new service is where the mock listens', async (t) => {
  const mock = await startTestMock(t)
  const baseUrl = await mock.listen()
  t.equal((await mock.admin.createService()).baseUrl, baseUrl)
  t.equal((await mock.admin.createService({}, 'http://elsewhere')).baseUrl, 'http://elsewhere')
})

t.test('a service that is deleted while it is reset stays deleted', async (t) => {
  const { admin } = await startTestMock(t)
  await admin.createService({ serviceId: '42' })
  const [reset, deletion] = await Promise.allSettled([admin.reset('42'), admin.deleteService('42')])
  t.equal(deletion.status, 'fulfilled')
  t.match(reset, { status: 'rejected', reason: { status: 404, error: 'service_unknown' } })
  t.strictSame((await admin.listServices()).services.length, 1)
})

t.test('a service that is deleted meanwhile is neither saved nor changed', async (t) => {
  const { admin } = await startTestMock(t)
  const state = 'the service requires DPoP nonces'
  for (const act of [
    () => admin.saveSnapshot('42', 'a'),
    () => admin.changeProviderState({ state, params: { serviceId: '42' } }),
  ]) {
    await admin.createService({ serviceId: '42' })
    const [acting] = await Promise.allSettled([act(), admin.deleteService('42')])
    t.match(acting, { status: 'rejected', reason: { status: 404, error: 'service_unknown' } })
  }
})

t.test('in process, an order that is no object is refused like any other', async (t) => {
  const { admin } = await startTestMock(t)
  for (const call of [
    admin.changeProviderState([] as never),
    admin.listRequests(serviceId, 'gm' as never),
    admin.arrangeOutcome(serviceId, 'queried', 'gm' as never),
  ]) {
    const problems = [{ path: '', message: 'must be object' }]
    t.match(await call.catch((error: unknown) => error), { status: 400, error: 'invalid_request', problems })
  }
})

t.test('over HTTP, the base URL of a new service is where the request was sent', async (t) => {
  const { inject } = await startTestMock(t)
  const headers = { host: '127.0.0.1:5000' }
  const response = await inject({ method: 'POST', url: '/_mock/services', headers })
  t.equal(response.statusCode, 201)
  t.equal(response.json<{ baseUrl: string }>().baseUrl, 'http://127.0.0.1:5000')
})

t.test('calls over HTTP answer with the status of what they did', async (t) => {
  const { inject } = await startTestMock(t)
  const service = `/_mock/services/${serviceId}`
  const calls = [
    ['POST', '/_mock/services', 201],
    ['POST', '/_mock/api-tokens', 201],
    ['POST', `${service}/tokens`, 201],
    ['GET', service, 200],
    ['PATCH', service, 200],
    ['POST', `${service}/explain`, 200],
    ['DELETE', `${service}/requests`, 204],
    ['POST', `${service}/reset`, 204],
    ['DELETE', service, 204],
    ['POST', '/_mock/reset', 204],
  ] as const
  for (const [method, url, status] of calls) {
    t.equal((await inject({ method, url })).statusCode, status, `${method} ${url}`)
  }
})

t.test('the schema of fixtures is published', async (t) => {
  const { inject } = await startTestMock(t)
  const response = await inject({ url: '/_mock/schema/fixtures' })
  t.equal(response.statusCode, 200)
  t.strictSame(response.json(), JSON.parse(readFileSync('fixtures/fixtures.schema.json', 'utf8')))
})

const unreadable = [
  ['no JSON', 'application/json', '{', 400, 'body_malformed'],
  ['no object', 'application/json', '[]', 400, 'body_malformed'],
  ['no JSON media type', 'text/plain', '{}', 415, 'invalid_request'],
  ['too large', 'application/json', `{"x":"${'x'.repeat(1_048_576)}"}`, 413, 'invalid_request'],
] as const
for (const [what, contentType, payload, status, error] of unreadable) {
  t.test(`an order over HTTP that is ${what} is refused`, async (t) => {
    const { inject, admin } = await startTestMock(t)
    const headers = { 'content-type': contentType }
    const response = await inject({ method: 'POST', url: '/_mock/services', headers, payload })
    t.equal(response.statusCode, status)
    t.equal(response.json<{ error: string }>().error, error)
    t.equal((await admin.listServices()).services.length, 1)
  })
}

t.test('an unknown call is answered with 404', async (t) => {
  const { inject } = await startTestMock(t)
  const response = await inject({ url: '/_mock/nothing' })
  t.equal(response.statusCode, 404)
  t.strictSame(response.json(), { error: 'not_found', message: 'There is no GET /_mock/nothing.' })
})

t.test('a call that fails tells the log why, and the caller only that it failed', async (t) => {
  const { admin } = await startTestMock(t)
  const lines: string[] = []
  const app = fastify({
    logger: { level: 'error', stream: { write: (line: string) => void lines.push(line) } },
  })
  const listServices = async (): Promise<never> => {
    throw new Error('the reason')
  }
  serveAdmin(app, { ...admin, listServices }, { open: true, host: '127.0.0.1' })
  const response = await app.inject({ url: '/services' })
  t.equal(response.statusCode, 500)
  t.strictSame(response.json(), { error: 'internal_error', message: 'The call failed; the log says why.' })
  t.match(lines.join(''), 'the reason')
})
