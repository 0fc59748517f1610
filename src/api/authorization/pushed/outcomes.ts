import type { ClientAuthenticationReason } from '../../shared/client-authentication.ts'
import type { DpopReason } from '../../../oauth/dpop/checks.ts'
import { clientAuthenticationRows } from '../../../outcome/client-authentication.ts'
import type { AuthorizationOutcomeRow } from '../rows.ts'
import { documented, inferred } from '../rows.ts'

/** The proof is optional, so it is never missing. */
export type PushedDpopReason = Exclude<DpopReason, 'dpop_proof_missing'>

/** Reasons about request objects for which this API has codes of its own. */
const objectReasons = [
  'request_object_malformed',
  'request_object_unsigned',
  'request_object_keys_missing',
] as const

type PushedObjectReason = (typeof objectReasons)[number]

/** This API's name for a reason that all requests share. */
export function pushedReasonOf<Reason extends string>(
  reason: Reason,
): Reason | `pushed_${PushedObjectReason}` {
  const own = objectReasons.find((name) => name === reason)
  return own === undefined ? reason : `pushed_${own}`
}

export type PushedReason =
  | 'request_pushed'
  | 'pushed_too_large'
  | 'pushed_request_uri'
  | `pushed_${ClientAuthenticationReason}`
  | `pushed_${PushedDpopReason}`
  | `pushed_${PushedObjectReason}`

type Prefixed<Rows> = { readonly [Reason in keyof Rows & string as `pushed_${Reason}`]: Rows[Reason] }

/** The rows of client authentication with a prefix, because this family has rows of the same names. */
function prefix<Rows extends object>(rows: Rows): Prefixed<Rows> {
  return Object.fromEntries(
    Object.entries(rows).map(([reason, row]) => [`pushed_${reason}`, row as unknown]),
  ) as Prefixed<Rows>
}

const object = { ...documented, action: 'BAD_REQUEST', error: 'invalid_request_object' } as const
const proof = { ...inferred, action: 'BAD_REQUEST', error: 'invalid_dpop_proof' } as const

/** The answers that only POST /pushed_auth_req has; for a refused request it has the rows of requests. */
// prettier-ignore
export const pushedOutcomes = {
  request_pushed: { ...documented, action: 'CREATED', resultCode: 'A245001', message: 'Successfully registered a request object for client ({clientId}), URI is {uri}.', clause: 'RFC 9126 §2.2', source: 'observed', conditionSource: 'observed' },
  pushed_too_large: { status: 200, action: 'PAYLOAD_TOO_LARGE', resultCode: 'A245303', message: 'The pushed authorization request is too large.', error: 'invalid_request', clause: 'RFC 9126 §2.3', source: 'assumed', conditionSource: 'documented', messageSource: 'assumed' },
  ...prefix(clientAuthenticationRows('pushed_auth_req', { badRequest: 'BAD_REQUEST', unauthorized: 'UNAUTHORIZED', serverError: 'INTERNAL_SERVER_ERROR' })),
  pushed_request_uri: { ...documented, action: 'BAD_REQUEST', resultCode: 'A248301', message: "The 'request_uri' parameter is not allowed at this endpoint.", error: 'invalid_request', clause: 'RFC 9126 §2.1' },
  pushed_request_object_malformed: { ...object, resultCode: 'A248302', message: 'Unable to parse the request object into a JWT: {detail}', clause: 'RFC 9101 §4' },
  pushed_request_object_unsigned: { ...object, resultCode: 'A248315', message: 'The request object is not signed.', clause: 'RFC 9101 §4' },
  pushed_request_object_keys_missing: { ...object, resultCode: 'A246304', message: 'Client has a request object signing algorithm of {detail} but no public key was found.', clause: 'RFC 9101 §6.2' },
  pushed_dpop_target_unknown: { status: 200, action: 'INTERNAL_SERVER_ERROR', resultCode: 'A350201', message: "The value to be compared with the 'htu' claim of the DPoP proof JWT cannot be determined.", error: 'server_error', clause: 'RFC 9449 §4.3 (9); Authlete PushedAuthReqRequest htu', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  pushed_dpop_proof_invalid: { ...proof, resultCode: 'A350301', message: 'There was a problem processing the DPoP header: {detail}', clause: 'RFC 9449 §4.3' },
  pushed_dpop_alg_forbidden: { ...proof, resultCode: 'A350302', message: "The DPoP signature algorithm ({detail}) must not be symmetric or 'none'.", clause: 'RFC 9449 §4.3 (5)' },
  pushed_dpop_jwk_missing: { ...proof, resultCode: 'A350303', message: 'The DPoP header did not include a public key in JWK format.', clause: 'RFC 9449 §4.3 (3)' },
  pushed_dpop_alg_missing: { ...proof, resultCode: 'A350304', message: 'The DPoP signature algorithm is missing.', clause: 'RFC 9449 §4.3 (5)' },
  pushed_dpop_key_mismatch: { ...proof, resultCode: 'A350305', message: "The value of the 'dpop_jkt' parameter does not match the thumbprint of the DPoP key.", clause: 'RFC 9449 §10.1', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  pushed_dpop_proof_replayed: { ...proof, resultCode: 'A350306', message: 'The DPoP proof JWT has already been used.', clause: 'RFC 9449 §11.1', source: 'assumed', conditionSource: 'assumed', messageSource: 'assumed' },
  pushed_dpop_nonce_unusable: { ...proof, resultCode: 'A350308', message: "DPoP nonce error: The value of the 'nonce' claim in the DPoP proof JWT is different from the expected one.", error: 'use_dpop_nonce', clause: 'RFC 9449 §8', source: 'observed', conditionSource: 'observed', messageSource: 'inferred' },
} as const satisfies Record<PushedReason, AuthorizationOutcomeRow>
