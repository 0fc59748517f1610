import t from 'tap'
import { failed, passed, skipped, type Verdict } from '../../src/base/verdict.ts'
import { explainTrace, findExpectedFrom } from '../../src/journal/expected-from.ts'

const compared = (check: string, expected = 'x'): Verdict =>
  passed({ check, clause: 'RFC 0000 §1', source: 'documented' }, { expected })

const refresh = { api: 'auth/token', body: { parameters: 'grant_type=refresh_token&scope=a' } }
const code = { api: 'auth/token', body: { parameters: 'grant_type=authorization_code' } }
const gm = { api: 'gm', body: { gmAction: 'QUERY' } }
const jose = { api: 'jose/verify', body: { clockSkew: 1, signedByClient: true } }
const pushed = { api: 'pushed_auth_req', body: { parameters: 'request=x' } }

t.test('where a value is from depends on the call', async (t) => {
  const other = { check: 'request-object-client', clause: 'RFC 9101 §4', source: 'documented' } as const
  for (const [verdict, call, origin] of [
    [compared('dpop-htu'), { ...gm, body: { htu: 'https://a' } }, 'request.htu'],
    [compared('dpop-htu'), gm, 'service.grantManagementEndpoint, request.grantId'],
    [
      compared('dpop-htu'),
      { ...gm, body: { htu: null } },
      'service.grantManagementEndpoint, request.grantId',
    ],
    [compared('dpop-htu'), code, 'service.tokenEndpoint'],
    [compared('dpop-htu'), pushed, 'service.pushedAuthReqEndpoint'],
    [compared('dpop-htu'), { api: 'auth/userinfo', body: {} }, 'service.userInfoEndpoint'],
    [compared('dpop-htm'), gm, 'default, request.gmAction'],
    [compared('dpop-htm'), code, 'default'],
    [compared('dpop-ath'), { api: 'auth/userinfo', body: { token: 't' } }, 'request.token'],
    [compared('dpop-jkt'), pushed, 'parameters.dpop_jkt'],
    [compared('dpop-jkt'), refresh, 'refreshToken.cnf.jkt'],
    [compared('certificate-thumbprint'), gm, 'accessToken.cnf.x5t#S256'],
    [
      compared('dpop-nonce'),
      { ...gm, body: { dpopNonceRequired: true } },
      'mock.nonce, request.dpopNonceRequired',
    ],
    [compared('dpop-nonce'), gm, 'mock.nonce, service.dpopNonceRequired'],
    [compared('dpop-iat', 'a number, because a nonce is in force'), gm, 'clause'],
    [compared('dpop-iat', '1 to 2'), gm, 'clock, service.mock.iatPastSeconds, service.mock.iatFutureSeconds'],
    [compared('authorization-details-granted'), refresh, 'refreshToken.authorizationDetails'],
    [compared('authorization-details-granted'), code, 'code.authorizationDetails'],
    [compared('authentication-time', 'max_age'), gm, 'parameters.max_age'],
    [compared('authentication-time', 'authTimeRequired of the client'), gm, 'client.authTimeRequired'],
    [compared('authentication-time', 'the claim auth_time'), gm, 'parameters.claims'],
    [compared('client-assertion-alg', 'ES256 ES384'), code, 'client.tokenAuthMethod'],
    [compared('client-assertion-alg', 'ES256'), code, 'client.tokenAuthSignAlg'],
    [compared('client-assertion-aud', 'a'), code, 'service.issuer'],
    [compared('client-assertion-aud', 'a or b'), code, 'service.issuer, service.tokenEndpoint'],
    [
      compared('client-assertion-aud', 'a or b or c'),
      pushed,
      'service.issuer, service.tokenEndpoint, service.pushedAuthReqEndpoint',
    ],
    [compared('client-assertion-iss', '1'), code, 'client.clientId'],
    [compared('client-assertion-sub', '1 or rp'), code, 'client.clientId, client.clientIdAlias'],
    [compared('code-verifier', 'the verifier of the S256 challenge'), code, 'code.code_challenge'],
    [compared('code-verifier', '43 to 128 unreserved characters'), code, 'clause'],
    [compared('members-kept'), { api: 'service/update', body: {} }, 'service'],
    [compared('members-kept'), { api: 'auth/token/update', body: {} }, 'accessToken.properties'],
    [compared('pushed-request', 'before 1'), gm, 'pushedRequest.expiresAt'],
    [compared('pushed-request', 'client 1'), gm, 'client.clientId'],
    [compared('request-object-alg', 'any algorithm'), pushed, 'clause'],
    [compared('request-object-alg', 'ES256'), pushed, 'client.requestSignAlg'],
    [failed(other, 'request_object_of_other_client', { expected: '1' }), pushed, 'parameters.client_id'],
    [failed(other, 'request_object_iss_mismatch', { expected: '1' }), pushed, 'client.clientId'],
    [compared('scopes-kept'), pushed, 'parameters.scope'],
    [compared('scopes-kept'), { api: 'auth/token/update', body: {} }, 'request.scopes'],
    [compared('jose-exp', 'an integer'), jose, 'clause'],
    [compared('jose-exp', 'current time 1'), jose, 'clock, request.clockSkew'],
    [compared('jose-iat', 'current time 1'), { ...jose, body: {} }, 'clock, default'],
    [compared('jose-key', 'one key for ES256'), jose, 'request.jose, client.jwks'],
    [compared('jose-key', 'one key for ES256'), { ...jose, body: {} }, 'request.jose, service.jwks'],
    [compared('jose-key', 'a secret of at least 256 bits'), jose, 'request.jose'],
    [compared('unheard-of'), gm, 'clause'],
  ] as const) {
    t.equal(findExpectedFrom(verdict, call), origin, `${verdict.check} ${call.api}`)
  }
})

t.test('nothing is said of a check that compared nothing, or of a body that is not kept', async (t) => {
  const rule = { check: 'dpop-htu', clause: 'RFC 9449 §4.3', source: 'documented' } as const
  t.equal(findExpectedFrom(skipped(rule, 'no proof'), gm), undefined)
  t.equal(findExpectedFrom(compared('dpop-htu'), { api: 'gm', body: '(20000 octets, not kept)' }), undefined)
  t.equal(findExpectedFrom(compared('refresh-scope'), { api: 'gm', body: '(lost)' }), 'refreshToken.scopes')
  t.equal(findExpectedFrom(compared('dpop-htm'), { api: 'auth/token' }), 'default')
})

t.test('a trace is explained without a change of what it has', async (t) => {
  const trace = [compared('dpop-htm'), passed({ check: 'a', clause: 'b', source: 'assumed' })]
  t.strictSame(explainTrace(trace, gm), [
    { ...trace[0], expectedFrom: 'default, request.gmAction' },
    trace[1],
  ])
})
