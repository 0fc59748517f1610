import t, { type Test } from 'tap'
import { authorizationWorld, push, request } from '../../support/requests/authorize.ts'
import { startTestMock } from '../../support/mock.ts'

const start = (t: Test, service: object = {}, client: object = {}) =>
  startTestMock(t, { world: authorizationWorld(service, client) })

t.test('a client that lists response modes uses no other one', async (t) => {
  for (const [responseModes, mode, allowed] of [
    [['QUERY'], undefined, true],
    [['QUERY'], 'query', true],
    [['QUERY'], 'form_post', false],
    [['FORM_POST', 'FRAGMENT'], undefined, false],
    [['FORM_POST', 'FRAGMENT'], 'fragment', true],
    [['QUERY_JWT'], undefined, false],
    [[], 'fragment', true],
    [undefined, 'form_post', true],
  ] as const) {
    const mock = await start(t, {}, responseModes && { responseModes })
    const place = `${responseModes?.join(' ')} ${mode}`
    const answer = await request(mock, { response_mode: mode })
    t.equal(answer.resultCode, allowed ? 'A004001' : 'A012303', place)
    const pushed = await push(mock, { response_mode: mode })
    t.equal(pushed.action, allowed ? 'CREATED' : 'BAD_REQUEST', place)
  }
})

t.test('scopes stand for claims of the ID token, unless the service is restrictive', async (t) => {
  const asked = {
    scope: 'openid email',
    claims: JSON.stringify({ id_token: { birthdate: null }, userinfo: { locale: null } }),
  }
  for (const [claimShortcutRestrictive, expected] of [
    [false, ['email', 'email_verified', 'birthdate']],
    [true, ['birthdate']],
  ] as const) {
    const answer = await request(await start(t, { claimShortcutRestrictive }), asked)
    t.strictSame(answer['claims'], expected)
    t.strictSame(answer['claimsAtUserInfo'], ['email', 'email_verified', 'locale'])
  }
  const without = await request(await start(t, { claimShortcutRestrictive: true }), { scope: 'openid email' })
  t.equal(without['claims'], undefined)
})
