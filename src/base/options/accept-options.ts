import { suggest } from '../suggest.ts'
import { describe, isObject, type Check } from './checks.ts'

/** How an option is checked, and whether it may be left out. */
interface OptionRule {
  readonly check: Check
  readonly isNeeded: boolean
}

/** A rule for each option of a type: one left out, one too many, or one needed that is not does not compile. */
export type OptionRules<Options> = {
  readonly [Name in keyof Options]-?: OptionRule & {
    readonly isNeeded: object extends Pick<Options, Name> ? false : true
  }
}

export const needed = (check: Check) => ({ check, isNeeded: true }) as const
export const optional = (check: Check) => ({ check, isNeeded: false }) as const

/**
 * Returns the options of a function, if they follow its rules and `findMore` finds nothing in them. Throws a TypeError
 * that names the function and says what is wrong with each option. What is undefined counts as not given.
 */
export function acceptOptions<Options extends object>(
  called: string,
  rules: OptionRules<Options>,
  given: unknown,
  findMore: (options: Options) => readonly string[] = () => [],
): Options {
  if (!isObject(given)) {
    throw new TypeError(
      `${called} takes an object with ${listNames(rules)}, and was given ${describe(given)}`,
    )
  }
  const problems = [...findProblems(rules, given), ...findMore(given as Options)]
  if (problems.length > 0) {
    throw new TypeError(`${called} cannot use these options: ${problems.join('; ')}`)
  }
  const present = Object.keys(rules).filter((name) => given[name] !== undefined)
  return Object.fromEntries(present.map((name) => [name, given[name]])) as Options
}

/** Checks an option that is an object with members of its own. */
export function withMembers<Members extends object>(rules: OptionRules<Members>): Check {
  return (value) => {
    if (!isObject(value)) return `is ${describe(value)}, not an object with ${listNames(rules)}`
    const problems = findProblems(rules, value)
    return problems.length > 0 ? `is not usable: its ${problems.join('; its ')}` : undefined
  }
}

function findProblems(rules: object, given: Readonly<Record<string, unknown>>): readonly string[] {
  const known = Object.entries(rules as Readonly<Record<string, OptionRule>>)
  return [
    ...describeUnknown(
      Object.keys(given).filter((name) => !Object.hasOwn(rules, name)),
      rules,
    ),
    ...known.flatMap(([name, { check, isNeeded }]) => {
      const value = given[name]
      if (value === undefined) return isNeeded ? [`${name} is missing`] : []
      const problem = check(value, name)
      return problem === undefined ? [] : [`${name} ${problem}`]
    }),
  ]
}

/** Those that are like no option are listed together, so that the options are listed once. */
function describeUnknown(names: readonly string[], rules: object): readonly string[] {
  const advice = names.map((name) => suggest(name, Object.keys(rules)))
  const strange = names.filter((_, index) => advice[index] === '')
  return [
    ...names
      .map((name, index) => `${name} is not an option.${advice[index]}`)
      .filter((_, index) => advice[index] !== ''),
    ...(strange.length > 0
      ? [
          `${strange.join(', ')} ${strange.length === 1 ? 'is not an option' : 'are not options'}. There are ${listNames(rules)}`,
        ]
      : []),
  ]
}

function listNames(rules: object): string {
  return Object.keys(rules).join(', ')
}
