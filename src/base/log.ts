import type { DestinationStream, LevelWithSilent, Logger } from 'pino'

/** The log of a mock. What a caller sends may be secret, so it is left out instead of redacted. */
export interface Log {
  readonly logger: Logger
  /** Whether the text of a line may be coloured. */
  readonly isColoured: boolean
  /**
   * Writes a line for a call, within milliseconds: its members in JSON, else its text. The caller checks the level. Many
   * lines in one write, and
   * without the library's formatting, cost a tenth.
   */
  readonly writeCall: (level: 'info' | 'warn', members: () => object, text: () => string) => void
}

/** A log on a destination; with colours in the text if that is a terminal which shows them. */
export async function createLog(
  level: LevelWithSilent,
  format: 'pretty' | 'json',
  destination: DestinationStream = process.stdout,
): Promise<Log> {
  const { default: pino } = await import('pino')
  const output = createOutput(destination)
  if (format === 'json' || level === 'silent') {
    const { writeCall } = plainLog(pino({ level }, { write: output.writeSoon }))
    return { ...plainLog(pino({ level }, output)), writeCall }
  }
  const { default: pretty } = await import('pino-pretty')
  const formatLine = pretty.prettyFactory({
    ignore: 'pid,hostname,method,path,status,durationMs',
    messageFormat: '{msg} {if method}{method} {path} {status} in {durationMs} ms{end}',
  })
  const logger = pino({ level }, { write: (line) => output.write(formatLine(line)) })
  const frame = lineFramer(formatLine)
  return {
    logger,
    isColoured: frame('info').start.includes('\u001B['),
    writeCall: (callLevel, _members, write) => {
      const { start, end } = frame(callLevel)
      output.writeSoon(`${start}${write()}${end}`)
    },
  }
}

/** A log that writes a line for a call as any other. */
export function plainLog(logger: Logger): Log {
  return {
    logger,
    isColoured: false,
    writeCall: (level, members, write) => logger[level](members(), firstLine(write())),
  }
}

function firstLine(text: string): string {
  const [line = ''] = text.split('\n')
  return line
}

/** How long the line of a call waits for others. */
const waitMilliseconds = 20

/** Lines that are written at once come after those that wait. */
function createOutput(destination: DestinationStream) {
  let waiting = ''
  const flush = (): void => {
    if (waiting === '') return
    const text = waiting
    waiting = ''
    destination.write(text)
  }
  return {
    write: (line: string): void => {
      flush()
      destination.write(line)
    },
    writeSoon: (line: string): void => {
      if (waiting === '') setTimeout(flush, waitMilliseconds)
      waiting += line
    },
  }
}

interface Frame {
  readonly start: string
  readonly end: string
}

/** What the library writes around a text: the time, the level and colours. Made once in a millisecond. */
function lineFramer(formatLine: (line: string) => string): (level: keyof typeof levelNumbers) => Frame {
  const frames = new Map<string, Frame>()
  const last = { time: 0 }
  return (level) => {
    const time = Date.now()
    if (last.time !== time) frames.clear()
    last.time = time
    const known = frames.get(level)
    if (known !== undefined) return known
    const line = formatLine(JSON.stringify({ level: levelNumbers[level], time, msg: mark }))
    const place = line.indexOf(mark)
    const frame = { start: line.slice(0, place), end: line.slice(place + 1) }
    frames.set(level, frame)
    return frame
  }
}

const levelNumbers = { info: 30, warn: 40 } as const

/** Neither a time nor a level nor a colour contains it. */
const mark = '|'
