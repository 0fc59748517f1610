import { ClockSchema, type ClockRequest } from '../../schema/admin/requests.ts'
import type { Fixtures } from '../../schema/fixtures.ts'
import type { Duration } from '../../schema/times.ts'
import { acceptOptions, optional, type OptionRules } from '../base/options/accept-options.ts'
import { describe, isObject, isTrueOrFalse, type Check } from '../base/options/checks.ts'
import { createProblemFinder } from '../base/problem-finder.ts'
import { defaultConfig, settings, type Config, type Setting } from './config.ts'

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

/** A setting checks the value as it would check the text of a flag. */
const isSetting: Check = (value, name) => {
  const setting = settings.find((candidate) => candidate.name === name) as Setting
  if (!['string', 'number', 'boolean'].includes(typeof value)) {
    return `is ${describe(value)}, not a ${typeof (setting.fallback ?? '')}`
  }
  const reading = setting.read(String(value))
  if ('error' in reading) return reading.error
  if (reading.value === value || (setting.hasForms && typeof value !== 'boolean')) return undefined
  return `is ${describe(value)}, not a ${typeof reading.value}`
}

const isFixtures: Check = (value, name) => (isObject(value) ? undefined : isSetting(value, name))

const isClock: Check = (value) => {
  const problems = createProblemFinder()(ClockSchema, value)
  if (problems.length === 0) return undefined
  return `is not usable: ${problems.map(({ path, message }) => `${path === '' ? 'it' : `its ${path.slice(1)}`} ${message}`).join('; ')}`
}

const setting = optional(isSetting)

const rules: OptionRules<MockOptions> = {
  port: setting,
  host: setting,
  data: setting,
  lockWaitMs: setting,
  fixtures: optional(isFixtures),
  watch: setting,
  reapply: setting,
  strictOwnership: setting,
  oneClientAuthentication: setting,
  replayCheck: optional(isTrueOrFalse),
  dpopIatPastSeconds: setting,
  dpopIatFutureSeconds: setting,
  journalEntries: setting,
  logLevel: setting,
  logFormat: setting,
  randomSeed: setting,
  frozenTime: setting,
  adminToken: setting,
  adminOpen: setting,
  adminOrigin: setting,
  clock: optional(isClock),
  listens: optional(isTrueOrFalse),
}

/** Reads the options of `startMock`. Throws a TypeError that names every problem at once. */
export function readOptions(options: unknown): Config {
  const accepted = acceptOptions('startMock', rules, options, findClashes)
  const { fixtures, clock: _, listens: __, ...others } = accepted
  const given: object = { ...others, ...(typeof fixtures === 'string' && { fixtures }) }
  const timed = Object.fromEntries(Object.entries(given).flatMap(readTimed))
  return { ...defaultConfig(), port: 0, logLevel: 'silent', logFormat: 'json', ...given, ...timed }
}

function findClashes({ clock, frozenTime, watch, fixtures }: MockOptions): readonly string[] {
  return [
    ...(clock !== undefined && frozenTime !== undefined ? ['clock and frozenTime both set the clock'] : []),
    ...(watch === true && typeof fixtures !== 'string'
      ? ['watch needs fixtures to be the path of a file']
      : []),
  ]
}

/** A duration or a time in the form that the configuration has. */
function readTimed([name, value]: [string, unknown]): readonly (readonly [string, unknown])[] {
  const timed = settings.find((candidate) => candidate.name === name && candidate.hasForms)
  const reading = timed?.read(String(value))
  return reading !== undefined && 'value' in reading ? [[name, reading.value]] : []
}
