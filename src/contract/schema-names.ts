import type { TSchema } from '@sinclair/typebox'
import * as allCalls from '../../schema/admin/all-calls.ts'
import * as faults from '../../schema/admin/faults.ts'
import * as journal from '../../schema/admin/journal.ts'
import * as outcomes from '../../schema/admin/outcomes.ts'
import * as pact from '../../schema/admin/pact.ts'
import * as orders from '../../schema/admin/requests.ts'
import * as services from '../../schema/admin/services.ts'
import * as snapshots from '../../schema/admin/snapshots.ts'
import { traceMembers } from '../../schema/admin/trace.ts'
import * as views from '../../schema/admin/views.ts'
import * as pushed from '../../schema/authorization/pushed-request.ts'
import * as authorization from '../../schema/authorization/requests.ts'
import * as tickets from '../../schema/authorization/tickets.ts'
import * as limited from '../../schema/authorization/words.ts'
import * as client from '../../schema/client.ts'
import {
  GrantFixtureSchema,
  GrantedScopesFixtureSchema,
  RefreshTokenFixtureSchema,
} from '../../schema/fixture-state.ts'
import { FixturesSchema } from '../../schema/fixtures.ts'
import { GmRequestSchema, GmResponseSchema } from '../../schema/gm.ts'
import * as introspection from '../../schema/introspection.ts'
import * as jose from '../../schema/jose.ts'
import * as members from '../../schema/members.ts'
import { HealthSchema, ResultSchema } from '../../schema/result.ts'
import * as revocation from '../../schema/revocation.ts'
import * as service from '../../schema/service.ts'
import * as management from '../../schema/token-management.ts'
import * as shapes from '../../schema/token-shapes.ts'
import * as token from '../../schema/token.ts'
import * as userInfo from '../../schema/userinfo.ts'
import * as words from '../../schema/words.ts'

/** The bodies of Authlete's APIs, by Authlete's names for them. */
const authlete: Readonly<Record<string, TSchema>> = {
  GmRequest: GmRequestSchema,
  GmResponse: GmResponseSchema,
  AuthorizationRequest: authorization.AuthorizationRequestSchema,
  AuthorizationResponse: authorization.AuthorizationResponseSchema,
  AuthorizationIssueRequest: authorization.AuthorizationIssueRequestSchema,
  AuthorizationIssueResponse: authorization.AuthorizationIssueResponseSchema,
  AuthorizationFailRequest: tickets.AuthorizationFailRequestSchema,
  AuthorizationFailResponse: tickets.AuthorizationFailResponseSchema,
  AuthorizationTicketInfoRequest: tickets.TicketInfoRequestSchema,
  AuthorizationTicketInfoResponse: tickets.TicketInfoResponseSchema,
  AuthorizationTicketUpdateRequest: tickets.TicketUpdateRequestSchema,
  AuthorizationTicketUpdateResponse: tickets.TicketUpdateResponseSchema,
  PushedAuthorizationRequest: pushed.PushedAuthorizationRequestSchema,
  PushedAuthorizationResponse: pushed.PushedAuthorizationResponseSchema,
  TokenRequest: token.TokenRequestSchema,
  TokenResponse: token.TokenResponseSchema,
  TokenIssueRequest: token.TokenIssueRequestSchema,
  TokenIssueResponse: token.TokenIssueResponseSchema,
  TokenFailRequest: token.TokenFailRequestSchema,
  TokenFailResponse: token.TokenFailResponseSchema,
  TokenCreateRequest: management.TokenCreateRequestSchema,
  TokenCreateResponse: management.TokenCreateResponseSchema,
  TokenUpdateRequest: management.TokenUpdateRequestSchema,
  TokenUpdateResponse: management.TokenUpdateResponseSchema,
  TokenRevokeRequest: management.TokenRevokeRequestSchema,
  TokenRevokeResponse: management.TokenRevokeResponseSchema,
  TokenGetListResponse: management.TokenListResponseSchema,
  IntrospectionRequest: introspection.IntrospectionRequestSchema,
  IntrospectionResponse: introspection.IntrospectionResponseSchema,
  StandardIntrospectionRequest: introspection.StandardIntrospectionRequestSchema,
  StandardIntrospectionResponse: introspection.StandardIntrospectionResponseSchema,
  RevocationRequest: revocation.RevocationRequestSchema,
  RevocationResponse: revocation.RevocationResponseSchema,
  UserinfoRequest: userInfo.UserInfoRequestSchema,
  UserinfoResponse: userInfo.UserInfoResponseSchema,
  UserinfoIssueRequest: userInfo.UserInfoIssueRequestSchema,
  UserinfoIssueResponse: userInfo.UserInfoIssueResponseSchema,
  JoseVerifyRequest: jose.JoseVerifyRequestSchema,
  JoseVerifyResponse: jose.JoseVerifyResponseSchema,
  Service: service.ServiceViewSchema,
  ServiceProperties: service.ServiceSchema,
  ServiceGetListResponse: service.ServiceListSchema,
  ServiceConfigurationRequest: service.ConfigurationBodySchema,
  ServiceConfiguration: service.ConfigurationSchema,
  ServiceJwks: service.JwksSchema,
  Client: client.ClientViewSchema,
  ClientProperties: client.ClientSchema,
  ClientGetListResponse: client.ClientListSchema,
  ClientFlagUpdateRequest: client.LockSchema,
  ClientSecretUpdateRequest: client.SecretSchema,
  ClientSecretResponse: client.SecretsSchema,
  ClientAuthorizationGetListRequest: client.ApplicationBodySchema,
  ClientAuthorizationGetListResponse: client.ApplicationListSchema,
  ClientAuthorizationUpdateRequest: client.TokenScopesSchema,
  ClientGrantedScopesResponse: client.GrantedScopesSchema,
  ClientRequestableScopesRequest: client.RequestableScopesBodySchema,
  ClientRequestableScopes: client.RequestableScopesSchema,
  SubjectRequest: client.SubjectSchema,
  Done: client.DoneSchema,
  Result: ResultSchema,
  Health: HealthSchema,
}

/** What Authlete's bodies are made of. */
const parts: Readonly<Record<string, TSchema>> = {
  AuthorizationDetails: shapes.AuthorizationDetailsSchema,
  CimdOptions: shapes.MetadataDocumentOptionsSchema,
  Grant: shapes.GrantSchema,
  Properties: shapes.PropertiesSchema,
  ScopeDetails: shapes.ScopeDetailsSchema,
  GrantType: shapes.GrantTypeSchema,
  ClientLimited: limited.LimitedClientSchema,
  ServiceLimited: limited.LimitedServiceSchema,
  AuthorizationTicketInfo: limited.TicketInfoSchema,
  ClientAuthMethod: members.ClientAuthMethodSchema,
  ClientSource: members.ClientSourceSchema,
  FapiModes: members.FapiModesSchema,
  GrantTypes: members.GrantTypesSchema,
  JweAlg: members.KeyEncryptionSchema,
  JweEnc: members.ContentEncryptionSchema,
  JwsAlg: members.JwsAlgorithmSchema,
  Pairs: members.PairsSchema,
  ResponseTypes: members.ResponseTypesSchema,
  TaggedValues: members.TaggedTextsSchema,
}

/** The bodies of the mock's own calls, and what they are made of. */
const own: Readonly<Record<string, TSchema>> = {
  MockProblem: views.ProblemSchema,
  MockSettings: words.MockSettingsSchema,
  MockSettingsRequest: words.GivenMockSettingsSchema,
  MockServiceRequest: services.NewServiceSchema,
  MockServiceChange: services.ServiceChangeSchema,
  MockCreatedService: views.CreatedServiceSchema,
  MockService: views.ServiceViewSchema,
  MockServiceList: views.ServiceListSchema,
  MockApiTokenRequest: orders.NewApiTokenSchema,
  MockApiToken: views.CreatedApiTokenSchema,
  MockTokenRequest: orders.MintSchema,
  MockToken: views.MintedTokenSchema,
  MockTokenList: views.TokenListSchema,
  MockTokenListEntry: views.TokenListSchema.properties.accessTokens.items,
  MockGrantList: views.GrantListSchema,
  Confirmation: words.ConfirmationSchema,
  GrantedScope: words.GrantedScopeSchema,
  Rights: words.RightsSchema,
  MockClockRequest: orders.ClockSchema,
  MockClockAdvance: orders.ClockAdvanceSchema,
  MockClock: views.ClockViewSchema,
  MockCallMatch: journal.CallMatchSchema,
  MockRequestMatch: journal.RequestMatchSchema,
  MockCall: views.ListedCallSchema,
  MockCallWithTrace: views.JournalEntrySchema,
  MockCallList: views.JournalSchema,
  MockNumberedCall: allCalls.NumberedCallSchema,
  MockNumberedCallWithTrace: allCalls.NumberedEntrySchema,
  MockNumberedCallList: allCalls.AllCallsSchema,
  MockTrace: traceMembers.trace,
  MockPresented: traceMembers.presented,
  MockCountRequest: journal.CountSchema,
  MockCount: journal.CountViewSchema,
  MockWaitRequest: journal.WaitSchema,
  MockAwaitedCalls: journal.WaitViewSchema,
  MockHttpArchive: journal.HarSchema,
  MockExplanation: views.ExplanationSchema,
  MockReapplication: views.ReapplicationSchema,
  MockSnapshot: snapshots.SnapshotViewSchema,
  MockSnapshotList: snapshots.SnapshotListSchema,
  MockWorldSnapshot: snapshots.WorldSnapshotViewSchema,
  MockWorldSnapshotList: snapshots.WorldSnapshotListSchema,
  MockFixtures: FixturesSchema,
  GrantFixture: GrantFixtureSchema,
  GrantedScopesFixture: GrantedScopesFixtureSchema,
  RefreshTokenFixture: RefreshTokenFixtureSchema,
  PactProviderState: pact.ProviderStateRequestSchema,
  PactParameters: pact.ProviderStateParametersSchema,
  PactValues: pact.ProviderStateValuesSchema,
  MockCatalogue: views.CatalogueSchema,
  MockOutcomeRequest: outcomes.OutcomeRequestSchema,
  MockArrangedOutcome: outcomes.ArrangedOutcomeSchema,
  MockFaultRequest: faults.FaultSchema,
  MockFault: faults.FaultViewSchema,
  MockFaultList: faults.FaultListSchema,
  MockBarrierRequest: faults.BarrierSchema,
  MockBarrier: faults.BarrierViewSchema,
  MockBarrierList: faults.BarrierListSchema,
  MockBarrierWait: faults.BarrierWaitSchema,
  MockHeld: faults.HeldSchema,
}

const { properties: ofService } = service.ServiceSchema
const { properties: ofClient } = client.ClientSchema
const { properties: ofCall } = views.ListedCallSchema
const { properties: ofFixture } = FixturesSchema.properties.services.items
const { properties: ofFixtureToken } = ofFixture.tokens.items

/** What stands within these, in more than one place. */
const inner: Readonly<Record<string, TSchema>> = {
  Pair: shapes.PairsSchema('').items,
  TaggedValue: limited.LimitedClientSchema.properties.clientNames.items,
  DescribedTaggedValue: shapes.ScopeDetailsSchema.items.properties.descriptions.items,
  DynamicScope: authorization.AuthorizationResponseSchema.properties.dynamicScopes.items,
  Scope: ofService.supportedScopes.items,
  NamedUri: ofService.mtlsEndpointAliases.items,
  Hsk: ofService.hsks.items,
  TrustAnchor: ofService.trustAnchors.items,
  SnsCredentials: ofService.snsCredentials.items,
  CredentialIssuerMetadata: ofService.credentialIssuerMetadata,
  ClientExtension: ofClient.extension,
  Display: ofService.supportedDisplays.items,
  Prompt: ofService.supportedPromptValues.items,
  MockRequest: ofCall.request,
  MockRemark: ofCall.lint.items,
  MockFailedCheck: ofCall.failed,
  MockHeldCall: faults.HeldSchema.properties.held,
  NewGrant: ofFixtureToken.grant,
  ClientFixture: ofFixture.clients.items,
  TokenFixture: ofFixture.tokens.items,
  ApiTokenFixture: FixturesSchema.properties.apiTokens.items,
  TokenDetailsFixture: RefreshTokenFixtureSchema.properties.details,
}

/** Every schema that the contract names. */
export const namedSchemas: Readonly<Record<string, TSchema>> = { ...authlete, ...parts, ...own, ...inner }
