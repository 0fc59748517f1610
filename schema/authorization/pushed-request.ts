import { Type, type Static } from '@sinclair/typebox'
import { ResponseContentSchema, ResultCodeSchema, ResultMessageSchema } from './words.ts'
import { OneOf } from '../one-of.ts'
import { attestationSchemas } from '../token-shapes.ts'

/** Authlete's `pushed_authorization_request`. */
export const PushedAuthorizationRequestSchema = Type.Object({
  parameters: Type.Optional(Type.String({ description: "The form-encoded body of the client's request." })),
  clientId: Type.Optional(Type.String({ description: "The client's id from its Authorization header." })),
  clientSecret: Type.Optional(
    Type.String({ description: "The client's secret from its Authorization header." }),
  ),
  clientCertificate: Type.Optional(
    Type.String({ description: "The certificate of the client's TLS connection, in PEM." }),
  ),
  clientCertificatePath: Type.Optional(
    Type.Array(Type.String(), { description: 'The certificates between it and its root, in PEM.' }),
  ),
  dpop: Type.Optional(Type.String({ description: "The value of the client's DPoP header." })),
  htm: Type.Optional(Type.String({ description: "The method of the client's request. Default: POST." })),
  htu: Type.Optional(
    Type.String({
      description: "The URI of the client's request. Default: the service's pushedAuthReqEndpoint.",
    }),
  ),
  dpopNonceRequired: Type.Optional(
    Type.Boolean({ description: 'Demands a nonce in the proof even where the service does not.' }),
  ),
  ...attestationSchemas,
})

export type PushedAuthorizationRequest = Static<typeof PushedAuthorizationRequestSchema>

/** Authlete's `pushed_authorization_response`. */
export const PushedAuthorizationResponseSchema = Type.Object({
  resultCode: ResultCodeSchema,
  resultMessage: ResultMessageSchema,
  action: OneOf(
    ['CREATED', 'BAD_REQUEST', 'UNAUTHORIZED', 'FORBIDDEN', 'PAYLOAD_TOO_LARGE', 'INTERNAL_SERVER_ERROR'],
    { description: 'What the authorization server has to do next.' },
  ),
  dpopNonce: Type.Optional(Type.String({ description: 'The value for the DPoP-Nonce header.' })),
  requestUri: Type.Optional(Type.String({ description: 'The URI of the request that was pushed.' })),
  responseContent: ResponseContentSchema,
})
