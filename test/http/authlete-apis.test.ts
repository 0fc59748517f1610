import { AsyncLocalStorage } from 'node:async_hooks'
import { Type } from '@sinclair/typebox'
import fastify, { type InjectOptions } from 'fastify'
import t, { type Test } from 'tap'
import { createJournal } from '../../src/journal/journal.ts'
import { sha256 } from '../../src/base/digest.ts'
import { createCallDecider } from '../../src/http/decide-call.ts'
import { serveAuthleteApis } from '../../src/http/authlete-apis.ts'
import { acceptJsonBodies } from '../../src/http/body/request-body.ts'
import { collectPaths } from '../../src/http/paths.ts'
import { createTickBatcher } from '../../src/http/tick-batcher.ts'
import { callStore } from '../../src/faults/call-store.ts'
import { createFaultInjector, type CallInProgress } from '../../src/faults/fault-injector.ts'
import type { ApiRoute, OrganizationCall, OrganizationRoute } from '../../src/api/shared/api-route.ts'
import { writeAnswer, writeBareAnswer, type BareRow, type OutcomeRow } from '../../src/outcome/outcome.ts'
import { openSqliteStore } from '../../src/store/sqlite/sqlite.ts'
import { serviceOf } from '../store/samples.ts'

const known = {
  clause: 'a clause',
  source: 'documented',
  conditionSource: 'documented',
  messageSource: 'documented',
} as const
const found: BareRow = { status: 200, ...known }
const gone: BareRow = { status: 204, ...known }
const listed: OutcomeRow = { ...found, resultCode: 'A1', message: 'Listed.' }

/** One route of every kind: each answers with what reached it. */
const common = { tag: 'Test', summary: 'A test.', description: 'A test.' }
const query = Type.Object({ start: Type.Optional(Type.String({ pattern: '^[0-9]+$' })) })
const params = Type.Object({ thing: Type.String() })
const reached = ({ body, params: given, query: asked }: OrganizationCall) => ({
  body,
  params: given,
  query: asked,
})

const ofService: readonly ApiRoute[] = [
  {
    ...common,
    method: 'GET',
    path: '/thing/get/:thing',
    operationId: 'get',
    right: 'VIEW_CLIENT',
    params,
    query,
    response: Type.Object({}),
    answer: async (call) =>
      writeBareAnswer('found', found, [], { ...reached(call), service: call.service.serviceId }),
  },
  {
    ...common,
    method: 'DELETE',
    path: '/thing/get/:thing',
    operationId: 'delete',
    right: 'MODIFY_CLIENT',
    params,
    answer: async () => writeBareAnswer('gone', gone, []),
  },
  {
    ...common,
    method: 'PUT',
    path: '/thing/put',
    operationId: 'put',
    right: 'USE_SERVICE',
    body: Type.Object({ name: Type.String() }),
    response: Type.Object({}),
    answer: async (call) => writeBareAnswer('found', found, [], reached(call)),
  },
]
const ofOrganization: readonly OrganizationRoute[] = [
  {
    ...common,
    method: 'GET',
    path: '/thing/list',
    operationId: 'list',
    right: 'VIEW_SERVICE',
    query,
    response: Type.Object({}),
    answer: async (call) => writeAnswer('listed', listed, { members: reached(call), trace: [] }),
  },
  {
    ...common,
    method: 'POST',
    path: '/thing/create',
    operationId: 'create',
    right: 'CREATE_SERVICE',
    body: Type.Object({}),
    response: Type.Object({}),
    answer: async (call) => writeAnswer('listed', listed, { members: reached(call), trace: [] }),
  },
]

/** The front door with the routes above, one service, and an organization token and a service token. */
async function openDoor(t: Test) {
  const store = openSqliteStore()
  await store.createServices([serviceOf('700')])
  await store.saveApiToken({ tokenHash: sha256('organization'), rights: ['ADMIN'] })
  await store.saveApiToken({ tokenHash: sha256('service'), serviceId: '700', rights: ['ADMIN'] })
  const app = fastify({ exposeHeadRoutes: false })
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer))
  acceptJsonBodies(app)
  const journal = createJournal(10)
  const paths = collectPaths()
  paths.watch(app)
  const inProgress: CallInProgress = new AsyncLocalStorage()
  const faultInjector = createFaultInjector(inProgress)
  const door = {
    store: callStore(store, inProgress),
    journal,
    systemClock: () => 1000,
    ...paths,
    adviseRefusal: async () => undefined,
    batchPerTick: createTickBatcher(),
    faultInjector,
    inProgress,
    decideCall: createCallDecider(inProgress),
    onUnexpectedError: () => undefined,
    measures: true,
  }
  await app.register(async (scope) => serveAuthleteApis(scope, door, { ofService, ofOrganization }), {
    prefix: '/api',
  })
  t.teardown(async () => {
    await app.close()
    await store.close()
  })
  const call = (
    method: NonNullable<InjectOptions['method']>,
    url: string,
    {
      token = 'organization',
      headers = {},
      payload,
    }: { token?: string; headers?: object; payload?: string } = {},
  ) =>
    app.inject({
      method,
      url: `/api${url}`,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(payload !== undefined && { payload }),
    })
  return { call, journal }
}

const json = { 'content-type': 'application/json' }

t.test('a GET needs no body, and what its path and query say reaches the API', async (t) => {
  const { call } = await openDoor(t)
  const answer = await call('GET', '/700/thing/get/a%20b?start=5&more=x')
  t.equal(answer.statusCode, 200)
  t.same(answer.json(), {
    params: { serviceId: '700', thing: 'a b' },
    query: { start: '5', more: 'x' },
    service: '700',
  })
})

t.test('a query of a wrong shape is refused before the API sees it', async (t) => {
  const { call, journal } = await openDoor(t)
  const answer = await call('GET', '/700/thing/get/a?start=five')
  t.equal(answer.statusCode, 400)
  t.match(answer.json(), { resultCode: 'A126202', resultMessage: /querystring\/start must match pattern/ })
  t.match(journal.list('700'), [{ reason: 'body_malformed', resultCode: 'A126202' }])
})

t.test('a DELETE that succeeds answers with nothing at all', async (t) => {
  const { call } = await openDoor(t)
  for (const more of [
    {},
    { headers: json },
    { headers: json, payload: '{"a":1}' },
    { headers: json, payload: '{' },
  ]) {
    const answer = await call('DELETE', '/700/thing/get/a', more)
    t.equal(answer.statusCode, 204)
    t.equal(answer.body, '')
    t.equal(answer.headers['content-type'], undefined)
  }
})

t.test('a PUT has its body read like a POST', async (t) => {
  const { call } = await openDoor(t)
  const put = (payload: string, headers: object = json) => call('PUT', '/700/thing/put', { headers, payload })
  t.match((await put('{"name":"a","none":null}')).json<{ body: object }>().body, {
    name: 'a',
    none: undefined,
  })
  t.match((await put('{}')).json(), { resultCode: 'A126202' })
  t.match((await put('', {})).json(), { resultCode: 'A258201' })
})

t.test('the journal keeps what a call without a result code was, and has no code for it', async (t) => {
  const { call, journal } = await openDoor(t)
  await call('GET', '/700/thing/get/a')
  await call('DELETE', '/700/thing/get/a')
  const [read, ended] = journal.list('700')
  t.match(read, {
    status: 200,
    reason: 'found',
    response: { params: { thing: 'a' } },
    request: { method: 'GET' },
  })
  t.match(ended, { status: 204, reason: 'gone', response: {}, request: { path: '/api/700/thing/get/a' } })
  for (const entry of [read, ended]) {
    t.strictSame(
      [entry?.resultCode, entry?.action, entry?.gmAction, entry?.request.body],
      Array(4).fill(undefined),
    )
    t.notOk(entry?.trace.some(({ check }) => check === 'body'))
  }
})

t.test('the journal keeps no answer over 128 KiB, which is given all the same', async (t) => {
  const { call, journal } = await openDoor(t)
  const payload = JSON.stringify({ name: 'x'.repeat(131_072) })
  const answer = await call('PUT', '/700/thing/put', { headers: json, payload })
  t.ok(answer.body.includes('x'.repeat(131_072)))
  t.strictSame(journal.list('700')[0]?.response, { note: 'a long answer, not kept' })
})

t.test('an API of the organization is called without a service and stands in no journal', async (t) => {
  const { call, journal } = await openDoor(t)
  const answer = await call('GET', '/thing/list?start=1')
  t.same(answer.json(), {
    resultCode: 'A1',
    resultMessage: '[A1] Listed.',
    params: {},
    query: { start: '1' },
  })
  const made = await call('POST', '/thing/create', { headers: json, payload: '{"a":{"b":null}}' })
  t.same(made.json<object>(), { ...answer.json<object>(), body: { a: {} }, query: {} })
  t.strictSame(journal.list('700'), [])
})

t.test('a service token does not reach the APIs of the organization', async (t) => {
  const { call } = await openDoor(t)
  const refused = await call('GET', '/thing/list', { token: 'service' })
  t.equal(refused.statusCode, 403)
  t.match(refused.json(), {
    resultCode: 'A457101',
    resultMessage: /^\[A457101\] \(\/thing\/list\) Function requires/,
  })
  t.match((await call('GET', '/thing/list', { token: 'unknown' })).json(), { resultCode: 'A458101' })
  const anonymous = await call('POST', '/thing/create', { headers: { authorization: '' } })
  t.equal(anonymous.statusCode, 400)
})

t.test('a path that has two methods tells both', async (t) => {
  const { call } = await openDoor(t)
  const answer = await call('PUT', '/700/thing/get/a')
  t.equal(answer.statusCode, 405)
  t.match(answer.headers, { allow: 'GET, DELETE' })
})
