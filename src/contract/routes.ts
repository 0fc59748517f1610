import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { refuseAdmin, type AdminAccess } from '../admin/doors/guard.ts'
import type { Collected } from './document.ts'
import type { ContractWorld } from './world.ts'

/** The place of the root of the mock, as a document that is served here can say it. */
const documents = [
  { url: '/openapi.json', root: '.', form: 'json' },
  { url: '/docs/json', root: '..', form: 'json' },
  { url: '/docs/yaml', root: '..', form: 'yaml' },
] as const

/** The files of the page that are ours, with their media types. */
const pageFiles = {
  'docs.css': 'text/css; charset=utf-8',
  'docs.js': 'text/javascript; charset=utf-8',
  'logo.svg': 'image/svg+xml',
}

const hidden = { schema: { hide: true } }

/**
 * Publishes the contract: as a document, and with a page to browse it at `/docs`. What writes and shows it is loaded at the
 * first call. Nothing refers to the host, so that it works at every address by which the mock is reached.
 */
export function serveContract(
  app: FastifyInstance,
  access: AdminAccess,
  mock: Omit<ContractWorld, 'tickets'>,
): void {
  const world = { ...mock, tickets: new Map<string, string>() }
  for (const { url, root, form } of documents) {
    app.get(url, hidden, async (request, reply) => {
      const { writeContract, writeYaml } = await import('./document.ts')
      const document = await writeContract(app.swagger() as unknown as Collected, world, {
        root,
        isAdmin: refuseAdmin(request, access) === undefined,
      })
      if (form === 'json') return document
      return reply.type('application/yaml').send(writeYaml(document))
    })
  }
  servePage(app)
}

function servePage(app: FastifyInstance): void {
  const loading: { handler?: ReturnType<typeof loadSwagger> } = {}
  const loadSwagger = async () => (await import('./swagger-ui.ts')).loadSwaggerFiles(app)
  app.get('/docs', hidden, (_request, reply) => sendPage(reply, 'docs/'))
  app.get('/docs/', hidden, (_request, reply) => sendPage(reply, ''))
  for (const [name, type] of Object.entries(pageFiles)) {
    app.get(`/docs/page/${name}`, hidden, async (_request, reply) => {
      const { readPageFile } = await import('./page.ts')
      return reply.type(type).send(readPageFile(name))
    })
  }
  app.get('/docs/static/*', hidden, async (request: FastifyRequest, reply: FastifyReply) => {
    loading.handler ??= loadSwagger()
    await (await loading.handler)?.call(app, request, reply)
    return reply
  })
}

async function sendPage(reply: FastifyReply, folder: string): Promise<FastifyReply> {
  const { contentSecurityPolicy, readPage } = await import('./page.ts')
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', contentSecurityPolicy)
    .header('referrer-policy', 'no-referrer')
    .send(readPage(folder))
}
