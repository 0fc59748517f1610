import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'

/** Writes one observation: of what, which part of it, and what was seen. */
export type Write = (subject: string, part: string, value: unknown) => void

export interface LineFile {
  readonly write: Write
  readonly close: () => Promise<void>
}

/** A file of JSON lines, without what differs from run to run. */
const started = Date.now()
const hour = 3_600_000

export function openLines(path: string): LineFile {
  const stream = createWriteStream(path)
  return {
    write: (subject, part, value) =>
      void stream.write(`${settle(JSON.stringify({ subject, part, value }))}\n`),
    close: async () => {
      stream.end()
      await finished(stream)
    },
  }
}

// Quotation marks may be escaped, even several times, where JSON stands in the text of other JSON.
const durations = /(\\*"(?:durationMs|time|wait)\\*":)\d+(?:\.\d+)?/g
const starts = /(\\*"startedDateTime\\*":\\*")[^"\\]+/g
const addresses = /\b(?:127\.0\.0\.1|localhost|\[::1\]):\d{4,5}\b/g
const folders = /\/[\w./-]*\/gm-mock-record-\w+/g
const padding = /x{64}x*/g
const instants = /\b\d{13}\b/g
const signed = /\b(eyJ[\w-]+)(\.[\w-]+\.)[\w-]+/g

function settle(line: string): string {
  return line
    .replace(durations, '$10')
    .replace(starts, '$1then')
    .replace(addresses, 'the-mock')
    .replace(folders, '/folder')
    .replace(padding, ({ length }) => `(${length} times x)`)
    .replace(instants, (instant) => (Math.abs(Number(instant) - started) < hour ? '0' : instant))
    .replace(signed, (jws: string, header: string, rest: string) =>
      Buffer.from(header, 'base64url').toString().includes('"alg":"PS') ? `${header}${rest}signature` : jws,
    )
}
