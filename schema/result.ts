import { Type } from '@sinclair/typebox'

/** Authlete's `result`: what a call gets that does not reach the API it is for. */
export const ResultSchema = Type.Object(
  {
    resultCode: Type.String({ description: 'The code of the result.' }),
    resultMessage: Type.String({ description: 'The code in brackets and a short text.' }),
  },
  { additionalProperties: false },
)
