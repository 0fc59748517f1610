/** What a command is run in: where it reads, and where it writes. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly input: AsyncIterable<Uint8Array | string>
  /** Writes to the standard output: what was asked for. */
  readonly print: (text: string) => void
  /** Whether somebody still reads the standard output; asked by what prints without end. */
  readonly hasReader?: () => boolean
  /** Writes to the standard error: what is said beside it. */
  readonly report: (text: string) => void
}

/** The terminal, or the pipes, of this process. A reader that has gone, as `head` goes, is no failure. */
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
    report: (text) => void process.stderr.write(text),
  }
}

/** The whole standard input. */
export async function readInput({ input }: Pick<Terminal, 'input'>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of input) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}
