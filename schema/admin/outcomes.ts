import { Type, type Static } from '@sinclair/typebox'

/** The request and response of arranging an outcome. */

export const OutcomeRequestSchema = Type.Object(
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
export type OutcomeRequest = Static<typeof OutcomeRequestSchema>

export const ArrangedOutcomeSchema = Type.Object(
  {
    api: Type.String(),
    reason: Type.String(),
    request: Type.Object(
      {
        method: Type.String(),
        url: Type.String(),
        headers: Type.Record(Type.String(), Type.String()),
        body: Type.Optional(Type.String({ description: 'Absent if the call has none. Send it as it is.' })),
      },
      { additionalProperties: false, description: 'The request that triggers the outcome.' },
    ),
    expected: Type.Object(
      {
        status: Type.Integer(),
        resultCode: Type.Optional(Type.String()),
        action: Type.Optional(Type.String()),
        resultMessage: Type.Optional(
          Type.String({ description: 'Also absent if it has values that only the call itself makes.' }),
        ),
      },
      { additionalProperties: false, description: 'The answer to it.' },
    ),
    changes: Type.Object(
      {
        service: Type.Optional(
          Type.Record(Type.String(), Type.Unknown(), {
            description: 'Properties of the service that were changed for it; null where one was removed.',
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
      { additionalProperties: false, description: 'A reset of the service undoes them.' },
    ),
    cursor: Type.String({
      description: 'The place in the journal after which your call will be: a value for `after`.',
    }),
  },
  { additionalProperties: false },
)
export type ArrangedOutcome = Static<typeof ArrangedOutcomeSchema>
