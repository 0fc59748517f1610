import { Type } from '@sinclair/typebox'
import { ClientSourceSchema, membersOf } from '../members.ts'
import { OneOf } from '../one-of.ts'

/** The shapes that authorization requests and their answers share. */

export const ResultCodeSchema = Type.String({ description: 'The code of the result.' })

export const ResultMessageSchema = Type.String({
  description: 'The code in brackets and a short text.',
})

export const TicketSchema = Type.String({ description: 'The ticket that POST /auth/authorization issued.' })

export const ResponseContentSchema = Type.Optional(
  Type.String({
    description: 'The response for the client: a URL (LOCATION), a page (FORM), or an error as JSON.',
  }),
)

const TaggedValues = () =>
  Type.Optional(
    Type.Array(Type.Object({ tag: Type.Optional(Type.String()), value: Type.Optional(Type.String()) })),
  )

/** Authlete's `client_limited_authorization`, as far as the mock fills it. */
export const LimitedClientSchema = Type.Object({
  clientId: Type.Integer({ description: 'The id of the client.' }),
  clientType: OneOf(['CONFIDENTIAL', 'PUBLIC']),
  number: Type.Integer({ description: 'A number that fits 32 bits.' }),
  clientIdAlias: Type.String({ description: 'Its alias, by default its id.' }),
  clientIdAliasEnabled: Type.Boolean({ description: 'Whether it may be named by its alias.' }),
  clientName: Type.Optional(Type.String()),
  clientNames: TaggedValues(),
  description: Type.Optional(Type.String()),
  descriptions: TaggedValues(),
  logoUri: Type.Optional(Type.String()),
  logoUris: TaggedValues(),
  tosUri: Type.Optional(Type.String()),
  tosUris: TaggedValues(),
  policyUri: Type.Optional(Type.String()),
  policyUris: TaggedValues(),
  defaultMaxAge: Type.Optional(Type.Integer()),
  tlsClientCertificateBoundAccessTokens: Type.Optional(Type.Boolean()),
  bcUserCodeRequired: Type.Optional(Type.Boolean()),
  parRequired: Type.Optional(Type.Boolean()),
  requestObjectRequired: Type.Optional(Type.Boolean()),
  pkceRequired: Type.Optional(Type.Boolean()),
  pkceS256Required: Type.Optional(Type.Boolean()),
  dpopRequired: Type.Optional(Type.Boolean()),
  locked: Type.Optional(Type.Boolean()),
  ...membersOf(
    [
      'authTimeRequired',
      'automaticallyRegistered',
      'backchannelLogoutSessionRequired',
      'credentialResponseEncryptionRequired',
      'discoveredByMetadataDocument',
      'dynamicallyRegistered',
      'explicitlyRegistered',
      'frontChannelRequestObjectEncryptionRequired',
      'inScopeForTokenMigration',
      'mtlsEndpointAliasesUsed',
      'requestObjectEncryptionAlgMatchRequired',
      'requestObjectEncryptionEncMatchRequired',
      'rsRequestSigned',
      'singleAccessTokenPerSubject',
    ],
    Type.Boolean(),
  ),
  ...membersOf(
    ['metadataDocumentExpiresAt', 'metadataDocumentUpdatedAt', 'trustChainExpiresAt', 'trustChainUpdatedAt'],
    Type.Integer(),
  ),
  ...membersOf(['entityId', 'metadataDocumentLocation'], Type.String()),
  clientSource: Type.Optional(ClientSourceSchema),
})

/** The members of Authlete's `service` that go with an authorization request. */
export const LimitedServiceSchema = Type.Object({
  apiKey: Type.Integer({ description: 'The id of the service.' }),
  clientIdAliasEnabled: Type.Boolean({ description: 'Always true.' }),
  number: Type.Integer({ description: 'A number that fits 32 bits.' }),
  serviceName: Type.Optional(Type.String()),
})

/** Authlete's `authorization_ticket_info`. */
export const TicketInfoSchema = Type.Object({
  context: Type.Optional(Type.String({ description: 'The text that was stored with the ticket.' })),
})
