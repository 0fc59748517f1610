import t from 'tap'
import { callApi } from '../support/api.ts'
import {
  authorize,
  basic,
  call,
  clientId,
  push,
  pushRequest,
  request,
  requestTicket,
} from '../support/requests/authorize.ts'
import { apiToken, serviceId, startTestMock, type TestMock } from '../support/mock.ts'
import { codeRequest, form, refreshRequest, requestToken, tokenWorld } from '../support/requests/token.ts'

const consent = 'consent:urn:bancoex:C1DD33123'
const other = 'consent:urn:bancoex:OTHER'
const supportedScopes = [
  { name: 'openid' },
  { name: 'email' },
  { name: 'grant_management_query' },
  {
    name: 'consent',
    description: 'A consent',
    attributes: [
      { key: 'regex', value: '^consent:.+$' },
      { key: 'access_token.duration', value: '60' },
    ],
  },
]

const start = (t: Parameters<typeof startTestMock>[0], service: object = {}, client: object = {}) =>
  startTestMock(t, {
    world: tokenWorld({ supportedScopes, apiTokens: [{ apiToken, rights: ['ADMIN'] }], ...service }, client),
  })

const introspect = (mock: TestMock, token: string | undefined, members: object = {}) =>
  call(mock, '/auth/introspection', { token, ...members })

t.test('a value of a parameterised scope is told beside the scopes', async (t) => {
  const mock = await start(t)
  const answer = await request(mock, { scope: `email ${consent} unknown:1` })
  t.match(answer, { action: 'INTERACTION', resultCode: 'A004001' })
  t.strictSame(answer['dynamicScopes'], [{ name: 'consent', value: consent }])
  t.match(answer['scopes'], [{ name: 'email' }])
  t.equal((answer['scopes'] as unknown[]).length, 1)
})

t.test('the name of the scope itself is a scope like others', async (t) => {
  const mock = await start(t)
  const answer = await request(mock, { scope: 'consent' })
  t.match(answer['scopes'], [{ name: 'consent' }])
  t.notOk('dynamicScopes' in answer)
})

t.test('a value counts as a scope where the service demands one', async (t) => {
  const mock = await start(t, { scopeRequired: true })
  t.match(await request(mock, { scope: consent }), { action: 'INTERACTION' })
  t.match(await request(mock, { scope: 'consent:' }), { resultCode: 'A007305' })
})

t.test('a client that may not ask for the scope may not ask for a value of it', async (t) => {
  const extension = { requestableScopesEnabled: true, requestableScopes: ['email'] }
  const mock = await start(t, {}, { extension })
  const answer = await request(mock, { scope: `email ${consent}` })
  t.notOk('dynamicScopes' in answer)
  const allowed = { requestableScopes: ['email', 'consent'] }
  await callApi(mock, 'PUT', `/client/extension/requestable_scopes/update/${clientId}`, allowed)
  t.match(await request(mock, { scope: consent }), { dynamicScopes: [{ value: consent }] })
})

t.test('a pushed request keeps it, and so does a request object', async (t) => {
  const mock = await start(t)
  t.match(await push(mock, { scope: consent }), { action: 'CREATED' })
  const pushed = await pushRequest(mock, { scope: consent })
  const answer = await call(mock, '/auth/authorization', {
    parameters: form({ client_id: String(clientId), request_uri: pushed }),
  })
  t.match(answer, { dynamicScopes: [{ name: 'consent', value: consent }] })
})

t.test('it lives in tokens, grant, introspection and refreshing', async (t) => {
  const mock = await start(t)
  const scope = `openid grant_management_query ${consent} ${other}`
  const code = await authorize(mock, { scope, grant_management_action: 'create' })
  const token = await requestToken(mock, codeRequest(code))
  const held = [consent, other, 'grant_management_query', 'openid']
  t.match(token, { action: 'OK', scopes: held })
  t.match(JSON.parse(token.responseContent), { scope: held.join(' ') })

  const { grantId, accessToken, refreshToken } = token
  const told = await mock.gm({ accessToken: accessToken ?? '', gmAction: 'QUERY', grantId: grantId ?? '' })
  t.match(JSON.parse(told.responseContent ?? ''), { scopes: [{ scope: held.join(' ') }] })

  const good = await introspect(mock, accessToken, { scopes: [consent] })
  t.match(good, { action: 'OK', grant: { scopes: [{ scope: held.join(' ') }] } })
  t.strictSame([...(good['scopes'] as string[])].toSorted(), held)
  t.match(
    (good['scopeDetails'] as { name: string }[]).find(({ name }) => name === consent),
    { description: 'A consent', attributes: [{ key: 'regex' }, { value: '60' }] },
  )
  for (const missing of ['consent', 'consent:urn:bancoex:NONE']) {
    t.match(await introspect(mock, accessToken, { scopes: [missing] }), { resultCode: 'A064302' }, missing)
  }
  const standard = await call(mock, '/auth/introspection/standard', {
    parameters: form({ token: accessToken }),
  })
  t.match(JSON.parse(standard.responseContent ?? ''), { active: true, scope: held.join(' ') })

  const narrowed = await requestToken(mock, refreshRequest(refreshToken, { scope: consent }))
  t.match(narrowed, { action: 'OK', scopes: [consent] })
  const excess = refreshRequest(narrowed.refreshToken, { scope: 'consent:urn:bancoex:NONE' })
  t.match(await requestToken(mock, excess), { action: 'BAD_REQUEST' })
})

t.test('grants are merged and replaced with it', async (t) => {
  const mock = await start(t)
  const redeem = async (scope: string, changes: object) =>
    requestToken(mock, codeRequest(await authorize(mock, { scope, ...changes })))
  const { grantId = '' } = await redeem(consent, { grant_management_action: 'create' })
  const scopesOf = async () => (await mock.admin.listGrants(serviceId)).grants[0]?.scopes
  await redeem(other, { grant_management_action: 'merge', grant_id: grantId })
  t.strictSame(await scopesOf(), [{ scope: `${consent} ${other}` }])
  await redeem(other, { grant_management_action: 'replace', grant_id: grantId })
  t.strictSame(await scopesOf(), [{ scope: other }])
})

t.test('the scopes of a consent may have values, though never openid by a value', async (t) => {
  const mock = await start(t, {
    supportedScopes: [...supportedScopes, { name: 'all', attributes: [{ key: 'regex', value: '.*' }] }],
  })
  const ticket = await requestTicket(mock, { scope: 'email' })
  const scopes = [other, 'openid', 'email', other]
  const { authorizationCode = '' } = await call(mock, '/auth/authorization/issue', {
    ticket,
    subject: 'alice',
    scopes,
  })
  t.match(await requestToken(mock, codeRequest(authorizationCode)), { scopes: [other, 'email'] })
})

t.test('values are not remembered as scopes that a subject has granted', async (t) => {
  const mock = await start(t)
  await authorize(mock, { scope: `email ${consent}` })
  const { body } = await callApi(mock, 'GET', `/client/granted_scopes/get/${clientId}?subject=alice`)
  t.match(body, { latestGrantedScopes: ['email'], mergedGrantedScopes: ['email'] })
  t.equal((body['latestGrantedScopes'] as unknown[]).length, 1)
})

t.test('clients that act for themselves, and by a password, get values too', async (t) => {
  const mock = await start(t)
  const scope = `${consent} unknown:1`
  const own = await requestToken(mock, {
    ...basic,
    parameters: form({ grant_type: 'client_credentials', scope }),
  })
  t.match(own, { action: 'OK', scopes: [consent] })
  const asked = { grant_type: 'password', username: 'a', password: 'p', scope }
  const { ticket, ...password } = await requestToken(mock, { ...basic, parameters: form(asked) })
  t.match(password, { action: 'PASSWORD' })
  t.match(await call(mock, '/auth/token/issue', { ticket, subject: 'alice' }), { scopes: [consent] })
})

t.test('token/create and token/update know values, and their durations', async (t) => {
  const mock = await start(t)
  const order = { grantType: 'AUTHORIZATION_CODE', clientId, subject: 'alice' }
  const made = await call(mock, '/auth/token/create', { ...order, scopes: [consent, 'email'] })
  t.match(made, { action: 'OK', scopes: [consent, 'email'] })
  t.match(await call(mock, '/auth/token/create', { ...order, scopes: ['unknown:1'] }), {
    action: 'BAD_REQUEST',
  })
  const { accessToken } = made
  const changed = await call(mock, '/auth/token/update', {
    accessToken,
    scopes: [other, 'unknown:1'],
    accessTokenExpiresAtUpdatedOnScopeUpdate: true,
  })
  t.match(changed, { action: 'OK', scopes: [other], accessTokenExpiresAt: mock.time.now + 60_000 })
})

t.test('discovery names the scope and none of its values', async (t) => {
  const mock = await start(t)
  await request(mock, { scope: consent })
  const { body } = await callApi(mock, 'GET', '/service/configuration')
  t.strictSame(body['scopes_supported'], ['openid', 'email', 'grant_management_query', 'consent'])
})

t.test('an expression that cannot be used is told where it is set, and matches nothing', async (t) => {
  const mock = await start(t)
  const broken = (value: string) => [{ name: 'consent', attributes: [{ key: 'regex', value }] }]
  const place = '/supportedScopes/0/attributes/0/value'
  const changed = mock.admin.updateService(serviceId, { supportedScopes: broken('(') })
  t.match(await changed.catch((error: unknown) => error), {
    problems: [{ path: place, message: /^is no regular expression that RE2 reads: / }],
  })
  const made = mock.admin.createService({ supportedScopes: broken('^consent:.+*$') })
  t.match(await made.catch((error: unknown) => error), { problems: [{ path: place }] })
  const update = { supportedScopes: broken('^consent:.+*$') }
  t.equal((await callApi(mock, 'POST', '/service/update', update)).status, 200)
  t.match(await mock.admin.listRequests(serviceId), {
    requests: [{ lint: [{ rule: 'scope-regex-unusable', message: /supportedScopes\/0\/attributes/ }] }],
  })
  t.notOk('dynamicScopes' in (await request(mock, { scope: consent })))
})
