import { Type, type Static } from '@sinclair/typebox'

/** The responses of the admin calls about snapshots. */

const count = (what: string) => Type.Integer({ description: `How many ${what} it holds.` })

const counts = {
  clients: count('clients'),
  grants: count('grants'),
  accessTokens: count('access tokens'),
  refreshTokens: count('refresh tokens'),
}

const name = Type.String({ description: 'Up to 64 letters, digits, dots, underscores and hyphens.' })
const at = Type.Integer({
  description: 'When it was saved, by the clock that services start with, in epoch milliseconds.',
})

export const SnapshotViewSchema = Type.Object({ name, at, ...counts }, { additionalProperties: false })
export type SnapshotView = Static<typeof SnapshotViewSchema>

export const SnapshotListSchema = Type.Object({ snapshots: Type.Array(SnapshotViewSchema) })
export type SnapshotList = Static<typeof SnapshotListSchema>

export const WorldSnapshotViewSchema = Type.Object(
  { name, at, services: count('services'), ...counts },
  { additionalProperties: false },
)
export type WorldSnapshotView = Static<typeof WorldSnapshotViewSchema>

export const WorldSnapshotListSchema = Type.Object({ snapshots: Type.Array(WorldSnapshotViewSchema) })
export type WorldSnapshotList = Static<typeof WorldSnapshotListSchema>
