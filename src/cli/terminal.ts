import { styleText } from 'node:util'

/** The input and output of a command. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly input: AsyncIterable<Uint8Array | string>
  /** Writes results to the standard output. */
  readonly print: (text: string) => void
  /** Whether the standard output is still open; checked when printing without end. */
  readonly hasReader?: () => boolean
  /** Whether results may be coloured: the standard output is a terminal that shows colours, and no variable forbids it. */
  readonly isColoured: boolean
  /** Writes messages to the standard error. */
  readonly report: (text: string) => void
  /** The width of the standard error if it is a terminal. */
  readonly columns?: number | undefined
  /** Called when the mock of this process is ready. */
  readonly whenReady?: () => void
}

/** The terminal, or the pipes, of this process. A closed reader, such as `head`, is no failure. */
export function ownTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  return {
    environment: process.env,
    input: process.stdin,
    print: (text) => void process.stdout.write(text),
    hasReader: () => process.stdout.writable,
    isColoured: styleText('bold', '', { stream: process.stdout }) !== '',
    report: (text) => void process.stderr.write(text),
    columns: process.stderr.columns,
  }
}

/** The whole standard input. */
export async function readInput({ input }: Pick<Terminal, 'input'>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of input) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}
