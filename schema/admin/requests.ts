import { Type, type Static } from '@sinclair/typebox'
import { OneOf } from '../one-of.ts'
import { DurationSchema, TimeSchema } from '../times.ts'
import {
  ConfirmationSchema,
  ExpiresInSecondsSchema,
  OffsetSecondsSchema,
  RightsSchema,
  ServiceIdSchema,
  TokenValueSchema,
  mintMemberSchemas,
} from '../words.ts'

/** The requests of the admin calls. */

export const NewApiTokenSchema = Type.Object(
  {
    serviceId: Type.Optional(ServiceIdSchema),
    rights: Type.Optional(RightsSchema),
    expiresInSeconds: Type.Optional(ExpiresInSecondsSchema),
  },
  { additionalProperties: false, description: 'Without serviceId: an organization token.' },
)
export type NewApiTokenRequest = Static<typeof NewApiTokenSchema>

export const MintSchema = Type.Object(
  {
    accessToken: Type.Optional(TokenValueSchema),
    ...mintMemberSchemas,
    cnf: Type.Optional(ConfirmationSchema),
    bind: Type.Optional(
      OneOf(['dpop', 'mtls'], {
        description: 'The mock makes the key or the certificate, and returns it with the token.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type MintRequest = Static<typeof MintSchema>

const clocks = Type.Union([
  Type.Object({ mode: Type.Literal('real') }, { additionalProperties: false }),
  Type.Object(
    {
      mode: Type.Literal('frozen'),
      now: Type.Optional(TimeSchema('Where it stands; by default where time is.', 'what the clock shows')),
    },
    { additionalProperties: false },
  ),
  Type.Object(
    { mode: Type.Literal('offset'), offsetSeconds: OffsetSecondsSchema },
    { additionalProperties: false },
  ),
])

/** Its mode selects the schema, so that problems concern one kind of clock and not all three. */
export const ClockSchema = Type.Unsafe<Static<typeof clocks>>({
  type: 'object',
  required: ['mode'],
  discriminator: { propertyName: 'mode' },
  oneOf: clocks.anyOf,
})
export type ClockRequest = Static<typeof ClockSchema>

export const ClockAdvanceSchema = Type.Object(
  { seconds: DurationSchema('seconds', 'How far.') },
  { additionalProperties: false },
)
export type ClockAdvanceRequest = Static<typeof ClockAdvanceSchema>
