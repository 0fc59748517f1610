import { Type, type Static } from '@sinclair/typebox'
import { ClockSchema } from './admin/requests.ts'
import {
  GrantFixtureSchema,
  GrantedScopesFixtureSchema,
  RefreshTokenFixtureSchema,
  savedTokenSchemas,
} from './fixture-state.ts'
import { OneOf } from './one-of.ts'
import { TimeSchema } from './times.ts'
import {
  ClientIdSchema,
  ExpiresInSecondsSchema,
  GivenMockSettingsSchema,
  RightsSchema,
  ServiceIdSchema,
  Sha256Schema,
  TokenValueSchema,
  servicePropertySchemas,
  mintMemberSchemas,
} from './words.ts'

const ApiTokenFixtureSchema = Type.Object(
  {
    apiToken: Type.Optional(TokenValueSchema),
    apiTokenSha256: Type.Optional(Sha256Schema),
    rights: Type.Optional(RightsSchema),
    expiresInSeconds: Type.Optional(ExpiresInSecondsSchema),
    expiresAt: Type.Optional(TimeSchema('When it ends.')),
  },
  { additionalProperties: false, description: 'An API token: its value, or only its hash.' },
)

const ClientFixtureSchema = Type.Object(
  {
    clientId: ClientIdSchema,
    clientType: Type.Optional(OneOf(['CONFIDENTIAL', 'PUBLIC'])),
  },
  { additionalProperties: true, description: "An OAuth client with Authlete's properties." },
)

const TokenFixtureSchema = Type.Object(
  { accessToken: Type.Optional(TokenValueSchema), ...mintMemberSchemas, ...savedTokenSchemas },
  {
    additionalProperties: false,
    description: 'An access token with the members of a mint request: its value, or only its hash.',
  },
)

const ServiceFixtureSchema = Type.Object(
  {
    serviceId: ServiceIdSchema,
    ...servicePropertySchemas,
    mock: Type.Optional(GivenMockSettingsSchema),
    clock: Type.Optional(ClockSchema),
    apiTokens: Type.Optional(Type.Array(ApiTokenFixtureSchema)),
    clients: Type.Optional(Type.Array(ClientFixtureSchema)),
    tokens: Type.Optional(Type.Array(TokenFixtureSchema)),
    grants: Type.Optional(Type.Array(GrantFixtureSchema)),
    refreshTokens: Type.Optional(Type.Array(RefreshTokenFixtureSchema)),
    grantedScopes: Type.Optional(Type.Array(GrantedScopesFixtureSchema)),
  },
  { additionalProperties: true, description: "A service with Authlete's properties." },
)

/** The format of `--fixtures`, of `startMock({ fixtures })` and of a downloaded snapshot. */
export const FixturesSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    apiTokens: Type.Optional(
      Type.Array(ApiTokenFixtureSchema, { description: 'Organization tokens: they serve every service.' }),
    ),
    services: Type.Array(ServiceFixtureSchema),
  },
  {
    additionalProperties: false,
    description:
      'The services that a mock starts with, and their initial content. Short-lived state is not part of it: tickets, authorization codes, pushed requests, nonces and the record of used DPoP proofs.',
  },
)

/** Services and clients keep all given properties of Authlete. */
export type OtherProperties = { readonly [property: string]: unknown }

export type ServiceMembers = Omit<Static<typeof ServiceFixtureSchema>, 'clients'> & {
  readonly clients?: readonly (Static<typeof ClientFixtureSchema> & OtherProperties)[]
}
export type ServiceFixture = ServiceMembers & OtherProperties
export type Fixtures = Omit<Static<typeof FixturesSchema>, 'services'> & {
  readonly services: readonly ServiceFixture[]
}
export type TokenFixture = Static<typeof TokenFixtureSchema>
export type ApiTokenFixture = Static<typeof ApiTokenFixtureSchema>
