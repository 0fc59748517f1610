import type { RequestObjectClaimReason } from '../../../src/oauth/request-object-claims.ts'
import type { RequestObjectReason } from '../../../src/oauth/request-object.ts'
import type { RequestReferenceReason } from '../../../src/oauth/request-reference.ts'
import {
  clientId,
  clientSecret,
  publicClientId,
  pushRequest,
  requestParameters,
} from '../../support/authorize.ts'
import { startOfTests } from '../../support/mock.ts'
import {
  makeRequestObject,
  makeUnsignedObject,
  objectKeys,
  otherObjectKey,
  type ObjectChanges,
} from '../../support/request-object.ts'
import { asks, sends, setting, type Scenario, type Setting } from './scenario.ts'

const client = String(clientId)
const keys = { jwks: objectKeys }
const traditional = { traditionalRequestObjectProcessingApplied: true }
const audienceChecked = { requestObjectAudienceChecked: true }
const pushedUri = 'urn:ietf:params:oauth:request_uri:nothing'
const elsewhere = 'https://rp.example.com/request.jwt'
const detail = (text: string) => ({ values: { detail: text } })

function sendsObject(request: string, more: Setting = {}): Scenario {
  return sends(new URLSearchParams({ client_id: client, request }).toString(), {
    ...more,
    client: { ...keys, ...more.client },
  })
}

function signs(changes: ObjectChanges, more: Setting = {}): Scenario {
  return {
    ...setting({ ...more, client: { ...keys, ...more.client } }),
    arrange: async () => {
      const request = await makeRequestObject(changes)
      const parameters = new URLSearchParams({ client_id: client, response_type: 'code', request })
      return { path: '/auth/authorization', body: { parameters: parameters.toString() } }
    },
  }
}

const says = (payload: ObjectChanges['payload'] & object, more: Setting = {}) => signs({ payload }, more)

export const requestReferenceScenarios: Record<RequestReferenceReason, Scenario> = {
  request_and_request_uri: asks({ request: 'a', request_uri: 'b' }),
  par_required_by_client: asks({}, { client: { parRequired: true } }),
  par_required_by_service: asks({}, { service: { parRequired: true } }),
  pushed_uri_required_by_client: asks({ request_uri: elsewhere }, { client: { parRequired: true } }),
  pushed_uri_required_by_service: asks({ request_uri: elsewhere }, { service: { parRequired: true } }),
  request_uri_unregistered: asks({ request_uri: elsewhere }),
  request_uri_unfetched: asks(
    { request_uri: elsewhere },
    {
      client: { requestUris: [elsewhere] },
      ...detail(`(ID = 1001) from the location pointed to by 'request_uri' (${elsewhere})`),
    },
  ),
  request_uri_over: asks({ request_uri: pushedUri }),
  request_uri_of_other_client: {
    ...setting({ values: { detail: client, clientId: String(publicClientId) } }),
    arrange: async (mock) => {
      const requestUri = await pushRequest(mock)
      const changes = { client_id: String(publicClientId), request_uri: requestUri }
      return { path: '/auth/authorization', body: { parameters: requestParameters(changes) } }
    },
  },
  request_object_required_by_client: asks({}, { client: { requestObjectRequired: true } }),
  request_object_required_by_service: asks({}, { service: { requestObjectRequired: true } }),
}

export const requestObjectScenarios: Record<RequestObjectReason, Scenario> = {
  request_object_malformed: sendsObject('a.b'),
  request_object_encrypted: sendsObject('a.b.c.d.e'),
  request_object_alg_missing: sendsObject(makeUnsignedObject({}, {}, 'AA')),
  request_object_unsigned: sendsObject(makeUnsignedObject({ alg: 'none' })),
  request_object_unsigned_against_metadata: sendsObject(makeUnsignedObject({ alg: 'none' }), {
    service: traditional,
    client: { requestSignAlg: 'ES256' },
  }),
  request_object_alg_unsupported: sendsObject(makeUnsignedObject({ alg: 'ES256K' }, {}, 'AA')),
  request_object_alg_mismatch: signs({}, { client: { requestSignAlg: 'PS256' }, ...detail('PS256') }),
  request_object_alg_symmetric: sendsObject(makeUnsignedObject({ alg: 'HS256' }, {}, 'AA'), {
    client: { clientType: 'PUBLIC' },
    ...detail('HS256'),
  }),
  request_object_keys_missing: signs({}, { client: { jwks: undefined } }),
  request_object_keys_unfetched: signs(
    {},
    {
      client: { jwks: undefined, jwksUri: 'https://rp.example.com/jwks' },
      ...detail("(ID = 1001) from the location pointed to by 'jwks_uri' (https://rp.example.com/jwks)"),
    },
  ),
  request_object_key_unknown: signs({ header: { kid: 'two' } }, detail('alg=ES256, kid=two')),
  request_object_key_ambiguous: signs(
    { header: { kid: undefined } },
    {
      client: { jwks: JSON.stringify({ keys: [...JSON.parse(objectKeys).keys, otherObjectKey.publicJwk] }) },
      ...detail('alg=ES256, kid=null'),
    },
  ),
  request_object_signature_wrong: signs({ signWith: otherObjectKey.privateJwk }, detail('Invalid signature')),
}

const seconds = startOfTests / 1000

export const requestObjectClaimScenarios: Record<RequestObjectClaimReason, Scenario> = {
  client_id_not_text: says({ client_id: clientId }),
  response_type_not_text: says({ response_type: 1 }),
  scope_not_text: says({ scope: ['openid'] }),
  redirect_uri_not_text: says({ redirect_uri: {} }),
  response_mode_not_text: says({ response_mode: 1 }),
  state_not_text: says({ state: null }),
  nonce_not_text: says({ nonce: 1 }),
  display_not_text: says({ display: 1 }),
  prompt_not_text: says({ prompt: ['login'] }),
  ui_locales_not_text: says({ ui_locales: 1 }),
  claims_locales_not_text: says({ claims_locales: 1 }),
  acr_values_not_text: says({ acr_values: 1 }),
  code_challenge_not_text: says({ code_challenge: 1 }),
  code_challenge_method_not_text: says({ code_challenge_method: 1 }),
  member_not_text: says({ grant_id: 1 }, detail('grant_id')),
  max_age_not_numeric: says({ max_age: '1' }),
  claims_not_json_object: says({ claims: '{}' }),
  resource_not_list: says({ resource: 1 }),
  resource_element_not_text: says({ resource: ['https://rs.example.com', 1] }, detail('1')),
  request_object_of_other_client: says({ client_id: '1' }, { values: { detail: '1', clientId: client } }),
  request_object_iss_mismatch: says({ iss: 'other' }, { values: { detail: 'other', clientId: client } }),
  request_object_with_request: says({ request: 'a' }),
  request_object_with_request_uri: says({ request_uri: 'a' }),
  request_object_without_response_type: says({ response_type: undefined }),
  request_object_response_type_differs: says(
    { response_type: 'none' },
    { service: traditional, values: { detail: 'none', responseType: 'code' } },
  ),
  request_object_exp_not_number: says({ exp: '1' }),
  request_object_expired: says({ exp: seconds }),
  request_object_nbf_not_number: says({ nbf: '1' }),
  request_object_not_yet_valid: says({ nbf: seconds + 1 }),
  request_object_aud_missing: says({ aud: undefined }, { service: audienceChecked }),
  request_object_aud_unreadable: says({ aud: 1 }, { service: audienceChecked }),
  request_object_aud_mismatch: says({ aud: 'https://other.example.com' }, { service: audienceChecked }),
  request_object_aud_without_issuer: says(
    { aud: ['https://other.example.com'] },
    { service: audienceChecked },
  ),
}

/** A MAC by the client's secret is as good as a signature. */
export const macScenario = signs({ header: { alg: 'HS256', kid: undefined }, signWith: clientSecret })
