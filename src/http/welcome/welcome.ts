import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuseAdmin, type AdminAccess } from '../../admin/doors/guard.ts'
import { writeJsonLine } from '../../base/json.ts'
import type { Store } from '../../store/store.ts'
import { describeMock, maxListedServices, type Overview, type OverviewFacts } from './overview.ts'

export interface WelcomeTools {
  readonly store: Pick<Store, 'listServices'>
  readonly access: AdminAccess
  readonly version: string
  /** The URL of the mock, where the caller's cannot be used. */
  readonly baseUrl: () => string
}

/**
 * Shows whoever opens the mock in a browser, or calls it by hand, what is there; the services only to those who may use
 * `/_mock`.
 */
export function serveWelcome(
  app: FastifyInstance,
  urls: readonly string[],
  { store, access, version, baseUrl }: WelcomeTools,
): void {
  const findServices = async (request: FastifyRequest): Promise<OverviewFacts['services']> => {
    const refusal = refuseAdmin(request, access)
    return refusal === undefined ? store.listServices(maxListedServices + 1) : { refused: refusal.message }
  }
  const handler = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const overview = describeMock({
      version,
      baseUrl: baseUrlOf(request) ?? baseUrl(),
      needsToken: access.token !== undefined,
      services: await findServices(request),
    })
    return send(reply, overview, request.headers.accept)
  }
  for (const url of urls) {
    app.get(url, { schema: { hide: true }, prefixTrailingSlash: 'slash', handler })
  }
}

/** The URL by which the caller reached the mock; undefined if it could not stand in a command line as it is. */
function baseUrlOf({ host }: FastifyRequest): string | undefined {
  return /^[\w.:[\]-]+$/.test(host) ? `http://${host}` : undefined
}

/** Browsers name HTML, programs name JSON, and curl names neither. What is preferred to what is not weighed. */
async function send(reply: FastifyReply, overview: Overview, accept = ''): Promise<FastifyReply> {
  void reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  if (/\btext\/html\b/i.test(accept)) {
    const { pagePolicy, writePage } = await import('./page.ts')
    void reply.type('text/html; charset=utf-8').header('content-security-policy', pagePolicy)
    return reply.send(writePage(overview))
  }
  if (/\bapplication\/json\b/i.test(accept)) {
    return reply.type('application/json; charset=utf-8').send(writeJsonLine(overview))
  }
  const { writeText } = await import('./text.ts')
  return reply.type('text/plain; charset=utf-8').send(writeText(overview))
}
