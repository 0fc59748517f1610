import type { RememberedScopes } from '../../model/authorization.ts'
import type { InitialState } from '../../model/baseline.ts'
import type { ClockSetting } from '../../model/clock-setting.ts'
import { generationTables, nameRows } from './tables.ts'
import { insertClient } from './clients.ts'
import { leadOf } from './due.ts'
import { insertGrant } from './grants.ts'
import { insertAccessToken, insertRefreshToken } from './token-rows.ts'
import { change, exists, returned, type Query, type Steps } from './unit.ts'

export function readGeneration({ generation }: { readonly generation: number }): number {
  return generation
}

/** Begins a generation of a service with that clock, or of a snapshot: nothing in that is ever due. */
export function* beginGeneration(clock?: ClockSetting): Steps<number> {
  const text = 'INSERT INTO generations (lead) VALUES (?) RETURNING generation'
  return (yield* returned(text, [clock === undefined ? null : leadOf(clock)], readGeneration)) as number
}

export function abandonGeneration(generation: number): Query<number> {
  return change('UPDATE generations SET abandoned = 1 WHERE generation = ?', [generation])
}

export function isCurrent(generation: number): Query<boolean> {
  return exists('FROM generations WHERE generation = ? AND abandoned = 0', [generation])
}

export function* fillGeneration(generation: number, state: InitialState): Steps<void> {
  for (const client of state.clients) yield* insertClient(generation, client)
  for (const grant of state.grants) yield* insertGrant(generation, grant)
  for (const token of state.accessTokens) yield* insertAccessToken(generation, token)
  for (const token of state.refreshTokens) yield* insertRefreshToken(generation, token)
  for (const scopes of state.grantedScopes) yield* insertGrantedScopes(generation, scopes)
}

function insertGrantedScopes(generation: number, scopes: RememberedScopes): Query<number> {
  const { clientId, subject, latest, merged, modifiedAt } = scopes
  return change('INSERT INTO granted_scopes VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING', [
    generation,
    clientId,
    subject,
    latest.join(' '),
    merged.join(' '),
    modifiedAt,
  ])
}

/** Begins a generation with the rows of another one. */
export function* copyGeneration(from: number): Steps<number> {
  const generation = yield* beginGeneration()
  for (const [table, columns] of Object.entries(generationTables)) {
    yield* change(
      `INSERT INTO ${table} (generation, ${columns})
       SELECT CAST(? AS BIGINT), ${columns} FROM ${table} WHERE generation = ?`,
      [generation, from],
      [nameRows(table, generation)],
    )
  }
  return generation
}
