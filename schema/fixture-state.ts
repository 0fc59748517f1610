import { Type, type Static } from '@sinclair/typebox'
import { grantTypeNames } from './members.ts'
import { OneOf } from './one-of.ts'
import { TimeSchema, maximumInstant } from './times.ts'
import {
  ClientIdSchema,
  ConfirmationSchema,
  ExpiresInSecondsSchema,
  GrantedScopeSchema,
  ScopeNameSchema,
  Sha256Schema,
  TokenValueSchema,
} from './words.ts'

/** Fixtures for more than a mint request can express: the saved state of a service. */

const Subject = Type.String({ minLength: 1, maxLength: 100 })
const GrantId = Type.String({ minLength: 1, maxLength: 256 })
const Scopes = Type.Array(ScopeNameSchema)
const Texts = Type.Array(Type.String())

const AuthorizationDetails = Type.Array(
  Type.Object({ type: Type.String() }, { additionalProperties: true }),
  {
    description: 'As in RFC 9396.',
  },
)

const CreatedAt = TimeSchema('When it was made; now where it is not said.')

const TokenDetailsSchema = Type.Object(
  {
    grantType: Type.Optional(OneOf(grantTypeNames)),
    clientIdAliasUsed: Type.Optional(Type.Boolean()),
    properties: Type.Optional(
      Type.Array(
        Type.Object(
          {
            key: Type.String(),
            value: Type.Optional(Type.String()),
            hidden: Type.Optional(Type.Boolean()),
          },
          { additionalProperties: false },
        ),
        { description: 'What the authorization server attached to the token.' },
      ),
    ),
    resources: Type.Optional(Texts),
    accessTokenResources: Type.Optional(Texts),
    authorizationDetails: Type.Optional(AuthorizationDetails),
    claims: Type.Optional(Type.String({ description: 'The claims parameter, as JSON text.' })),
    consentedClaims: Type.Optional(Texts),
    authTime: Type.Optional(
      Type.Unsafe<number | string>({
        ...TimeSchema(''),
        maximum: Math.floor(maximumInstant / 1000),
        description: 'When the subject was authenticated. As other times, but a number is epoch seconds.',
      }),
    ),
    acr: Type.Optional(Type.String()),
    lastRefreshedAt: Type.Optional(TimeSchema('When a refresh issued the access token.')),
    jwtSha256: Type.Optional(
      Type.String({
        ...Sha256Schema,
        description: 'The JWT form of an access token, by its hash.',
      }),
    ),
  },
  { additionalProperties: false, description: 'Further details of a token.' },
)

/** Members of an access token that fixtures have, and a mint request does not. */
export const savedTokenSchemas = {
  accessTokenSha256: Type.Optional(Sha256Schema),
  refreshTokenSha256: Type.Optional(
    Type.String({
      ...Sha256Schema,
      description: 'The refresh token that was issued with it, by its hash; it is in refreshTokens.',
    }),
  ),
  createdAt: Type.Optional(CreatedAt),
  details: Type.Optional(TokenDetailsSchema),
}

export const RefreshTokenFixtureSchema = Type.Object(
  {
    refreshToken: Type.Optional(TokenValueSchema),
    refreshTokenSha256: Type.Optional(Sha256Schema),
    clientId: Type.Optional(ClientIdSchema),
    subject: Type.Optional(Subject),
    scopes: Type.Optional(Scopes),
    expiresInSeconds: Type.Optional(ExpiresInSecondsSchema),
    expiresAt: Type.Optional(TimeSchema('When it ends; may lie in the past.')),
    createdAt: Type.Optional(CreatedAt),
    grantId: Type.Optional(GrantId),
    cnf: Type.Optional(ConfirmationSchema),
    details: Type.Optional(TokenDetailsSchema),
  },
  { additionalProperties: false, description: 'A refresh token: its value, or only its hash.' },
)
export type RefreshTokenFixture = Static<typeof RefreshTokenFixtureSchema>

export const GrantFixtureSchema = Type.Object(
  {
    grantId: GrantId,
    clientId: Type.Optional(ClientIdSchema),
    subject: Type.Optional(Subject),
    scopes: Type.Optional(Type.Array(GrantedScopeSchema)),
    claims: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { description: 'Names of claims.' })),
    authorizationDetails: Type.Optional(AuthorizationDetails),
    createdAt: Type.Optional(CreatedAt),
  },
  { additionalProperties: false, description: 'A grant that no access token declares.' },
)
export type GrantFixture = Static<typeof GrantFixtureSchema>

export const GrantedScopesFixtureSchema = Type.Object(
  {
    clientId: ClientIdSchema,
    subject: Subject,
    latest: Scopes,
    merged: Scopes,
    modifiedAt: Type.Optional(CreatedAt),
  },
  {
    additionalProperties: false,
    description: 'The scopes that a subject has granted to a client: the latest, and all together.',
  },
)
export type GrantedScopesFixture = Static<typeof GrantedScopesFixtureSchema>
