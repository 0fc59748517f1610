import type { IncomingMessage } from 'node:http'

/** Every field of a name: Node keeps one of several, or joins them, so this reads the raw headers. */
export function headerFields(
  { rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>,
  name: string,
): readonly string[] {
  const fields: string[] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const written = rawHeaders[at] as string
    // Every head is searched for several names: only those of the same length are worth a copy in lower case.
    if (written.length === name.length && written.toLowerCase() === name) {
      fields.push(rawHeaders[at + 1] as string)
    }
  }
  return fields
}
