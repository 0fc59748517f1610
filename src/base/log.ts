import type { DestinationStream, Logger } from 'pino'

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export const logFormats = ['pretty', 'json'] as const

export type LogLevel = (typeof logLevels)[number]
export type LogFormat = (typeof logFormats)[number]

/**
 * The server's log. It is given method, path and status of a request and nothing else of it: what a caller sends is a
 * secret until proven otherwise, so nothing is redacted because nothing is there to redact.
 */
export async function createLogger(
  level: LogLevel,
  format: LogFormat,
  destination: DestinationStream = process.stdout,
): Promise<Logger> {
  const { pino } = await import('pino')
  const isPlain = format === 'json' || level === 'silent'
  return pino({ level }, isPlain ? destination : await writePretty(destination))
}

/** Each line is written as it comes: a stream in between would listen to the destination for as long as that lives. */
async function writePretty(destination: DestinationStream): Promise<DestinationStream> {
  const { prettyFactory } = await import('pino-pretty')
  const format = prettyFactory({
    ignore: 'pid,hostname,method,path,status,durationMs,reqId',
    messageFormat: '{msg} {if method}{method} {path} {status} in {durationMs} ms{end}',
  })
  return { write: (line) => destination.write(format(line)) }
}
