import { isDeepStrictEqual } from 'node:util'
import type { Database } from 'better-sqlite3'
import type { FoundAccessToken } from '../model/access-token.ts'
import type { SpentProof } from '../model/spent-proof.ts'
import { Overtaken } from '../overtaken.ts'
import type { StoreCall, StoreMethod } from './store.ts'
import type { NamedUnits, Units } from './units.ts'

/** Something that was read, and how it read. */
interface Seen {
  readonly name: StoreMethod
  readonly values: readonly unknown[]
  readonly result: unknown
}

const looking = /^(find|list|is|take)[A-Z]/

/** What a write is about, by how it was found: where that is gone, the write itself says so. */
const subjects: Partial<Readonly<Record<StoreMethod, readonly StoreMethod[]>>> = {
  updateService: ['findService', 'findApiToken'],
  deleteService: ['findService', 'findApiToken'],
  updateClient: ['findClient', 'findClientByAlias'],
  deleteClient: ['findClient', 'findClientByAlias'],
  updateTicket: ['findTicket'],
  endTicket: ['findTicket'],
  issueCode: ['findTicket'],
  endTokenTicket: ['findTokenTicket'],
  redeemTokenTicket: ['findTokenTicket'],
  refreshTokens: ['findRefreshToken'],
  updateTokenPair: ['findAccessToken'],
  endTokenPair: ['findAccessToken', 'findRefreshToken', 'findRefreshTokenOfExpired'],
  revokeGrant: ['findGrant'],
}

/** Opens calls. A write and the look at what it relies on are one transaction. */
export function sqliteCalls(database: Database, units: Units): () => StoreCall {
  const named = units as NamedUnits
  const counters = rowCounters(database)
  const inUnit = database.transaction((work: () => unknown) => work())
  return () => {
    const readings = rememberReadings(named, counters)
    const proofs = ownProofs(units)
    const write = (name: StoreMethod, values: readonly unknown[]): unknown => {
      const about = subjects[name] ?? []
      readings.check(about)
      const before = counters.own()
      const result = named[name]?.(...values)
      if (counters.own() !== before) readings.settle()
      readings.forget(about)
      return result
    }
    const spend = (world: number, proof: SpentProof): unknown => {
      readings.check()
      readings.expectRow()
      return proofs.record(world, proof)
    }
    return {
      ask: async (name, values) => {
        if (looking.test(name)) return readings.look(name, values)
        const [world, proof] = values as Parameters<Units['recordProof']>
        return inUnit.immediate(() => (name === 'recordProof' ? spend(world, proof) : write(name, values)))
      },
      confirm: async () => {
        if (!readings.isUndisturbed()) inUnit.deferred(() => readings.check())
      },
      restart: () => {
        proofs.restart()
        readings.restart()
      },
    }
  }
}

/** What one call has read, and whether it still reads the same. */
function rememberReadings(named: NamedUnits, counters: RowCounters) {
  let seen: Seen[] = []
  let own = counters.own()
  let others = counters.others()
  let isSettled = false
  const isUndisturbed = (): boolean => isSettled || (own === counters.own() && others === counters.others())
  const stillReads = ({ name, values, result }: Seen, about: readonly StoreMethod[]): boolean => {
    const now = named[name]?.(...values)
    return isDeepStrictEqual(now, result) || (now === undefined && about.includes(name))
  }
  return {
    isUndisturbed,
    look: (name: StoreMethod, values: readonly unknown[]): unknown => {
      const result = named[name]?.(...values)
      if (name !== 'takeAccessToken') seen.push({ name, values, result })
      else if (isTaken(result as FoundAccessToken | undefined, Number(values[2]))) isSettled = true
      else seen.push({ name: 'findAccessToken', values: values.slice(0, 2), result })
      return result
    },
    /** Throws where something has changed, other than that what a write is about is gone. */
    check: (about: readonly StoreMethod[] = []): void => {
      if (isUndisturbed()) return
      const changed = seen.find((one) => !stillReads(one, about))
      if (changed !== undefined) throw new Overtaken(`what ${changed.name} found has changed`)
    },
    /** What has just been checked, and one row that is written now, are no disturbance. */
    expectRow: (): void => {
      own = counters.own() + 1
      others = counters.others()
    },
    forget: (about: readonly StoreMethod[]): void => {
      seen = seen.filter(({ name }) => !about.includes(name))
    },
    /** From now on nothing matters that was read. */
    settle: (): void => {
      isSettled = true
    },
    restart: (): void => {
      seen = []
      own = counters.own()
      others = counters.others()
    },
  }
}

/** Rise with every row that is written: by this process, and by others. */
interface RowCounters {
  readonly own: () => number
  readonly others: () => number
}

function rowCounters(database: Database): RowCounters {
  const own = database.prepare<[], number>('SELECT total_changes()').pluck()
  const others = database.prepare<[], number>('PRAGMA data_version').pluck()
  return { own: () => Number(own.get()), others: () => Number(others.get()) }
}

/** An access token that had expired is deleted when it is taken. */
function isTaken(found: FoundAccessToken | undefined, now: number): boolean {
  return found !== undefined && now >= found.token.expiresAt
}

/** A proof that a call has spent does not stand in its own way when it is decided once more. */
function ownProofs({ recordProof }: Units) {
  let earlier = new Set<string>()
  const spent = new Set<string>()
  return {
    record: (world: number, proof: SpentProof): boolean => {
      const key = JSON.stringify([world, proof.api, proof.jkt, proof.jtiHash])
      const isFirstUse = earlier.delete(key) || recordProof(world, proof)
      if (isFirstUse) spent.add(key)
      return isFirstUse
    },
    restart: (): void => {
      earlier = new Set([...earlier, ...spent])
      spent.clear()
    },
  }
}
