import { Type, type Static } from '@sinclair/typebox'
import { traceMembers } from './trace.ts'
import { cursor, journalEntryMembers, older } from './views.ts'

/** The responses of the admin calls about the calls to all services. */

/** A call in a list of the calls to all services. */
export const NumberedCallSchema = Type.Object(
  {
    number: Type.String({ description: 'Its place among the calls to all services and to none.' }),
    serviceId: Type.Optional(Type.String({ description: 'Absent if the call reached no service.' })),
    ...journalEntryMembers,
  },
  { additionalProperties: false },
)
export type NumberedCall = Static<typeof NumberedCallSchema>

export const AllCallsSchema = Type.Object({ requests: Type.Array(NumberedCallSchema), cursor, older })
export type AllCallsView = Static<typeof AllCallsSchema>

export const NumberedEntrySchema = Type.Object(
  { ...NumberedCallSchema.properties, ...traceMembers },
  { additionalProperties: false },
)
export type NumberedEntryView = Static<typeof NumberedEntrySchema>
