import type { FastifyInstance } from 'fastify'
import { ProblemSchema } from '../../schema/admin/views.ts'
import { HealthSchema } from '../../schema/result.ts'
import type { Store } from '../store/store.ts'

const TextSchema = { type: 'string' }
/** The response to a request with a malformed head. */
const refusal = {
  description: 'The request cannot be taken.',
  content: { 'application/json': { schema: ProblemSchema } },
}

/** The health endpoints. A mock that responds is seeded: it listens only afterwards. */
export function serveHealth(app: FastifyInstance, store: Pick<Store, 'ping'>): void {
  const answers = async (): Promise<boolean> => {
    try {
      await store.ping()
      return true
    } catch (error) {
      app.log.error({ err: error }, 'the storage does not answer')
      return false
    }
  }
  const tags = ['Lifecycle']
  app.get(
    '/livez',
    {
      schema: {
        operationId: 'livez',
        tags,
        summary: 'The process runs',
        response: { 200: HealthSchema, 400: refusal },
      },
    },
    async () => ({ status: 'alive' }),
  )
  app.get(
    '/readyz',
    {
      schema: {
        operationId: 'readyz',
        tags,
        summary: 'The storage answers',
        response: { 200: HealthSchema, 400: refusal, 503: HealthSchema },
      },
    },
    async (_request, reply) => {
      const ready = await answers()
      return reply.status(ready ? 200 : 503).send({ status: ready ? 'ready' : 'storage unavailable' })
    },
  )
  app.get(
    '/api/lifecycle/healthcheck',
    {
      schema: {
        operationId: 'healthcheck',
        tags,
        summary: "Authlete's health check",
        produces: ['text/plain'],
        response: { 200: TextSchema, 400: refusal, 500: TextSchema },
      },
    },
    async (_request, reply) => {
      const ready = await answers()
      return reply
        .status(ready ? 200 : 500)
        .type('text/plain')
        .send(ready ? 'OK' : 'storage unavailable')
    },
  )
}
