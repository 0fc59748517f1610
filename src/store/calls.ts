import { isDeepStrictEqual } from 'node:util'
import { Overtaken } from '../base/overtaken.ts'
import type { UsedProof } from '../model/used-proof.ts'
import { isLook, type CountedUnits } from './counted-units.ts'
import type { Driver } from './driver.ts'
import type { StoreCall, StoreMethod } from './store.ts'
import type { TakeToken } from './take-token.ts'
import { hasChanged, transaction, type Steps, type Unit } from './units/unit.ts'
import type { UnitName } from './units/units.ts'

/** A unit that was read, and its result. */
interface Seen {
  readonly name: StoreMethod
  readonly values: readonly unknown[]
  readonly unit: Unit<unknown>
  readonly result: unknown
}

/** The reads by which the record of each write is found: if it is gone, the write itself reports that. */
const subjects: Readonly<Record<string, readonly string[]>> = {
  updateService: ['findService', 'findApiToken'],
  deleteService: ['findService', 'findApiToken'],
  updateClient: ['findClient clientId', 'findClient alias'],
  deleteClient: ['findClient clientId', 'findClient alias'],
  'updatePending ticket': ['findPending ticket'],
  'endPending ticket': ['findPending ticket'],
  issueCode: ['findPending ticket'],
  'endPending token_ticket': ['findPending token_ticket'],
  'redeemPending token_ticket': ['findPending token_ticket'],
  refreshTokens: ['findRefreshToken tokenHash'],
  updateToken: ['findAccessToken tokenHash'],
  'endTokens pairOf': [
    'findAccessToken tokenHash',
    'findRefreshToken tokenHash',
    'findRefreshToken renewedFrom',
    'findRefreshToken expiredAccessTokenHash',
  ],
  revokeGrant: ['findGrant'],
}

/** A method with the kind of the pending record, or with the key, if it accepts several. */
function subjectOf(name: StoreMethod, [, second]: readonly unknown[]): string {
  if (name.endsWith('Pending')) return `${name} ${String(second)}`
  if (!/^(findClient|findAccessToken|findRefreshToken|endTokens)$/.test(name)) return name
  return `${name} ${Object.keys(second as object).join()}`
}

/** Opens calls. A write and the check of its reads are one transaction. */
export function openCalls(driver: Driver, units: CountedUnits, take: TakeToken): () => StoreCall {
  return () => {
    const readings = rememberReadings(driver, units)
    const proofs = ownProofs(driver, units, readings)
    const look = (name: UnitName, values: readonly unknown[]): unknown => {
      const unit = units.begin[name](...values)
      return driver.run(unit, (result) => {
        readings.add({ name, values, unit, result })
        return result
      })
    }
    const lookAtToken = (values: readonly unknown[]): unknown =>
      take(values, (unit, result, isEnded) => {
        const [generation, tokenHash] = values
        if (isEnded) readings.settle()
        else readings.add({ name: 'findAccessToken', values: [generation, { tokenHash }], unit, result })
      })
    /** Nothing comes between two units of an engine that is alone, so the check needs no transaction with the write. */
    const write = (name: UnitName, values: readonly unknown[]): unknown => {
      const about = subjects[subjectOf(name, values)] ?? []
      const check = transaction('read', () => readings.check(about))
      const begin = (): Unit<unknown> => watch(units.begin[name](...values), readings.settle)
      const forget = (result: unknown): unknown => {
        readings.forget(about)
        return result
      }
      if (driver.isAlone) return driver.run(check, () => driver.run(begin(), forget))
      const work = transaction('write', function* () {
        yield* check
        return yield* begin()
      })
      return driver.run(work, forget)
    }
    return {
      ask: async (name, values) => {
        if (name === 'takeAccessToken') return lookAtToken(values)
        if (isLook(name)) return look(name as UnitName, values)
        if (name === 'recordProof') return proofs.record(values)
        return write(name as UnitName, values)
      },
      confirm: async () => {
        if (readings.isUndisturbed()) return
        await driver.run(
          transaction('read', () => readings.check()),
          () => undefined,
        )
      },
      restart: () => {
        proofs.restart()
        readings.restart()
      },
    }
  }
}

/** The same unit of work, which reports if it changes rows. */
function watch(unit: Unit<unknown>, changed: () => void): Unit<unknown> {
  if ('work' in unit) return transaction(unit.kind, () => watchSteps(unit.work(), changed))
  const read = (row: never): unknown => {
    const result = unit.read(row)
    if (hasChanged(unit, result)) changed()
    return result
  }
  return Object.assign({}, unit, { read })
}

function* watchSteps(steps: Steps<unknown>, changed: () => void): Steps<unknown> {
  let step = steps.next()
  while (step.done !== true) {
    const result = yield step.value
    if (hasChanged(step.value, result)) changed()
    step = steps.next(result)
  }
  return step.value
}

type Readings = ReturnType<typeof rememberReadings>

/** The reads of one call, and whether they are still the same. */
function rememberReadings(driver: Driver, { written }: CountedUnits) {
  let seen: Seen[] = []
  let own: number
  let version: number
  let isSettled = false
  const begin = (): void => {
    own = written()
    version = driver.version()
  }
  begin()
  const isUndisturbed = (): boolean =>
    isSettled || (own === written() && version === driver.version() && !seen.some(isOfProofs))
  return {
    isUndisturbed,
    add: (one: Seen): void => {
      seen.push(one)
    },
    /** Throws if a read has changed, except that the record of the write itself is gone. */
    *check(about: readonly string[] = []): Steps<void> {
      if (isUndisturbed()) return
      for (const { name, values, unit, result } of seen) {
        const now = yield* unit
        if (isDeepStrictEqual(now, result)) continue
        if (now === undefined && about.includes(subjectOf(name, values))) continue
        throw new Overtaken(`what ${name} found has changed`)
      }
      begin()
    },
    forget: (about: readonly string[]): void => {
      seen = seen.filter(({ name, values }) => !about.includes(subjectOf(name, values)))
    },
    /** Discards the reads: they no longer matter. */
    settle: (): void => {
      isSettled = true
    },
    restart: (): void => {
      seen = []
      begin()
    },
  }
}

/** Recording a proof is not counted as a write, because proofs are hardly ever read. */
function isOfProofs({ name }: Seen): boolean {
  return name === 'isProofUsed'
}

/** A proof that a call has recorded does not refuse the same call when it is decided again. */
function ownProofs(driver: Driver, { begin }: CountedUnits, readings: Readings) {
  let earlier = new Set<string>()
  const used = new Set<string>()
  return {
    record: (values: readonly unknown[]): unknown => {
      const [generation, { api, jkt, jtiHash }] = values as [number, UsedProof]
      const key = JSON.stringify([generation, api, jkt, jtiHash])
      const remember = (isFirstUse: unknown): unknown => {
        earlier.delete(key)
        if (isFirstUse === true) used.add(key)
        return isFirstUse
      }
      const unit = begin.recordProof(...values)
      if (driver.isAlone && readings.isUndisturbed() && !earlier.has(key)) return driver.run(unit, remember)
      const work = transaction('write', function* () {
        yield* readings.check()
        return earlier.has(key) || (yield* unit)
      })
      return driver.run(work, remember)
    },
    restart: (): void => {
      earlier = new Set([...earlier, ...used])
      used.clear()
    },
  }
}
