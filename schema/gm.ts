import { Type, type Static } from '@sinclair/typebox'
import { OneOf } from './one-of.ts'

/** Authlete's `g_m_request`. No member is required; see the README, "Differences from real Authlete". */
export const GmRequestSchema = Type.Object({
  accessToken: Type.Optional(Type.String({ description: 'The access token that the client presented.' })),
  clientCertificate: Type.Optional(
    Type.String({
      description: "The client's certificate in PEM, for access tokens bound to a certificate.",
    }),
  ),
  dpop: Type.Optional(Type.String({ description: "The value of the client's DPoP header." })),
  htm: Type.Optional(
    Type.String({
      description: "The method of the client's request. Default: GET for QUERY, DELETE for REVOKE.",
    }),
  ),
  htu: Type.Optional(
    Type.String({
      description:
        "The URI of the client's request. Default: the service's grantManagementEndpoint, a slash, the grantId.",
    }),
  ),
  gmAction: Type.Optional(
    OneOf(['CREATE', 'QUERY', 'REPLACE', 'REVOKE', 'MERGE'], {
      description: 'What to do with the grant. This API knows QUERY and REVOKE.',
    }),
  ),
  grantId: Type.Optional(Type.String({ description: 'The id of the grant.' })),
  dpopNonceRequired: Type.Optional(
    Type.Boolean({ description: 'Demands a nonce in the proof even where the service does not.' }),
  ),
})

export type GmRequest = Static<typeof GmRequestSchema>

/** Authlete's `g_m_response`. */
export const GmResponseSchema = Type.Object({
  resultCode: Type.String({ description: 'The code of the result.' }),
  resultMessage: Type.String({ description: 'The code in brackets and a short text.' }),
  action: OneOf(
    ['OK', 'NO_CONTENT', 'UNAUTHORIZED', 'FORBIDDEN', 'NOT_FOUND', 'CALLER_ERROR', 'AUTHLETE_ERROR'],
    { description: 'What the authorization server has to do next.' },
  ),
  dpopNonce: Type.Optional(Type.String({ description: 'The value for the DPoP-Nonce header.' })),
  responseContent: Type.Optional(
    Type.String({
      description: 'The grant as JSON (OK), or a value for WWW-Authenticate (all others but NO_CONTENT).',
    }),
  ),
})
