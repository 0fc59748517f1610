import { Type, type Static } from '@sinclair/typebox'
import { withoutEffect } from './effects/no-effect.ts'
import { OneOf } from './one-of.ts'
import {
  FlagSchema,
  PairsSchema,
  PropertiesSchema,
  resultSchemas,
  TextSchema,
  TextsSchema,
  WholeNumberSchema,
} from './token-shapes.ts'

const unsigned = withoutEffect('HTTP message signatures are not verified.')

const untransformed = withoutEffect('claims are not transformed.')

/** Authlete's `userinfo_request`. HTTP message signatures are accepted and not verified. */
export const UserInfoRequestSchema = Type.Object({
  token: TextSchema('The access token that the client presented.'),
  clientCertificate: TextSchema("The client's certificate in PEM, for tokens bound to a certificate."),
  dpop: TextSchema("The value of the client's DPoP header."),
  htm: TextSchema("The method of the client's request. Default: GET."),
  htu: TextSchema("The URI of the userinfo endpoint. Default: the service's userInfoEndpoint."),
  uri: TextSchema(unsigned),
  message: TextSchema(unsigned),
  headers: PairsSchema(unsigned),
  targetUri: TextSchema(unsigned),
  dpopNonceRequired: FlagSchema('Demands a nonce in the proof even where the service does not.'),
  requestBodyContained: FlagSchema(unsigned),
})

export type UserInfoRequest = Static<typeof UserInfoRequestSchema>

/** Authlete's `userinfo_response`. */
export const UserInfoResponseSchema = Type.Object({
  ...resultSchemas,
  action: OneOf(['INTERNAL_SERVER_ERROR', 'BAD_REQUEST', 'UNAUTHORIZED', 'FORBIDDEN', 'OK'], {
    description: 'What the authorization server has to do next.',
  }),
  claims: TextsSchema('The claims that the client has asked for.'),
  clientAttributes: PairsSchema('The attributes of the client.'),
  clientId: WholeNumberSchema('The client that has the token.'),
  clientIdAlias: TextSchema("The client's alias."),
  clientEntityIdUsed: FlagSchema('Always false: clients have no entity ids here.'),
  clientIdAliasUsed: FlagSchema('Whether the client named itself by its alias.'),
  consentedClaims: TextsSchema('The claims that the subject has consented to.'),
  dpopNonce: TextSchema('The value for the DPoP-Nonce header.'),
  metadataDocumentUsed: FlagSchema('Always false: no metadata documents are fetched here.'),
  properties: PropertiesSchema,
  responseContent: TextSchema('A value for WWW-Authenticate.'),
  scopes: TextsSchema('The scopes of the token.'),
  serviceAttributes: PairsSchema('The attributes of the service.'),
  subject: TextSchema('The subject that the token is for.'),
  token: TextSchema('The access token that was presented.'),
  userInfoClaims: TextSchema('What the claims parameter asks of the userinfo endpoint, as JSON text.'),
})

/** Authlete's `userinfo_issue_request`. */
export const UserInfoIssueRequestSchema = Type.Object({
  token: TextSchema('The access token that the client presented.'),
  claims: TextSchema('The claims and their values, as JSON text.'),
  sub: TextSchema("The subject's name for the client, where it differs from the subject."),
  claimsForTx: TextSchema(untransformed),
  verifiedClaimsForTx: TextsSchema(untransformed),
  requestSignature: TextSchema(withoutEffect('answers get no HTTP message signature.')),
  headers: PairsSchema(unsigned),
})

export type UserInfoIssueRequest = Static<typeof UserInfoIssueRequestSchema>

/** Authlete's `userinfo_issue_response`. */
export const UserInfoIssueResponseSchema = Type.Object({
  ...resultSchemas,
  action: OneOf(['INTERNAL_SERVER_ERROR', 'BAD_REQUEST', 'UNAUTHORIZED', 'FORBIDDEN', 'JSON', 'JWT'], {
    description: 'What the authorization server has to do next.',
  }),
  responseContent: TextSchema('The claims as JSON or as a JWT, or a value for WWW-Authenticate.'),
})
