import type { Flag } from '../lint/rule.ts'

/** How many different flags are listed. */
const maxListedFlags = 200

/** Counts flags as calls come in. */
interface FlagTally {
  add(call: { readonly api: string; readonly lint: readonly Flag[] }): void
  /** Each broken rule, once for each API and message, with its count. Empty without flags. */
  describe(): string
}

export function createFlagTally(): FlagTally {
  const counts = new Map<string, number>()
  const listed = new Map<string, { readonly rule: string; readonly text: string }>()
  const dropped = { count: 0 }
  const add = (api: string, { rule, message, clause }: Flag): void => {
    const name = `${rule} (${api})`
    counts.set(name, (counts.get(name) ?? 0) + 1)
    const text = `${message} (${clause})`
    const known = listed.has(`${name} ${text}`)
    if (known || listed.size < maxListedFlags) listed.set(`${name} ${text}`, { rule: name, text })
    else dropped.count += 1
  }
  return {
    add: ({ api, lint }) => lint.forEach((flag) => add(api, flag)),
    describe: () => {
      const lines = [...listed.values()].map(({ rule, text }) => {
        const count = Number(counts.get(rule))
        return `  ${rule}${count === 1 ? '' : `, ${count} times`}: ${text}\n`
      })
      const rest = dropped.count === 0 ? '' : `  ${dropped.count} more flags, not listed\n`
      return lines.join('') + rest
    },
  }
}
