import { Type, type TSchema } from '@sinclair/typebox'
import { OneOf } from './one-of.ts'

/** Shapes that the members of services and clients share. */

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

/** Where a list begins and ends; what is not a number is for the API to answer. */
export const pageSchemas = {
  start: Type.Optional(Type.String({ description: 'The first index. Default: 0.' })),
  end: Type.Optional(Type.String({ description: 'The index after the last one. Default: 5.' })),
}

export const pageMembers = {
  start: Type.Integer({ description: 'The first index that was asked for.' }),
  end: Type.Integer({ description: 'The index after the last one that was asked for.' }),
  totalCount: Type.Integer({ description: 'How long the whole list is.' }),
}
