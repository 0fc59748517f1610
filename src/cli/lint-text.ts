import type { ListedCall } from '../../schema/admin-views.ts'

/** Each rule that calls broke, once for each API, with how often that was. Empty where there is nothing to say. */
export function describeFlags(calls: readonly Pick<ListedCall, 'api' | 'lint'>[]): string {
  const flags = calls.flatMap(({ api, lint }) => lint.map((flag) => ({ api, ...flag })))
  const count = ({ api, rule }: (typeof flags)[number]): number =>
    flags.filter((flag) => flag.api === api && flag.rule === rule).length
  const lines = flags.map((flag) => {
    const times = count(flag) === 1 ? '' : `, ${count(flag)} times`
    return `  ${flag.rule} (${flag.api})${times}: ${flag.message} (${flag.clause})\n`
  })
  return [...new Set(lines)].join('')
}
