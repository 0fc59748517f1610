import { isDeepStrictEqual } from 'node:util'
import type { Database } from 'better-sqlite3'
import type { FoundAccessToken } from '../model/access-token.ts'
import type { UsedProof } from '../model/used-proof.ts'
import { Overtaken } from '../base/overtaken.ts'
import type { StoreCall, StoreMethod } from './store.ts'
import { isLook, isTaken, type CountedUnits } from './counted-units.ts'
import type { NamedUnits, Units } from './units.ts'

/** Something that was read, and how it read. */
interface Seen {
  readonly name: StoreMethod
  readonly values: readonly unknown[]
  readonly result: unknown
}

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
  endTokenPair: [
    'findAccessToken',
    'findRefreshToken',
    'findRenewedRefreshToken',
    'findRefreshTokenOfExpired',
  ],
  revokeGrant: ['findGrant'],
}

/** Opens calls. A write and the look at what it relies on are one transaction. */
export function sqliteCalls(database: Database, counted: CountedUnits): () => StoreCall {
  const { units } = counted
  const named = units as NamedUnits
  const counters = writeCounters(database, counted)
  const rowsWritten = database.prepare<[], number>('SELECT total_changes()').pluck()
  const atOnce = unitOfWork(database)
  return () => {
    const readings = rememberReadings(named, counters)
    const proofs = ownProofs(units)
    const write = (name: StoreMethod, values: readonly unknown[]): unknown => {
      const about = subjects[name] ?? []
      readings.check(about)
      const before = rowsWritten.get()
      const result = named[name]?.(...values)
      if (rowsWritten.get() !== before) readings.settle()
      readings.forget(about)
      return result
    }
    const spend = (generation: number, proof: UsedProof): unknown => {
      readings.check()
      return proofs.record(generation, proof)
    }
    return {
      ask: async (name, values) => {
        if (isLook(name)) return readings.look(name, values)
        const [generation, proof] = values as Parameters<Units['recordProof']>
        return atOnce(
          () => (name === 'recordProof' ? spend(generation, proof) : write(name, values)),
          'immediate',
        )
      },
      confirm: async () => {
        if (!readings.isUndisturbed()) atOnce(() => readings.check(), 'deferred')
      },
      restart: () => {
        proofs.restart()
        readings.restart()
      },
    }
  }
}

/** Nobody else sees a database in memory, and there each turn of the event loop is one unit of work as it is. */
function unitOfWork(database: Database) {
  if (database.memory) return (work: () => unknown): unknown => work()
  const inTransaction = database.transaction((work: () => unknown) => work())
  return (work: () => unknown, kind: 'immediate' | 'deferred'): unknown => inTransaction[kind](work)
}

/** What one call has read, and whether it still reads the same. */
function rememberReadings(named: NamedUnits, counters: WriteCounters) {
  let seen: Seen[] = []
  let own: number
  let others: number
  let isSettled = false
  const begin = (): void => {
    own = counters.own()
    others = counters.others()
  }
  begin()
  const isUndisturbed = (): boolean =>
    isSettled || (own === counters.own() && others === counters.others() && !seen.some(isOfProofs))
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
      begin()
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
      begin()
    },
  }
}

/** That a proof is spent is not counted, because hardly anybody reads it. */
function isOfProofs({ name }: Seen): boolean {
  return name === 'isProofUsed'
}

/** Rise with whatever is written that a call may have read: by this process, and by others. */
interface WriteCounters {
  readonly own: () => number
  readonly others: () => number
}

function writeCounters(database: Database, { written }: CountedUnits): WriteCounters {
  const version = database.prepare<[], number>('PRAGMA data_version').pluck()
  return { own: written, others: database.memory ? () => 0 : () => Number(version.get()) }
}

/** A proof that a call has spent does not stand in its own way when it is decided once more. */
function ownProofs({ recordProof }: Units) {
  let earlier = new Set<string>()
  const spent = new Set<string>()
  return {
    record: (generation: number, proof: UsedProof): boolean => {
      const key = JSON.stringify([generation, proof.api, proof.jkt, proof.jtiHash])
      const isFirstUse = earlier.delete(key) || recordProof(generation, proof)
      if (isFirstUse) spent.add(key)
      return isFirstUse
    },
    restart: (): void => {
      earlier = new Set([...earlier, ...spent])
      spent.clear()
    },
  }
}
