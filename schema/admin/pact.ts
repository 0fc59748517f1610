import { Type, type Static } from '@sinclair/typebox'
import { OneOf } from '../one-of.ts'
import { TimeSchema } from '../times.ts'
import {
  ClientIdSchema,
  ExpiresInSecondsSchema,
  ScopeNameSchema,
  ServiceIdSchema,
  TokenValueSchema,
} from '../words.ts'

/** The requests of a Pact verifier before and after each interaction, and the values to inject. */

/** The parameters of provider states. Others are ignored, because a contract may have more than the mock knows. */
export const ProviderStateParametersSchema = Type.Object(
  {
    serviceId: Type.Optional(ServiceIdSchema),
    clientId: Type.Optional(ClientIdSchema),
    subject: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    scopes: Type.Optional(Type.Array(ScopeNameSchema)),
    expiresInSeconds: Type.Optional(ExpiresInSecondsSchema),
    accessToken: Type.Optional(TokenValueSchema),
    grantId: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
    gmAction: Type.Optional(OneOf(['QUERY', 'REVOKE'])),
    now: Type.Optional(TimeSchema('Where the clock stands.', 'what the clock shows')),
  },
  { additionalProperties: true },
)
export type ProviderStateParameters = Static<typeof ProviderStateParametersSchema>

export const ProviderStateRequestSchema = Type.Object(
  {
    state: Type.String({ maxLength: 1000, description: 'The name of a provider state; empty: nothing.' }),
    action: Type.Optional(OneOf(['setup', 'teardown'], { description: 'Default: setup.' })),
    params: Type.Optional(ProviderStateParametersSchema),
  },
  {
    additionalProperties: true,
    description:
      'As Pact verifiers send it: in the body, or in the query, where the parameters are next to the state.',
  },
)
export type ProviderStateRequest = Static<typeof ProviderStateRequestSchema> & {
  readonly [parameter: string]: unknown
}

export const ProviderStateValuesSchema = Type.Record(
  Type.String(),
  Type.Union([Type.String(), Type.Number()]),
  { description: 'Values that the contract can inject by their names.' },
)
export type ProviderStateValues = Static<typeof ProviderStateValuesSchema>
