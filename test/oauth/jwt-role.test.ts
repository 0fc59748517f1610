import t from 'tap'
import { findForeignClaim, isTypeOf, saysItsRole, type JwtRole } from '../../src/oauth/jwt-role.ts'

const ownTypes: Readonly<Record<JwtRole, string>> = {
  'client-assertion': 'client-authentication+jwt',
  'request-object': 'oauth-authz-req+jwt',
  'dpop-proof': 'dpop+jwt',
}
const roles = Object.keys(ownTypes) as readonly JwtRole[]
const otherTypes = ['at+jwt', 'logout+jwt', 'token-introspection+jwt', 'jose', 'secevent+jwt']

t.test('each role takes its own type, in any case and with application/ or without', async (t) => {
  for (const role of roles) {
    const own = ownTypes[role]
    for (const typ of [own, own.toUpperCase(), `application/${own}`, `APPLICATION/${own.toUpperCase()}`]) {
      t.ok(isTypeOf(role, typ), `${role}: ${typ}`)
    }
    for (const typ of [...Object.values(ownTypes).filter((other) => other !== own), ...otherTypes]) {
      t.notOk(isTypeOf(role, typ), `${role}: ${typ}`)
    }
  }
})

t.test('a proof says that it is one, and the others may say no more than that they are JWTs', async (t) => {
  for (const typ of [undefined, 'JWT', 'jwt', 'application/jwt']) {
    t.ok(isTypeOf('client-assertion', typ))
    t.ok(isTypeOf('request-object', typ))
    t.notOk(isTypeOf('dpop-proof', typ))
    t.notOk(saysItsRole(typ))
  }
})

t.test('nothing that is only like a type is one', async (t) => {
  for (const role of roles) {
    const own = ownTypes[role]
    const wrong: readonly unknown[] = [
      '',
      null,
      0,
      1,
      true,
      [own],
      { toString: () => own },
      ` ${own}`,
      `${own} `,
      `${own}\n`,
      `${own};charset=utf-8`,
      `${own}\u0000`,
      `application/application/${own}`,
      `application/ ${own}`,
      `/application/${own}`,
      `text/${own}`,
      `applicatıon/${own}`,
      own.replace('+', ' '),
      own.replace('jwt', 'ĵwt'),
      own.replace('j', 'ｊ'),
      'JWTs',
      'constructor',
      'application/',
    ]
    for (const typ of wrong) t.notOk(isTypeOf(role, typ), `${role}: ${JSON.stringify(typ)}`)
  }
})

t.test('a JWT that does not say its role must not look like one of another', async (t) => {
  const find = (role: JwtRole, typ: unknown, payload: object) =>
    findForeignClaim(role, { header: { typ }, payload: { ...payload } })
  t.equal(find('client-assertion', undefined, { iss: '1', response_type: null }), 'response_type')
  t.equal(find('client-assertion', 'application/JWT', { redirect_uri: 'https://a.example' }), 'redirect_uri')
  t.equal(find('client-assertion', undefined, { state: 'x', client_id: '1' }), 'state')
  t.equal(find('client-assertion', undefined, { scope: 'a', client_id: '1' }), undefined)
  t.equal(find('request-object', 'JWT', { events: {} }), 'events')
  t.equal(find('request-object', undefined, { response_type: 'code' }), undefined)
  t.equal(find('client-assertion', 'client-authentication+jwt', { response_type: 'code' }), undefined)
  t.equal(find('client-assertion', undefined, Object.create({ response_type: 'code' }) as object), undefined)
})
