import { Type, type Static } from '@sinclair/typebox'
import { OneOf } from '../one-of.ts'
import { expectedFrom, sources, traceMembers } from './trace.ts'
import { ConfirmationSchema, MockSettingsSchema } from '../words.ts'

/** The responses of the admin calls. */

const Milliseconds = Type.Integer({ description: 'Epoch milliseconds.' })

/** How we know each part of an answer. */
const sourceMembers = {
  source: OneOf(sources, { description: 'How the result code is known; where there is none, the form.' }),
  conditionSource: OneOf(sources, { description: 'How it is known to which input the answer is given.' }),
  messageSource: OneOf(sources, { description: 'How the text is known.' }),
}

export const ProblemSchema = Type.Object(
  {
    error: Type.String(),
    message: Type.String(),
    problems: Type.Optional(
      Type.Array(
        Type.Object({ path: Type.String({ description: 'A JSON Pointer.' }), message: Type.String() }),
      ),
    ),
  },
  { additionalProperties: false },
)

/** Part of the response to a call that sets properties. */
const WarningsSchema = Type.Optional(
  Type.Array(Type.String(), {
    description:
      'Members that are kept and not known, and properties that have no effect here, with the reason.',
  }),
)

export const CreatedServiceSchema = Type.Object(
  {
    serviceId: Type.String(),
    serviceToken: Type.String(),
    baseUrl: Type.String(),
    env: Type.Object({
      AUTHLETE_BASE_URL: Type.String(),
      AUTHLETE_SERVICE_ID: Type.String(),
      AUTHLETE_API_TOKEN: Type.String(),
      AUTHLETE_BEARER: Type.String(),
    }),
    warnings: WarningsSchema,
  },
  { additionalProperties: false },
)
export type CreatedService = Static<typeof CreatedServiceSchema>

export const ServiceViewSchema = Type.Object(
  { serviceId: Type.String(), mock: MockSettingsSchema, warnings: WarningsSchema },
  { additionalProperties: true },
)
export type ServiceView = Static<typeof ServiceViewSchema> & { readonly [property: string]: unknown }

export const ServiceListSchema = Type.Object({ services: Type.Array(ServiceViewSchema) })

export const ReapplicationSchema = Type.Object(
  {
    services: Type.Array(
      Type.Object(
        {
          serviceId: Type.String(),
          fixture: OneOf(['new', 'changed', 'unchanged', 'removed'], {
            description:
              'A service was created from a new fixture, and reset to a changed one. One that is no longer in the fixtures stays.',
          }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)
export type Reapplication = Static<typeof ReapplicationSchema>

export const CreatedApiTokenSchema = Type.Object(
  {
    apiToken: Type.String(),
    serviceId: Type.Optional(Type.String()),
    rights: Type.Array(Type.String()),
    expiresAt: Type.Optional(Milliseconds),
  },
  { additionalProperties: false },
)
export type CreatedApiToken = Static<typeof CreatedApiTokenSchema>

export const MintedTokenSchema = Type.Object(
  {
    accessToken: Type.String(),
    refreshToken: Type.Optional(Type.String()),
    grantId: Type.Optional(Type.String()),
    clientId: Type.Integer(),
    subject: Type.Optional(Type.String()),
    scopes: Type.Array(Type.String()),
    expiresAt: Milliseconds,
    cnf: Type.Optional(ConfirmationSchema),
    privateJwk: Type.Optional(Type.Record(Type.String(), Type.String())),
    certificate: Type.Optional(Type.String({ description: 'PEM' })),
    privateKey: Type.Optional(Type.String({ description: 'PEM' })),
    request: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: 'A body for POST /gm that succeeds as it is.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type MintedToken = Static<typeof MintedTokenSchema>

/** An access token or a refresh token. What a server attached to it may be hidden, and is left out. */
const TokenViewSchema = Type.Object(
  {
    sha256: Type.String({ description: 'SHA-256 of the value in base64url; the value itself is not kept.' }),
    clientId: Type.Integer(),
    subject: Type.Optional(Type.String()),
    scopes: Type.Array(Type.String()),
    createdAt: Milliseconds,
    expiresAt: Milliseconds,
    grantId: Type.Optional(Type.String()),
    cnf: Type.Optional(
      Type.Object(
        { jkt: Type.Optional(Type.String()), 'x5t#S256': Type.Optional(Type.String()) },
        { additionalProperties: false, description: 'What the token is bound to (RFC 7800 `cnf`).' },
      ),
    ),
  },
  { additionalProperties: false },
)
export type TokenView = Static<typeof TokenViewSchema>

export const TokenListSchema = Type.Object({
  accessTokens: Type.Array(TokenViewSchema),
  refreshTokens: Type.Array(TokenViewSchema),
})
export type TokenList = Static<typeof TokenListSchema>

export const GrantListSchema = Type.Object({
  grants: Type.Array(
    Type.Object(
      {
        grantId: Type.String(),
        clientId: Type.Integer(),
        subject: Type.Optional(Type.String()),
        scopes: Type.Array(
          Type.Object({ scope: Type.String(), resource: Type.Optional(Type.Array(Type.String())) }),
        ),
        claims: Type.Array(Type.String()),
        authorizationDetails: Type.Array(Type.Record(Type.String(), Type.Unknown())),
        createdAt: Milliseconds,
        accessTokens: Type.Array(TokenViewSchema),
        refreshTokens: Type.Array(TokenViewSchema),
      },
      { additionalProperties: false },
    ),
  ),
})
export type GrantList = Static<typeof GrantListSchema>

export const ClockViewSchema = Type.Object(
  {
    mode: OneOf(['real', 'frozen', 'offset']),
    now: Type.String({ description: "The service's time, ISO 8601." }),
    offsetSeconds: Type.Optional(Type.Integer()),
  },
  { additionalProperties: false },
)
export type ClockView = Static<typeof ClockViewSchema>

const explanationMembers = { reason: Type.String(), ...sourceMembers }

const FlagSchema = Type.Object(
  { rule: Type.String(), message: Type.String(), clause: Type.String() },
  { additionalProperties: false, description: 'Something that a caller should not do, even if it works.' },
)
export type FlagView = Static<typeof FlagSchema>

/** What every list has of a call. */
export const journalEntryMembers = {
  id: Type.String(),
  at: Milliseconds,
  time: Type.String({ description: 'The same instant as an ISO date-time.' }),
  api: Type.String({ description: 'The path after the service: gm, auth/token, client/get/{clientId}.' }),
  status: Type.Integer({ description: 'What the caller received; 0 if a fault suppressed the answer.' }),
  fault: Type.Optional(Type.String({ description: 'The faults that affected it, joined by "+".' })),
  action: Type.Optional(Type.String()),
  resultCode: Type.Optional(Type.String()),
  gmAction: Type.Optional(Type.String()),
  durationMs: Type.Number(),
  ...explanationMembers,
  request: Type.Object({
    method: Type.String(),
    path: Type.String(),
    headers: Type.Record(Type.String(), Type.Unknown()),
    body: Type.Optional(
      Type.Unknown({
        description:
          'Numbers that JavaScript would write differently from the caller are text in it. A form is the object that it means.',
      }),
    ),
    text: Type.Optional(
      Type.String({ description: 'The body as sent, if it has such numbers or is a form.' }),
    ),
  }),
  response: Type.Record(Type.String(), Type.Unknown()),
  lint: Type.Array(FlagSchema),
  failed: Type.Optional(
    Type.Object(
      {
        check: Type.String(),
        clause: Type.String(),
        expected: Type.Optional(Type.String()),
        expectedFrom,
        actual: Type.Optional(Type.String()),
        detail: Type.Optional(
          Type.String({ description: 'What is there instead, for a call that reached no service.' }),
        ),
      },
      { additionalProperties: false, description: 'The check that refused the call.' },
    ),
  ),
}

export const ListedCallSchema = Type.Object(journalEntryMembers, { additionalProperties: false })
export type ListedCall = Static<typeof ListedCallSchema>

/** Where a list begins and ends. */
export const cursor = Type.String({ description: 'Where to continue: the value for a later `after`.' })
export const older = Type.Optional(
  Type.String({
    description: 'Where the list ends by its limit: the value for `before`, to get the calls before these.',
  }),
)

export const JournalSchema = Type.Object({
  requests: Type.Array(ListedCallSchema),
  dropped: Type.Integer({ description: 'How many older entries newer ones have displaced.' }),
  cursor,
  older,
})
export type JournalView = Static<typeof JournalSchema>

export const JournalEntrySchema = Type.Object(
  { ...journalEntryMembers, ...traceMembers },
  { additionalProperties: false },
)
export type JournalEntryView = Static<typeof JournalEntrySchema>

export const ExplanationSchema = Type.Object(
  { response: Type.Record(Type.String(), Type.Unknown()), ...explanationMembers, ...traceMembers },
  { additionalProperties: false },
)
export type ExplanationView = Static<typeof ExplanationSchema>

export const CatalogueSchema = Type.Object({
  outcomes: Type.Array(
    Type.Object(
      {
        api: Type.String(),
        reason: Type.String(),
        status: Type.Integer(),
        resultCode: Type.Optional(Type.String()),
        action: Type.Optional(Type.String()),
        message: Type.Optional(Type.String()),
        error: Type.Optional(Type.String()),
        clause: Type.String(),
        ...sourceMembers,
      },
      { additionalProperties: false },
    ),
  ),
})
