import t from 'tap'
import { tokenOutcomes, type TokenReason } from '../../../src/api/token/request/outcomes.ts'
import { tokenFailOutcomes } from '../../../src/api/token/fail/outcomes.ts'
import { tokenIssueOutcomes } from '../../../src/api/token/issue/outcomes.ts'
import type { OutcomeRow } from '../../../src/outcome/outcome.ts'
import { startTestMock } from '../../support/mock.ts'
import { meetOutcome } from '../../support/outcome.ts'
import { makeKey } from '../../support/requests/proof.ts'
import {
  basic,
  clientRequest,
  contentOf,
  makeTokenProof,
  requestToken,
  tokenWorld,
  type TokenAnswer,
  type TokenMembers,
} from '../../support/requests/token.ts'

const apis: Readonly<Record<string, Readonly<Record<string, OutcomeRow>>>> = {
  token: tokenOutcomes,
  'token/issue': tokenIssueOutcomes,
  'token/fail': tokenFailOutcomes,
}

for (const [api, rows] of Object.entries(apis)) {
  t.test(`whatever ${api} refuses, the client gets the row's error and nothing else`, async (t) => {
    const mock = await startTestMock(t, { logLevel: 'silent' })
    for (const [reason, { error, resultCode }] of Object.entries(rows)) {
      const { body } = await meetOutcome<TokenAnswer>(mock, api, reason)
      const content = {
        error,
        error_description: body.resultMessage,
        error_uri: `https://docs.authlete.com/#${resultCode}`,
      }
      if (error !== undefined) t.strictSame(contentOf(body), content, reason)
      t.equal(body.dpopNonce !== undefined, reason === 'dpop_nonce_unusable', `nonce of ${reason}`)
      await mock.admin.reset()
    }
  })
}

const ofClient = /\(ID = [0-9]{14}\)/

/** Texts as a client reads them, of each kind of refusal. */
const texts: Readonly<Partial<Record<TokenReason, string>>> = {
  password_ticket_issued:
    '[A051001] Authlete has successfully issued a ticket to the service (API Key = 700) for the token request from the client (ID = 1). [grant_type=password]',
  crash: '[A047102] Authlete Server error.',
  parameters_missing: "[A047201] The token request from the service does not contain 'parameters' parameter.",
  grant_type_unsupported: "[A049305] This service does not support the grant_type 'client_credentials'.",
  grant_type_unavailable:
    '[A047101] The grant type (urn:openid:params:grant-type:ciba) is not supported. Consult the administrator of this authorization server.',
  client_secret_mismatch:
    '[A157305] The client secret presented by the client does not match the expected one.',
  client_locked: '[A048307] The client (ID = 1) is locked.',
  code_spent: '[A050305] No such authorization code.',
  code_verifier_mismatch:
    "[A050315] The code challenge value computed with 'code_verifier' is different from 'code_challenge' contained in the authorization request.",
  refresh_token_gone:
    '[A053310] Failed to refresh the access token because the database record for the refresh token was not found.',
  certificate_mismatch:
    '[A053312] The thumbprint of the client certificate used in the token request does not match the thumbprint of the client certificate to which the refresh token is bound.',
  dpop_proof_invalid:
    '[A254301] There was a problem processing the DPoP header: JWT missing required claims: [jti]',
  dpop_alg_forbidden: "[A254302] The DPoP signature algorithm (HS256) must not be symmetric or 'none'.",
  dpop_nonce_unusable:
    "[A254307] DPoP nonce error: The value of the 'nonce' claim in the DPoP proof JWT is different from the expected one.",
  id_token_algorithm_none:
    "[A046301] The algorithm to sign ID tokens must not be 'none' if the client application (ID = 1) wants to get ID tokens.",
  id_token_encryption_unsupported:
    "[A046302] The algorithm ('RSA_OAEP' for 'id_token_encrypted_response_alg') to encrypt the ID token is not supported.",
  id_token_secret_short:
    "[A046113] The length of the secret key to sign the ID token with the algorithm ('HS256') is shorter than the minimum 256-bit requirement.",
  id_token_algorithm_unsupported: "[A046102] The algorithm ('Ed448') to sign the ID token is not supported.",
  id_token_key_set_missing:
    "[A046201] The ID token cannot be signed because this service has not registered its JWK Set although asymmetric algorithm ('ES256') is required for signing.",
  id_token_key_missing:
    '[A046203] The registered JWK Set of this service does not contain the private key to sign the ID token. (alg=ES256, kid=other)',
  id_token_key_ambiguous:
    '[A046204] The registered JWK Set of this service contains multiple candidate private keys to sign the ID token. (alg=ES256, kid=null)',
  id_token_signing_failed: "[A046101] Failed to sign the ID token with the algorithm 'ES256'.",
  code_jwt_impossible:
    '[A050202] Failed to prepare a JWT-based access token: This service has not registered its JWK Set. (alg=ES256)',
}

t.test('texts of token requests read as Authlete writes them', async (t) => {
  const mock = await startTestMock(t, { logLevel: 'silent' })
  for (const [reason, text] of Object.entries(texts)) {
    const { body } = await meetOutcome<TokenAnswer>(mock, 'token', reason)
    t.equal(body.resultMessage.replace(ofClient, '(ID = 1)'), text, reason)
    await mock.admin.reset()
  }
})

/** Requests that meet the same reason in another way, and how the text tells which. */
const otherWays: Readonly<
  Record<string, { service?: object; arrange: () => Promise<TokenMembers>; text: string }>
> = {
  'a proof for another method': {
    arrange: async () => {
      const dpop = await makeTokenProof(await makeKey(), { payload: { htm: 'GET' } })
      return clientRequest({}, { ...basic, dpop })
    },
    text: "[A254301] There was a problem processing the DPoP header: JWT claim 'htm' (GET) did not have the expected value (POST)",
  },
  'claims for an access token that are no object': {
    service: { accessTokenSignAlg: 'ES256' },
    arrange: async () => clientRequest({}, { ...basic, jwtAtClaims: '[]' }),
    text: '[A052202] Failed to prepare a JWT-based access token: jwtAtClaims: it is not a JSON object',
  },
  'a JWK set without a key for the algorithm of access tokens': {
    service: { accessTokenSignAlg: 'ES512' },
    arrange: async () => clientRequest(),
    text: '[A052202] Failed to prepare a JWT-based access token: The JWK Set of this service does not contain the private key. (alg=ES512)',
  },
}

for (const [what, { service, arrange, text }] of Object.entries(otherWays)) {
  t.test(`${what} is named in the text`, async (t) => {
    const mock = await startTestMock(t, { world: tokenWorld(service) })
    t.equal((await requestToken(mock, await arrange())).resultMessage, text)
  })
}
