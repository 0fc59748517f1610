import type { FastifyInstance } from 'fastify'
import type { AllowedOrigins } from './pages.ts'

/** The origins of a list, separated by commas. */
export function splitOrigins(text: string): readonly string[] {
  return text.split(',').map((origin) => origin.trim())
}

/** Whether this is an origin as browsers send it in `Origin` (RFC 6454 §6.2), and not an opaque one. */
export function isOrigin(text: string): boolean {
  return /^https?:\/\/(?:[a-z\d._-]+|\[[a-f\d:]+\])(?::\d+)?$/.test(text) && canonicalOrigin(text) === text
}

/** The origin of a URL as browsers write it; undefined if a page cannot have the URL. */
export function canonicalOrigin(url: string): string | undefined {
  return URL.canParse(url) && /^https?:/i.test(url) ? new URL(url).origin : undefined
}

const preflightAnswer = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'authorization, content-type, last-event-id',
  'access-control-max-age': '600',
}

/** Lets pages of the named origins read responses of `/_mock`, and send requests that a form cannot (Fetch §3.2). */
export function letOriginsRead(app: FastifyInstance, { origins = [] }: AllowedOrigins): void {
  if (origins.length === 0) return
  app.addHook('onRequest', async ({ method, url, headers }, reply) => {
    if (!url.startsWith('/_mock/')) return undefined
    reply.header('vary', 'Origin')
    const { origin = '' } = headers
    if (!origins.includes(origin)) return undefined
    reply.header('access-control-allow-origin', origin)
    const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined
    return isPreflight ? reply.status(204).headers(preflightAnswer).send() : undefined
  })
}
