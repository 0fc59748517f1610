import { maximumInstant, maximumSeconds, type DurationKind } from '../../schema/times.ts'
import { canonicalOrigin, isOrigin, splitOrigins } from '../base/origins/named-origins.ts'
import { logFormats, logLevels, type LogFormat, type LogLevel } from './log-names.ts'
import { suggest } from '../base/suggest.ts'
import { urlVariable } from '../base/base-url.ts'
import { describeDuration, instantOf, readDuration, readTime } from '../base/time.ts'

export { suggest }

/** How a server runs. */
export interface Config {
  /** 0 for any free port. */
  readonly port: number
  readonly host: string
  /** The database file; absent for a store in memory. */
  readonly data?: string
  /**
   * How long a call waits for another process that locks the database file; the mock answers no other call meanwhile.
   */
  readonly lockWaitMs: number
  /** The fixtures file; absent for the demo world. */
  readonly fixtures?: string
  /** Fixtures as text, for environments that can set variables but mount no files. */
  readonly fixturesInline?: string
  /** Whether changes of the fixtures file are applied while the mock runs. */
  readonly watch: boolean
  /** Whether a start resets services of the data file whose fixture has changed. */
  readonly reapply: boolean
  readonly strictOwnership: boolean
  readonly oneClientAuthentication: boolean
  readonly replayCheck: boolean
  readonly dpopIatPastSeconds: number
  readonly dpopIatFutureSeconds: number
  readonly journalEntries: number
  readonly logLevel: LogLevel
  readonly logFormat: LogFormat
  readonly randomSeed?: string
  /** The fixed time of every service's clock. */
  readonly frozenTime?: string
  readonly adminToken?: string
  readonly adminOpen: boolean
  /** Origins, separated by commas. */
  readonly adminOrigin?: string
}

type Reading = { readonly value: string | number | boolean } | { readonly error: string }

/** One setting, with its flag and environment variable. */
export interface Setting {
  readonly name: string
  readonly environment: string
  /** Absent for secrets, because every process can see a command line. */
  readonly flag?: string
  readonly description: string
  readonly fallback?: string | number | boolean
  /** Whether the value is never shown. */
  readonly secret?: true
  /** Whether the flag is repeatable; its values are joined by commas. */
  readonly repeats?: true
  /** Whether it is a duration or a time, of which a program may give every form. */
  readonly hasForms?: true
  readonly read: (text: string) => Reading
}

const text = (value: string): Reading => (value === '' ? { error: 'is empty' } : { value })

const integer =
  (minimum: number, maximum: number) =>
  (value: string): Reading => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN
    return number >= minimum && number <= maximum
      ? { value: number }
      : { error: `is "${value}", not a whole number from ${minimum} to ${maximum}` }
  }

const truth = (value: string): Reading =>
  value === 'true' || value === 'false'
    ? { value: value === 'true' }
    : { error: `is "${value}", not true or false` }

const oneOf =
  (choices: readonly string[]) =>
  (value: string): Reading =>
    choices.includes(value)
      ? { value }
      : { error: `is "${value}".${suggest(value, choices)} It takes: ${choices.join(', ')}` }

/** Reads a duration as a number in the unit of its kind. */
export const duration =
  (kind: DurationKind) =>
  (value: string): Reading => {
    const number = readDuration(value, kind)
    return number === undefined
      ? { error: `is "${value}", not ${describeDuration(kind)}` }
      : { value: number }
  }

/** Keeps a time as it is written: one relative to now is resolved when it is used. */
export const instant = (value: string): Reading => {
  const time = readTime(value)
  if (time !== undefined && instantOf(time, 0) <= maximumInstant) return { value }
  return { error: `is "${value}", not an instant like 2026-01-01T00:00:00Z, now - 1h or epoch milliseconds` }
}

const originList = (value: string): Reading => {
  const wrong = splitOrigins(value).find((origin) => !isOrigin(origin))
  if (wrong === undefined) return { value }
  const intended = canonicalOrigin(wrong)
  const advice = intended !== undefined && isOrigin(intended) ? ` Did you mean ${intended}?` : ''
  return {
    error: `holds "${wrong}".${advice} It takes origins like https://tools.example.com, with commas between`,
  }
}

const seconds = duration({ unit: 'seconds', minimum: 0, maximum: maximumSeconds })
const lockWait = duration({ unit: 'milliseconds', minimum: 0, maximum: 60_000 })

/** Every setting, in the order of the help text. */
// prettier-ignore
export const settings: readonly Setting[] = [
  { name: 'port', environment: 'GM_MOCK_PORT', flag: '--port <number>', description: 'port to listen on; 0 picks a free one', fallback: 4277, read: integer(0, 65_535) },
  { name: 'host', environment: 'GM_MOCK_HOST', flag: '--host <address>', description: 'address to listen on', fallback: '127.0.0.1', read: text },
  { name: 'data', environment: 'GM_MOCK_DATA', flag: '--data <file>', description: 'SQLite file that keeps the state (default: in memory)', read: text },
  { name: 'lockWaitMs', environment: 'GM_MOCK_LOCK_WAIT_MS', flag: '--lock-wait-ms <duration>', description: 'how long a call waits for another process that has locked the data file', fallback: 100, hasForms: true, read: lockWait },
  { name: 'fixtures', environment: 'GM_MOCK_FIXTURES', flag: '--fixtures <file>', description: 'fixtures to start with, YAML or JSON (default: the demo fixtures)', read: text },
  { name: 'fixturesInline', environment: 'GM_MOCK_FIXTURES_INLINE', description: 'fixtures as text', secret: true, read: text },
  { name: 'watch', environment: 'GM_MOCK_WATCH', flag: '--watch', description: 'apply the fixtures file anew when it changes; a changed service is reset to it', fallback: false, read: truth },
  { name: 'reapply', environment: 'GM_MOCK_REAPPLY', flag: '--reapply', description: 'reset services of the data file whose fixture has changed since it was applied', fallback: false, read: truth },
  { name: 'strictOwnership', environment: 'GM_MOCK_STRICT_OWNERSHIP', flag: '--strict-ownership', description: "refuse a token on another subject's grant, which Authlete was seen to allow", fallback: false, read: truth },
  { name: 'oneClientAuthentication', environment: 'GM_MOCK_ONE_CLIENT_AUTHENTICATION', flag: '--one-client-authentication', description: 'refuse a second client secret in addition to the right one, which Authlete was seen to ignore', fallback: false, read: truth },
  { name: 'dpopIatPastSeconds', environment: 'GM_MOCK_DPOP_IAT_PAST_SECONDS', flag: '--dpop-iat-past-seconds <duration>', description: 'how old a DPoP proof may be', fallback: 300, hasForms: true, read: seconds },
  { name: 'dpopIatFutureSeconds', environment: 'GM_MOCK_DPOP_IAT_FUTURE_SECONDS', flag: '--dpop-iat-future-seconds <duration>', description: 'how far ahead of the clock a DPoP proof may be', fallback: 60, hasForms: true, read: seconds },
  { name: 'noReplayCheck', environment: 'GM_MOCK_NO_REPLAY_CHECK', flag: '--no-replay-check', description: 'accept a DPoP proof more than once', fallback: false, read: truth },
  { name: 'journalEntries', environment: 'GM_MOCK_JOURNAL_ENTRIES', flag: '--journal-entries <number>', description: 'number of calls that the journal of a service keeps', fallback: 1000, read: integer(0, 10_000) },
  { name: 'logLevel', environment: 'GM_MOCK_LOG_LEVEL', flag: '--log-level <level>', description: logLevels.join(', '), fallback: 'info', read: oneOf(logLevels) },
  { name: 'logFormat', environment: 'GM_MOCK_LOG_FORMAT', flag: '--log-format <format>', description: logFormats.join(', '), fallback: 'pretty', read: oneOf(logFormats) },
  { name: 'randomSeed', environment: 'GM_MOCK_RANDOM_SEED', flag: '--random-seed <text>', description: 'text that makes ids, tokens, nonces and keys repeat', read: text },
  { name: 'frozenTime', environment: 'GM_MOCK_FROZEN_TIME', flag: '--frozen-time <instant>', description: 'instant at which the clock of every service is frozen, like 2026-01-01T00:00:00Z or now + 1h', hasForms: true, read: instant },
  { name: 'adminToken', environment: 'GM_MOCK_ADMIN_TOKEN', description: 'bearer token that /_mock requires', secret: true, read: text },
  { name: 'adminOpen', environment: 'GM_MOCK_ADMIN_OPEN', description: 'true: every caller that reaches the port may use /_mock, except web pages of other origins', fallback: false, read: truth },
  { name: 'adminOrigin', environment: 'GM_MOCK_ADMIN_ORIGIN', flag: '--admin-origin <origin>', description: 'origin whose pages may use /_mock, like https://a.example; separate several by commas', repeats: true, read: originList },
]

/** The default configuration. */
export function defaultConfig(): Config {
  return toConfig(Object.fromEntries(settings.map(({ name, fallback }) => [name, fallback])))
}

export interface ConfigReading {
  readonly config: Config
  /** The same by the names of the settings. */
  readonly values: Readonly<Record<string, string | number | boolean | undefined>>
  /** The flag or the variable that a setting was read from; absent for a default. */
  readonly origins: Readonly<Record<string, string>>
  /** Each a sentence that names the setting and the origin of its value; empty if `config` is valid. */
  readonly problems: readonly string[]
  /** What was ignored on purpose. */
  readonly hints: readonly string[]
}

/**
 * Reads flags (by setting name), then environment variables, then defaults; reports all problems at once. Settings that
 * are not accepted have their defaults.
 */
export function readConfig(
  flags: Readonly<Record<string, string | undefined>>,
  environment: Readonly<Record<string, string | undefined>>,
  accepted: readonly Setting[] = settings,
): ConfigReading {
  const problems: string[] = []
  const origins: Record<string, string> = {}
  const entries = accepted.map((setting) => {
    const given = findGiven(setting, flags, environment)
    if (given === undefined) return [setting.name, setting.fallback] as const
    origins[setting.name] = given.origin
    const reading = setting.read(given.text)
    if ('value' in reading) return [setting.name, reading.value] as const
    problems.push(`${given.origin} ${reading.error}.`)
    return [setting.name, setting.fallback] as const
  })
  const values = Object.fromEntries(entries)
  const [file, inline] = ['fixtures', 'fixturesInline'].map((name) => {
    const setting = accepted.find((candidate) => candidate.name === name)
    return setting && findGiven(setting, flags, environment)
  })
  if (file !== undefined && inline !== undefined) {
    problems.push(`${file.origin} and ${inline.origin} cannot be given together.`)
  }
  const unknown = Object.keys(environment).filter(isUnknownVariable)
  const injected = Object.keys(environment).filter((name) => isInjected(name, environment[name]))
  return {
    config: { ...defaultConfig(), ...toConfig(values) },
    values,
    origins,
    problems: [
      ...problems,
      ...unknown.filter((name) => !injected.includes(name)).map(describeUnknownVariable),
    ],
    hints: injected.map(
      (name) => `${name} looks like a variable that Kubernetes sets for a service; passed over.`,
    ),
  }
}

interface Given {
  readonly text: string
  /** The flag or variable, as problems name it. */
  readonly origin: string
}

function findGiven(
  { name, flag = '', environment: variable }: Setting,
  flags: Readonly<Record<string, string | undefined>>,
  environment: Readonly<Record<string, string | undefined>>,
): Given | undefined {
  const flagged = flags[name]
  if (flagged !== undefined) return { text: flagged, origin: flag.replace(/ .*/, '') }
  const candidates = name === 'port' ? [variable, 'PORT'] : [variable]
  return candidates
    .map((origin) => ({ origin, text: environment[origin] }))
    .find((given): given is Given => given.text !== undefined && !isInjected(given.origin, given.text))
}

function toConfig({ noReplayCheck, ...values }: Readonly<Record<string, unknown>>): Config {
  const given = Object.entries(values).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(given), replayCheck: noReplayCheck !== true } as unknown as Config
}

/** Variables that Kubernetes sets in every container next to a service named gm-mock. */
function isInjected(name: string, value = ''): boolean {
  if (name === 'GM_MOCK_PORT') return /^(tcp|udp):\/\//.test(value)
  return /^GM_MOCK_(SERVICE_(HOST|PORT(_\w+)?)|PORT_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)$/.test(name)
}

function isUnknownVariable(name: string): boolean {
  return (
    name.startsWith('GM_MOCK_') &&
    name !== urlVariable &&
    !settings.some(({ environment }) => environment === name)
  )
}

function describeUnknownVariable(name: string): string {
  const known = settings.map(({ environment }) => environment)
  return `${name} is not a variable of gm-mock.${suggest(name, known)}`
}
