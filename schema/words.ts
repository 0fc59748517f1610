import { Type } from '@sinclair/typebox'
import { OneOf } from './one-of.ts'
import { DurationSchema, maximumSeconds, TimeSchema } from './times.ts'

/** Common schemas of the admin calls and the fixtures. */

export const ExpiresInSecondsSchema = DurationSchema('seconds-either-way', 'May lie in the past.')

export const OffsetSecondsSchema = DurationSchema(
  'seconds-either-way',
  'How far the clock is ahead of the machine.',
)

export const ServiceIdSchema = Type.String({
  pattern: '^[1-9][0-9]{0,18}$',
  description: 'The id of a service: decimal digits.',
})

export const ScopeNameSchema = Type.String({
  pattern: '^[\\x21\\x23-\\x5B\\x5D-\\x7E]+$',
  description: 'A scope name (RFC 6749 §3.3).',
})

export const TokenValueSchema = Type.String({
  pattern: '^[A-Za-z0-9\\-._~+/]+=*$',
  maxLength: 8192,
  description: 'A token in the syntax of RFC 6750 §2.1.',
})

export const Sha256Schema = Type.String({
  pattern: '^[A-Za-z0-9_-]{43}$',
  description: 'SHA-256 in base64url.',
})

export const ConfirmationSchema = Type.Object(
  { jkt: Type.Optional(Sha256Schema), 'x5t#S256': Type.Optional(Sha256Schema) },
  { additionalProperties: false, description: 'What a token is bound to (RFC 7800 `cnf`).' },
)

const strictness = {
  strictOwnership: Type.Boolean({ description: "Refuse a token on another subject's grant." }),
  oneClientAuthentication: Type.Boolean({
    description: 'Refuse a second client secret in addition to the right one.',
  }),
  replayCheck: Type.Boolean({ description: 'Refuse a DPoP proof that was used before.' }),
}

const proofAge = 'How old a DPoP proof may be.'
const proofLead = 'How far ahead a DPoP proof may be.'
const mockSettings = { additionalProperties: false, description: 'How strict the mock is for this service.' }

/** The settings as they are shown: durations are seconds. */
export const MockSettingsSchema = Type.Object(
  {
    ...strictness,
    iatPastSeconds: Type.Integer({ minimum: 0, maximum: maximumSeconds, description: proofAge }),
    iatFutureSeconds: Type.Integer({ minimum: 0, maximum: maximumSeconds, description: proofLead }),
  },
  mockSettings,
)

/** The settings as requests and fixtures give them. */
export const GivenMockSettingsSchema = Type.Partial(
  Type.Object({
    ...strictness,
    iatPastSeconds: DurationSchema('seconds', proofAge),
    iatFutureSeconds: DurationSchema('seconds', proofLead),
  }),
  mockSettings,
)

/** The Authlete properties with an effect in the mock; every other one is stored and returned. */
export const servicePropertySchemas = {
  grantManagementEndpoint: Type.Optional(
    Type.String({ description: 'The base of the default htu, without the grant id.' }),
  ),
  dpopNonceRequired: Type.Optional(Type.Boolean({ description: 'Demand a nonce in every DPoP proof.' })),
  dpopNonceDuration: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 315_360_000,
      description: 'Seconds that a nonce lasts; 0 means 300.',
    }),
  ),
  accessTokenDuration: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: maximumSeconds,
      description: 'Seconds that an access token lasts; 0 means 3600.',
    }),
  ),
  refreshTokenDuration: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: maximumSeconds,
      description: 'Seconds that a refresh token lasts; 0 means 864000.',
    }),
  ),
}

const rightNames = [
  'VIEW_CLIENT',
  'MODIFY_CLIENT',
  'VIEW_SERVICE',
  'USE_INTROSPECTION',
  'USE_SERVICE',
  'CREATE_CLIENT',
  'MODIFY_SERVICE',
  'VIEW_DEFAULT_SERVICE',
  'CREATE_SERVICE',
  'VIEW_AUDIT_LOG',
  'DELETE_SERVICE',
  'ADMIN',
] as const

export const RightsSchema = Type.Array(OneOf(rightNames), {
  description: "The token's rights, by Authlete's names. Default: USE_SERVICE and what it includes.",
})

export const ClientIdSchema = Type.Integer({
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'The id of a client.',
})

export const GrantedScopeSchema = Type.Object(
  {
    scope: Type.String({
      pattern: '^[\\x21\\x23-\\x5B\\x5D-\\x7E]+( [\\x21\\x23-\\x5B\\x5D-\\x7E]+)*$',
      description: 'Scope names, space-delimited.',
    }),
    resource: Type.Optional(
      Type.Array(Type.String({ minLength: 1 }), { description: 'RFC 8707 resources.' }),
    ),
  },
  { additionalProperties: false },
)

const NewGrantSchema = Type.Object(
  {
    grantId: Type.Optional(
      Type.String({ minLength: 1, maxLength: 256, description: 'Default: 43 random characters.' }),
    ),
    scopes: Type.Optional(Type.Array(GrantedScopeSchema, { description: "Default: the token's scopes." })),
    claims: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { description: 'Names of claims.' })),
    authorizationDetails: Type.Optional(
      Type.Array(Type.Object({ type: Type.String() }, { additionalProperties: true }), {
        description: 'As in RFC 9396.',
      }),
    ),
  },
  { additionalProperties: false, description: 'A new grant.' },
)

/** The members of a token that fixtures and the mint request have in common. */
export const mintMemberSchemas = {
  clientId: Type.Optional(ClientIdSchema),
  subject: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  scopes: Type.Optional(
    Type.Array(ScopeNameSchema, {
      description: 'Default: grant_management_query and grant_management_revoke.',
    }),
  ),
  expiresInSeconds: Type.Optional(ExpiresInSecondsSchema),
  expiresAt: Type.Optional(TimeSchema('When it ends; may lie in the past.')),
  grantId: Type.Optional(Type.String({ minLength: 1, description: 'An existing grant.' })),
  grant: Type.Optional(NewGrantSchema),
  cnf: Type.Optional(ConfirmationSchema),
  refreshToken: Type.Optional(Type.Boolean({ description: 'Whether a refresh token is issued with it.' })),
  refreshTokenExpiresInSeconds: Type.Optional(ExpiresInSecondsSchema),
}
