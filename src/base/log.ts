import type { DestinationStream, LevelWithSilent, Logger } from 'pino'

/**
 * The server's log. It gets method, path and status of a request and nothing else: what a caller sends may be secret,
 * so it is left out instead of redacted.
 */
export async function createLogger(
  level: LevelWithSilent,
  format: 'pretty' | 'json',
  destination: DestinationStream = process.stdout,
): Promise<Logger> {
  const { default: pino } = await import('pino')
  const isPlain = format === 'json' || level === 'silent'
  return pino({ level }, isPlain ? destination : await writePretty(destination))
}

/** Each line is written at once: a stream in between would listen to the destination as long as that exists. */
async function writePretty(destination: DestinationStream): Promise<DestinationStream> {
  const { default: pretty } = await import('pino-pretty')
  const format = pretty.prettyFactory({
    ignore: 'pid,hostname,method,path,status,durationMs',
    messageFormat: '{msg} {if method}{method} {path} {status} in {durationMs} ms{end}',
  })
  return { write: (line) => destination.write(format(line)) }
}
