import { ClockSchema, type ClockRequest } from '../../schema/admin/requests.ts'
import type { Fixtures } from '../../schema/fixtures.ts'
import type { Duration } from '../../schema/times.ts'
import { createProblemFinder } from '../base/problem-finder.ts'
import { defaultConfig, settings, suggest, type Config } from './config.ts'

type Timed = 'lockWaitMs' | 'dpopIatPastSeconds' | 'dpopIatFutureSeconds' | 'frozenTime'

/** The settings of the command, by name; by default a mock in a test listens on any free port and logs nothing. */
export interface MockOptions extends Partial<Omit<Config, 'fixtures' | 'fixturesInline' | Timed>> {
  /** Durations: a number in the unit that the name says, or a text with units such as 90s. */
  readonly lockWaitMs?: Duration
  readonly dpopIatPastSeconds?: Duration
  readonly dpopIatFutureSeconds?: Duration
  /** The fixed time of every service's clock: epoch milliseconds, an ISO date-time, or a time such as `now - 1h`. */
  readonly frozenTime?: number | string
  /** The fixtures, or the path of a file with them; the demo world by default. */
  readonly fixtures?: Fixtures | string
  /** The initial clock of every service; the machine's by default. */
  readonly clock?: ClockRequest
  /** False: opens no port; the mock can only be called by its `fetch`. */
  readonly listens?: boolean
}

/** Reads the options of `startMock`. Throws a TypeError that names every problem at once. */
export function readOptions({ fixtures, clock, listens, ...options }: MockOptions): Config {
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
  const problems = [
    ...Object.entries(given).flatMap(findProblem),
    ...findClockProblems(clock),
    ...(clock !== undefined && options.frozenTime !== undefined
      ? ['clock and frozenTime both set the clock']
      : []),
    ...(options.watch === true && typeof fixtures !== 'string'
      ? ['watch needs fixtures to be the path of a file']
      : []),
    ...(typeof listens === 'boolean' || listens === undefined ? [] : ['listens is not true or false']),
  ]
  if (problems.length > 0) throw new TypeError(`startMock cannot use these options: ${problems.join('; ')}`)
  const file = typeof fixtures === 'string' ? { fixtures } : {}
  const timed = Object.fromEntries(Object.entries(given).flatMap(readTimed))
  return { ...defaultConfig(), port: 0, logLevel: 'silent', logFormat: 'json', ...given, ...timed, ...file }
}

const knownOptions = [
  ...settings.map(({ name }) => (name === 'noReplayCheck' ? 'replayCheck' : name)),
  'clock',
  'listens',
].filter((name) => name !== 'fixturesInline')

/** Each setting validates the value as it would validate the text of a flag. */
function findProblem([name, value]: [string, unknown]): readonly string[] {
  if (name === 'replayCheck') return typeof value === 'boolean' ? [] : [`replayCheck is not true or false`]
  const setting = settings.find((candidate) => candidate.name === name && name !== 'noReplayCheck')
  if (setting === undefined) {
    const advice = suggest(name, knownOptions)
    return [`${name} is not an option${advice === '' ? '' : `.${advice}`}`]
  }
  const reading = setting.read(String(value))
  if ('error' in reading) return [`${name} ${reading.error}`]
  if (reading.value === value || (setting.hasForms && typeof value !== 'boolean')) return []
  return [`${name} is a ${typeof value}, not a ${typeof reading.value}`]
}

/** A duration or a time in the form that the configuration has. */
function readTimed([name, value]: [string, unknown]): readonly (readonly [string, unknown])[] {
  const setting = settings.find((candidate) => candidate.name === name && candidate.hasForms)
  const reading = setting?.read(String(value))
  return reading !== undefined && 'value' in reading ? [[name, reading.value]] : []
}

function findClockProblems(clock: ClockRequest | undefined): readonly string[] {
  if (clock === undefined || createProblemFinder()(ClockSchema, clock).length === 0) return []
  return [
    'clock is not {mode: "real"}, {mode: "frozen", now: a time, if any} or {mode: "offset", offsetSeconds}',
  ]
}
