import type { IncomingMessage } from 'node:http'

const drainedOctets = 16_777_216
const timeoutMilliseconds = 2000

/**
 * Reads the rest of a refused body, within bounds: a client that is still writing when the connection closes would
 * never read the response.
 */
export function drain(message: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    let octets = 0
    const timer = setTimeout(resolve, timeoutMilliseconds)
    const done = (): void => {
      clearTimeout(timer)
      resolve()
    }
    message.on('data', (chunk: Buffer) => {
      octets += chunk.length
      if (octets > drainedOctets) done()
    })
    message.once('close', done)
    message.once('end', done)
    message.resume()
  })
}
