import { Type, type Static } from '@sinclair/typebox'
import {
  LimitedClientSchema,
  LimitedServiceSchema,
  ResponseContentSchema,
  ResultCodeSchema,
  ResultMessageSchema,
  TicketInfoSchema,
  TicketSchema,
} from './words.ts'
import { withoutEffect } from '../effects/no-effect.ts'
import { OneOf } from '../one-of.ts'
import {
  AuthorizationDetailsSchema,
  GrantSchema,
  MetadataDocumentOptionsSchema,
  NumericDateSchema,
  PropertiesSchema,
  ScopeDetailsSchema,
} from '../token-shapes.ts'

/** Authlete's `authorization_request`. The API has codes for what is missing, so no member is required here. */
export const AuthorizationRequestSchema = Type.Object({
  parameters: Type.Optional(
    Type.String({ description: "The query or the form-encoded body of the client's request." }),
  ),
  context: Type.Optional(Type.String({ description: 'A text to store with the ticket.' })),
  cimdOptions: MetadataDocumentOptionsSchema,
})

export type AuthorizationRequestBody = Static<typeof AuthorizationRequestSchema>

const names = (description: string) => Type.Optional(Type.Array(Type.String(), { description }))
const text = (description: string) => Type.Optional(Type.String({ description }))

/** Authlete's `authorization_response`. */
export const AuthorizationResponseSchema = Type.Object({
  resultCode: ResultCodeSchema,
  resultMessage: ResultMessageSchema,
  action: OneOf(
    ['INTERNAL_SERVER_ERROR', 'BAD_REQUEST', 'LOCATION', 'FORM', 'NO_INTERACTION', 'INTERACTION'],
    { description: 'What the authorization server has to do next.' },
  ),
  acrEssential: Type.Optional(Type.Boolean({ description: 'Whether one of `acrs` must be met.' })),
  acrs: names('The authentication contexts asked for.'),
  authorizationDetails: Type.Optional(AuthorizationDetailsSchema),
  claims: names('Claims asked for in the ID token.'),
  claimsAtUserInfo: names('Claims asked for at the userinfo endpoint.'),
  claimsLocales: names('Languages asked for that the service supports.'),
  client: Type.Optional(LimitedClientSchema),
  clientEntityIdUsed: Type.Optional(
    Type.Boolean({ description: 'Always false: clients have no entity ids here.' }),
  ),
  clientIdAliasUsed: Type.Optional(Type.Boolean({ description: 'Whether the alias named the client.' })),
  dynamicScopes: Type.Optional(
    Type.Array(Type.Object({ name: Type.String(), value: Type.String() }), {
      description: 'Values asked for of parameterised scopes, with the names of those.',
    }),
  ),
  display: Type.Optional(OneOf(['PAGE', 'POPUP', 'TOUCH', 'WAP'])),
  gmAction: Type.Optional(OneOf(['CREATE', 'QUERY', 'REPLACE', 'REVOKE', 'MERGE'])),
  grant: Type.Optional(GrantSchema),
  grantId: text('The grant to be changed.'),
  grantSubject: text('Whose grant that is.'),
  idTokenClaims: text('`id_token` of the claims parameter, as JSON.'),
  loginHint: text('The login hint.'),
  maxAge: Type.Optional(Type.Integer({ description: 'Seconds; 0 where none was asked for.' })),
  metadataDocumentUsed: Type.Optional(
    Type.Boolean({ description: 'Always false: no metadata documents are fetched here.' }),
  ),
  nativeSsoRequested: Type.Optional(Type.Boolean({ description: 'Always false: there is no Native SSO.' })),
  prompts: Type.Optional(Type.Array(OneOf(['NONE', 'LOGIN', 'CONSENT', 'SELECT_ACCOUNT', 'CREATE']))),
  requestObjectPayload: text('The payload of the request object, as JSON.'),
  resources: names('The resources asked for (RFC 8707).'),
  responseContent: ResponseContentSchema,
  scopes: ScopeDetailsSchema,
  service: Type.Optional(LimitedServiceSchema),
  subject: text('The subject that the request is for.'),
  ticket: Type.Optional(TicketSchema),
  uiLocales: names('Languages asked for that the service supports.'),
  userInfoClaims: text('`userinfo` of the claims parameter, as JSON.'),
})

const untransformed = withoutEffect('claims are not transformed.')

/** Authlete's `authorization_issue_request`. */
export const AuthorizationIssueRequestSchema = Type.Object({
  ticket: Type.Optional(TicketSchema),
  subject: text('Who has consented.'),
  authTime: NumericDateSchema('When the subject authenticated, in epoch seconds.'),
  acr: text('The authentication context that was met.'),
  claims: text('Claim values for the ID token, as JSON.'),
  properties: PropertiesSchema,
  scopes: names('The scopes that were consented to; they replace those of the request.'),
  sub: text('The `sub` of the ID token, if it differs from the subject.'),
  idtHeaderParams: text('Further header parameters of the ID token, as JSON.'),
  accessTokenDuration: Type.Optional(
    Type.Integer({ description: 'Seconds that the access token lasts, if positive.' }),
  ),
  jwtAtClaims: text('More claims for an access token that is a JWT, as JSON.'),
  consentedClaims: names('The claims that the client may know.'),
  authorizationDetails: Type.Optional(AuthorizationDetailsSchema),
  idTokenAudType: text(
    'Whether `aud` of the ID token is an "array" or a "string"; anything else leaves it to the service.',
  ),
  claimsForTx: text(untransformed),
  verifiedClaimsForTx: names(untransformed),
  accessToken: text(withoutEffect('no response type that is here issues an access token at once.')),
  sessionId: text(withoutEffect('there is no Native SSO.')),
})

export type AuthorizationIssueRequest = Static<typeof AuthorizationIssueRequestSchema>

const resultActions = ['INTERNAL_SERVER_ERROR', 'BAD_REQUEST', 'LOCATION', 'FORM'] as const

/** Authlete's `authorization_issue_response`. */
export const AuthorizationIssueResponseSchema = Type.Object({
  resultCode: ResultCodeSchema,
  resultMessage: ResultMessageSchema,
  action: OneOf(resultActions, { description: 'What the authorization server has to do next.' }),
  accessTokenDuration: Type.Optional(Type.Integer({ description: 'Always 0: only codes are issued here.' })),
  accessTokenExpiresAt: Type.Optional(Type.Integer({ description: 'Always 0: only codes are issued here.' })),
  authorizationCode: text('The code.'),
  consentedClaims: names('The claims that the client may know.'),
  responseContent: ResponseContentSchema,
  ticketInfo: Type.Optional(TicketInfoSchema),
})
