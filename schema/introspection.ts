import { Type, type Static } from '@sinclair/typebox'
import { withoutEffect } from './effects/no-effect.ts'
import { OneOf } from './one-of.ts'
import {
  AuthorizationDetailsSchema,
  FlagSchema,
  GrantSchema,
  GrantTypeSchema,
  PairsSchema,
  PropertiesSchema,
  resultSchemas,
  ScopeDetailsSchema,
  TextSchema,
  TextsSchema,
  WholeNumberSchema,
} from './token-shapes.ts'

const unsigned = withoutEffect('HTTP message signatures are not verified.')

/** Authlete's `introspection_request`. HTTP message signatures are accepted and not verified. */
export const IntrospectionRequestSchema = Type.Object({
  token: TextSchema('The access token that the client presented.'),
  scopes: TextsSchema('Scopes that the token must cover.'),
  subject: TextSchema('The subject that the token must be for.'),
  clientCertificate: TextSchema("The client's certificate in PEM, for tokens bound to a certificate."),
  dpop: TextSchema("The value of the client's DPoP header."),
  htm: TextSchema("The method of the client's request."),
  htu: TextSchema("The URI of the client's request."),
  resources: TextsSchema('Resources that the token must be for.'),
  acrValues: TextsSchema('Authentication contexts, one of which the user authentication must have had.'),
  maxAge: WholeNumberSchema('How many seconds ago the user authentication may have been; 0 for any.'),
  requiredComponents: TextsSchema(unsigned),
  uri: TextSchema(unsigned),
  message: TextSchema(unsigned),
  headers: PairsSchema(unsigned),
  targetUri: TextSchema(unsigned),
  dpopNonceRequired: FlagSchema('Demands a nonce in the proof even where the service does not.'),
  requestBodyContained: FlagSchema(unsigned),
})

export type IntrospectionRequest = Static<typeof IntrospectionRequestSchema>

/** Authlete's `introspection_response`. */
export const IntrospectionResponseSchema = Type.Object({
  ...resultSchemas,
  accessTokenResources: TextsSchema('The resources that this token was asked for.'),
  acr: TextSchema('The authentication context of the user authentication.'),
  action: OneOf(['INTERNAL_SERVER_ERROR', 'BAD_REQUEST', 'UNAUTHORIZED', 'FORBIDDEN', 'OK'], {
    description: 'What the authorization server has to do next.',
  }),
  authTime: WholeNumberSchema('When the user authenticated, seconds since the epoch.'),
  authorizationDetails: Type.Optional(AuthorizationDetailsSchema),
  certificateThumbprint: TextSchema('The certificate that the token is bound to.'),
  clientAttributes: PairsSchema('The attributes of the client.'),
  clientId: WholeNumberSchema('The client that has the token.'),
  clientIdAlias: TextSchema("The client's alias."),
  clientEntityIdUsed: FlagSchema('Always false: clients have no entity ids here.'),
  clientIdAliasUsed: FlagSchema('Whether the client named itself by its alias.'),
  cnonceExpiresAt: WholeNumberSchema('Always 0: no credentials are issued here.'),
  consentedClaims: TextsSchema('The claims that the subject has consented to.'),
  dpopNonce: TextSchema('The value for the DPoP-Nonce header.'),
  existent: FlagSchema('Whether there is such a token.'),
  expiresAt: WholeNumberSchema('When the token expires, epoch milliseconds.'),
  forCredentialIssuance: FlagSchema('Always false.'),
  forExternalAttachment: FlagSchema('Always false.'),
  grant: Type.Optional(GrantSchema),
  grantId: TextSchema('The id of the grant that the token is tied to.'),
  grantType: Type.Optional(GrantTypeSchema),
  metadataDocumentUsed: FlagSchema('Always false: no metadata documents are fetched here.'),
  properties: PropertiesSchema,
  refreshable: FlagSchema('Whether the token can be refreshed.'),
  resources: TextsSchema('The resources of the authorization.'),
  responseContent: TextSchema('A value for WWW-Authenticate.'),
  responseSigningRequired: FlagSchema('Always false: responses of resources are not signed here.'),
  scopeDetails: ScopeDetailsSchema,
  scopes: TextsSchema('The scopes of the token.'),
  serviceAttributes: PairsSchema('The attributes of the service.'),
  subject: TextSchema('The subject that the token is for.'),
  sufficient: FlagSchema('Whether the token covers the required scopes.'),
  usable: FlagSchema('Whether the token exists and has not expired.'),
})

const unencrypted = withoutEffect('JWT answers are not encrypted.')

/** Authlete's `standard_introspection_request`. Responses are not encrypted. */
export const StandardIntrospectionRequestSchema = Type.Object({
  parameters: TextSchema('The parameters of the introspection request (RFC 7662 §2.1), form-encoded.'),
  withHiddenProperties: FlagSchema('Whether hidden properties stand in the answer too.'),
  rsUri: TextSchema('The URI of the resource server that asks.'),
  httpAcceptHeader: TextSchema('The Accept header of the introspection request (RFC 9701 §4).'),
  introspectionSignAlg: TextSchema('The algorithm that signs a JWT answer; RS256 by default.'),
  introspectionEncryptionAlg: TextSchema('Refused: JWT answers are not encrypted here.'),
  introspectionEncryptionEnc: TextSchema(unencrypted),
  sharedKeyForSign: TextSchema('The key that signs a JWT answer with a symmetric algorithm.'),
  sharedKeyForEncryption: TextSchema(unencrypted),
  publicKeyForEncryption: TextSchema(unencrypted),
})

export type StandardIntrospectionRequest = Static<typeof StandardIntrospectionRequestSchema>

/** Authlete's `standard_introspection_response`. */
export const StandardIntrospectionResponseSchema = Type.Object({
  ...resultSchemas,
  action: OneOf(['INTERNAL_SERVER_ERROR', 'BAD_REQUEST', 'OK', 'JWT'], {
    description: 'What the authorization server has to do next.',
  }),
  responseContent: TextSchema(
    'What the introspection endpoint answers: JSON, or a JWT where the action says so.',
  ),
})
