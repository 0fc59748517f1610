import type { PushedDpopReason } from '../../../src/api/authorization/pushed-outcomes.ts'
import { basic, call, issuer, requestParameters, type RequestMembers } from '../../support/authorize.ts'
import type { TestMock } from '../../support/mock.ts'
import { makeKey, makeProof, type ProofChanges } from '../../support/proof.ts'
import { makeUnsignedObject } from '../../support/request-object.ts'
import { setting, type Call, type Scenario } from './scenario.ts'

export const key = await makeKey()
const otherKey = await makeKey()

/** A proof for pushing a request, good except for the changes. */
export function makePushProof(changes: ProofChanges = {}): Promise<string> {
  const payload = { htm: 'POST', htu: `${issuer}/par`, ath: undefined, ...changes.payload }
  return makeProof(key, { accessToken: '', grantId: '' }, { ...changes, payload })
}

async function spoil(header: object): Promise<string> {
  const [, payload, signature] = (await makePushProof()).split('.')
  const spoilt = { typ: 'dpop+jwt', alg: 'ES256', jwk: key.publicJwk, ...header }
  return [Buffer.from(JSON.stringify(spoilt)).toString('base64url'), payload, signature].join('.')
}

function pushes(
  proof: (mock: TestMock) => Promise<string>,
  members: object = {},
  values: Readonly<Record<string, string>> = {},
  changes: RequestMembers = {},
): Scenario {
  return {
    ...setting({ values }),
    arrange: async (mock): Promise<Call> => ({
      path: '/pushed_auth_req',
      body: { parameters: requestParameters(changes), ...basic, dpop: await proof(mock), ...members },
    }),
  }
}

function sends(parameters: string): Scenario {
  return {
    ...setting({}),
    arrange: async () => ({ path: '/pushed_auth_req', body: { ...basic, parameters } }),
  }
}

type Own =
  | 'pushed_too_large'
  | 'pushed_request_uri'
  | 'pushed_request_object_malformed'
  | 'pushed_request_object_unsigned'
  | 'pushed_request_object_keys_missing'

/** One for every reason of pushed_auth_req of its own, but for the authentication of clients. */
export const pushedScenarios: Record<Own | `pushed_${PushedDpopReason}`, Scenario> = {
  pushed_too_large: sends(`state=${'x'.repeat(65_536)}`),
  pushed_request_uri: sends(requestParameters({ request_uri: 'a' })),
  pushed_request_object_malformed: {
    ...sends('request=a.b'),
    values: { detail: 'JWT with 2 segments instead of 3' },
  },
  pushed_request_object_unsigned: sends(`request=${makeUnsignedObject({ alg: 'none' })}`),
  pushed_request_object_keys_missing: {
    ...sends(`request=${makeUnsignedObject({ alg: 'ES256' }, {}, 'AA')}`),
    values: { detail: 'ES256' },
  },
  pushed_dpop_target_unknown: pushes(() => makePushProof(), { htu: '/par' }),
  pushed_dpop_proof_invalid: pushes(
    () => makePushProof({ payload: { htm: undefined } }),
    {},
    { detail: 'JWT missing required claims: [htm]' },
  ),
  pushed_dpop_alg_forbidden: pushes(() => spoil({ alg: 'HS256' }), {}, { detail: 'HS256' }),
  pushed_dpop_jwk_missing: pushes(() => spoil({ jwk: undefined })),
  pushed_dpop_alg_missing: pushes(() => spoil({ alg: undefined })),
  pushed_dpop_key_mismatch: pushes(() => makePushProof(), {}, {}, { dpop_jkt: otherKey.jkt }),
  pushed_dpop_proof_replayed: {
    ...setting({}),
    arrange: async (mock) => {
      const body = { parameters: requestParameters(), ...basic, dpop: await makePushProof() }
      await call(mock, '/pushed_auth_req', body)
      return { path: '/pushed_auth_req', body }
    },
  },
  pushed_dpop_nonce_unusable: pushes(() => makePushProof(), { dpopNonceRequired: true }),
}
