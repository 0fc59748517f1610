import type { TokenReason } from '../../api/token/request/outcomes.ts'
import { makeKey } from '../../testkit/key.ts'
import { readMember, type FormParameters } from '../shared/client-request.ts'
import type { Arrangement, Scenario, ScenarioContext, ScenarioClient } from '../shared/scenario.ts'
import {
  asks,
  asPublic,
  clientForm,
  codeForm,
  obtainCode,
  obtainTokens,
  proveAtTokenEndpoint,
  redeem,
  redeems,
  refreshes,
  refreshForm,
  send,
  tokenCall,
} from './call.ts'

const verifier = 'v'.repeat(43)
const otherUri = 'https://rp.example.com/other'
const resource = 'https://rs.example.com'

/** A call with this text as parameters, or without any. */
const sends =
  (parameters: string | undefined, values?: Arrangement['values']): Scenario =>
  async (context) =>
    tokenCall(await context.makeClient(), {}, { members: { parameters }, ...(values && { values }) })

/** A request with a code after a request with a code challenge (RFC 7636 §4.3, method plain). */
const challenged = (parameters: FormParameters): Scenario =>
  redeems({ parameters, authorization: { code_challenge: verifier } })

/** A code or token of one client, presented by another. */
const presentsForeign =
  (obtain: (context: ScenarioContext, owner: ScenarioClient) => Promise<FormParameters>): Scenario =>
  async (context) => {
    const form = await obtain(context, await context.makeClient())
    return tokenCall(await context.makeClient(), form)
  }

/** Scenarios of the form of a token request, and of its grant type. */
export const grantTypeScenarios = {
  parameters_missing: sends(undefined),
  parameters_malformed: sends('grant_type=%zz'),
  parameters_empty: sends(''),
  grant_type_missing: sends('code=1'),
  grant_type_empty: sends('grant_type='),
  grant_type_repeated: sends('grant_type=refresh_token&grant_type=refresh_token'),
  client_id_empty: sends('grant_type=authorization_code&code=1&client_id='),
  grant_type_unknown: sends('grant_type=toString'),
  grant_type_implicit: sends('grant_type=implicit'),
  grant_type_unsupported: async (context) => {
    await context.change({ supportedGrantTypes: ['AUTHORIZATION_CODE'] })
    return asks({}, { values: { detail: 'client_credentials' } })(context)
  },
  grant_type_unavailable: sends('grant_type=urn%3Aopenid%3Aparams%3Agrant-type%3Aciba', {
    detail: 'urn:openid:params:grant-type:ciba',
  }),
  grant_type_undeclared: async (context) =>
    tokenCall(await context.makeClient({ grantTypes: ['AUTHORIZATION_CODE'] }), clientForm),
} as const satisfies Partial<Record<TokenReason, Scenario>>

/** Scenarios of authorization codes. */
export const codeScenarios = {
  code_redeemed: redeems(),
  code_missing: asks({ ...codeParameters(undefined) }),
  code_empty: asks({ ...codeParameters('') }),
  code_repeated: asks({ ...codeParameters(['1', '2']) }),
  code_unknown: asks({ ...codeParameters('nobody') }),
  code_of_other_client: presentsForeign(async (context, owner) =>
    codeForm(owner, await obtainCode(context, owner)),
  ),
  code_spent: async (context) => {
    const request = await redeem(context, await context.makeClient())
    await send(context, request)
    return request
  },
  code_expired: async (context) => {
    await context.change({ authorizationCodeDuration: 60 })
    const request = await redeem(context, await context.makeClient())
    await context.advance(60)
    return request
  },
  redirect_uri_repeated: redeems({ parameters: { redirect_uri: [otherUri, otherUri] } }),
  redirect_uri_missing: redeems({ parameters: { redirect_uri: undefined } }),
  redirect_uri_mismatch: redeems({ parameters: { redirect_uri: otherUri } }),
  redirect_uri_unexpected: redeems({ authorization: { redirect_uri: undefined } }),
  code_verifier_missing: challenged({}),
  code_verifier_empty: challenged({ code_verifier: '' }),
  code_verifier_repeated: challenged({ code_verifier: [verifier, verifier] }),
  code_verifier_malformed: challenged({ code_verifier: 'short' }),
  code_verifier_mismatch: challenged({ code_verifier: 'w'.repeat(43) }),
  code_verifier_unexpected: redeems({ parameters: { code_verifier: verifier } }),
  code_key_mismatch: async (context) => {
    const { signProof } = await proveAtTokenEndpoint(context)
    const { jkt } = makeKey(context.random)
    const redemption = { authorization: { dpop_jkt: jkt }, members: { dpop: await signProof() } }
    return redeems(redemption)(context)
  },
  code_grant_of_public_client: async (context) => {
    const client = await context.makeClient()
    const authorization = { grant_management_action: 'create' }
    const request = await redeem(context, client, { ...asPublic(client), authorization })
    const change = { clientType: 'PUBLIC', tokenAuthMethod: 'NONE', redirectUris: [client.redirectUri] }
    await context.call('POST', `/client/update/${client.clientId}`, change)
    return request
  },
  code_grant_gone: async (context) => {
    const client = await context.makeClient()
    const creation = { authorization: { grant_management_action: 'create' } }
    const grantId = readMember(await send(context, await redeem(context, client, creation)), 'grantId')
    const merger = { authorization: { grant_management_action: 'merge', grant_id: grantId } }
    const request = await redeem(context, client, merger)
    await context.admin.deleteGrant(context.serviceId, grantId)
    return request
  },
} as const satisfies Partial<Record<TokenReason, Scenario>>

function codeParameters(code: FormParameters[string]): FormParameters {
  return { grant_type: 'authorization_code', code }
}

const asksToRefresh = (value: FormParameters[string]): Scenario =>
  asks({ grant_type: 'refresh_token', refresh_token: value })

/** Scenarios of refresh tokens. */
export const refreshScenarios = {
  refreshed: refreshes(),
  refresh_token_missing: asksToRefresh(undefined),
  refresh_token_empty: asksToRefresh(''),
  refresh_token_repeated: asksToRefresh(['1', '2']),
  refresh_token_unknown: asksToRefresh('nobody'),
  refresh_token_of_other_client: presentsForeign(async (context, owner) =>
    refreshForm((await obtainTokens(context, owner)).refreshToken),
  ),
  refresh_token_expired: async (context) => {
    const client = await context.makeClient()
    const { refreshToken, refreshSeconds } = await obtainTokens(context, client)
    await context.advance(refreshSeconds)
    return tokenCall(client, refreshForm(refreshToken))
  },
  refresh_scope_repeated: refreshes({ parameters: { scope: ['accounts', 'accounts'] } }),
  refresh_scope_exceeded: refreshes({ parameters: { scope: 'accounts payments' } }),
  refresh_token_gone: async (context) => {
    const client = await context.makeClient()
    const { refreshToken } = await obtainTokens(context, client)
    const what = 'The refresh token is revoked within the next call of auth/token, after it was found.'
    context.duringNextCall('auth/token', what, () =>
      context.call('POST', '/auth/token/revoke', { refreshTokenIdentifier: refreshToken }),
    )
    return tokenCall(client, refreshForm(refreshToken))
  },
} as const satisfies Partial<Record<TokenReason, Scenario>>

/** Scenarios of client credentials, and of the resources of tokens. */
export const clientScenarios = {
  client_credentials_granted: asks(),
  client_credentials_of_public_client: async (context) => {
    const client = await context.makeClient({}, 'PUBLIC')
    return tokenCall(client, clientForm, asPublic(client))
  },
  token_scope_repeated: asks({ scope: ['accounts', 'payments'] }),
  token_scope_missing: async (context) => {
    await context.change({ scopeRequired: true })
    return asks({ scope: 'unheard-of' })(context)
  },
  resource_malformed: asks({ resource: `${resource}/%` }),
  resource_relative: asks({ resource: '/rs' }),
  resource_with_fragment: asks({ resource: `${resource}/#a` }),
  resource_not_granted: redeems({
    parameters: { resource: 'https://other.example.com' },
    authorization: { resource },
  }),
} as const satisfies Partial<Record<TokenReason, Scenario>>
