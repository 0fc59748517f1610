import type { RequestReason } from '../../api/authorization/outcomes.ts'
import type { RequestObjectClaimReason } from '../../oauth/authorization/request-object-claims.ts'
import type { RequestObjectReason } from '../../oauth/authorization/request-object.ts'
import type { RequestReferenceReason } from '../../oauth/authorization/reference.ts'
import { asks, detail, requestParameters, writes, type RequestSetup } from './request.ts'
import type { Scenario, ScenarioContext, ScenarioClient } from '../shared/scenario.ts'

const twice = ['one', 'two']
const tooLong = 'x'.repeat(2049)
const challenge = 'c'.repeat(43)
const other = 'https://rp.example.com/other'

const paymentType = 'payment_initiation'

/** A request without OpenID Connect. */
const plain = { scope: 'accounts' }

const publicly: RequestSetup = { clientType: 'PUBLIC' }
const details = (value: unknown) => ({ authorization_details: JSON.stringify(value) })
const claims = (value: unknown) => ({ claims: JSON.stringify(value) })
const ofClient: RequestSetup = { values: ({ clientId }) => ({ detail: String(clientId) }) }
const unknownId = ({ clientId }: ScenarioClient) => `9${clientId}`

/** An alias that no other client has, and a client that may not use it. */
function hasDisabledAlias({ random }: ScenarioContext) {
  const alias = random.token()
  return { alias, client: { clientIdAlias: alias, clientIdAliasEnabled: false } }
}

const signed: RequestSetup['values'] = ({ clientId }) => ({
  clientId: String(clientId),
  responseMode: 'query.jwt',
  detail: 'HS256',
})

const ticketed: RequestSetup = {
  values: ({ clientId }, { serviceId }) => ({
    serviceId,
    clientId: String(clientId),
    responseType: 'code',
    openid: 'true',
  }),
}

/** A type of authorization details that the service supports from now on. */
async function supportDetails(context: ScenarioContext): Promise<string> {
  const { supportedAuthorizationDetailsTypes: supported = [] } = await context.properties()
  await context.change({ supportedAuthorizationDetailsTypes: [...new Set([...supported, paymentType])] })
  return paymentType
}

type ElementReason = RequestReferenceReason | RequestObjectReason | RequestObjectClaimReason
type OwnReason = Exclude<RequestReason, ElementReason>
type RepeatedReason = Extract<OwnReason, `${string}_repeated`>

const repeatedScenarios: Readonly<Record<RepeatedReason, Scenario>> = {
  client_id_repeated: asks(({ clientId }) => ({ client_id: [String(clientId), String(clientId)] })),
  request_repeated: asks({ request: twice }),
  request_uri_repeated: asks({ request_uri: twice }),
  redirect_uri_repeated: asks(({ redirectUri }) => ({ redirect_uri: [redirectUri, redirectUri] })),
  response_mode_repeated: asks({ response_mode: ['query', 'query'] }),
  response_type_repeated: asks({ response_type: ['code', 'code'] }),
  scope_repeated: asks({ scope: ['openid', 'openid'] }),
  state_repeated: asks({ state: twice }),
  nonce_repeated: asks({ nonce: twice }),
  display_repeated: asks({ display: ['page', 'page'] }),
  prompt_repeated: asks({ prompt: ['login', 'login'] }),
  max_age_repeated: asks({ max_age: ['1', '1'] }),
  ui_locales_repeated: asks({ ui_locales: twice }),
  claims_locales_repeated: asks({ claims_locales: twice }),
  acr_values_repeated: asks({ acr_values: twice }),
  claims_repeated: asks({ claims: ['{}', '{}'] }),
  code_challenge_repeated: asks({ code_challenge: [challenge, challenge] }),
  code_challenge_method_repeated: asks({ code_challenge_method: ['S256', 'S256'] }),
  parameter_repeated: asks({ grant_id: twice }, detail('grant_id')),
}

/** One for every reason of POST /auth/authorization, but for request objects and references to requests. */
export const requestScenarios: Readonly<Record<OwnReason, Scenario>> = {
  ticket_issued: asks({}, ticketed),
  ticket_issued_without_interaction: asks({ prompt: 'none' }, ticketed),
  ticket_issued_without_consent: asks({ scope: 'openid offline_access' }, ticketed),
  parameters_missing: writes(() => undefined),
  parameters_malformed: writes(() => 'client_id=%zz'),
  parameters_empty: writes(() => '?'),
  ...repeatedScenarios,
  client_id_missing: asks({ client_id: undefined }),
  client_id_empty: asks({ client_id: '' }),
  client_or_alias_unknown: asks((client) => ({ client_id: unknownId(client) }), {
    values: (client) => ({ detail: unknownId(client) }),
  }),
  client_alias_disabled: async (context) => {
    const { alias, client } = hasDisabledAlias(context)
    return asks({ client_id: alias }, { client, ...detail(alias) })(context)
  },
  client_locked: asks({}, { client: { locked: true }, ...ofClient }),
  redirect_uri_empty: asks({ redirect_uri: '' }),
  redirect_uris_missing: asks({}, { client: { redirectUris: [] } }),
  redirect_uris_missing_of_public_client: asks(plain, { ...publicly, client: { redirectUris: [] } }),
  redirect_uri_malformed: asks({ ...plain, redirect_uri: 'https://rp.example.com/<' }),
  redirect_uri_relative: asks({ ...plain, redirect_uri: '/cb' }),
  redirect_uri_with_fragment: asks(({ redirectUri }) => ({
    ...plain,
    redirect_uri: `${redirectUri}#fragment`,
  })),
  redirect_uri_unregistered: asks({ ...plain, redirect_uri: other }, detail(other)),
  redirect_uri_unregistered_by_openid: asks({ redirect_uri: other }, detail(other)),
  redirect_uri_https_of_native_client: asks({}, { client: { applicationType: 'NATIVE' } }),
  redirect_uri_host_of_native_client: asks(
    { redirect_uri: 'http://rp.example.com/cb' },
    { client: { applicationType: 'NATIVE', redirectUris: ['http://rp.example.com/cb'] } },
  ),
  redirect_uri_required_by_openid: asks({ redirect_uri: undefined }),
  redirect_uri_ambiguous: asks(
    { ...plain, redirect_uri: undefined },
    { client: { redirectUris: [other, `${other}/still`] } },
  ),
  response_jwt_algorithm_missing: asks({ response_mode: 'query.jwt' }, { values: signed }),
  response_jwt_algorithm_none: asks(
    { response_mode: 'query.jwt' },
    { client: { authorizationSignAlg: 'NONE' }, values: signed },
  ),
  response_jwt_algorithm_symmetric: asks(
    { response_mode: 'query.jwt' },
    { ...publicly, client: { authorizationSignAlg: 'HS256' }, values: signed },
  ),
  response_mode_unsupported: asks({ response_mode: 'web_message' }),
  response_mode_not_of_client: asks({}, { client: { responseModes: ['FORM_POST'] } }),
  state_not_ascii: asks({ state: 'ä' }),
  state_too_long: asks({ state: tooLong }, detail('2048')),
  response_type_missing: asks({ response_type: undefined }),
  response_type_empty: asks({ response_type: '' }),
  response_type_invalid: asks({ response_type: 'code magic' }),
  response_type_unsupported: asks({ response_type: 'none' }, detail('none')),
  response_type_undeclared: asks(
    {},
    {
      client: { responseTypes: ['NONE'] },
      values: ({ clientId }) => ({ clientId: String(clientId), detail: 'code' }),
    },
  ),
  scope_required: asks(
    {},
    { service: { scopeRequired: true }, client: { extension: { requestableScopesEnabled: true } } },
  ),
  id_token_algorithm_symmetric: asks(
    {},
    {
      ...publicly,
      client: { idTokenSignAlg: 'HS256' },
      values: ({ clientId }) => ({ clientId: String(clientId), detail: 'HS256' }),
    },
  ),
  nonce_not_ascii: asks({ nonce: 'ä' }),
  nonce_too_long: asks({ nonce: tooLong }, detail('2048')),
  code_challenge_missing: asks({}, { service: { pkceRequired: true } }),
  code_challenge_empty: asks({ code_challenge: '' }),
  code_challenge_malformed: asks({ code_challenge: 'short' }),
  code_challenge_method_unsupported: asks({ code_challenge: challenge, code_challenge_method: 'S512' }),
  code_challenge_method_missing: asks({ code_challenge: challenge }, { client: { pkceS256Required: true } }),
  code_challenge_method_weak: asks(
    { code_challenge: challenge, code_challenge_method: 'plain' },
    { service: { pkceS256Required: true } },
  ),
  display_invalid: asks({ display: 'PAGE' }),
  display_unsupported: asks({ display: 'wap' }, { service: { supportedDisplays: ['PAGE'] } }),
  display_default_unsupported: asks({}, { service: { supportedDisplays: ['WAP'] } }),
  prompt_invalid: asks({ prompt: 'beep' }),
  prompt_none_combined: asks({ prompt: 'none login' }),
  max_age_not_number: asks({ max_age: 'soon' }),
  max_age_not_integer: asks({ max_age: '1.5' }),
  max_age_out_of_range: asks({ max_age: '2147483648' }),
  claims_not_object: asks({ claims: '[]' }),
  userinfo_claims_not_object: asks(claims({ userinfo: 1 })),
  id_token_claims_not_object: asks(claims({ id_token: [] })),
  claim_not_object: asks(claims({ userinfo: { name: true } }), detail('name')),
  claim_essential_not_boolean: asks(claims({ id_token: { name: { essential: 1 } } }), detail('name')),
  claim_values_not_array: asks(claims({ id_token: { name: { values: 'a' } } }), detail('name')),
  acrs_unsupported: asks({ acr_values: 'loa2' }, { service: { supportedAcrs: null } }),
  acr_unsupported: asks({ acr_values: 'loa3' }, { service: { supportedAcrs: ['loa2'] }, ...detail('loa3') }),
  resource_malformed: asks({ resource: 'https://rs.example.com/ a' }),
  resource_relative: asks({ resource: '/accounts' }),
  resource_with_fragment: asks({ resource: 'https://rs.example.com/#a' }),
  authorization_details_malformed: asks(details({ type: paymentType })),
  authorization_detail_malformed: writes(
    async (client, context) =>
      requestParameters(client, details([{ type: await supportDetails(context) }, 1])),
    detail('1'),
  ),
  authorization_detail_without_type: asks(details([{ actions: [] }]), detail('0')),
  authorization_detail_type_unsupported: asks(details([{ type: paymentType }]), {
    service: { supportedAuthorizationDetailsTypes: null },
    ...detail('0'),
  }),
  authorization_detail_type_undeclared: writes(
    async (client, context) => requestParameters(client, details([{ type: await supportDetails(context) }])),
    { client: { authorizationDetailsTypes: [] }, ...detail('0') },
  ),
  dpop_jkt_malformed: asks({ dpop_jkt: 'short' }),
  grant_action_required: asks({}, { service: { grantManagementActionRequired: true } }),
  grant_action_unsupported: asks({ grant_management_action: 'update', grant_id: 'g' }),
  grant_id_without_action: asks({ grant_id: 'g' }),
  grant_action_of_public_client: asks({ grant_management_action: 'create' }, publicly),
  grant_id_with_create: asks({ grant_management_action: 'create', grant_id: 'g' }),
  grant_id_missing_for_change: asks({ grant_management_action: 'merge' }),
  requested_grant_unknown: asks({ grant_management_action: 'merge', grant_id: 'nothing' }),
  requested_grant_of_other_client: writes(async (client, context) => {
    const { clientId } = await context.makeClient()
    const { grantId } = await context.mintToken({ clientId, grant: {} })
    return requestParameters(client, { grant_management_action: 'replace', grant_id: grantId })
  }),
}
