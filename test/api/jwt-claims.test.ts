import { decodeJwt } from 'jose'
import t from 'tap'
import { callApi } from '../support/api.ts'
import { authorize, clientId, issuer } from '../support/requests/authorize.ts'
import { startOfTests, startTestMock } from '../support/mock.ts'
import { codeRequest, getTokens, requestToken, tokenWorld } from '../support/requests/token.ts'

t.test('a JWT says what Authlete says in one, and an audience only where there are resources', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld({ accessTokenSignAlg: 'ES256' }) })
  const seconds = startOfTests / 1000
  const properties = [
    { key: 'tenant', value: 't1' },
    { key: 'secret', value: 's', hidden: true },
    { key: 'iss', value: 'forged' },
  ]
  const code = await authorize(
    mock,
    { scope: 'openid accounts' },
    { acr: 'gold', authTime: seconds, properties },
  )
  const answer = await requestToken(mock, codeRequest(code))
  t.strictSame(decodeJwt(String(answer['jwtAccessToken'])), {
    tenant: 't1',
    acr: 'gold',
    auth_time: seconds,
    client_id: String(clientId),
    exp: seconds + 3600,
    grant_type: 'authorization_code',
    iat: seconds,
    iss: issuer,
    jti: answer.accessToken,
    scope: 'accounts openid',
    sub: 'alice',
  })
  const resource = 'https://rs.example.com'
  const bound = await getTokens(mock, { scope: 'accounts', resource })
  t.strictSame(decodeJwt(String(bound['jwtAccessToken'])).aud, [resource])
})

t.test('a JWT names the grant type as the token request wrote it', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld({ accessTokenSignAlg: 'ES256' }) })
  for (const [grantType, written] of [
    ['IMPLICIT', 'implicit'],
    ['CLIENT_CREDENTIALS', 'client_credentials'],
    ['CIBA', 'urn:openid:params:grant-type:ciba'],
    ['TOKEN_EXCHANGE', 'urn:ietf:params:oauth:grant-type:token-exchange'],
  ] as const) {
    const order = { grantType, clientId, subject: 'alice' }
    const { body } = await callApi<{ jwtAccessToken: string }>(mock, 'POST', '/auth/token/create', order)
    t.equal(decodeJwt(body.jwtAccessToken)['grant_type'], written)
  }
})
