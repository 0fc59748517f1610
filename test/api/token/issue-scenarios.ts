import type { TokenReason } from '../../../src/api/token/outcomes.ts'
import { authorize, clientId } from '../../support/authorize.ts'
import { serviceId } from '../../support/mock.ts'
import { makeKey } from '../../support/proof.ts'
import {
  basic,
  clientRequest,
  codeRequest,
  keySet,
  makeTokenProof,
  refreshRequest,
  signingJwk,
  tokenWorld,
} from '../../support/token.ts'
import {
  type Scenario,
  asPublic,
  key,
  code,
  refresh,
  twice,
  spoilProof,
  signs,
  bound,
  publicTokens,
  certificate,
  tooBig,
  signsTokens,
  jwtMessage,
  takenToken,
  publicWorld,
} from './scenario.ts'

/** Scenarios of what tokens are bound to, and of how they are made. */
export const issueScenarios = {
  certificate_missing: {
    world: tokenWorld(bound, bound),
    arrange: async () => clientRequest(),
  },
  certificate_malformed: {
    world: tokenWorld(bound, bound),
    arrange: async () => clientRequest({}, { ...basic, clientCertificate: 'no certificate' }),
  },
  certificate_mismatch: {
    world: publicWorld({ ...bound }),
    arrange: async (mock) => {
      const clientCertificate = await certificate(mock)
      const refreshToken = await publicTokens(mock, { clientCertificate })
      return refreshRequest(refreshToken, asPublic, { clientCertificate: await certificate(mock) })
    },
  },
  dpop_proof_missing: { world: tokenWorld({}, { dpopRequired: true }), arrange: async () => clientRequest() },
  dpop_target_unknown: {
    world: tokenWorld({ tokenEndpoint: undefined }),
    arrange: async () => clientRequest({}, { ...basic, dpop: await makeTokenProof(key) }),
  },
  dpop_proof_invalid: {
    arrange: async () =>
      clientRequest({}, { ...basic, dpop: await makeTokenProof(key, { payload: { htm: 'GET' } }) }),
    message:
      "There was a problem processing the DPoP header: JWT claim 'htm' (GET) did not have the expected value (POST)",
  },
  dpop_alg_missing: { arrange: () => spoilProof({ alg: undefined }) },
  dpop_alg_forbidden: {
    arrange: () => spoilProof({ alg: 'none' }),
    message: "The DPoP signature algorithm (none) must not be symmetric or 'none'.",
  },
  dpop_jwk_missing: { arrange: () => spoilProof({ jwk: undefined }) },
  dpop_key_mismatch: {
    arrange: async (mock) => {
      const refreshToken = await publicTokens(mock, { dpop: await makeTokenProof(key) })
      const dpop = await makeTokenProof(await makeKey())
      return refreshRequest(refreshToken, asPublic, { dpop })
    },
  },
  dpop_nonce_unusable: {
    arrange: async () =>
      clientRequest({}, { ...basic, dpop: await makeTokenProof(key), dpopNonceRequired: true }),
  },
  dpop_proof_replayed: {
    arrange: async (mock) => twice(mock, clientRequest({}, { ...basic, dpop: await makeTokenProof(key) })),
  },
  id_token_algorithm_none: {
    ...signs({}, { idTokenSignAlg: 'NONE' }),
    message: `The algorithm to sign ID tokens must not be 'none' if the client application (ID = ${clientId}) wants to get ID tokens.`,
  },
  id_token_encryption_unsupported: {
    ...signs({}, { idTokenEncryptionAlg: 'RSA_OAEP' }),
    message:
      "The algorithm ('RSA_OAEP' for 'id_token_encrypted_response_alg') to encrypt the ID token is not supported.",
  },
  id_token_secret_short: {
    ...signs({}, { idTokenSignAlg: 'HS256' }),
    message:
      "The length of the secret key to sign the ID token with the algorithm ('HS256') is shorter than the minimum 256-bit requirement.",
  },
  id_token_algorithm_unsupported: {
    ...signs({}, { idTokenSignAlg: 'ES256K' }),
    message: "The algorithm ('ES256K') to sign the ID token is not supported.",
  },
  id_token_key_set_missing: {
    ...signs({ jwks: undefined }),
    message:
      "The ID token cannot be signed because this service has not registered its JWK Set although asymmetric algorithm ('ES256') is required for signing.",
  },
  id_token_key_missing: {
    ...signs({ idTokenSignatureKeyId: 'other' }),
    message:
      'The registered JWK Set of this service does not contain the private key to sign the ID token. (alg=ES256, kid=other)',
  },
  id_token_key_ambiguous: {
    ...signs({ jwks: keySet(signingJwk, signingJwk) }),
    message:
      'The registered JWK Set of this service contains multiple candidate private keys to sign the ID token. (alg=ES256, kid=null)',
  },
  id_token_key_unusable: signs({ jwks: keySet({ ...signingJwk, x: 'AAAA' }) }),
  id_token_signing_failed: {
    world: tokenWorld(),
    arrange: async (mock) => {
      const idtHeaderParams = JSON.stringify({ crit: ['unheard-of'] })
      return codeRequest(await authorize(mock, { scope: 'openid' }, { idtHeaderParams }))
    },
    message: "Failed to sign the ID token with the algorithm 'ES256'.",
  },
  code_properties_too_big: { arrange: (mock) => code(mock, {}, { ...basic, properties: tooBig }) },
  client_credentials_properties_too_big: {
    arrange: async () => clientRequest({}, { ...basic, properties: tooBig }),
  },
  refresh_token_properties_too_big: {
    arrange: (mock) => refresh(mock, {}, { ...basic, properties: tooBig }),
  },
  code_jwt_impossible: { world: signsTokens, arrange: (mock) => code(mock), message: jwtMessage },
  client_credentials_jwt_impossible: {
    world: tokenWorld({ accessTokenSignAlg: 'ES256' }),
    arrange: async () => clientRequest({}, { ...basic, jwtAtClaims: '[]' }),
    message: 'Failed to prepare a JWT-based access token: jwtAtClaims: it is not a JSON object',
  },
  refresh_token_jwt_impossible: {
    arrange: async (mock) => {
      const request = await refresh(mock)
      await mock.admin.updateService(serviceId, { accessTokenSignAlg: 'ES512' })
      return request
    },
    message:
      'Failed to prepare a JWT-based access token: The JWK Set of this service does not contain the private key. (alg=ES512)',
  },
  code_access_token_taken: { arrange: async (mock) => code(mock, {}, await takenToken(mock)) },
  client_credentials_access_token_taken: {
    arrange: async (mock) => clientRequest({}, await takenToken(mock)),
  },
  refresh_token_access_token_taken: {
    arrange: async (mock) => refresh(mock, {}, await takenToken(mock)),
  },
} as const satisfies Partial<Record<TokenReason, Scenario>>
