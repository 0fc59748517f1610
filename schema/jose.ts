import { Type, type Static } from '@sinclair/typebox'
import { FlagSchema, resultSchemas, TextSchema, TextsSchema, WholeNumberSchema } from './token-shapes.ts'

/** Authlete's `jose_verify_request`. */
export const JoseVerifyRequestSchema = Type.Object({
  jose: TextSchema('The JWS in compact serialisation.'),
  mandatoryClaims: TextsSchema('Claims that the payload must have.'),
  clockSkew: WholeNumberSchema('By how many seconds clocks may differ.'),
  clientIdentifier: TextSchema('The client whose key or secret signed it: its id or its alias.'),
  signedByClient: FlagSchema('Whether the client signed it. Without it the service did.'),
})

export type JoseVerifyRequest = Static<typeof JoseVerifyRequestSchema>

/** Authlete's `jose_verify_response`. */
export const JoseVerifyResponseSchema = Type.Object({
  ...resultSchemas,
  valid: FlagSchema('Whether signature and claims are valid.'),
  signatureValid: FlagSchema('Whether the signature is valid.'),
  missingClaims: TextsSchema('The mandatory claims that the payload does not have.'),
  invalidClaims: TextsSchema('The claims with a value that is not valid.'),
  errorDescriptions: TextsSchema('The text of each error.'),
})
