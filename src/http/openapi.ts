import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'
import { serveDocsPage } from './docs-page.ts'

const authleteTags = [
  'Grant Management Endpoint',
  'Authorization Endpoint',
  'Pushed Authorization Endpoint',
  'Token Endpoint',
  'Token Operations',
  'Introspection Endpoint',
  'Revocation Endpoint',
  'UserInfo Endpoint',
  'Service Management',
  'JWK Set Endpoint',
  'Client Management',
]

/** Publishes the contract: `/openapi.json`, and a page to browse it at `/docs`. Register before the routes. */
export async function publishContract(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'authlete-gm-mock',
        version,
        description:
          "A stand-in for Authlete 3.0's Grant Management API and the APIs around it, with an admin interface of its own under /_mock.",
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      tags: [
        ...authleteTags.map((name) => ({ name, description: "Authlete's API." })),
        {
          name: 'authlete-gm-mock',
          description: "The mock's own interface; real Authlete does not have it.",
        },
        { name: 'Lifecycle', description: 'Health.' },
      ],
      components: {
        securitySchemes: {
          authlete: {
            type: 'http',
            scheme: 'bearer',
            description: 'A service token or an organization token.',
          },
          admin: {
            type: 'http',
            scheme: 'bearer',
            description: 'The value of GM_MOCK_ADMIN_TOKEN, if it is set.',
          },
        },
      },
    },
  })
  await serveDocsPage(app)
  app.get('/openapi.json', { schema: { hide: true } }, async () => app.swagger())
}
