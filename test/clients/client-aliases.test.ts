import t, { type Test } from 'tap'
import { AdminError } from '../../src/admin/admin-error.ts'
import { callApi } from '../support/api.ts'
import { clientId, clientSecret, redirectUri, requestParameters } from '../support/requests/authorize.ts'
import { serviceId, startTestMock, type TestMock } from '../support/mock.ts'
import { makeRequestObject, objectKeys } from '../support/requests/request-object.ts'
import { codeRequest, form, requestToken, tokenWorld } from '../support/requests/token.ts'

const own = String(clientId)
const authorization = { response_type: 'code', redirect_uri: redirectUri, scope: 'accounts' }

type Call = (mock: TestMock, name: string) => Promise<Readonly<Record<string, unknown>>>

const post =
  (path: string, body: (name: string) => object | Promise<object>): Call =>
  async (mock, name) =>
    (await callApi(mock, 'POST', path, await body(name))).body

/** Where a client is named: how one is answered that was found, and how one whose alias is not enabled. */
const places: Readonly<Record<string, { readonly call: Call; readonly done: string; readonly off: string }>> =
  {
    authorization: {
      call: post('/auth/authorization', (name) => ({ parameters: requestParameters({ client_id: name }) })),
      done: 'A004001',
      off: 'A010309',
    },
    'a request object': {
      call: post('/auth/authorization', async (name) => {
        const request = await makeRequestObject({ payload: { iss: name, client_id: name } })
        return { parameters: requestParameters({ client_id: name, request }) }
      }),
      done: 'A004001',
      off: 'A010309',
    },
    PAR: {
      call: post('/pushed_auth_req', (name) => ({
        parameters: form({ ...authorization, client_id: name }),
        clientId: name,
        clientSecret,
      })),
      done: 'A245001',
      off: 'A010309',
    },
    'the token endpoint': {
      call: post('/auth/token', (name) => ({
        parameters: form({ grant_type: 'client_credentials' }),
        clientId: name,
        clientSecret,
      })),
      done: 'A052001',
      off: 'A048324',
    },
    revocation: {
      call: post('/auth/revocation', (name) => ({ parameters: 'token=a', clientId: name, clientSecret })),
      done: 'A113001',
      off: 'A114315',
    },
    'a token to make': {
      call: post('/auth/token/create', (name) => ({
        grantType: 'AUTHORIZATION_CODE',
        subject: 'alice',
        clientIdentifier: name,
      })),
      done: 'A109001',
      off: 'A107201',
    },
  }

const start = (t: Test, client: object, service: object) =>
  startTestMock(t, { world: tokenWorld(service, { jwks: objectKeys, ...client }) })

for (const service of [{}, { clientIdAliasEnabled: true }, { clientIdAliasEnabled: false }]) {
  const told = JSON.stringify(service)
  t.test(`one rule says by which names a client goes, whatever the service says (${told})`, async (t) => {
    for (const enabled of [{}, { clientIdAliasEnabled: true }]) {
      const mock = await start(t, { clientIdAlias: 'shop', ...enabled }, service)
      for (const [place, { call, done }] of Object.entries(places)) {
        for (const name of ['shop', own]) t.match(await call(mock, name), { resultCode: done }, place)
        for (const name of ['Shop', `0${own}`]) t.not((await call(mock, name))['resultCode'], done, place)
      }
    }
    const off = await start(t, { clientIdAlias: 'shop', clientIdAliasEnabled: false }, service)
    const plain = await start(t, { clientIdAliasEnabled: false }, service)
    for (const [place, { call, done, off: code }] of Object.entries(places)) {
      t.match(await call(off, own), { resultCode: done }, place)
      t.match(await call(off, 'shop'), { resultCode: code }, place)
      t.match(await call(plain, own), { resultCode: done }, `${place}, whose alias is the id`)
    }
  })
}

t.test('a client is told by its alias, and whether that named it', async (t) => {
  const mock = await start(t, {}, {})
  const answer = await callApi(mock, 'POST', '/auth/token', {
    parameters: form({ grant_type: 'client_credentials' }),
    clientId: own,
    clientSecret,
  })
  t.match(answer.body, { clientId, clientIdAlias: own, clientIdAliasUsed: true })
})

/** What a client has for an alias, what it calls itself, and whether that is its alias. */
const names = [
  [{}, own, true],
  [{ clientIdAlias: own }, own, true],
  [{ clientIdAlias: '' }, own, true],
  [{ clientIdAlias: 'shop' }, 'shop', true],
  [{ clientIdAlias: 'shop' }, own, false],
  [{ clientIdAliasEnabled: false }, own, false],
  [{ clientIdAlias: own, clientIdAliasEnabled: false }, own, false],
] as const

for (const [client, name, used] of names) {
  t.test(
    `a client with ${JSON.stringify(client)} that calls itself ${name}: alias used ${used}`,
    async (t) => {
      const mock = await start(t, client, {})
      const told = { clientId, clientIdAliasUsed: used }
      const parameters = requestParameters({ client_id: name, scope: 'openid' })
      const asked = (await callApi(mock, 'POST', '/auth/authorization', { parameters })).body
      t.match(asked, { clientIdAliasUsed: used })
      const issue = { ticket: asked['ticket'], subject: 'alice' }
      const { body: issued } = await callApi(mock, 'POST', '/auth/authorization/issue', issue)
      const code = String(issued['authorizationCode'])
      const request = codeRequest(code, {}, { clientId: name, clientSecret })
      const answer = await requestToken(mock, request)
      t.match(answer, told)
      for (const path of ['/auth/introspection', '/auth/userinfo']) {
        t.match((await callApi(mock, 'POST', path, { token: answer.accessToken })).body, told, path)
      }
    },
  )

  t.test(
    `a token is minted for it as if it had called itself by its id (${JSON.stringify(client)})`,
    async (t) => {
      const mock = await start(t, client, {})
      const order = { clientId, scopes: ['openid'], subject: 'alice' }
      const { accessToken: token } = await mock.admin.mintToken(serviceId, order)
      for (const path of ['/auth/introspection', '/auth/userinfo']) {
        const told = { clientIdAliasUsed: name === own && used }
        t.match((await callApi(mock, 'POST', path, { token })).body, told, path)
      }
    },
  )
}

t.test('a token is not made for a client that is only the alias of another one', async (t) => {
  const mock = await start(t, { clientIdAlias: '77' }, {})
  await t.rejects(
    mock.admin.mintToken(serviceId, { clientId: 77 }),
    new AdminError(
      409,
      'client_id_taken',
      'There is no client with this clientId, and another one has it as its alias.',
    ),
  )
  t.match(await mock.admin.mintToken(serviceId, { clientId: 78 }), { clientId: 78 })
})
