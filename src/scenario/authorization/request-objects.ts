import type { JWK } from 'jose'
import type { RequestObjectClaimReason } from '../../oauth/authorization/request-object-claims.ts'
import type { RequestObjectReason } from '../../oauth/authorization/request-object.ts'
import type { RequestReferenceReason } from '../../oauth/authorization/reference.ts'
import { signJwt } from '../../testkit/jwt.ts'
import { makeKey } from '../../testkit/key.ts'
import {
  asks,
  authorization,
  detail,
  pushRequest,
  requestParameters,
  writes,
  type RequestSetup,
} from './request.ts'
import { keySet } from '../shared/client-setup.ts'
import type { Scenario, ScenarioContext, ScenarioClient } from '../shared/scenario.ts'

const traditional = { traditionalRequestObjectProcessingApplied: true }
const audienceChecked = { requestObjectAudienceChecked: true }
const elsewhere = 'https://rp.example.com/request.jwt'
const elsewhereKeys = 'https://rp.example.com/jwks'

/** The lifetime of a pushed request. */
const pushedSeconds = 600

/** The lifetime of request objects, and a time further away than any skew that a service may allow. */
const [objectSeconds, daySeconds] = [3600, 86_400]

/** Changes to a valid request object: members to replace, or to leave out (undefined). */
interface ObjectChanges {
  readonly header?: Readonly<Record<string, unknown>>
  readonly payload?: Readonly<Record<string, unknown>>
  readonly signWith?: JWK
}

interface Moment {
  /** The service's time in whole seconds. */
  readonly seconds: number
  readonly context: ScenarioContext
}

/** The setup of a client with a new key, and these further keys. */
interface SigningSetup extends RequestSetup {
  readonly furtherKeys?: (context: ScenarioContext) => readonly object[]
}

/** A client's request with a request object: a valid one, with changes. */
function signs(
  changes: (moment: Moment) => ObjectChanges,
  { furtherKeys, client: properties, ...setup }: SigningSetup = {},
): Scenario {
  return (context) => {
    const key = makeKey(context.random)
    const jwks = keySet({ ...key.publicJwk, kid: 'one' }, ...(furtherKeys?.(context) ?? []))
    const write = async (client: ScenarioClient): Promise<string> => {
      const seconds = Math.floor((await context.now()) / 1000)
      const { issuer } = await context.properties()
      const { header, payload, signWith = key.privateJwk } = changes({ seconds, context })
      const good = describeRequest(client, issuer, seconds)
      const request = await signJwt(
        { alg: 'ES256', kid: 'one', ...header },
        { ...good, ...payload },
        signWith,
      )
      return carry(client, { response_type: 'code', request })
    }
    return writes(write, { ...setup, client: { jwks, ...properties } })(context)
  }
}

function describeRequest({ clientId, redirectUri }: ScenarioClient, issuer: string, seconds: number) {
  return {
    iss: String(clientId),
    aud: issuer,
    exp: seconds + objectSeconds,
    nbf: seconds,
    client_id: String(clientId),
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid accounts',
    state: 'state-in-object',
  }
}

function carry({ clientId }: ScenarioClient, parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams({ client_id: String(clientId), ...parameters }).toString()
}

/** A client's request object that is unsigned, and otherwise valid. */
export async function leaveUnsigned(
  client: ScenarioClient,
  context: ScenarioContext,
  signature = '',
): Promise<string> {
  const { issuer } = await context.properties()
  const payload = describeRequest(client, issuer, Math.floor((await context.now()) / 1000))
  return makeUnsignedObject({ alg: 'none' }, signature, payload)
}

const signsNothing = (setup: RequestSetup, signature?: string): Scenario =>
  writes(
    async (client, context) => carry(client, { request: await leaveUnsigned(client, context, signature) }),
    setup,
  )

/** A text that contains the time of the call. */
const atSomeTime =
  (scenario: Scenario): Scenario =>
  async (context) => ({ ...(await scenario(context)), hasUnknownText: true })

const says = (payload: ObjectChanges['payload'] & object, setup: RequestSetup = {}): Scenario =>
  signs(() => ({ payload }), setup)

const saysAtTime = (write: (seconds: number) => ObjectChanges['payload'] & object): Scenario =>
  atSomeTime(signs(({ seconds }) => ({ payload: write(seconds) })))

const sendsObject = (request: string, setup: RequestSetup = {}): Scenario =>
  writes((client) => carry(client, { request }), setup)

/** A request object that is unsigned, or with an invalid signature. */
export function makeUnsignedObject(header: object, signature = '', payload: object = {}): string {
  const parts = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  return [...parts, signature].join('.')
}

const ofClient =
  (told: string): NonNullable<RequestSetup['values']> =>
  ({ clientId }) => ({ detail: told, clientId: String(clientId) })

const unfetched =
  (what: string, where: string): NonNullable<RequestSetup['values']> =>
  ({ clientId }) => ({ detail: `(ID = ${clientId}) from the location pointed to by '${what}' (${where})` })

/** Scenarios of requests by reference, pushed or not. */
export const requestReferenceScenarios: Readonly<Record<RequestReferenceReason, Scenario>> = {
  request_and_request_uri: asks({ request: 'a', request_uri: 'b' }),
  par_required_by_client: asks({}, { client: { parRequired: true } }),
  par_required_by_service: asks({}, { service: { parRequired: true } }),
  pushed_uri_required_by_client: asks({ request_uri: elsewhere }, { client: { parRequired: true } }),
  pushed_uri_required_by_service: asks({ request_uri: elsewhere }, { service: { parRequired: true } }),
  request_uri_unregistered: asks({ request_uri: elsewhere }),
  request_uri_unfetched: asks(
    { request_uri: elsewhere },
    { client: { requestUris: [elsewhere] }, values: unfetched('request_uri', elsewhere) },
  ),
  request_uri_over: async (context) => {
    const client = await context.makeClient()
    const requestUri = await pushRequest(context, client)
    await context.advance(pushedSeconds)
    return authorization(requestParameters(client, { request_uri: requestUri }))
  },
  request_uri_of_other_client: async (context) => {
    const [client, other] = [await context.makeClient(), await context.makeClient()]
    const parameters = requestParameters(client, { request_uri: await pushRequest(context, other) })
    const values = { detail: String(other.clientId), clientId: String(client.clientId) }
    return authorization(parameters, values)
  },
  request_object_required_by_client: asks({}, { client: { requestObjectRequired: true } }),
  request_object_required_by_service: asks({}, { service: { requestObjectRequired: true } }),
}

/** Scenarios of the form, the signature and the key of request objects. */
export const requestObjectScenarios: Readonly<Record<RequestObjectReason, Scenario>> = {
  request_object_malformed: sendsObject('a.b', detail('JWT with 2 segments instead of 3')),
  request_object_encrypted: sendsObject('a.b.c.d.e'),
  request_object_alg_missing: sendsObject(makeUnsignedObject({}, 'AA')),
  request_object_unsigned: signsNothing({}),
  request_object_unsigned_against_metadata: signsNothing({ client: { requestSignAlg: 'ES256' } }),
  request_object_alg_unsupported: sendsObject(makeUnsignedObject({ alg: 'Ed448' }, 'AA')),
  request_object_alg_mismatch: signs(() => ({}), {
    client: { requestSignAlg: 'PS256' },
    ...detail('PS256'),
  }),
  request_object_alg_symmetric: sendsObject(makeUnsignedObject({ alg: 'HS256' }, 'AA'), {
    clientType: 'PUBLIC',
    ...detail('HS256'),
  }),
  request_object_keys_missing: signs(() => ({}), { client: { jwks: '' }, ...detail('ES256') }),
  request_object_keys_unfetched: signs(() => ({}), {
    client: { jwks: '', jwksUri: elsewhereKeys },
    values: unfetched('jwks_uri', elsewhereKeys),
  }),
  request_object_key_unknown: signs(() => ({ header: { kid: 'two' } }), detail('alg=ES256, kid=two')),
  request_object_key_ambiguous: signs(() => ({ header: { kid: undefined } }), {
    furtherKeys: ({ random }) => [makeKey(random).publicJwk],
    ...detail('alg=ES256, kid=null'),
  }),
  request_object_signature_unverifiable: signsNothing(
    { service: traditional, ...detail("There is a signature, but the algorithm is 'none'") },
    'AA',
  ),
  request_object_signature_wrong: signs(({ context }) => ({ signWith: makeKey(context.random).privateJwk })),
}

/** Scenarios of the members and claims of request objects. */
export const requestObjectClaimScenarios: Readonly<Record<RequestObjectClaimReason, Scenario>> = {
  client_id_not_text: says({ client_id: 1 }),
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
  request_object_of_other_client: says({ client_id: '1' }, { values: ofClient('1') }),
  request_object_iss_mismatch: says({ iss: 'other' }, { values: ofClient('other') }),
  request_object_response_type_invalid: says({ response_type: 'magic' }, { values: ofClient('magic') }),
  request_object_with_request: says({ request: 'a' }),
  request_object_with_request_uri: says({ request_uri: 'a' }),
  request_object_without_response_type: says({ response_type: undefined }),
  request_object_response_type_differs: says(
    { response_type: 'none' },
    { service: traditional, values: () => ({ detail: 'none', responseType: 'code' }) },
  ),
  request_object_exp_not_number: says({ exp: '1' }),
  request_object_expired: saysAtTime((seconds) => ({ exp: seconds - daySeconds })),
  request_object_nbf_not_number: says({ nbf: '1' }),
  request_object_not_yet_valid: saysAtTime((seconds) => ({ nbf: seconds + daySeconds })),
  request_object_aud_missing: says({ aud: undefined }, { service: audienceChecked }),
  request_object_aud_unreadable: says({ aud: 1 }, { service: audienceChecked }),
  request_object_aud_mismatch: says({ aud: 'https://other.example.com' }, { service: audienceChecked }),
  request_object_aud_without_issuer: says(
    { aud: ['https://other.example.com'] },
    { service: audienceChecked },
  ),
}
