import { basic, form, type Calls } from './calls.ts'

const algorithms = [
  'RS256',
  'PS256',
  'ES256',
  'ES384',
  'ES512',
  'ES256K',
  'EdDSA',
  'HS256',
  'HS512',
  'RS512',
  'none',
]

/** Tokens, claims and answers signed by every algorithm. */
export async function sign({ api, admin, getTokens, authorize }: Calls): Promise<void> {
  const client = await api('client', 'client/get/1001')
  for (const alg of algorithms) {
    const subject = `signed by ${alg}`
    const members = { idTokenSignAlg: alg, userInfoSignAlg: alg, authorizationSignAlg: alg }
    await api(subject, 'client/update/1001', { ...client, ...members })
    await admin(subject, 'PATCH', '', { accessTokenSignAlg: alg, introspectionSignAlg: alg })
    const made = await getTokens(
      subject,
      {
        scope: 'openid profile grant_management_query',
        nonce: 'n',
        grant_management_action: 'create',
        resource: 'https://rs.example.com',
      },
      { issue: { claims: '{"name":"Alice"}', acr: 'urn:example:gold' } },
    )
    const token = made['accessToken']
    await api(subject, 'auth/userinfo/issue', { token, claims: '{"name":"Alice"}' })
    await api(subject, 'auth/introspection/standard', {
      parameters: form({ token: String(token) }),
      httpAcceptHeader: 'application/token-introspection+jwt',
      rsUri: 'https://rs.example.com',
    })
    await api(subject, 'gm', { gmAction: 'QUERY', accessToken: token, grantId: made['grantId'] })
    await authorize(subject, {
      response_type: 'code id_token token',
      scope: 'openid',
      nonce: 'n',
      state: 's',
    })
    await authorize(subject, { response_mode: 'jwt', scope: 'openid', state: 's' })
    await api(subject, 'auth/token', { ...basic, parameters: form({ grant_type: 'client_credentials' }) })
    await api(subject, 'auth/token/create', {
      grantType: 'AUTHORIZATION_CODE',
      clientId: 1001,
      subject: 'a',
      jwtAtClaims: '{"x":1}',
    })
  }
}
