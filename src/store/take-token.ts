import type { FoundAccessToken } from '../model/access-token.ts'
import type { CountedUnits } from './counted-units.ts'
import type { Driver } from './driver.ts'
import { endExpired } from './units/tokens.ts'
import type { Unit } from './units/unit.ts'

export type TakeToken = (
  values: readonly unknown[],
  seen: (unit: Unit<unknown>, found: FoundAccessToken | undefined, isEnded: boolean) => void,
) => FoundAccessToken | undefined | Promise<FoundAccessToken | undefined>

/** Finds an access token, and deletes it if it has expired. Most have not, and then this is one read. */
export function createTokenTaker(driver: Driver, { begin, countWrite }: CountedUnits): TakeToken {
  return ([generation, tokenHash, now], seen) => {
    const unit = begin.findAccessToken(generation, { tokenHash }) as Unit<FoundAccessToken | undefined>
    return driver.run(unit, (found) => {
      if (found === undefined || Number(now) < found.token.expiresAt) {
        seen(unit, found, false)
        return found
      }
      return driver.run(endExpired(Number(generation), found.token, Number(now)), (isEnded) => {
        if (isEnded) countWrite()
        const taken = isEnded ? found : undefined
        seen(unit, taken, isEnded)
        return taken
      })
    })
  }
}
