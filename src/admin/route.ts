import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Type, type TSchema } from '@sinclair/typebox'
import type {
  ClockAdvanceOrder,
  ClockOrder,
  MintOrder,
  NewApiTokenOrder,
  NewServiceOrder,
  RequestFilter,
  ServiceChangeOrder,
} from '../../schema/admin.ts'
import * as orders from '../../schema/admin.ts'
import * as views from '../../schema/admin-views.ts'
import { FixturesSchema } from '../../schema/fixtures.ts'
import { GmRequestSchema, type GmRequest } from '../../schema/gm.ts'
import type { Admin } from './admin.ts'
import { AdminError } from './admin-error.ts'
import { guardAdmin, type AdminAccess } from './guard.ts'

/** One admin call over HTTP. */
interface AdminRoute {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly summary: string
  readonly status: 200 | 201 | 204
  readonly body?: TSchema
  readonly query?: TSchema
  readonly response?: TSchema
  readonly call: (admin: Admin, request: AdminRequest) => Promise<unknown>
}

interface AdminRequest {
  readonly serviceId: string
  readonly grantId: string
  readonly id: string
  readonly body: unknown
  readonly query: RequestFilter
  readonly baseUrl: string
}

const service = '/services/:serviceId'

// prettier-ignore
const routes: readonly AdminRoute[] = [
  { method: 'POST', url: '/services', summary: 'Make a service with a token of its own', status: 201, body: orders.NewServiceSchema, response: views.CreatedServiceSchema, call: (admin, { body, baseUrl }) => admin.createService(body as NewServiceOrder, baseUrl) },
  { method: 'GET', url: '/services', summary: 'List the services', status: 200, response: views.ServiceListSchema, call: (admin) => admin.listServices() },
  { method: 'GET', url: service, summary: 'Read a service', status: 200, response: views.ServiceViewSchema, call: (admin, { serviceId }) => admin.getService(serviceId) },
  { method: 'PATCH', url: service, summary: 'Change members of a service while it runs', status: 200, body: orders.ServiceChangeSchema, response: views.ServiceViewSchema, call: (admin, { serviceId, body }) => admin.updateService(serviceId, body as ServiceChangeOrder) },
  { method: 'DELETE', url: service, summary: 'Drop a service with all that hangs on it', status: 204, call: (admin, { serviceId }) => admin.deleteService(serviceId) },
  { method: 'POST', url: '/api-tokens', summary: "Make a caller's token", status: 201, body: orders.NewApiTokenSchema, response: views.CreatedApiTokenSchema, call: (admin, { body }) => admin.createApiToken(body as NewApiTokenOrder) },
  { method: 'POST', url: `${service}/tokens`, summary: 'Mint an access token', status: 201, body: orders.MintSchema, response: views.MintedTokenSchema, call: (admin, { serviceId, body }) => admin.mintToken(serviceId, body as MintOrder) },
  { method: 'GET', url: `${service}/tokens`, summary: 'List the access and refresh tokens, without their values', status: 200, response: views.TokenListSchema, call: (admin, { serviceId }) => admin.listTokens(serviceId) },
  { method: 'GET', url: `${service}/grants`, summary: 'List the grants with their tokens', status: 200, response: views.GrantListSchema, call: (admin, { serviceId }) => admin.listGrants(serviceId) },
  { method: 'DELETE', url: `${service}/grants/:grantId`, summary: 'End a grant and its refresh tokens', status: 204, call: (admin, { serviceId, grantId }) => admin.deleteGrant(serviceId, grantId) },
  { method: 'GET', url: `${service}/clock`, summary: 'Read the clock', status: 200, response: views.ClockViewSchema, call: (admin, { serviceId }) => admin.getClock(serviceId) },
  { method: 'PUT', url: `${service}/clock`, summary: 'Set the clock', status: 200, body: orders.ClockSchema, response: views.ClockViewSchema, call: (admin, { serviceId, body }) => admin.setClock(serviceId, body as ClockOrder) },
  { method: 'POST', url: `${service}/clock/advance`, summary: 'Let time pass', status: 200, body: orders.ClockAdvanceSchema, response: views.ClockViewSchema, call: (admin, { serviceId, body }) => admin.advanceClock(serviceId, body as ClockAdvanceOrder) },
  { method: 'GET', url: `${service}/requests`, summary: 'List the calls that were made, newest first', status: 200, query: orders.RequestFilterSchema, response: views.JournalSchema, call: (admin, { serviceId, query }) => admin.listRequests(serviceId, query) },
  { method: 'GET', url: `${service}/requests/:id`, summary: 'Read one call with its trace', status: 200, response: views.JournalEntrySchema, call: (admin, { serviceId, id }) => admin.getRequest(serviceId, id) },
  { method: 'DELETE', url: `${service}/requests`, summary: 'Clear the journal', status: 204, call: (admin, { serviceId }) => admin.clearRequests(serviceId) },
  { method: 'POST', url: `${service}/explain`, summary: 'Say what POST /gm would answer and why, and change nothing', status: 200, body: GmRequestSchema, response: views.ExplanationSchema, call: (admin, { serviceId, body }) => admin.explain(serviceId, body as GmRequest) },
  { method: 'POST', url: `${service}/reset`, summary: 'Bring a service back to its baseline', status: 204, call: (admin, { serviceId }) => admin.reset(serviceId) },
  { method: 'POST', url: '/reset', summary: 'Bring everything back to the fixtures', status: 204, call: (admin) => admin.reset() },
  { method: 'GET', url: '/outcomes', summary: 'List every answer that the mock can give', status: 200, response: views.CatalogueSchema, call: (admin) => admin.listOutcomes() },
  { method: 'GET', url: '/schema/fixtures', summary: 'The JSON Schema of fixtures', status: 200, response: Type.Record(Type.String(), Type.Unknown()), call: async () => FixturesSchema },
]

/** The Admin interface over HTTP. Orders are checked by the Admin itself; the schemas here are for the document. */
export function serveAdmin(app: FastifyInstance, admin: Admin, access: AdminAccess): void {
  app.setValidatorCompiler(() => () => true)
  app.setErrorHandler<FastifyError | AdminError>(async (error, request, reply) =>
    answerError(error, request, reply),
  )
  app.addHook('onRequest', async (request) => guardAdmin(request, access))
  for (const route of routes) serveRoute(app, admin, route)
}

function serveRoute(app: FastifyInstance, admin: Admin, route: AdminRoute): void {
  const { method, url, status, call } = route
  app.route({
    method,
    url,
    schema: describeRoute(route),
    handler: async (request, reply) => reply.status(status).send(await call(admin, readRequest(request))),
  })
}

function describeRoute({ summary, status, body, query, response, url }: AdminRoute): object {
  const problems = ['400', '401', '403', '404', '409', '413', '415', '500']
  const names = [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  return {
    tags: ['authlete-gm-mock'],
    summary,
    security: [{}, { admin: [] }],
    ...(names.length > 0 && {
      params: {
        type: 'object',
        properties: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
      },
    }),
    ...(body !== undefined && { body }),
    ...(query !== undefined && { querystring: query }),
    response: {
      [status]: response ?? { type: 'null', description: 'Done.' },
      ...Object.fromEntries(problems.map((code) => [code, views.ProblemSchema])),
    },
  }
}

type Reading = { readonly value: unknown } | { readonly refused: string; readonly detail: string } | undefined

/** A call without a body is one with an empty order. */
function readRequest(request: FastifyRequest): AdminRequest {
  const reading = request.body as Reading
  const body = reading === undefined || 'refused' in reading ? {} : reading.value
  if (reading !== undefined && 'refused' in reading && reading.refused !== 'body_empty') {
    throw new AdminError(400, 'body_malformed', `The request body cannot be read: ${reading.detail}.`)
  }
  const { serviceId = '', grantId = '', id = '' } = request.params as Record<string, string | undefined>
  const baseUrl = `${request.protocol}://${request.host}`
  return { serviceId, grantId, id, body, query: request.query as RequestFilter, baseUrl }
}

async function answerError(error: FastifyError | AdminError, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof AdminError) {
    const problems = error.problems.length > 0 ? { problems: error.problems } : {}
    if (error.status === 401) reply.header('www-authenticate', 'Bearer realm="gm-mock admin"')
    return reply.status(error.status).send({ error: error.error, message: error.message, ...problems })
  }
  const status = error.statusCode ?? 500
  if (status < 500) return reply.status(status).send({ error: 'invalid_request', message: error.message })
  request.log.error({ err: error }, 'an admin call failed')
  return reply.status(500).send({ error: 'internal_error', message: 'The call failed; the log says why.' })
}
