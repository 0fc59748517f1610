import { Type, type Static } from '@sinclair/typebox'

/** What arranging an outcome takes, and what it gives back. */

export const OutcomeOrderSchema = Type.Object(
  {
    api: Type.Optional(
      Type.String({
        description:
          'The API as GET /_mock/outcomes names it. Default: gm, or the only one that has the reason.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type OutcomeOrder = Static<typeof OutcomeOrderSchema>

export const ArrangedOutcomeSchema = Type.Object(
  {
    api: Type.String(),
    reason: Type.String(),
    request: Type.Object(
      {
        method: Type.String(),
        url: Type.String(),
        headers: Type.Record(Type.String(), Type.String()),
        body: Type.Optional(
          Type.String({ description: 'Absent where the call has none. To be sent as it is.' }),
        ),
      },
      { additionalProperties: false, description: 'The call that meets the outcome.' },
    ),
    expected: Type.Object(
      {
        status: Type.Integer(),
        resultCode: Type.Optional(Type.String()),
        action: Type.Optional(Type.String()),
        resultMessage: Type.Optional(
          Type.String({ description: 'Absent, too, where it holds what only the call itself makes.' }),
        ),
      },
      { additionalProperties: false, description: 'What it is answered with.' },
    ),
    changes: Type.Object(
      {
        service: Type.Optional(
          Type.Record(Type.String(), Type.Unknown(), {
            description: 'Properties of the service that were changed for it; null where one was taken away.',
          }),
        ),
        clockSeconds: Type.Optional(
          Type.Integer({ description: 'How far the clock of the service was advanced.' }),
        ),
        armed: Type.Optional(
          Type.String({
            description: 'What will happen to the next call of the API, because the outcome needs it.',
          }),
        ),
      },
      { additionalProperties: false, description: 'A reset of the service takes them back.' },
    ),
    cursor: Type.String({
      description: 'The place in the journal after which the call to come will stand: a value for `after`.',
    }),
  },
  { additionalProperties: false },
)
export type ArrangedOutcome = Static<typeof ArrangedOutcomeSchema>
