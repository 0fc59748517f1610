import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'

const idleMilliseconds = 20

/**
 * Lets a stop end when the last call has been answered: nothing else closes kept-alive connections, which are idle from
 * then on. A connection without any request, as browsers and HTTP clients open them in advance, is not idle to Node,
 * which would wait a minute for its first request.
 */
export function closeConnectionsWhenIdle(app: FastifyInstance): void {
  const open = new Set<Socket>()
  app.server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  app.addHook('preClose', async () => {
    const timer = setInterval(() => {
      app.server.closeIdleConnections()
      for (const socket of open) if (socket.bytesRead === 0) socket.destroy()
    }, idleMilliseconds)
    timer.unref()
    app.server.once('close', () => clearInterval(timer))
  })
}
