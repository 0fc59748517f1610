import t from 'tap'
import { listJwtClaims, readOpaqueToken } from '../../../src/oauth/token/jwt-access-token.ts'
import { serviceOf } from '../../store/samples.ts'

const token = { clientId: 1, scopes: [], createdAt: 1000, expiresAt: 2000 }
const service = { ...serviceOf('1'), generation: 1 }
const facts = { token, service, value: 'opaque', issuedAt: 1000, expiresAt: 2999 }

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
    grant: 'forged',
    grant_id: 'forged',
    grant_type: 'forged',
    authorization_details: [{ type: 'forged' }],
  }
  const extraClaims = { tenant: 'one', ...forged }
  t.strictSame(listJwtClaims({ ...facts, extraClaims }), {
    tenant: 'one',
    client_id: '1',
    exp: 2,
    iat: 1,
    iss: 'https://as.example.com',
    jti: 'opaque',
    sub: '1',
  })
})

t.test('properties for the client are claims, unless they or others are claimed otherwise', async (t) => {
  const properties = [
    { key: 'seen', value: 'yes' },
    { key: 'both', value: 'property' },
    { key: 'hidden', value: 'no', hidden: true },
    { key: 'aud', value: 'forged' },
  ]
  const claims = listJwtClaims({
    ...facts,
    token: { ...token, details: { properties } },
    extraClaims: { both: 'claim' },
  })
  t.match(claims, { seen: 'yes', both: 'claim' })
  t.notOk('hidden' in claims || 'aud' in claims)
})

t.test('a JWT says which token it goes with; anything else says nothing', async (t) => {
  const write = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  t.equal(readOpaqueToken(`e30.${write({ jti: 'opaque' })}.`), 'opaque')
  for (const other of [
    '',
    'opaque',
    '..',
    `.${write({ jti: 'opaque' })}.x`,
    `e30.${write({ jti: 'opaque' })}`,
    `e30.${write({ jti: 'opaque' })}.x.y`,
    `e30.${write({ jti: 1 })}.x`,
    `e30.${write([])}.x`,
    `e30.${write({ jti: 'opaque' })}=.x`,
    'e30..x',
    'e30.bm8.x',
  ]) {
    t.equal(readOpaqueToken(other), undefined, other)
  }
})
