import { Type, type Static } from '@sinclair/typebox'
import { OneOf } from './one-of.ts'
import {
  ClientIdSchema,
  ExpiresInSecondsSchema,
  MockSettingsSchema,
  RightsSchema,
  ServiceIdSchema,
  TokenValueSchema,
  servicePropertySchemas,
  tokenOrderSchemas,
} from './words.ts'

const ApiTokenFixtureSchema = Type.Object(
  {
    apiToken: TokenValueSchema,
    rights: Type.Optional(RightsSchema),
    expiresInSeconds: Type.Optional(ExpiresInSecondsSchema),
  },
  { additionalProperties: false },
)

const ClientFixtureSchema = Type.Object(
  {
    clientId: ClientIdSchema,
    clientType: Type.Optional(OneOf(['CONFIDENTIAL', 'PUBLIC'])),
  },
  { additionalProperties: true, description: "An OAuth client with Authlete's properties." },
)

const TokenFixtureSchema = Type.Object(
  { accessToken: TokenValueSchema, ...tokenOrderSchemas },
  { additionalProperties: false, description: 'An access token, in the words of the mint call.' },
)

const ServiceFixtureSchema = Type.Object(
  {
    serviceId: ServiceIdSchema,
    ...servicePropertySchemas,
    mock: Type.Optional(Type.Partial(MockSettingsSchema, { additionalProperties: false })),
    apiTokens: Type.Optional(Type.Array(ApiTokenFixtureSchema)),
    clients: Type.Optional(Type.Array(ClientFixtureSchema)),
    tokens: Type.Optional(Type.Array(TokenFixtureSchema)),
  },
  { additionalProperties: true, description: "A service with Authlete's properties." },
)

/** A world to begin with: what `--fixtures` reads and `startMock({ fixtures })` takes. */
export const FixturesSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    apiTokens: Type.Optional(
      Type.Array(ApiTokenFixtureSchema, { description: 'Organization tokens: they serve every service.' }),
    ),
    services: Type.Array(ServiceFixtureSchema),
  },
  { additionalProperties: false },
)

/** Services and clients keep every property of Authlete's that they are given. */
type OtherProperties = { readonly [property: string]: unknown }

export type ServiceFixture = Omit<Static<typeof ServiceFixtureSchema>, 'clients'> &
  OtherProperties & { readonly clients?: readonly (Static<typeof ClientFixtureSchema> & OtherProperties)[] }
export type Fixtures = Omit<Static<typeof FixturesSchema>, 'services'> & {
  readonly services: readonly ServiceFixture[]
}
export type TokenFixture = Static<typeof TokenFixtureSchema>
export type ApiTokenFixture = Static<typeof ApiTokenFixtureSchema>
