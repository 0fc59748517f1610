import type { Rule, Verdict } from '../base/verdict.ts'

/** A rule with its result: what the verdicts of many calls have in common. */
interface RuledResult extends Rule {
  readonly verdict: Verdict['verdict']
  readonly number: number
  /** The members of a verdict up to here, as JSON without its end. */
  readonly written: string
}

/** Numbers in place of rules, so that an entry has only what is particular to its call. */
export interface RuleBook {
  /** The number of a verdict's rule. `before` is that of the verdict before it in its trace, or -1. */
  numberOf(verdict: Verdict, before: number): number
  /** The rule of a number that this book gave. */
  read(number: number): RuledResult
}

/** Grows with the rules in the code, of which there are a few hundred, and not with calls. */
export function createRuleBook(): RuleBook {
  const all: RuledResult[] = []
  const byCheck = new Map<string, RuledResult[]>()
  const add = ({ check, clause, source, verdict }: Verdict): RuledResult => {
    const written = JSON.stringify({ check, clause, source, verdict }).slice(0, -1)
    const added = { check, clause, source, verdict, number: all.length, written }
    all.push(added)
    byCheck.set(check, [...(byCheck.get(check) ?? []), added])
    return added
  }
  const find = (verdict: Verdict): RuledResult =>
    (byCheck.get(verdict.check) ?? []).find((known) => isSame(known, verdict)) ?? add(verdict)
  const nextOf: RuledResult[] = []
  return {
    // Calls of an API have the same rules in the same order, so most are found without a search.
    numberOf: (verdict, before) => {
      const guess = nextOf[before + 1]
      if (guess !== undefined && isSame(guess, verdict)) return guess.number
      const found = find(verdict)
      nextOf[before + 1] = found
      return found.number
    },
    read: (number) => all[number] as RuledResult,
  }
}

function isSame(known: RuledResult, { check, clause, source, verdict }: Verdict): boolean {
  return (
    known.check === check && known.clause === clause && known.source === source && known.verdict === verdict
  )
}
