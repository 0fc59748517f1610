import type { Verdict } from '../base/verdict.ts'
import { addOptionalPart, type Parts, type PartsReader } from './parts.ts'
import type { RuleBook } from './rule-book.ts'

/** Adds a trace: the numbers of its rules, and what they compared. */
export function addTrace(parts: Parts, trace: readonly Verdict[], rules: RuleBook): void {
  parts.numbers.push(trace.length)
  let number = -1
  for (const verdict of trace) {
    number = rules.numberOf(verdict, number)
    parts.numbers.push(number)
    if (verdict.verdict === 'skipped') addOptionalPart(parts, verdict.why)
    else if (verdict.verdict === 'fail') addOptionalPart(parts, verdict.reason)
    addOptionalPart(parts, verdict.expected)
    addOptionalPart(parts, verdict.actual)
    if (verdict.verdict === 'fail') addOptionalPart(parts, verdict.detail)
  }
}

/** The trace as JSON, with the members of its verdicts in their order. */
export function writeTrace(parts: PartsReader, rules: RuleBook): string {
  const verdicts = Array.from({ length: parts.takeNumber() }, () => {
    const { verdict, written } = rules.read(parts.takeNumber())
    const cause = verdict === 'pass' ? '' : writeMember(verdict === 'fail' ? 'reason' : 'why', parts)
    const evidence = writeMember('expected', parts) + writeMember('actual', parts)
    return `${written}${cause}${evidence}${verdict === 'fail' ? writeMember('detail', parts) : ''}}`
  })
  return `[${verdicts.join(',')}]`
}

function writeMember(name: string, parts: PartsReader): string {
  const value = parts.takeOptional()
  return value === undefined ? '' : `,"${name}":${JSON.stringify(value)}`
}
