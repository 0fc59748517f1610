import { Type } from '@sinclair/typebox'
import { grantTypeNames } from './members.ts'
import { withoutEffect } from './effects/no-effect.ts'
import { OneOf } from './one-of.ts'
import { maximumInstant } from './times.ts'

/** The shapes that Authlete's APIs about tokens share. */

/** The first two members of every answer. */
export const resultSchemas = {
  resultCode: Type.String({ description: 'The code of the result.' }),
  resultMessage: Type.String({ description: 'The code in brackets and a short text.' }),
}

export const TextsSchema = (description: string) => Type.Optional(Type.Array(Type.String(), { description }))

export const TextSchema = (description: string) => Type.Optional(Type.String({ description }))

export const FlagSchema = (description: string) => Type.Optional(Type.Boolean({ description }))

export const WholeNumberSchema = (description: string) => Type.Optional(Type.Integer({ description }))

/** Epoch milliseconds, until the year 9999. */
export const InstantSchema = (description: string) =>
  Type.Optional(Type.Integer({ maximum: maximumInstant, description }))

/** Epoch seconds, until the year 9999. */
export const NumericDateSchema = (description: string) =>
  Type.Optional(Type.Integer({ maximum: Math.floor(maximumInstant / 1000), description }))

/** Authlete's `pair`. */
export const PairsSchema = (description: string) =>
  Type.Optional(
    Type.Array(Type.Object({ key: TextSchema('Key.'), value: TextSchema('Value.') }), { description }),
  )

/** Authlete's `property`. */
export const PropertiesSchema = Type.Optional(
  Type.Array(
    Type.Object({
      key: Type.String({ description: 'Key.' }),
      value: TextSchema('Value.'),
      hidden: FlagSchema('Whether the client does not get to see it.'),
    }),
    { description: 'What the authorization server attached to the token.' },
  ),
)

/** Authlete's `scope`. */
export const ScopeDetailsSchema = Type.Optional(
  Type.Array(
    Type.Object({
      name: TextSchema('The name of the scope.'),
      defaultEntry: FlagSchema('Whether it is granted where a request names no scope.'),
      description: TextSchema('What it is for.'),
      descriptions: Type.Optional(
        Type.Array(Type.Object({ tag: TextSchema('Language.'), value: TextSchema('Text.') })),
      ),
      attributes: PairsSchema('Its attributes.'),
    }),
    { description: 'The scopes of the token, as the service describes them.' },
  ),
)

/** Authlete's `authz_details`. */
export const AuthorizationDetailsSchema = Type.Object(
  {
    elements: Type.Optional(
      Type.Array(
        Type.Object({
          type: Type.String({ description: 'The type of the detail.' }),
          locations: TextsSchema('RFC 9396 locations.'),
          actions: TextsSchema('RFC 9396 actions.'),
          dataTypes: TextsSchema('RFC 9396 datatypes.'),
          identifier: TextSchema('RFC 9396 identifier.'),
          privileges: TextsSchema('RFC 9396 privileges.'),
          otherFields: TextSchema('All other members, as a JSON object in text.'),
        }),
      ),
    ),
  },
  { description: "RFC 9396 details in Authlete's form." },
)

/** Authlete's `grant`. */
export const GrantSchema = Type.Object(
  {
    scopes: Type.Optional(
      Type.Array(
        Type.Object({
          scope: Type.String({ description: 'Scope names, space-delimited.' }),
          resource: TextsSchema('The resources they were granted for.'),
        }),
      ),
    ),
    claims: TextsSchema('Names of claims.'),
    authorizationDetails: Type.Optional(AuthorizationDetailsSchema),
  },
  { description: 'The grant that the token is tied to.' },
)

const unattested = withoutEffect('clients are not authenticated by attestation.')

/** The headers of attestation-based client authentication. */
export const attestationSchemas = {
  oauthClientAttestation: TextSchema(unattested),
  oauthClientAttestationPop: TextSchema(unattested),
}

/** Authlete's `cimd_options`. */
export const MetadataDocumentOptionsSchema = Type.Optional(
  Type.Object(
    {
      alwaysRetrieved: FlagSchema('Whether the document is fetched anew.'),
      httpPermitted: FlagSchema('Whether its location may have the scheme http.'),
      queryPermitted: FlagSchema('Whether its location may have a query.'),
    },
    { description: withoutEffect('there are no client metadata documents.') },
  ),
)

/** Authlete's `grant_type`. */
export const GrantTypeSchema = OneOf(grantTypeNames, { description: 'How the access token was created.' })
