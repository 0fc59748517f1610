import type { FoundAccessToken } from '../model/access-token.ts'
import type { NamedUnits, Units } from './units.ts'

/** What a store does, and how often it has written what a call may have read. */
export interface CountedUnits {
  readonly units: Units
  readonly written: () => number
}

/** Those that look; what is taken is looked at. */
export function isLook(name: string): boolean {
  return /^(find|list|is|take)[A-Z]/.test(name)
}

/** Those that neither look nor write what is read. */
const others: readonly string[] = ['recordProof', 'ping', 'close']

/** Counting here is cheaper than to ask SQLite, which each call would do several times. */
export function countWrites(units: Units): CountedUnits {
  let written = 0
  const count = (name: string, unit: NamedUnits[string]) => {
    if (isLook(name) || others.includes(name)) return unit
    return (...values: readonly unknown[]): unknown => {
      written += 1
      return unit(...values)
    }
  }
  const methods = Object.entries(units as NamedUnits).map(([name, unit]) => [name, count(name, unit)])
  const takeAccessToken: Units['takeAccessToken'] = (generation, tokenHash, now) => {
    const found = units.takeAccessToken(generation, tokenHash, now)
    if (isTaken(found, now)) written += 1
    return found
  }
  return {
    units: { ...(Object.fromEntries(methods) as unknown as Units), takeAccessToken },
    written: () => written,
  }
}

/** An access token that had expired is deleted when it is taken. */
export function isTaken(found: FoundAccessToken | undefined, now: number): boolean {
  return found !== undefined && now >= found.token.expiresAt
}
