import t from 'tap'
import { listJwtClaims } from '../../src/oauth/jwt-access-token.ts'
import { serviceOf } from '../store/samples.ts'

const token = { clientId: 1, scopes: [], createdAt: 1000, expiresAt: 2000 }
const service = { ...serviceOf('1'), world: 1 }

t.test('what only the issuer says is not said by anybody else, not even where it says nothing', async (t) => {
  const forged = {
    iss: 'forged',
    sub: 'forged',
    aud: 'forged',
    client_id: 'forged',
    scope: 'forged',
    jti: 'forged',
    iat: 9,
    nbf: 9,
    exp: 9,
    auth_time: 9,
    acr: 'forged',
    cnf: { jkt: 'forged' },
    grant_id: 'forged',
    authorization_details: [{ type: 'forged' }],
  }
  const extraClaims = { tenant: 'one', ...forged }
  t.strictSame(listJwtClaims({ token, service, jti: 'jti', extraClaims }), {
    tenant: 'one',
    iss: 'https://as.example.com',
    sub: '1',
    aud: ['https://as.example.com'],
    client_id: '1',
    jti: 'jti',
    iat: 1,
    exp: 2,
  })
})
