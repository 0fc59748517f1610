import type { JoseClaimReason, JoseFormReason, JoseKeyReason } from '../../oauth/jose-object.ts'
import type { OutcomeRow } from '../../outcome/outcome.ts'

export type JoseRefusal = JoseFormReason | JoseClaimReason | JoseKeyReason

export type JoseReason = 'jose_verified' | 'crash' | JoseRefusal

/** The code and the text are Authlete's, the condition is inferred from the text. */
const listed = {
  status: 200,
  source: 'documented',
  conditionSource: 'inferred',
  messageSource: 'documented',
} as const

const request = 'Authlete JoseVerifyRequest'

/** Every answer that POST /jose/verify can give. The first error decides the code, and each has its text in the answer. */
// prettier-ignore
export const joseOutcomes = {
  jose_verified: { ...listed, resultCode: 'A160001', message: 'The JOSE is valid.', clause: 'Authlete JoseVerifyResponse valid', conditionSource: 'documented' },
  crash: { ...listed, resultCode: 'A160216', message: "Failed to get information about the client application (identifier = '{clientIdentifier}').", clause: `${request} clientIdentifier` },
  jose_missing: { ...listed, resultCode: 'A160201', message: "The 'jose' request parameter is missing or empty.", clause: `${request} jose` },
  jose_malformed: { ...listed, resultCode: 'A160202', message: "Failed to parse the value of the 'jose' request parameter as JOSE.", clause: 'RFC 7515 §7.1' },
  jose_encrypted: { ...listed, resultCode: 'A160101', message: 'JWE is not supported.', clause: 'RFC 7516 §7.1' },
  jose_header_invalid: { ...listed, resultCode: 'A160209', message: 'The JWS does not have a valid header.', clause: 'RFC 7515 §4' },
  jose_payload_invalid: { ...listed, resultCode: 'A160213', message: 'The JWS does not have a valid payload.', clause: 'RFC 7515 §5.2' },
  jose_alg_missing: { ...listed, resultCode: 'A160210', message: "The JWS header does not have a valid 'alg' parameter.", clause: 'RFC 7515 §4.1.1' },
  jose_alg_unsupported: { ...listed, resultCode: 'A160211', message: "The 'alg' value ('{detail}') in the JWS header is not supported.", clause: 'RFC 7515 §4.1.1' },
  jose_payload_not_json: { ...listed, resultCode: 'A160203', message: "The payload of the JOSE object couldn't be parsed as JSON although some claims were declared as mandatory.", clause: `${request} mandatoryClaims` },
  jose_claim_missing: { ...listed, resultCode: 'A160204', message: "The mandatory claim '{detail}' is missing.", clause: `${request} mandatoryClaims` },
  jose_claim_not_text: { ...listed, resultCode: 'A160214', message: "The value of the claim '{detail}' is not a string.", clause: 'RFC 7519 §4.1' },
  jose_claim_not_integer: { ...listed, resultCode: 'A160205', message: "The value of the claim '{detail}' is not an integer.", clause: 'RFC 7519 §2' },
  jose_expired: { ...listed, resultCode: 'A160206', message: 'The expiration time of the JOSE has been reached: {detail}', clause: 'RFC 7519 §4.1.4' },
  jose_issued_in_future: { ...listed, resultCode: 'A160207', message: 'The issue time exceeds the current time: {detail}', clause: 'RFC 7519 §4.1.6' },
  jose_not_yet_valid: { ...listed, resultCode: 'A160208', message: 'The current time has not reached the time before which the JOSE must be regarded as invalid: {detail}', clause: 'RFC 7519 §4.1.5' },
  jose_client_missing: { ...listed, resultCode: 'A160215', message: 'The identifier of the client application is necessary for verification but it is not available.', clause: `${request} clientIdentifier` },
  jose_client_unknown: { ...listed, resultCode: 'A160216', message: "Failed to get information about the client application (identifier = '{detail}').", clause: `${request} clientIdentifier` },
  jose_secret_unusable: { ...listed, resultCode: 'A160217', message: 'Cannot verify the signature because the shared symmetric key based on the client secret cannot be computed.', clause: 'OpenID Connect Core §10.1; RFC 7518 §3.2' },
  jose_client_keys_missing: { ...listed, resultCode: 'A160301', message: "The client's JWK Set has not been registered.", clause: `${request} signedByClient; Authlete Client jwks` },
  jose_client_keys_unfetched: { ...listed, resultCode: 'A160108', message: 'Failed to get the client JWK Set.', clause: `${request} signedByClient; Authlete Client jwksUri`, conditionSource: 'assumed' },
  jose_service_keys_missing: { ...listed, resultCode: 'A160218', message: "The service's JWK Set has not been registered.", clause: `${request} signedByClient; Authlete Service jwks` },
  jose_service_symmetric: { ...listed, resultCode: 'A160102', message: "Failed to create a signature verifier for the symmetric algorithm ('{detail}') specified in the JWS header.", clause: `${request} signedByClient; RFC 7518 §3.2`, conditionSource: 'assumed' },
  jose_key_ambiguous: { ...listed, resultCode: 'A160220', message: 'Cannot determine a JWK because there are multiple JWKs that match the conditions for signature verification. ({detail})', clause: 'RFC 7515 §6' },
  jose_key_unknown: { ...listed, resultCode: 'A160221', message: 'Could not find any appropriate JWK for signature verification in the {detail}', clause: 'RFC 7515 §6' },
  jose_signature_wrong: { ...listed, resultCode: 'A160219', message: 'The signature of the JOSE object is invalid.', clause: 'RFC 7515 §5.2' },
} as const satisfies Record<JoseReason, OutcomeRow>
