import type { IncomingMessage } from 'node:http'

type Head = Pick<IncomingMessage, 'rawHeaders'>

/** Every field of a name: Node keeps one of several, or joins them, so this reads the raw headers. */
export function headerFields({ rawHeaders }: Head, name: string): readonly string[] {
  return rawHeaders.filter((_, at) => at % 2 === 1 && isName(rawHeaders[at - 1] as string, name))
}

/** Whether there is more than one field of a name. Builds no list, because every head is asked for several names. */
export function isRepeated({ rawHeaders }: Head, name: string): boolean {
  let count = 0
  for (let at = 0; at < rawHeaders.length; at += 2) if (isName(rawHeaders[at] as string, name)) count += 1
  return count > 1
}

/** Only a name of the same length is worth a copy in lower case. */
function isName(written: string, name: string): boolean {
  return written.length === name.length && written.toLowerCase() === name
}
