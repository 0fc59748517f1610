import swagger from '@fastify/swagger'
import type { FastifyInstance } from 'fastify'

const securitySchemes = {
  authlete: {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of the service, or of the organization.',
  },
  organization: {
    type: 'http',
    scheme: 'bearer',
    description: 'A token of the organization, for what is not done in one service.',
  },
  admin: {
    type: 'http',
    scheme: 'bearer',
    description: 'The value of GM_MOCK_ADMIN_TOKEN, if it is set.',
  },
} as const

/** Collects the routes for the contract, which `src/contract` writes. Register before the routes. */
export async function collectContract(app: FastifyInstance, version: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'authlete-gm-mock', version },
      components: { securitySchemes },
    },
  })
}
