import { Type, type Static } from '@sinclair/typebox'
import { OneOf } from './one-of.ts'
import {
  attestationSchemas,
  AuthorizationDetailsSchema,
  FlagSchema,
  MetadataDocumentOptionsSchema,
  PairsSchema,
  PropertiesSchema,
  resultSchemas,
  TextSchema,
  TextsSchema,
  WholeNumberSchema,
} from './token-shapes.ts'

/** Authlete's `token_request`. */
export const TokenRequestSchema = Type.Object({
  parameters: TextSchema("The body of the client's request, form-encoded."),
  clientId: TextSchema("The client's id from its Authorization header."),
  clientSecret: TextSchema("The client's secret from its Authorization header."),
  clientCertificate: TextSchema("The certificate of the client's TLS connection, in PEM."),
  clientCertificatePath: TextsSchema(
    'The certificates that the client presented between its own and a root, in PEM.',
  ),
  properties: PropertiesSchema,
  dpop: TextSchema("The value of the client's DPoP header."),
  htm: TextSchema("The method of the client's request. Default: POST."),
  htu: TextSchema("The URI of the client's request. Default: the service's tokenEndpoint."),
  accessToken: TextSchema('The value of an opaque access token.'),
  jwtAtClaims: TextSchema('More claims for an access token that is a JWT, as a JSON object in text.'),
  accessTokenDuration: WholeNumberSchema('Seconds; counts where it is positive.'),
  refreshTokenDuration: WholeNumberSchema('Seconds; counts where it is positive.'),
  dpopNonceRequired: FlagSchema('Demands a nonce in the proof even where the service does not.'),
  ...attestationSchemas,
  cimdOptions: MetadataDocumentOptionsSchema,
})

export type TokenRequest = Static<typeof TokenRequestSchema>

/** Authlete's `token_issue_request`. */
export const TokenIssueRequestSchema = Type.Object({
  ticket: TextSchema('The ticket of the token request.'),
  subject: TextSchema('The resource owner.'),
  properties: PropertiesSchema,
  jwtAtClaims: TextSchema('More claims for an access token that is a JWT, as a JSON object in text.'),
  accessToken: TextSchema('The value of an opaque access token.'),
  accessTokenDuration: WholeNumberSchema('Seconds; counts where it is positive.'),
  refreshTokenDuration: WholeNumberSchema('Seconds; counts where it is positive.'),
})

export type TokenIssueRequest = Static<typeof TokenIssueRequestSchema>

/** Authlete's `token_fail_request`, with the reasons that only authlete-java-common 4.46 names: the last three. */
export const TokenFailRequestSchema = Type.Object({
  ticket: TextSchema('The ticket of the token request.'),
  reason: Type.Optional(
    OneOf(
      [
        'UNKNOWN',
        'INVALID_RESOURCE_OWNER_CREDENTIALS',
        'INVALID_TARGET',
        'INVALID_CLIENT',
        'UNAUTHORIZED_CLIENT',
        'INVALID_SCOPE',
      ],
      { description: 'Why the request fails.' },
    ),
  ),
})

export type TokenFailRequest = Static<typeof TokenFailRequestSchema>

/** The common part of a token response and the response of its issue. */
const issuedSchemas = {
  responseContent: TextSchema('What the client gets, as JSON.'),
  accessToken: TextSchema('The access token, opaque.'),
  accessTokenDuration: WholeNumberSchema('How long it lasts, in seconds.'),
  accessTokenExpiresAt: WholeNumberSchema('When it ends, in epoch milliseconds.'),
  accessTokenResources: TextsSchema('The resources that it is for.'),
  authorizationDetails: Type.Optional(AuthorizationDetailsSchema),
  clientAttributes: PairsSchema('The attributes of the client.'),
  clientId: WholeNumberSchema('The id of the client.'),
  clientIdAlias: TextSchema('The alias of the client.'),
  clientEntityIdUsed: FlagSchema('Always false: clients have no entity ids here.'),
  clientIdAliasUsed: FlagSchema('Whether the client named itself by its alias.'),
  metadataDocumentUsed: FlagSchema('Always false: no metadata documents are fetched here.'),
  jwtAccessToken: TextSchema('The JWT that the client gets instead, where the service signs them.'),
  properties: PropertiesSchema,
  refreshToken: TextSchema('The refresh token.'),
  refreshTokenDuration: WholeNumberSchema('How long it lasts, in seconds.'),
  refreshTokenExpiresAt: WholeNumberSchema('When it ends, in epoch milliseconds.'),
  refreshTokenScopes: TextsSchema('The scopes of the refresh token.'),
  scopes: TextsSchema('The scopes of the access token.'),
  serviceAttributes: PairsSchema('The attributes of the service.'),
  subject: TextSchema('The subject of the access token.'),
}

/** Authlete's `token_response`. */
export const TokenResponseSchema = Type.Object({
  ...resultSchemas,
  action: OneOf(
    [
      'INTERNAL_SERVER_ERROR',
      'INVALID_CLIENT',
      'BAD_REQUEST',
      'PASSWORD',
      'OK',
      'TOKEN_EXCHANGE',
      'JWT_BEARER',
      'NATIVE_SSO',
      'ID_TOKEN_REISSUABLE',
    ],
    { description: 'What the authorization server has to do next.' },
  ),
  ...issuedSchemas,
  previousRefreshTokenUsed: FlagSchema(
    'Whether the refresh token was a spent one that the service remembers (`refreshTokenIdempotent`); true with an error: its time is over.',
  ),
  cnonceDuration: WholeNumberSchema('Always 0: no credentials are issued here.'),
  cnonceExpiresAt: WholeNumberSchema('Always 0: no credentials are issued here.'),
  dpopNonce: TextSchema('The value for the DPoP-Nonce header.'),
  grantId: TextSchema('The grant that the tokens are tied to.'),
  grantType: TextSchema('How the access token was created.'),
  idToken: TextSchema('The ID token.'),
  requestedIdTokenClaims: TextsSchema('The claims that were requested for the ID token.'),
  resources: TextsSchema('The resources that the token request named.'),
  ticket: TextSchema('With PASSWORD: the ticket for the call that issues tokens or refuses them.'),
  username: TextSchema('With PASSWORD: the name that the client sent.'),
  password: TextSchema('With PASSWORD: the password that the client sent.'),
})

/** Authlete's `token_issue_response`. */
export const TokenIssueResponseSchema = Type.Object({
  ...resultSchemas,
  action: OneOf(['INTERNAL_SERVER_ERROR', 'OK'], {
    description: 'What the authorization server has to do next.',
  }),
  ...issuedSchemas,
})

/** Authlete's `token_fail_response`. */
export const TokenFailResponseSchema = Type.Object({
  ...resultSchemas,
  action: OneOf(['INTERNAL_SERVER_ERROR', 'BAD_REQUEST'], {
    description: 'What the authorization server has to do next.',
  }),
  responseContent: TextSchema('What the client gets, as JSON.'),
})
