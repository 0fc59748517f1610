/** What is wrong with a value, as a sentence that begins with its name goes on; undefined if nothing is. */
export type Check = (value: unknown, name: string) => string | undefined

/** Whether a value is an object with members: no list, no function, and nothing like a URL or a Map, whose members do not show. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === '[object Object]'
}

/** What a value is, without its content where that may be secret. */
export function describe(value: unknown): string {
  if (value === null || typeof value === 'undefined') return String(value)
  if (typeof value === 'number' || typeof value === 'boolean') return `the ${typeof value} ${value}`
  if (typeof value !== 'object') return `a ${typeof value}`
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1)
  return kind === 'Object' ? 'an object' : kind === 'Array' ? 'an array' : `an object of the kind ${kind}`
}

const checkThat =
  (fits: (value: unknown) => boolean, wanted: string): Check =>
  (value) =>
    fits(value) ? undefined : `is ${describe(value)}, not ${wanted}`

export const isTrueOrFalse = checkThat((value) => typeof value === 'boolean', 'true or false')

export const isFunction = checkThat((value) => typeof value === 'function', 'a function')

/** Members of any name and value. */
export const isAnyObject = checkThat(isObject, 'an object')

/** A string that is not empty. */
export const isText: Check = (value) =>
  value === '' ? 'is empty' : typeof value === 'string' ? undefined : `is ${describe(value)}, not a string`

export const isTextList = checkThat(
  (value) => Array.isArray(value) && value.every((item) => typeof item === 'string'),
  'an array of strings',
)

/** The instants that a date can represent. */
const maximumInstant = 8.64e15

/** An instant in epoch milliseconds. */
export const isInstant: Check = (value) => {
  if (typeof value === 'number' && Math.abs(value) <= maximumInstant) return undefined
  const given = typeof value === 'string' ? JSON.stringify(value.slice(0, 40)) : describe(value)
  return `is ${given}, not epoch milliseconds, such as Date.parse('2026-01-01T00:00:00Z')`
}
