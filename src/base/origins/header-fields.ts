import type { IncomingMessage } from 'node:http'

/** Every field of a name: Node keeps one of several, or joins them, so this reads the raw headers. */
export function headerFields(
  { rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>,
  name: string,
): readonly string[] {
  return rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name)
}
