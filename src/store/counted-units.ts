import type { StoreMethod } from './store.ts'
import { createUnits, type UnitName } from './units/units.ts'
import type { Unit } from './units/unit.ts'

type BeginUnit = (...values: readonly unknown[]) => Unit<unknown>

/** The units of work by name, and the number of those begun that write what a call may have read. */
export interface CountedUnits {
  readonly begin: Readonly<Record<UnitName, BeginUnit>>
  readonly written: () => number
  readonly countWrite: () => void
}

/** Units that only read; `take` counts as reading. */
export function isLook(name: StoreMethod): boolean {
  return /^(find|list|is|take)[A-Z]/.test(name)
}

/** Units that neither read nor write what calls read. */
const others: readonly string[] = ['recordProof', 'ping']

/** Counting is cheaper than asking the engine, which each call would do several times. */
export function countWrites(): CountedUnits {
  let written = 0
  const countWrite = (): void => {
    written += 1
  }
  const count =
    (begin: BeginUnit): BeginUnit =>
    (...values) => {
      countWrite()
      return begin(...values)
    }
  const begin = Object.fromEntries(
    Object.entries(createUnits() as Readonly<Record<string, unknown>>).map(([name, unit]) => [
      name,
      isLook(name as UnitName) || others.includes(name) ? unit : count(unit as BeginUnit),
    ]),
  ) as CountedUnits['begin']
  return { begin, written: () => written, countWrite }
}
