import { Type, type TSchema } from '@sinclair/typebox'
import { OneOf } from './one-of.ts'

/** Common schemas for the members of services and clients. */

/** The same optional schema for many members. */
export function membersOf<Name extends string>(
  names: readonly Name[],
  shape: TSchema,
): Readonly<Record<Name, TSchema>> {
  const members = names.map((name) => [name, Type.Optional(shape)])
  return Object.fromEntries(members) as Record<Name, TSchema>
}

export const TextsSchema = Type.Array(Type.String())

export const ObjectsSchema = Type.Array(Type.Object({}, { additionalProperties: true }))

/** An object whose known members are all text. */
export function textsOf(...names: readonly string[]): TSchema {
  return Type.Object(membersOf(names, Type.String()), { additionalProperties: true })
}

/** Authlete's `tagged_value`: texts by their languages. */
export const TaggedTextsSchema = Type.Array(textsOf('tag', 'value'))

export const PairsSchema = Type.Array(
  Type.Object(
    { key: Type.Optional(Type.String()), value: Type.Optional(Type.String()) },
    { additionalProperties: true },
  ),
)

/** Authlete's `grant_type`. */
export const grantTypeNames = [
  'AUTHORIZATION_CODE',
  'IMPLICIT',
  'PASSWORD',
  'CLIENT_CREDENTIALS',
  'REFRESH_TOKEN',
  'CIBA',
  'DEVICE_CODE',
  'TOKEN_EXCHANGE',
  'JWT_BEARER',
  'PRE_AUTHORIZED_CODE',
] as const

export const GrantTypesSchema = Type.Array(OneOf(grantTypeNames))

export const ResponseTypesSchema = Type.Array(
  OneOf([
    'NONE',
    'CODE',
    'TOKEN',
    'ID_TOKEN',
    'CODE_TOKEN',
    'CODE_ID_TOKEN',
    'ID_TOKEN_TOKEN',
    'CODE_ID_TOKEN_TOKEN',
  ]),
)

export const ClientAuthMethodSchema = OneOf([
  'NONE',
  'CLIENT_SECRET_BASIC',
  'CLIENT_SECRET_POST',
  'CLIENT_SECRET_JWT',
  'PRIVATE_KEY_JWT',
  'TLS_CLIENT_AUTH',
  'SELF_SIGNED_TLS_CLIENT_AUTH',
  'ATTEST_JWT_CLIENT_AUTH',
  'SPIFFE_JWT',
])

/** Authlete's `client_source`. */
export const ClientSourceSchema = OneOf([
  'DYNAMIC_REGISTRATION',
  'AUTOMATIC_REGISTRATION',
  'EXPLICIT_REGISTRATION',
  'METADATA_DOCUMENT',
  'STATIC_REGISTRATION',
])

export const JwsAlgorithmSchema = OneOf([
  'NONE',
  'HS256',
  'HS384',
  'HS512',
  'RS256',
  'RS384',
  'RS512',
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'ES256K',
  'EdDSA',
])

/** Authlete's `jwe_alg`. */
export const KeyEncryptionSchema = OneOf([
  'RSA1_5',
  'RSA_OAEP',
  'RSA_OAEP_256',
  'A128KW',
  'A192KW',
  'A256KW',
  'DIR',
  'ECDH_ES',
  'ECDH_ES_A128KW',
  'ECDH_ES_A192KW',
  'ECDH_ES_A256KW',
  'A128GCMKW',
  'A192GCMKW',
  'A256GCMKW',
  'PBES2_HS256_A128KW',
  'PBES2_HS384_A192KW',
  'PBES2_HS512_A256KW',
])

/** Authlete's `jwe_enc`. */
export const ContentEncryptionSchema = OneOf([
  'A128CBC_HS256',
  'A192CBC_HS384',
  'A256CBC_HS512',
  'A128GCM',
  'A192GCM',
  'A256GCM',
])

/** Authlete's `fapi_mode`, with the two that only authlete-java-common names. */
export const FapiModesSchema = Type.Array(
  OneOf([
    'FAPI1_ADVANCED',
    'FAPI1_BASELINE',
    'FAPI2_SECURITY',
    'FAPI2_MESSAGE_SIGNING_AUTH_REQ',
    'FAPI2_MESSAGE_SIGNING_AUTH_RES',
    'FAPI2_MESSAGE_SIGNING_INTROSPECTION_RES',
    'FAPI2_MESSAGE_SIGNING_RESOURCE_REQ',
    'FAPI2_MESSAGE_SIGNING_RESOURCE_RES',
  ]),
)

export const RegistrationTypesSchema = Type.Array(OneOf(['AUTOMATIC', 'EXPLICIT']))

/** The bounds of a list; the API answers a value that is not a number. */
export const pageSchemas = {
  start: Type.Optional(Type.String({ description: 'The first index. Default: 0.' })),
  end: Type.Optional(Type.String({ description: 'The index after the last one. Default: 5.' })),
}

export const pageMembers = {
  start: Type.Integer({ description: 'The first index that was asked for.' }),
  end: Type.Integer({ description: 'The index after the last one that was asked for.' }),
  totalCount: Type.Integer({ description: 'How long the whole list is.' }),
}
