import { Type, type TSchema } from '@sinclair/typebox'
import { clientFlags, clientNumbers, clientTextLists, clientTexts } from './client-members.ts'
import {
  ClientAuthMethodSchema,
  ClientSourceSchema,
  ContentEncryptionSchema,
  FapiModesSchema,
  GrantTypesSchema,
  JwsAlgorithmSchema,
  KeyEncryptionSchema,
  PairsSchema,
  RegistrationTypesSchema,
  ResponseTypesSchema,
  TaggedTextsSchema,
  TextsSchema,
  membersOf,
  pageMembers,
  pageSchemas,
} from './members.ts'
import { OneOf } from './one-of.ts'
import { maximumInstant, maximumSeconds } from './times.ts'
import { ScopeNameSchema } from './words.ts'

const ExtensionSchema = Type.Object(
  {
    requestableScopes: Type.Optional(Type.Array(ScopeNameSchema)),
    ...membersOf(['requestableScopesEnabled', 'tokenExchangePermitted'], Type.Boolean()),
    ...membersOf(
      ['accessTokenDuration', 'refreshTokenDuration', 'idTokenDuration'],
      Type.Integer({ minimum: 0, maximum: maximumSeconds }),
    ),
  },
  { additionalProperties: true },
)

const taggedTexts = membersOf(
  ['clientNames', 'descriptions', 'logoUris', 'tosUris', 'policyUris', 'clientUris'],
  TaggedTextsSchema,
)

const properties = {
  ...membersOf(clientTexts, Type.String()),
  ...membersOf(clientFlags, Type.Boolean()),
  ...membersOf(clientNumbers, Type.Integer({ maximum: maximumInstant })),
  ...membersOf(clientTextLists, TextsSchema),
  ...membersOf(
    [
      'authorizationSignAlg',
      'tokenAuthSignAlg',
      'requestSignAlg',
      'idTokenSignAlg',
      'userInfoSignAlg',
      'bcRequestSignAlg',
    ],
    JwsAlgorithmSchema,
  ),
  ...membersOf(
    ['authorizationEncryptionAlg', 'requestEncryptionAlg', 'idTokenEncryptionAlg', 'userInfoEncryptionAlg'],
    KeyEncryptionSchema,
  ),
  ...membersOf(
    ['authorizationEncryptionEnc', 'requestEncryptionEnc', 'idTokenEncryptionEnc', 'userInfoEncryptionEnc'],
    ContentEncryptionSchema,
  ),
  ...taggedTexts,
  clientRegistrationTypes: Type.Optional(RegistrationTypesSchema),
  fapiModes: Type.Optional(FapiModesSchema),
  clientSource: Type.Optional(ClientSourceSchema),
  responseModes: Type.Optional(
    Type.Array(
      OneOf(['QUERY', 'FRAGMENT', 'FORM_POST', 'JWT', 'QUERY_JWT', 'FRAGMENT_JWT', 'FORM_POST_JWT']),
    ),
  ),
  clientType: Type.Optional(OneOf(['PUBLIC', 'CONFIDENTIAL'])),
  applicationType: Type.Optional(OneOf(['WEB', 'NATIVE'])),
  subjectType: Type.Optional(OneOf(['PUBLIC', 'PAIRWISE'])),
  tokenAuthMethod: Type.Optional(ClientAuthMethodSchema),
  grantTypes: Type.Optional(GrantTypesSchema),
  responseTypes: Type.Optional(ResponseTypesSchema),
  attributes: Type.Optional(PairsSchema),
  extension: Type.Optional(ExtensionSchema),
}

/** Authlete's members of a client, for validating all of them. */
export const clientMembers: Readonly<Record<string, TSchema>> = properties

/** Authlete's `client` in a request: every member is stored, except those that Authlete assigns. */
export const ClientSchema = Type.Object(properties, {
  additionalProperties: true,
  description: 'The properties of a client; all of them are optional and kept.',
})

const identity = {
  clientId: Type.Integer({ description: 'The id of the client.' }),
  number: Type.Integer({ description: 'A number that fits 32 bits.' }),
}

export const ClientViewSchema = Type.Object(
  {
    ...identity,
    serviceNumber: Type.Integer({ description: 'The number of the service.' }),
    ...properties,
  },
  { additionalProperties: true, description: 'A client.' },
)

export const ClientPageSchema = Type.Object({
  ...pageSchemas,
  developer: Type.Optional(Type.String({ description: 'Only the clients of this developer.' })),
})

export const ClientListSchema = Type.Object({
  ...pageMembers,
  clients: Type.Array(ClientViewSchema),
})

const parameter = (description: string) => Type.String({ description })

export const ClientParamsSchema = Type.Object({ clientId: parameter('The id or the alias of a client.') })

export const ClientIdentifierParamsSchema = Type.Object({
  clientIdentifier: parameter('The id or the alias of a client.'),
})

const subject = parameter('The unique identifier of an end user.')

export const SubjectParamsSchema = Type.Object({ subject })

export const ClientSubjectParamsSchema = Type.Object({
  clientId: parameter('The id or the alias of a client.'),
  subject,
})

export const SubjectSchema = Type.Object({ subject: Type.Optional(subject) })

const ResultCodeSchema = Type.String({ description: 'The code of the result.' })
const ResultMessageSchema = Type.String({ description: 'The code in brackets and a short text.' })
const result = { resultCode: ResultCodeSchema, resultMessage: ResultMessageSchema }

export const DoneSchema = Type.Object(result)

export const LockSchema = Type.Object({
  clientLocked: Type.Optional(Type.Boolean({ description: 'Whether to lock the client.' })),
})

export const SecretSchema = Type.Object({
  clientSecret: Type.Optional(Type.String({ description: 'The new secret: up to 86 of A-Z a-z 0-9 - _.' })),
})

export const SecretsSchema = Type.Object({
  ...result,
  newClientSecret: Type.String({ description: 'The secret from now on.' }),
  oldClientSecret: Type.Optional(Type.String({ description: 'The secret until now.' })),
})

export const ApplicationPageSchema = Type.Object({
  subject: Type.Optional(subject),
  ...pageSchemas,
  developer: Type.Optional(parameter('Only the clients of this developer.')),
})

export const ApplicationBodySchema = Type.Object({
  subject: Type.Optional(subject),
  developer: Type.Optional(parameter('Only the clients of this developer.')),
  start: Type.Optional(Type.Integer({ description: 'The first index. Default: 0.' })),
  end: Type.Optional(Type.Integer({ description: 'The index after the last one. Default: 5.' })),
})

export const ApplicationListSchema = Type.Object({
  ...pageMembers,
  subject,
  developer: Type.Optional(parameter('The developer that was asked for.')),
  clients: Type.Array(
    Type.Object({
      ...identity,
      ...membersOf(['clientName', 'description', 'clientIdAlias'], Type.String()),
      clientIdAliasEnabled: Type.Boolean(),
      clientType: OneOf(['PUBLIC', 'CONFIDENTIAL']),
      clientNames: taggedTexts.clientNames,
      descriptions: taggedTexts.descriptions,
    }),
  ),
})

export const TokenScopesSchema = Type.Object({
  subject: Type.Optional(subject),
  scopes: Type.Optional(Type.Array(ScopeNameSchema, { description: 'What the tokens get.' })),
})

export const GrantedScopesSchema = Type.Object({
  ...result,
  serviceApiKey: Type.Integer({ description: 'The id of the service.' }),
  clientId: identity.clientId,
  subject,
  latestGrantedScopes: Type.Optional(TextsSchema),
  mergedGrantedScopes: Type.Optional(TextsSchema),
  modifiedAt: Type.Optional(Type.Integer({ description: 'Epoch milliseconds.' })),
})

export const RequestableScopesSchema = Type.Object({ requestableScopes: Type.Optional(TextsSchema) })

/** The API answers a value that is not an array of texts. */
export const RequestableScopesBodySchema = Type.Object({
  requestableScopes: Type.Optional(Type.Unknown({ description: 'An array of scope names.' })),
})
