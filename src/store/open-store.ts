import { openCalls } from './calls.ts'
import { countWrites } from './counted-units.ts'
import type { Driver } from './driver.ts'
import type { Store } from './store.ts'
import { createTokenTaker } from './take-token.ts'

/** A store on a driver: each method is one unit of work. */
export function openStore(driver: Driver): Store {
  const units = countWrites()
  const methods = Object.entries(units.begin).map(([name, begin]) => [
    name,
    async (...values: readonly unknown[]) => {
      driver.version()
      return driver.run(begin(...values), same)
    },
  ])
  const take = createTokenTaker(driver, units)
  return {
    ...(Object.fromEntries(methods) as unknown as Store),
    takeAccessToken: async (...values) => {
      driver.version()
      return take(values, nothing)
    },
    close: async () => driver.close(),
    openCall: openCalls(driver, units, take),
  }
}

function same<Value>(value: Value): Value {
  return value
}

function nothing(): void {}
