import { Type } from '@sinclair/typebox'

/** Authlete's `result`: the answer to a call that does not reach its API. */
export const ResultSchema = Type.Object(
  {
    resultCode: Type.String({ description: 'The code of the result.' }),
    resultMessage: Type.String({ description: 'The code in brackets and a short text.' }),
  },
  { additionalProperties: false },
)

/** What the health endpoints answer. */
export const HealthSchema = Type.Object({ status: Type.String() }, { additionalProperties: false })
