import { fileURLToPath } from 'node:url'
import t from 'tap'
import { noEffect } from '../schema/effects/no-effect.ts'
import { catalogue } from '../src/api/catalogue.ts'
import * as authlete from '../src/api/apis.ts'
import type { ApiCall, AuthleteApis } from '../src/api/shared/api-route.ts'
import { apiNameOf } from '../src/api/shared/api-route.ts'
import { callApi } from './support/api.ts'
import { serviceId } from './support/mock.ts'
import type * as support from './support/mock.ts'

/** Bodies that are kept as a whole. What their members do has tables of its own. */
const keptWhole = ['service/create', 'service/update', 'client/create', 'client/update/{clientId}']

type AnyRoute = AuthleteApis['ofService'][number] | AuthleteApis['ofOrganization'][number]

/** Which members of its body each API has read. */
type Readings = Map<string, Set<string>>

/** The routes, with bodies that tell which of their members is read. */
function watchBodies(apis: AuthleteApis, readings: Readings): AuthleteApis {
  const watch = <Route extends AnyRoute>(route: Route): Route => {
    const api = apiNameOf(route.path)
    const read = readings.get(api) ?? new Set<string>()
    if (route.body !== undefined && !keptWhole.includes(api)) readings.set(api, read)
    return {
      ...route,
      answer: (call: ApiCall) =>
        route.answer(readings.has(api) ? { ...call, body: watchBody(call.body as object, api, read) } : call),
    }
  }
  return { ofService: apis.ofService.map(watch), ofOrganization: apis.ofOrganization.map(watch) }
}

function watchBody(body: object, api: string, read: Set<string>): object {
  return new Proxy(body, {
    get: (target, name) => {
      read.add(String(name))
      return Reflect.get(target, name) as unknown
    },
    ownKeys: () => {
      throw new Error(`the body of ${api} is copied as a whole: nobody can tell which members count`)
    },
  })
}

const oneClient = { services: [{ serviceId, clients: [{ clientId: 1001 }] }] }

/** Calls with a body whose outcomes the scenarios meet by other methods. */
const withoutOutcomes = {
  '/service/configuration': {},
  '/client/authorization/get/list': { subject: 'alice' },
  '/client/authorization/update/1001': { subject: 'alice', scopes: [] },
  '/client/authorization/delete/1001': { subject: 'alice' },
  '/client/granted_scopes/get/1001': { subject: 'alice' },
  '/client/granted_scopes/delete/1001': { subject: 'alice' },
}

/** By source maps, tap would look beside the source. */
const built = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

t.test('every member of a request is read, unless its description says that it has no effect', async (t) => {
  const readings: Readings = new Map()
  const listApis: typeof authlete.listApis = (...made) => watchBodies(authlete.listApis(...made), readings)
  const { startTestMock } = await t.mockImport<typeof support>(built('./support/mock.js'), {
    [built('../src/api/apis.js')]: { ...authlete, listApis },
  })
  const mock = await startTestMock(t, { world: oneClient, logLevel: 'silent' })
  const { admin, app, inject } = mock
  for (const { api, reason } of catalogue) {
    const { request } = await admin.arrangeOutcome(serviceId, reason, { api }, '')
    const { method, url, headers, body: payload } = request
    await inject({ method, url, headers, ...(payload !== undefined && { payload }) })
    await admin.reset()
  }
  const { apiToken } = await admin.createApiToken({ serviceId, rights: ['ADMIN'] })
  for (const [path, body] of Object.entries(withoutOutcomes)) {
    t.equal((await callApi(mock, 'POST', path, body, apiToken)).status, 200, path)
  }
  const { paths } = app.swagger() as unknown as Contract
  t.ok(readings.size > 20, 'many APIs take a body')
  for (const [api, read] of readings) {
    const operations = Object.values(paths[`/api/{serviceId}/${api}`] ?? {})
    const described = Object.assign({}, ...operations.map(readMembers)) as Members
    const [unused = [], used = []] = [true, false].map((isUnused) =>
      Object.entries(described)
        .filter(([, { description = '' }]) => description.startsWith(noEffect) === isUnused)
        .map(([name]) => name),
    )
    t.strictSame(
      used.filter((name) => !read.has(name)),
      [],
      `${api} reads each member that has an effect`,
    )
    t.strictSame(
      unused.filter((name) => read.has(name)),
      [],
      `${api} reads no other`,
    )
  }
})

type Members = Readonly<Record<string, { readonly description?: string }>>

interface Contract {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
}

interface Operation {
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: { readonly properties?: Members } } }
  }
}

function readMembers({ requestBody }: Operation): Members {
  return requestBody?.content['application/json'].schema.properties ?? {}
}
