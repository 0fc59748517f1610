import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { callApi } from '../support/api.ts'
import { authorizationWorld } from '../support/requests/authorize.ts'
import { serviceId, type TestMock } from '../support/mock.ts'
import { keySet } from '../support/requests/token.ts'
import type { Fact } from './fact.ts'
import { contract, lab, probe } from './publications.ts'

const dpop = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA'.split(' ')
const jws = ['HS256', 'HS384', 'HS512', ...dpop]

const keyEncryptions =
  'RSA1_5 RSA-OAEP RSA-OAEP-256 ECDH-ES ECDH-ES+A128KW ECDH-ES+A192KW ECDH-ES+A256KW A128KW A192KW A256KW dir A128GCMKW A192GCMKW A256GCMKW PBES2-HS256+A128KW PBES2-HS384+A192KW PBES2-HS512+A256KW'.split(
    ' ',
  )
const contentEncryptions = 'A128CBC-HS256 A192CBC-HS384 A256CBC-HS512 A128GCM A192GCM A256GCM'.split(' ')
const encryption = ['id_token', 'userinfo', 'request_object', 'authorization'].flatMap((document) =>
  ['alg', 'enc'].map((kind) => `${document}_encryption_${kind}_values_supported`),
)

const documented = contract('example of service/configuration')

const ec = exportKey(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey)
const rsa = exportKey(generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey)

function exportKey(key: KeyObject): object {
  return { ...key.export({ format: 'jwk' }), use: 'sig' }
}

/** The members of the discovery document with these names. */
const tells =
  (...names: readonly string[]): Fact['replay'] =>
  async (mock) => {
    const { body } = await callApi(mock, 'GET', '/service/configuration')
    return Object.fromEntries(names.map((name) => [name, body[name]]))
  }

/** Lists of the real service that come out of a hash set have no order of their own. */
async function tellSorted(mock: TestMock, names: readonly string[]): Promise<object> {
  const { body } = await callApi(mock, 'GET', '/service/configuration')
  return Object.fromEntries(names.map((name) => [name, (body[name] as string[]).toSorted()]))
}

const ofKeys = [
  'id_token_signing_alg_values_supported',
  'userinfo_signing_alg_values_supported',
  'introspection_signing_alg_values_supported',
]

function sorted(...algorithms: readonly string[]): object {
  const unsigned = [...algorithms, 'none'].toSorted()
  const [idToken = '', userInfo = '', introspection = ''] = ofKeys
  return { [idToken]: algorithms.toSorted(), [userInfo]: unsigned, [introspection]: unsigned }
}

const ofRsa = 'RS256 RS384 RS512 PS256 PS384 PS512'.split(' ')
const ofSecrets = ['HS256', 'HS384', 'HS512']

/** What was published about services. */
export const serviceFacts: readonly Fact[] = [
  {
    ...documented,
    id: 'discovery-signing-algorithms',
    input: 'service/configuration of a service without a JWK set',
    published: `${jws.join(' ')}, and none for userinfo`,
    replay: tells(
      'id_token_signing_alg_values_supported',
      'userinfo_signing_alg_values_supported',
      'request_object_signing_alg_values_supported',
      'token_endpoint_auth_signing_alg_values_supported',
      'revocation_endpoint_auth_signing_alg_values_supported',
      'introspection_endpoint_auth_signing_alg_values_supported',
    ),
    answer: {
      id_token_signing_alg_values_supported: jws,
      userinfo_signing_alg_values_supported: [...jws, 'none'],
      request_object_signing_alg_values_supported: jws,
      token_endpoint_auth_signing_alg_values_supported: jws,
      revocation_endpoint_auth_signing_alg_values_supported: jws,
      introspection_endpoint_auth_signing_alg_values_supported: jws,
    },
  },
  {
    ...documented,
    id: 'discovery-proof-algorithms',
    input: 'service/configuration',
    published: dpop.join(' '),
    replay: tells(
      'dpop_signing_alg_values_supported',
      'backchannel_authentication_request_signing_alg_values_supported',
    ),
    answer: {
      dpop_signing_alg_values_supported: dpop,
      backchannel_authentication_request_signing_alg_values_supported: dpop,
    },
  },
  {
    ...lab('05-request-integrity-and-binding'),
    id: 'challenge-algorithms',
    input: 'gm with a token that is bound to a key, and no proof',
    published: 'algs begins RS256 RS384, has ES256 further on, and ends with EdDSA; discovery lists eleven',
    certainty: 'medium',
    replay: async (mock) => {
      const order = { grant: {}, cnf: { jkt: 'j'.repeat(43) } }
      const { accessToken, grantId = '' } = await mock.admin.mintToken(serviceId, order)
      return (await mock.gm({ accessToken, gmAction: 'QUERY', grantId })).responseContent
    },
    answer: /^DPoP .*,algs="RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 ES256K EdDSA"/,
  },
  {
    ...probe('8'),
    id: 'discovery-algorithms-of-an-ec-key',
    input: 'service/configuration of a service with one key, on P-256',
    published: 'HS256, HS384, HS512 and ES256; none besides them for userinfo and introspection',
    world: authorizationWorld({ jwks: keySet(ec) }),
    replay: (mock) => tellSorted(mock, ofKeys),
    answer: sorted(...ofSecrets, 'ES256'),
  },
  {
    ...probe('12'),
    id: 'discovery-algorithms-of-an-rsa-key',
    input: 'service/configuration after an RSA key without `alg` was added',
    published: 'six algorithms more: RS and PS, each with 256, 384 and 512',
    world: authorizationWorld({ jwks: keySet(ec, rsa) }),
    replay: (mock) => tellSorted(mock, ofKeys),
    answer: sorted(...ofSecrets, 'ES256', ...ofRsa),
  },
  {
    ...probe('19'),
    id: 'discovery-algorithms-of-a-chosen-key',
    input: 'service/configuration with userInfoSignatureKeyId and introspectionSignatureKeyId of the RSA key',
    published: 'ES256 is gone for userinfo and introspection, and none stays',
    world: authorizationWorld({
      jwks: keySet({ ...ec, kid: 'ec-1' }, { ...rsa, kid: 'rsa-1' }),
      userInfoSignatureKeyId: 'rsa-1',
      introspectionSignatureKeyId: 'rsa-1',
    }),
    replay: (mock) => tellSorted(mock, ofKeys.slice(1)),
    answer: {
      userinfo_signing_alg_values_supported: [...ofSecrets, ...ofRsa, 'none'].toSorted(),
      introspection_signing_alg_values_supported: [...ofSecrets, ...ofRsa, 'none'].toSorted(),
    },
  },
  {
    ...probe('6'),
    id: 'discovery-request-objects',
    input: 'service/configuration',
    published: 'request_uri_parameter_supported and require_request_uri_registration are true',
    replay: tells(
      'request_parameter_supported',
      'request_uri_parameter_supported',
      'require_signed_request_object',
      'require_request_uri_registration',
    ),
    answer: {
      request_parameter_supported: true,
      request_uri_parameter_supported: true,
      require_signed_request_object: false,
      require_request_uri_registration: true,
    },
  },
  {
    ...probe('8'),
    id: 'discovery-subject-types',
    input: 'service/configuration',
    published: 'public, pairwise',
    replay: tells('subject_types_supported'),
    answer: { subject_types_supported: ['public', 'pairwise'] },
  },
  {
    ...documented,
    id: 'discovery-grant-types',
    input: 'service/configuration of a service with AUTHORIZATION_CODE, REFRESH_TOKEN and PASSWORD',
    published: 'authorization_code, password, refresh_token',
    world: authorizationWorld({ supportedGrantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN', 'PASSWORD'] }),
    replay: tells('grant_types_supported'),
    answer: { grant_types_supported: ['authorization_code', 'password', 'refresh_token'] },
  },
  {
    ...documented,
    id: 'discovery-what-is-off',
    input: 'service/configuration of a service that says nothing of it',
    published: 'no backchannel delivery mode, no user code, no verified claims; authorization details',
    replay: tells(
      'backchannel_token_delivery_modes_supported',
      'backchannel_user_code_parameter_supported',
      'verified_claims_supported',
      'authorization_details_supported',
    ),
    answer: {
      backchannel_token_delivery_modes_supported: [],
      backchannel_user_code_parameter_supported: false,
      verified_claims_supported: false,
      authorization_details_supported: true,
    },
  },
  {
    ...probe('6'),
    id: 'discovery-response-modes',
    input: 'service/configuration of a service without supportedResponseModes',
    published: 'query, fragment, form_post, query.jwt, fragment.jwt, form_post.jwt, jwt',
    replay: tells('response_modes_supported'),
    answer: {
      response_modes_supported: [
        'query',
        'fragment',
        'form_post',
        'query.jwt',
        'fragment.jwt',
        'form_post.jwt',
        'jwt',
      ],
    },
  },
  {
    ...documented,
    id: 'discovery-authorization-algorithms',
    input: 'service/configuration',
    published: 'authorization_signing_alg_values_supported, and the encryption of authorization responses',
    replay: tells('authorization_signing_alg_values_supported'),
    answer: { authorization_signing_alg_values_supported: jws },
  },
  {
    ...documented,
    id: 'discovery-encryption-algorithms',
    input: 'service/configuration',
    published:
      '17 algorithms for keys and 6 for content, of ID tokens, userinfo, request objects and authorization responses; one of them misspelt (RSA-OEAP-256)',
    replay: tells(...encryption),
    answer: Object.fromEntries(
      encryption.map((name) => [name, name.includes('_alg_') ? keyEncryptions : contentEncryptions]),
    ),
  },
]
