import { Type, type TSchema } from '@sinclair/typebox'
import {
  ClientAuthMethodSchema,
  FapiModesSchema,
  GrantTypesSchema,
  JwsAlgorithmSchema,
  ObjectsSchema,
  PairsSchema,
  RegistrationTypesSchema,
  ResponseTypesSchema,
  TaggedTextsSchema,
  TextsSchema,
  textsOf,
  membersOf,
  pageMembers,
  pageSchemas,
} from './members.ts'
import { OneOf } from './one-of.ts'
import { serviceFlags, serviceNumbers, serviceTextLists, serviceTexts } from './service-members.ts'
import { maximumInstant, maximumSeconds } from './times.ts'
import { ScopeNameSchema } from './words.ts'

const ScopeSchema = Type.Object(
  {
    name: Type.Optional(ScopeNameSchema),
    defaultEntry: Type.Optional(Type.Boolean({ description: 'Granted where a request names no scope.' })),
    description: Type.Optional(Type.String()),
    descriptions: Type.Optional(TaggedTextsSchema),
    attributes: Type.Optional(PairsSchema),
  },
  { additionalProperties: true },
)

const CredentialIssuerSchema = Type.Object(
  {
    ...membersOf(
      [
        'credentialIssuer',
        'credentialEndpoint',
        'batchCredentialEndpoint',
        'deferredCredentialEndpoint',
        'credentialsSupported',
      ],
      Type.String(),
    ),
    ...membersOf(
      [
        'authorizationServers',
        'credentialResponseEncryptionAlgValuesSupported',
        'credentialResponseEncryptionEncValuesSupported',
        'credentialResponseEncryptionZipValuesSupported',
      ],
      TextsSchema,
    ),
    ...membersOf(
      ['requireCredentialResponseEncryption', 'requireCredentialRequestEncryption'],
      Type.Boolean(),
    ),
    batchSize: Type.Optional(Type.Integer()),
  },
  { additionalProperties: true },
)

/** Members that the mock stores and returns without effect. */
const kept = {
  supportedServiceProfiles: Type.Optional(Type.Array(OneOf(['FAPI', 'OPEN_BANKING']))),
  supportedSnses: Type.Optional(Type.Array(OneOf(['FACEBOOK']))),
  supportedDisplays: Type.Optional(Type.Array(OneOf(['PAGE', 'POPUP', 'TOUCH', 'WAP']))),
  supportedClaimTypes: Type.Optional(Type.Array(OneOf(['NORMAL', 'AGGREGATED', 'DISTRIBUTED']))),
  supportedBackchannelTokenDeliveryModes: Type.Optional(Type.Array(OneOf(['PING', 'POLL', 'PUSH']))),
  supportedAttachments: Type.Optional(Type.Array(OneOf(['EMBEDDED', 'EXTERNAL']))),
  supportedClientRegistrationTypes: Type.Optional(RegistrationTypesSchema),
  fapiModes: Type.Optional(FapiModesSchema),
  verifiedClaimsValidationSchemaSet: Type.Optional(OneOf(['standard', 'standard+id_document'])),
  userCodeCharset: Type.Optional(OneOf(['BASE20', 'NUMERIC'])),
  snsCredentials: Type.Optional(Type.Array(textsOf('sns', 'apiKey', 'apiSecret'))),
  trustAnchors: Type.Optional(Type.Array(textsOf('entityId', 'jwks'))),
  hsks: Type.Optional(Type.Array(textsOf('kty', 'use', 'kid', 'hsmName', 'handle', 'publicKey', 'alg'))),
  credentialIssuerMetadata: Type.Optional(CredentialIssuerSchema),
}

const properties = {
  ...kept,
  ...membersOf(serviceTexts, Type.String()),
  ...membersOf(serviceFlags, Type.Boolean()),
  ...membersOf(serviceNumbers, Type.Integer({ maximum: maximumSeconds })),
  ...membersOf(['createdAt', 'modifiedAt'], Type.Integer({ maximum: maximumInstant })),
  ...membersOf(serviceTextLists, TextsSchema),
  ...membersOf(['metadata', 'attributes'], PairsSchema),
  ...membersOf(
    ['supportedTokenAuthMethods', 'supportedRevocationAuthMethods', 'supportedIntrospectionAuthMethods'],
    Type.Array(ClientAuthMethodSchema),
  ),
  accessTokenSignAlg: Type.Optional(JwsAlgorithmSchema),
  supportedGrantTypes: Type.Optional(GrantTypesSchema),
  supportedResponseTypes: Type.Optional(ResponseTypesSchema),
  supportedScopes: Type.Optional(Type.Array(ScopeSchema)),
  supportedPromptValues: Type.Optional(
    Type.Array(OneOf(['NONE', 'LOGIN', 'CONSENT', 'SELECT_ACCOUNT', 'CREATE'])),
  ),
  mtlsEndpointAliases: Type.Optional(
    Type.Array(Type.Object({ name: Type.String(), uri: Type.String() }, { additionalProperties: true })),
  ),
}

/** Authlete's members of a service, for validating all of them. */
export const serviceMembers: Readonly<Record<string, TSchema>> = properties

/** Authlete's `service` in a request: every member is stored, except those that Authlete assigns. */
export const ServiceSchema = Type.Object(properties, {
  additionalProperties: true,
  description: 'The properties of a service; all of them are optional and kept.',
})

export const ServiceViewSchema = Type.Object(
  {
    apiKey: Type.Integer({ description: 'The id of the service, as in the paths.' }),
    number: Type.Integer({ description: 'A number that fits 32 bits.' }),
    serviceOwnerNumber: Type.Integer({ description: 'Always 0: the mock has no owners.' }),
    ...properties,
  },
  { additionalProperties: true, description: 'A service.' },
)

export const ServicePageSchema = Type.Object(pageSchemas)

export const ServiceListSchema = Type.Object({
  ...pageMembers,
  services: Type.Array(ServiceViewSchema),
})

const pretty = Type.Optional(Type.String({ description: 'true: JSON with indentation.' }))

export const ConfigurationQuerySchema = Type.Object({
  pretty,
  patch: Type.Optional(Type.String({ description: 'A JSON Patch (RFC 6902) for the answer.' })),
})

/** Authlete's `ServiceConfigurationRequest`, as its libraries for Java and Python send it. */
export const ConfigurationBodySchema = Type.Object({
  pretty: Type.Optional(Type.Boolean({ description: 'Whether the JSON is indented.' })),
  patch: Type.Optional(Type.String({ description: 'A JSON Patch (RFC 6902) for the answer.' })),
})

export const ConfigurationSchema = Type.Object(
  {},
  { additionalProperties: true, description: 'Metadata by RFC 8414 and OpenID Connect Discovery.' },
)

export const JwksQuerySchema = Type.Object({
  pretty,
  includePrivateKeys: Type.Optional(Type.String({ description: 'true: with the private members.' })),
})

export const JwksSchema = Type.Object({ keys: ObjectsSchema })
