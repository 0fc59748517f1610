import { pino, type DestinationStream, type Logger } from 'pino'

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
  if (format === 'json' || level === 'silent') return pino({ level }, destination)
  const { default: pretty } = await import('pino-pretty')
  const ignore = 'pid,hostname,method,path,status,durationMs,reqId'
  const messageFormat = '{msg} {if method}{method} {path} {status} in {durationMs} ms{end}'
  const stream = pretty({
    destination: destination as NodeJS.WritableStream,
    sync: true,
    ignore,
    messageFormat,
  })
  return pino({ level }, stream)
}
