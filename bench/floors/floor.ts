import fastify from 'fastify'
import { GmRequestSchema, type GmRequest } from '../../schema/gm.ts'

/** What a floor answers; its result texts are as long as the server's. */
export interface FloorAnswer {
  readonly action: 'OK' | 'NO_CONTENT' | 'UNAUTHORIZED' | 'NOT_FOUND'
  readonly responseContent?: string
}

/** As long as the grant that the demo fixtures' QUERY is answered with. */
export const content = 'x'.repeat(400)

/** A bare Fastify route with the body schema of `/gm`, in a process of its own: what the server is compared with. */
export async function serveFloor(answer: (request: GmRequest) => FloorAnswer): Promise<void> {
  const app = fastify()
  app.post<{ Body: GmRequest }>(
    '/api/:serviceId/gm',
    { schema: { body: GmRequestSchema } },
    async (request) => ({
      resultCode: 'floor',
      resultMessage: '[floor] What the server is compared with.',
      ...answer(request.body),
    }),
  )
  console.log(`floor on ${await app.listen({ port: 0, host: '127.0.0.1' })}`)
}
