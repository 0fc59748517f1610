import t, { type Test } from 'tap'
import { callApi, type ApiResult } from '../../support/api.ts'
import { serviceId, startTestMock } from '../../support/mock.ts'

type View = Readonly<Record<string, unknown>>

async function start(t: Test) {
  const mock = await startTestMock(t)
  const { apiToken: token } = await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })
  const call = (method: 'GET' | 'POST', path: string, body?: object): Promise<ApiResult<View>> =>
    callApi(mock, method, path, body, token)
  const create = async (body: object) => (await call('POST', '/client/create', body)).body
  return { mock, call, create }
}

t.test('a client is found by its alias where it may use it, whatever the service says', async (t) => {
  const { mock, call, create } = await start(t)
  const { clientId } = await create({ clientIdAlias: 'app' })
  await create({ clientIdAlias: 'off', clientIdAliasEnabled: false })
  for (const clientIdAliasEnabled of [null, true, false]) {
    await mock.admin.updateService(serviceId, { clientIdAliasEnabled })
    t.match((await call('GET', '/client/get/app')).body, { clientId })
    t.match((await call('POST', '/client/lock_flag/update/app', { clientLocked: true })).body, {
      resultMessage: "[A293001] Successfully updated the client's lock flag (Client Identifier = app).",
    })
    t.equal((await call('GET', '/client/get/off')).body['resultCode'], 'A001222')
    t.match((await call('GET', '/service/get')).body, { clientIdAliasEnabled: true })
  }
})

t.test('the alias of a client is its id, unless it is given another one', async (t) => {
  const { call, create } = await start(t)
  const { clientId, ...made } = await create({})
  t.match(made, { clientIdAlias: String(clientId), clientIdAliasEnabled: true })
  const update = (body: object) => call('POST', `/client/update/${String(clientId)}`, body)
  t.match((await update({ clientIdAlias: 'app', clientIdAliasEnabled: false })).body, {
    clientIdAlias: 'app',
    clientIdAliasEnabled: false,
  })
  for (const body of [
    {},
    { clientIdAlias: null },
    { clientIdAlias: '' },
    { clientIdAlias: String(clientId) },
  ]) {
    t.match((await update({ clientIdAliasEnabled: false, ...body })).body, {
      clientIdAlias: String(clientId),
      clientIdAliasEnabled: false,
    })
    t.match((await call('GET', `/client/get/${String(clientId)}`)).body, { clientId })
  }
  t.match((await update({ clientIdAliasEnabled: null })).body, { clientIdAliasEnabled: true })
})

t.test('an alias is the name of one client, and no id of another one', async (t) => {
  const { call, create } = await start(t)
  const first = String((await create({ clientIdAlias: 'app' }))['clientId'])
  const second = String((await create({}))['clientId'])
  for (const clientIdAlias of ['app', first]) {
    for (const clientIdAliasEnabled of [undefined, true, false]) {
      const body = { clientIdAlias, clientIdAliasEnabled }
      t.equal((await call('POST', '/client/create', body)).body['resultCode'], 'A123603')
      const refused = await call('POST', `/client/update/${second}`, body)
      t.equal(refused.body['resultCode'], 'A030601')
    }
  }
  t.match((await call('GET', `/client/get/${second}`)).body, { clientIdAlias: second })
  t.match((await call('POST', `/client/update/${first}`, { clientIdAlias: 'app' })).body, {
    clientIdAlias: 'app',
  })
})
