import fastify, { type FastifyInstance, type FastifyPluginAsync, type RouteOptions } from 'fastify'

const prefix = '/docs'

/** The routes of Swagger UI, in its order. */
const pages = [
  { url: '/', method: 'GET' },
  { url: '/static/index.html', method: 'GET' },
  { url: '/static/swagger-initializer.js', method: 'GET' },
  { url: '/json', method: 'GET' },
  { url: '/yaml', method: 'GET' },
  { url: '/static/*', method: ['HEAD', 'GET'] },
]

type Handlers = ReadonlyMap<string, RouteOptions['handler']>

/** Serves Swagger UI, which is loaded at the first call: it takes a twentieth of a start, and few callers browse. */
export async function serveDocsPage(app: FastifyInstance): Promise<void> {
  const loading: { handlers?: Promise<Handlers> } = {}
  await app.register(
    async (scope) => {
      for (const page of pages) {
        scope.route({
          ...page,
          schema: { hide: true },
          handler: async (request, reply) => {
            loading.handlers ??= loadHandlers(app)
            const handlers = await loading.handlers
            await handlers.get(prefix + page.url)?.call(app, request, reply)
            return reply
          },
        })
      }
    },
    { prefix },
  )
}

/** The handlers that Swagger UI registers, by their URLs: of a server that listens nowhere. */
async function loadHandlers(app: FastifyInstance): Promise<Handlers> {
  const { default: plugin } = await import('@fastify/swagger-ui')
  const serveUi = plugin as unknown as FastifyPluginAsync<{ routePrefix: string }>
  const handlers = new Map<string, RouteOptions['handler']>()
  const recorder = fastify()
  recorder.decorate('swagger', app.swagger)
  recorder.addHook('onRoute', ({ url, handler }) => void handlers.set(url, handler))
  // Called and not registered, because it asks for a plugin whose routes would be those of the recorder.
  await recorder.register(async (scope) => serveUi(scope, { routePrefix: prefix }))
  await recorder.ready()
  return handlers
}
