import { connect } from 'node:net'

/** An answer as it came over a socket. */
export interface RawAnswer {
  readonly status: number
  readonly headers: string
  readonly body: string
}

/** Sends octets to a mock, as no HTTP client would, and reads until the connection ends. */
export function sendRaw(baseUrl: string, text: string): Promise<RawAnswer> {
  const { hostname, port } = new URL(baseUrl)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname)
    const received: Buffer[] = []
    socket.on('data', (chunk) => received.push(chunk))
    socket.once('error', reject)
    socket.once('close', () => {
      const [headers = '', ...rest] = Buffer.concat(received).toString('latin1').split('\r\n\r\n')
      resolve({ status: Number(headers.split(' ')[1] ?? 0), headers, body: rest.join('\r\n\r\n') })
    })
    socket.write(text, 'latin1')
  })
}

/** A request that ends the connection after its answer. */
export function writeRequest(line: string, fields: readonly string[], body = ''): string {
  return [line, ...fields, 'Connection: close', '', body].join('\r\n')
}
