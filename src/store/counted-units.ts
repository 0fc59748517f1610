import type { StoreMethod } from './store.ts'
import { createUnits, type UnitName } from './units/units.ts'
import type { Unit } from './units/unit.ts'

type BeginUnit = (...values: readonly unknown[]) => Unit<unknown>

/** The units of work by name, and how often one was begun that writes what a call may have read. */
export interface CountedUnits {
  readonly begin: Readonly<Record<UnitName, BeginUnit>>
  readonly written: () => number
  readonly countWrite: () => void
}

/** Those that look; what is taken is looked at. */
export function isLook(name: StoreMethod): boolean {
  return /^(find|list|is|take)[A-Z]/.test(name)
}

/** Those that neither look nor write what is read. */
const others: readonly string[] = ['recordProof', 'ping']

/** Counting here is cheaper than to ask the engine, which each call would do several times. */
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
