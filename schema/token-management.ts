import { Type, type Static } from '@sinclair/typebox'
import { withoutEffect } from './effects/no-effect.ts'
import { OneOf } from './one-of.ts'
import {
  AuthorizationDetailsSchema,
  FlagSchema,
  GrantTypeSchema,
  InstantSchema,
  NumericDateSchema,
  PropertiesSchema,
  resultSchemas,
  TextSchema,
  TextsSchema,
  WholeNumberSchema,
} from './token-shapes.ts'

const TaggedTexts = (description: string) =>
  Type.Optional(
    Type.Array(Type.Object({ tag: TextSchema('Language.'), value: TextSchema('Text.') }), { description }),
  )

/** Authlete's `token_create_request`. No member is required; see the README, "Differences from real Authlete". */
export const TokenCreateRequestSchema = Type.Object({
  grantType: Type.Optional(GrantTypeSchema),
  clientId: WholeNumberSchema('The client that gets the token.'),
  clientIdentifier: TextSchema('The client that gets the token, by its id or its alias.'),
  subject: TextSchema('The subject that the token is for; not with CLIENT_CREDENTIALS.'),
  scopes: TextsSchema('The scopes of the token.'),
  accessTokenDuration: WholeNumberSchema('Seconds that the access token lasts; 0 for what the service says.'),
  refreshTokenDuration: WholeNumberSchema(
    'Seconds that the refresh token lasts; 0 for what the service says.',
  ),
  properties: PropertiesSchema,
  clientIdAliasUsed: FlagSchema('Whether the token is as if the client had named itself by its alias.'),
  accessToken: TextSchema('The value of the access token. Default: random; then a JWT may go with it.'),
  refreshToken: TextSchema('The value of the refresh token. Default: random.'),
  accessTokenPersistent: FlagSchema('Whether the access token lasts a hundred years.'),
  certificateThumbprint: TextSchema('The certificate that the access token is bound to (x5t#S256).'),
  dpopKeyThumbprint: TextSchema('The key that the access token is bound to (jkt).'),
  authorizationDetails: Type.Optional(AuthorizationDetailsSchema),
  resources: TextsSchema('The resources that the token is for.'),
  forExternalAttachment: FlagSchema(withoutEffect('there are no external attachments.')),
  jwtAtClaims: TextSchema('More claims for an access token that is a JWT, as JSON text.'),
  acr: TextSchema('The authentication context of the user authentication.'),
  authTime: NumericDateSchema('When the user authenticated, seconds since the epoch.'),
  clientEntityIdUsed: FlagSchema(withoutEffect('there is no OpenID Federation.')),
  sessionId: TextSchema(withoutEffect('there is no Native SSO.')),
  metadataDocumentUsed: FlagSchema(withoutEffect('there are no client metadata documents.')),
})

export type TokenCreateRequest = Static<typeof TokenCreateRequestSchema>

/** Authlete's `token_create_response`. */
export const TokenCreateResponseSchema = Type.Object({
  ...resultSchemas,
  accessToken: TextSchema('The new access token.'),
  action: OneOf(['INTERNAL_SERVER_ERROR', 'BAD_REQUEST', 'FORBIDDEN', 'OK'], {
    description: 'The result of the call.',
  }),
  authorizationDetails: Type.Optional(AuthorizationDetailsSchema),
  clientId: WholeNumberSchema('The client that has the token.'),
  clientIdentifier: TextSchema('The same as text.'),
  expiresAt: WholeNumberSchema('When the access token expires, epoch milliseconds.'),
  expiresIn: WholeNumberSchema('Seconds that the access token lasts.'),
  forExternalAttachment: FlagSchema('Always false.'),
  grantType: TextSchema('How the access token was created.'),
  jwtAccessToken: TextSchema('The JWT for the client, where the service signs them.'),
  properties: PropertiesSchema,
  refreshToken: TextSchema('The new refresh token.'),
  scopes: TextsSchema('The scopes of the token.'),
  subject: TextSchema('The subject that the token is for.'),
  tokenId: TextSchema('A name for the token that does not give it away.'),
  tokenType: TextSchema('Bearer, or DPoP for a token that is bound to a key.'),
})

/** Authlete's `token_update_request`. */
export const TokenUpdateRequestSchema = Type.Object({
  accessToken: TextSchema('The access token to change.'),
  accessTokenHash: TextSchema('Its hash, where the token itself is not known.'),
  refreshToken: TextSchema('Its refresh token, where neither is known.'),
  refreshTokenHash: TextSchema('The hash of its refresh token, where none of them is known.'),
  accessTokenExpiresAt: InstantSchema('When it expires, in epoch milliseconds; 0 leaves it unchanged.'),
  refreshTokenExpiresAt: InstantSchema('The same for its refresh token.'),
  scopes: TextsSchema('Its new scopes; those that the client may not have are ignored.'),
  properties: PropertiesSchema,
  accessTokenExpiresAtUpdatedOnScopeUpdate: FlagSchema('Whether durations of the new scopes move its end.'),
  refreshTokenExpiresAtUpdatedOnScopeUpdate: FlagSchema("Whether they move its refresh token's end."),
  accessTokenPersistent: FlagSchema('Whether it lasts a hundred years.'),
  accessTokenValueUpdated: FlagSchema('Whether it gets a new value.'),
  certificateThumbprint: TextSchema('The certificate to bind it to (x5t#S256).'),
  dpopKeyThumbprint: TextSchema('The key to bind it to (jkt).'),
  authorizationDetails: Type.Optional(AuthorizationDetailsSchema),
  forExternalAttachment: FlagSchema(withoutEffect('there are no external attachments.')),
  tokenId: TextSchema(withoutEffect('a token is named by its value or its hash.')),
})

export type TokenUpdateRequest = Static<typeof TokenUpdateRequestSchema>

/** Authlete's `token_update_response`. */
export const TokenUpdateResponseSchema = Type.Object({
  ...resultSchemas,
  accessToken: TextSchema('The access token, where the call named it or gave it a new value.'),
  accessTokenExpiresAt: WholeNumberSchema('When it expires, epoch milliseconds.'),
  action: OneOf(['INTERNAL_SERVER_ERROR', 'BAD_REQUEST', 'FORBIDDEN', 'NOT_FOUND', 'OK'], {
    description: 'The result of the call.',
  }),
  authorizationDetails: Type.Optional(AuthorizationDetailsSchema),
  forExternalAttachment: FlagSchema('Always false.'),
  properties: PropertiesSchema,
  refreshTokenExpiresAt: WholeNumberSchema('When its refresh token expires, epoch milliseconds.'),
  scopes: TextsSchema('Its scopes.'),
  tokenId: TextSchema('A name for the token that does not give it away.'),
  tokenType: TextSchema('Bearer, or DPoP for a token that is bound to a key.'),
})

/** Authlete's `token_revoke_request`. */
export const TokenRevokeRequestSchema = Type.Object({
  accessTokenIdentifier: TextSchema('An access token or its hash.'),
  refreshTokenIdentifier: TextSchema('A refresh token or its hash.'),
  clientIdentifier: TextSchema('The client whose tokens are to end, by its id or its alias.'),
  subject: TextSchema('The subject whose tokens are to end.'),
})

export type TokenRevokeRequest = Static<typeof TokenRevokeRequestSchema>

/** Authlete's `token_revoke_response`. */
export const TokenRevokeResponseSchema = Type.Object({
  ...resultSchemas,
  count: WholeNumberSchema(
    'How many access tokens ended. Of an owner at most 20 a call, the oldest first: repeat it until this is 0.',
  ),
})

/** The parameters of the path. */
export const TokenIdentifierSchema = Type.Object({
  accessTokenIdentifier: Type.String({ description: 'An access token or its hash.' }),
})

/** The parameters of the query; the API itself checks that `start` and `end` are numbers. */
export const TokenListQuerySchema = Type.Object({
  clientIdentifier: TextSchema('The client whose tokens are listed, by its id or its alias.'),
  subject: TextSchema('The subject whose tokens are listed.'),
  start: TextSchema('The first to be listed. Default: 0.'),
  end: TextSchema('The one after the last. Default: 5.'),
})

/** Authlete's `token_get_list_response`. */
export const TokenListResponseSchema = Type.Object({
  accessTokens: Type.Array(
    Type.Object({
      accessTokenExpiresAt: WholeNumberSchema('When it expires, epoch milliseconds.'),
      accessTokenHash: TextSchema('Its hash.'),
      clientId: WholeNumberSchema('The client that has it.'),
      createdAt: WholeNumberSchema(
        'When it was first made, epoch milliseconds: a refresh does not change that.',
      ),
      grantType: Type.Optional(GrantTypeSchema),
      lastRefreshedAt: WholeNumberSchema('When a refresh brought it, epoch milliseconds; 0 where none did.'),
      properties: PropertiesSchema,
      refreshTokenExpiresAt: WholeNumberSchema('When its refresh token expires, epoch milliseconds.'),
      refreshTokenHash: TextSchema('The hash of its refresh token.'),
      scopes: TextsSchema('Its scopes.'),
      subject: TextSchema('The subject that it is for.'),
    }),
  ),
  client: Type.Optional(
    Type.Object({
      clientId: WholeNumberSchema('The id of the client.'),
      clientIdAlias: TextSchema('Its alias.'),
      clientIdAliasEnabled: FlagSchema('Whether it may name itself by its alias.'),
      clientName: TextSchema('Its name.'),
      clientNames: TaggedTexts('Its names by their languages.'),
      clientType: Type.Optional(OneOf(['PUBLIC', 'CONFIDENTIAL'])),
      description: TextSchema('What it is.'),
      descriptions: TaggedTexts('The same by its languages.'),
      number: WholeNumberSchema('Its number.'),
    }),
  ),
  end: WholeNumberSchema('The one after the last, as asked for.'),
  start: WholeNumberSchema('The first, as asked for.'),
  subject: TextSchema('The subject that was asked for.'),
  totalCount: WholeNumberSchema('How many there are.'),
})
