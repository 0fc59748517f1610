import Database from 'better-sqlite3'
import type { TokenReason } from '../../../src/api/token/outcomes.ts'
import { callApi } from '../../support/api.ts'
import { clientId, publicClientId, redirectUri } from '../../support/authorize.ts'
import { serviceId } from '../../support/mock.ts'
import { makeKey } from '../../support/proof.ts'
import {
  basic,
  clientRequest,
  codeRequest,
  form,
  getTokens,
  makeTokenProof,
  refreshRequest,
  tokenWorld,
} from '../../support/token.ts'
import {
  type Scenario,
  worldOfTwo,
  asOther,
  verifier,
  key,
  plain,
  code,
  refresh,
  twice,
  meanwhile,
} from './scenario.ts'

/** Scenarios of what a request asks for, and by what right. */
export const requestScenarios = {
  code_redeemed: { arrange: (mock) => code(mock) },
  client_credentials_granted: { arrange: async () => clientRequest() },
  refreshed: { arrange: (mock) => refresh(mock) },
  crash: {
    arrange: async (_, data) => {
      new Database(data).exec('DROP TABLE codes').close()
      return codeRequest('any')
    },
  },
  service_reset: {
    arrange: async (_, data) => {
      meanwhile(data, 'UPDATE worlds SET abandoned = 1')
      return clientRequest({}, { ...basic, dpop: await makeTokenProof(key) })
    },
  },
  parameters_missing: { arrange: async () => basic },
  parameters_malformed: { arrange: async () => ({ ...basic, parameters: 'grant_type=%zz' }) },
  parameters_empty: { arrange: async () => ({ ...basic, parameters: '' }) },
  grant_type_missing: { arrange: async () => ({ ...basic, parameters: 'code=1' }) },
  grant_type_empty: { arrange: async () => ({ ...basic, parameters: 'grant_type=' }) },
  grant_type_repeated: {
    arrange: async () => ({ ...basic, parameters: 'grant_type=refresh_token&grant_type=refresh_token' }),
  },
  grant_type_unknown: { arrange: async () => ({ ...basic, parameters: 'grant_type=toString' }) },
  grant_type_implicit: { arrange: async () => ({ ...basic, parameters: 'grant_type=implicit' }) },
  grant_type_unsupported: {
    world: tokenWorld({ supportedGrantTypes: ['AUTHORIZATION_CODE'] }),
    arrange: async () => clientRequest(),
    message: "This service does not support the grant_type 'client_credentials'.",
  },
  grant_type_unavailable: {
    arrange: async () => ({
      ...basic,
      parameters: form({ grant_type: 'urn:openid:params:grant-type:ciba' }),
    }),
    message:
      'The grant type (urn:openid:params:grant-type:ciba) is not supported. Consult the administrator of this authorization server.',
  },
  grant_type_undeclared: {
    world: tokenWorld({}, { grantTypes: ['AUTHORIZATION_CODE'] }),
    arrange: async () => clientRequest(),
  },
  code_missing: { arrange: async () => codeRequest('', { code: undefined }) },
  code_empty: { arrange: async () => codeRequest('') },
  code_repeated: { arrange: async () => codeRequest('', { code: ['1', '2'] }) },
  code_unknown: { arrange: async () => codeRequest('nobody') },
  code_of_other_client: { world: worldOfTwo(), arrange: (mock) => code(mock, {}, asOther) },
  code_spent: { arrange: async (mock) => twice(mock, await code(mock)) },
  code_expired: {
    arrange: async (mock) => {
      const request = await code(mock)
      mock.time.now += 600_000
      return request
    },
  },
  redirect_uri_repeated: { arrange: (mock) => code(mock, { redirect_uri: [redirectUri, redirectUri] }) },
  redirect_uri_missing: { arrange: (mock) => code(mock, { redirect_uri: undefined }) },
  redirect_uri_mismatch: { arrange: (mock) => code(mock, { redirect_uri: `${redirectUri}/` }) },
  redirect_uri_unexpected: { arrange: (mock) => code(mock, {}, basic, { redirect_uri: undefined }) },
  code_verifier_missing: { arrange: (mock) => code(mock, {}, basic, { code_challenge: verifier }) },
  code_verifier_empty: {
    arrange: (mock) => code(mock, { code_verifier: '' }, basic, { code_challenge: verifier }),
  },
  code_verifier_repeated: {
    arrange: (mock) =>
      code(mock, { code_verifier: [verifier, verifier] }, basic, { code_challenge: verifier }),
  },
  code_verifier_malformed: {
    arrange: (mock) => code(mock, { code_verifier: 'short' }, basic, { code_challenge: verifier }),
  },
  code_verifier_mismatch: {
    arrange: (mock) => code(mock, { code_verifier: 'w'.repeat(43) }, basic, { code_challenge: verifier }),
  },
  code_verifier_unexpected: { arrange: (mock) => code(mock, { code_verifier: verifier }) },
  code_grant_of_public_client: {
    arrange: async (mock) => {
      const caller = (await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })).apiToken
      const request = await code(
        mock,
        { client_id: String(clientId) },
        {},
        { grant_management_action: 'create' },
      )
      const client = { clientType: 'PUBLIC', tokenAuthMethod: 'NONE', redirectUris: [redirectUri] }
      await callApi(mock, 'POST', `/client/update/${clientId}`, client, caller)
      return request
    },
  },
  code_key_mismatch: {
    arrange: async (mock) => {
      const dpop = await makeTokenProof(await makeKey())
      return code(mock, {}, { ...basic, dpop }, { dpop_jkt: key.jkt })
    },
  },
  code_grant_gone: {
    arrange: async (mock) => {
      const { grantId = '' } = await getTokens(mock, { ...plain, grant_management_action: 'create' })
      const request = await code(mock, {}, basic, { grant_management_action: 'merge', grant_id: grantId })
      await mock.admin.deleteGrant(serviceId, grantId)
      return request
    },
  },
  refresh_token_missing: { arrange: async () => refreshRequest(undefined) },
  refresh_token_empty: { arrange: async () => refreshRequest('') },
  refresh_token_repeated: { arrange: async () => refreshRequest('', { refresh_token: ['1', '2'] }) },
  refresh_token_unknown: { arrange: async () => refreshRequest('nobody') },
  refresh_token_of_other_client: { world: worldOfTwo(), arrange: (mock) => refresh(mock, {}, asOther) },
  refresh_token_expired: {
    arrange: async (mock) => {
      const request = await refresh(mock)
      mock.time.now += 864_000_000
      return request
    },
  },
  refresh_scope_repeated: { arrange: (mock) => refresh(mock, { scope: ['accounts', 'accounts'] }) },
  refresh_scope_exceeded: { arrange: (mock) => refresh(mock, { scope: 'accounts payments' }) },
  refresh_token_gone: {
    arrange: async (mock, data) => {
      const request = await refresh(mock, {}, { ...basic, dpop: await makeTokenProof(key) })
      meanwhile(data, 'DELETE FROM refresh_tokens')
      return request
    },
  },
  client_credentials_of_public_client: {
    arrange: async () => clientRequest({ client_id: String(publicClientId) }, {}),
  },
  token_scope_repeated: { arrange: async () => clientRequest({ scope: ['accounts', 'payments'] }) },
  token_scope_missing: {
    world: tokenWorld({ scopeRequired: true }),
    arrange: async () => clientRequest({ scope: 'unheard-of' }),
  },
  resource_malformed: { arrange: async () => clientRequest({ resource: 'https://rs.example.com/%' }) },
  resource_relative: { arrange: async () => clientRequest({ resource: '/rs' }) },
  resource_with_fragment: { arrange: async () => clientRequest({ resource: 'https://rs.example.com/#a' }) },
  resource_not_granted: {
    arrange: (mock) =>
      code(mock, { resource: 'https://other.example.com' }, basic, { resource: 'https://rs.example.com' }),
  },
} as const satisfies Partial<Record<TokenReason, Scenario>>
