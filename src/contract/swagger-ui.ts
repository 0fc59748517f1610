import fastify, { type FastifyInstance, type FastifyPluginAsync, type RouteOptions } from 'fastify'

export type Handler = RouteOptions['handler']

/** Where Swagger UI serves the files of its own. */
export const swaggerFiles = '/docs/static/*'

/**
 * The handler that Swagger UI registers for its files: of a server that listens nowhere. Loading it takes a twentieth of a
 * start, and few callers browse.
 */
export async function loadSwaggerFiles(app: FastifyInstance): Promise<Handler | undefined> {
  const { default: plugin } = await import('@fastify/swagger-ui')
  const serveUi = plugin as unknown as FastifyPluginAsync<{ routePrefix: string }>
  const handlers = new Map<string, Handler>()
  const recorder = fastify()
  recorder.decorate('swagger', app.swagger)
  recorder.addHook('onRoute', ({ url, handler }) => void handlers.set(url, handler))
  // Called and not registered, because it asks for a plugin whose routes would be those of the recorder.
  await recorder.register(async (scope) => serveUi(scope, { routePrefix: '/docs' }))
  await recorder.ready()
  return handlers.get(swaggerFiles)
}
