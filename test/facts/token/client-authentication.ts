import {
  authorizationWorld,
  basic,
  call,
  clientId,
  publicClientId,
  push,
} from '../../support/requests/authorize.ts'
import { worldOf, authenticScenarios } from '../../support/servers/authentic-clients.ts'
import {
  clientKey,
  issuer,
  jwtBearer,
  makeAssertion,
  otherKey,
  tokenEndpoint,
  type AssertionChanges,
} from '../../support/requests/client-presentations.ts'
import type { TestMock } from '../../support/mock.ts'
import { clientRequest, form, requestToken, type TokenAnswer } from '../../support/requests/token.ts'
import type { Fact } from '../fact.ts'
import { lab, notes } from '../publications.ts'

const keyed = worldOf(authenticScenarios.PRIVATE_KEY_JWT)
const progress = notes('docs/curriculum/PROGRESS.md')
const assertions = notes('audit/02-findings/RFC7523-jwt-assertion-profile.md')

/** A code that was never issued, from the public client: no more than its authentication can succeed. */
const askInPublic = (mock: TestMock, more: Readonly<Record<string, string>>): Promise<TokenAnswer> =>
  requestToken(mock, {
    parameters: form({
      grant_type: 'authorization_code',
      code: 'unknown',
      client_id: String(publicClientId),
      ...more,
    }),
  })

const askTwice = (mock: TestMock, inHeader: string, inBody: string): Promise<TokenAnswer> =>
  requestToken(
    mock,
    clientRequest(
      { scope: 'accounts', client_id: String(clientId), client_secret: inBody },
      { clientId: String(clientId), clientSecret: inHeader },
    ),
  )

const assert = async (changes: AssertionChanges = {}): Promise<Readonly<Record<string, string>>> => ({
  client_assertion_type: jwtBearer,
  client_assertion: await makeAssertion(changes),
})

const askWith = (mock: TestMock, proof: Readonly<Record<string, string>>): Promise<TokenAnswer> =>
  requestToken(mock, clientRequest(proof, {}))

const misplaced =
  "[A157357] The client identifier is not found at the expected location: The 'client_secret_basic' client authentication method expects the basic authentication in the 'Authorization' header."

/** What was published about the authentication of clients. */
export const clientAuthenticationFacts: readonly Fact[] = [
  {
    id: 'public-client-with-a-method',
    input: 'auth/token for a public client whose tokenAuthMethod is not NONE',
    published:
      "[A157302] The client type of the client is 'public' but the client authentication method is not 'none'.",
    ...lab('03'),
    outcomes: ['token/client_public_with_method'],
    world: authorizationWorld({}, { clientType: 'PUBLIC', tokenAuthMethod: 'CLIENT_SECRET_BASIC' }),
    replay: (mock) => requestToken(mock, clientRequest({}, basic)),
    answer: {
      action: 'INVALID_CLIENT',
      resultMessage:
        "[A157302] The client type of the client is 'public' but the client authentication method is not 'none'.",
    },
  },
  {
    id: 'public-client-with-a-secret',
    input:
      'auth/token for a public client with client_secret=your_client_secret, then with client_secret=undefined',
    published:
      "invalid_client, [A157303] The request contains data for client authentication although the client type is 'public' and the client authentication method is 'none'.",
    ...notes('AGENTS.md'),
    outcomes: ['token/client_public_with_credentials'],
    replay: async (mock) => [
      await askInPublic(mock, { client_secret: 'your_client_secret' }),
      await askInPublic(mock, { client_secret: 'undefined' }),
    ],
    answer: [
      {
        action: 'INVALID_CLIENT',
        resultMessage:
          "[A157303] The request contains data for client authentication although the client type is 'public' and the client authentication method is 'none'.",
        responseContent: '"error":"invalid_client"',
      },
      { resultCode: 'A157303' },
    ],
  },
  {
    id: 'public-client-with-an-empty-secret',
    input: 'auth/token for a public client with client_secret=, then without the parameter',
    published: 'invalid_grant, [A050305], in both cases: the authentication passed',
    ...notes('AGENTS.md'),
    outcomes: ['token/code_unknown'],
    replay: async (mock) => [await askInPublic(mock, { client_secret: '' }), await askInPublic(mock, {})],
    answer: [
      { resultMessage: '[A050305] No such authorization code.', responseContent: '"error":"invalid_grant"' },
      { resultCode: 'A050305' },
    ],
  },
  {
    id: 'secret-right-twice',
    input: 'auth/token with the right secret as clientSecret and among the parameters',
    published: 'OK',
    ...progress,
    replay: (mock) => askTwice(mock, basic.clientSecret, basic.clientSecret),
    answer: { action: 'OK' },
  },
  {
    id: 'secret-right-in-the-header-wrong-in-the-body',
    input: 'auth/token with the right secret as clientSecret and a wrong one among the parameters',
    published: 'OK: the secret in the body is not looked at',
    ...progress,
    replay: (mock) => askTwice(mock, basic.clientSecret, 'wrong'),
    answer: { action: 'OK' },
  },
  {
    id: 'secret-wrong-in-the-header-right-in-the-body',
    input: 'auth/token with a wrong secret as clientSecret and the right one among the parameters',
    published:
      'INVALID_CLIENT, [A157305] The client secret presented by the client does not match the expected one.',
    ...progress,
    outcomes: ['token/client_secret_mismatch'],
    replay: (mock) => askTwice(mock, 'wrong', basic.clientSecret),
    answer: {
      action: 'INVALID_CLIENT',
      resultMessage: '[A157305] The client secret presented by the client does not match the expected one.',
    },
  },
  {
    id: 'client-unidentified',
    input: 'auth/token without any client id',
    published:
      "invalid_request, [A244305] The token request does not include any clue to identify the client. Add a 'client_id' parameter.",
    ...lab('06'),
    outcomes: ['token/client_unidentified'],
    replay: (mock) => requestToken(mock, clientRequest({}, {})),
    answer: {
      action: 'BAD_REQUEST',
      resultMessage:
        "[A244305] The token request does not include any clue to identify the client. Add a 'client_id' parameter.",
      responseContent: '"error":"invalid_request"',
    },
  },
  {
    id: 'assertion-of-a-basic-client',
    input: 'auth/token with an assertion for a client of client_secret_basic',
    published: `invalid_client, ${misplaced}`,
    ...lab('06'),
    outcomes: ['token/client_id_misplaced'],
    replay: async (mock) => {
      const claims = { iss: String(clientId), sub: String(clientId), aud: `${issuer}/token` }
      return requestToken(mock, clientRequest(await assert({ payload: claims }), {}))
    },
    answer: {
      action: 'INVALID_CLIENT',
      resultMessage: misplaced,
      responseContent: '"error":"invalid_client"',
    },
  },
  {
    id: 'par-secret-of-a-basic-client-in-the-body',
    input: 'pushed_auth_req with the secret of a client of client_secret_basic among the parameters',
    published: '401, [A157357] The client identifier is not found at the expected location: …',
    ...notes('docs/PAR-TUTORIAL.md'),
    outcomes: ['authorization/pushed_client_id_misplaced'],
    replay: (mock) =>
      push(mock, { client_secret: basic.clientSecret }, { clientId: undefined, clientSecret: undefined }),
    answer: {
      action: 'UNAUTHORIZED',
      resultMessage: '[A157357] The client identifier is not found at the expected location: ',
    },
  },
  {
    id: 'revocation-with-client-id-alone',
    input: 'auth/revocation for a client of client_secret_basic with client_id alone',
    published: '[A157357]',
    ...progress,
    outcomes: ['revocation/client_id_misplaced'],
    replay: (mock) => call(mock, '/auth/revocation', { parameters: `token=unknown&client_id=${clientId}` }),
    answer: { action: 'INVALID_CLIENT', resultCode: 'A157357' },
  },
  {
    id: 'assertion-for-the-issuer-and-for-the-token-endpoint',
    input: 'auth/token with an assertion for the issuer, and with one for the URL of the token endpoint',
    published: 'accepted, both',
    ...assertions,
    world: keyed,
    replay: async (mock) => [
      await askWith(mock, await assert()),
      await askWith(mock, await assert({ payload: { aud: tokenEndpoint } })),
    ],
    answer: [{ action: 'OK' }, { action: 'OK' }],
  },
  {
    id: 'assertion-for-another-audience',
    input: 'auth/token with an assertion for anybody else',
    published: "[A157318] The 'aud' claim of the client assertion is invalid",
    ...assertions,
    outcomes: ['token/client_assertion_aud_wrong'],
    world: keyed,
    replay: async (mock) => askWith(mock, await assert({ payload: { aud: 'https://wrong.example.com' } })),
    answer: { resultMessage: "[A157318] The 'aud' claim of the client assertion is invalid" },
  },
  {
    id: 'assertion-with-a-wrong-signature',
    input: 'auth/token with an assertion whose signature does not fit',
    published: '[A157326] The signature of the JWT for client authentication is invalid',
    ...lab('06'),
    outcomes: ['token/client_assertion_signature_wrong'],
    world: keyed,
    replay: async (mock) => askWith(mock, await assert({ signWith: otherKey.own })),
    answer: { resultMessage: '[A157326] The signature of the JWT for client authentication is invalid' },
  },
  {
    id: 'assertion-used-twice',
    input: 'auth/token twice with one assertion',
    published: 'accepted twice, two access tokens: jti is not remembered',
    ...assertions,
    differs:
      'A second use is refused, to detect clients that send an assertion twice; `--no-replay-check` accepts it.',
    world: keyed,
    replay: async (mock) => {
      const proof = await assert({ signWith: clientKey.own })
      return [await askWith(mock, proof), await askWith(mock, proof)]
    },
    answer: [{ action: 'OK' }, { action: 'OK' }],
  },
  {
    id: 'revocation-unauthenticated',
    input: 'auth/revocation of a token of a confidential client without any credentials',
    published:
      "invalid_client, [A116302] The revocation request does not contain 'client_secret' although the client type of the client application that is associated with the token is 'confidential'.",
    ...lab('07'),
    outcomes: ['revocation/token_client_unauthenticated'],
    replay: async (mock) => {
      const { accessToken } = await requestToken(mock, clientRequest({ scope: 'accounts' }))
      return call(mock, '/auth/revocation', { parameters: `token=${accessToken}` })
    },
    answer: {
      action: 'INVALID_CLIENT',
      resultMessage:
        "[A116302] The revocation request does not contain 'client_secret' although the client type of the client application that is associated with the token is 'confidential'.",
      responseContent: '"error":"invalid_client"',
    },
  },
]
