import { Type, type Static } from '@sinclair/typebox'
import { OneOf } from './one-of.ts'
import { attestationSchemas } from './token-shapes.ts'

/** Authlete's `revocation_request`. */
export const RevocationRequestSchema = Type.Object({
  parameters: Type.Optional(
    Type.String({
      description: "The body of the client's revocation request, form-encoded (RFC 7009 §2.1).",
    }),
  ),
  clientId: Type.Optional(
    Type.String({ description: "The client id from the Authorization header of the client's request." }),
  ),
  clientSecret: Type.Optional(
    Type.String({ description: "The client secret from the Authorization header of the client's request." }),
  ),
  clientCertificate: Type.Optional(
    Type.String({ description: "The certificate of the client's TLS connection, in PEM." }),
  ),
  clientCertificatePath: Type.Optional(
    Type.Array(Type.String(), {
      description: 'The certificates that the client presented between its own and a root, in PEM.',
    }),
  ),
  ...attestationSchemas,
})

export type RevocationRequest = Static<typeof RevocationRequestSchema>

/** Authlete's `revocation_response`. */
export const RevocationResponseSchema = Type.Object({
  resultCode: Type.String({ description: 'The code of the result.' }),
  resultMessage: Type.String({ description: 'The code in brackets and a short text.' }),
  action: OneOf(['INTERNAL_SERVER_ERROR', 'INVALID_CLIENT', 'BAD_REQUEST', 'OK'], {
    description: 'What the authorization server has to do next.',
  }),
  responseContent: Type.Optional(
    Type.String({ description: 'The error as JSON for the client; absent for OK.' }),
  ),
})
