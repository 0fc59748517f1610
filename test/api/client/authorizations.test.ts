import t, { type Test } from 'tap'
import { callApi, type ApiResult } from '../../support/api.ts'
import { serviceId, startOfTests } from '../../support/mock.ts'
import { grantScopes, makeClient, startWithClient } from './arrange.ts'

type View = Readonly<Record<string, unknown>>

async function start(t: Test) {
  const { mock, apiToken, clientId } = await startWithClient(t, { clientName: 'One', developer: 'ann' })
  const other = await makeClient(mock, apiToken, { clientName: 'Two', developer: 'bob' })
  const call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<ApiResult<View>> =>
    callApi(mock, method, path, body, apiToken)
  const mint = (id: number, subject: string, order: object = {}) =>
    mock.admin.mintToken(serviceId, { clientId: id, subject, scopes: ['a', 'b'], ...order })
  return { mock, call, mint, clientId, other }
}

t.test('the clients that hold tokens of a subject are told, briefly, by every variant', async (t) => {
  const { call, mint, clientId, other } = await start(t)
  await mint(clientId, 'alice')
  await mint(other, 'alice', { expiresInSeconds: 0, refreshToken: true })
  await mint(other, 'bob')
  const path = '/client/authorization/get/list'
  const variants = [
    await call('GET', `${path}?subject=alice`),
    await call('GET', `${path}/alice?subject=bob`),
    await call('POST', path, { subject: 'alice' }),
  ]
  for (const { body } of variants) {
    t.match(body, { start: 0, end: 5, subject: 'alice', totalCount: 2 })
    const [first, second] = body['clients'] as View[]
    t.match(second, { clientId: other })
    t.strictSame(Object.keys(first ?? {}).toSorted(), [
      'clientId',
      'clientIdAlias',
      'clientIdAliasEnabled',
      'clientName',
      'clientType',
      'number',
    ])
  }
  const { body } = await call('POST', path, { subject: 'alice', developer: 'bob', start: 0, end: 1 })
  t.match(body, { developer: 'bob', totalCount: 1, clients: [{ clientName: 'Two' }] })
  t.match((await call('GET', `${path}/nobody`)).body, { totalCount: 0, clients: [] })
})

t.test('tokens of a client and a subject get other scopes, those of others do not', async (t) => {
  const { mock, call, mint, clientId, other } = await start(t)
  await mint(clientId, 'alice', { refreshToken: true })
  await mint(clientId, 'bob')
  await mint(other, 'alice')
  const path = `/client/authorization/update/${clientId}`
  const counted = await call('POST', path, { subject: 'alice' })
  t.match(counted.body['resultMessage'], /^\[A138001\] Updated 1 access token/)
  await call('POST', path, { subject: 'alice', scopes: ['c'] })
  const { accessTokens } = await mock.admin.listTokens(serviceId)
  const scopesOf = (id: number, subject: string) =>
    accessTokens.find((token) => token.clientId === id && token.subject === subject)?.scopes
  t.same(scopesOf(clientId, 'alice'), ['c'])
  t.same(scopesOf(clientId, 'bob'), ['a', 'b'])
  t.same(scopesOf(other, 'alice'), ['a', 'b'])
})

t.test(
  'tokens of a client and a subject are ended by every variant, the refresh tokens with them',
  async (t) => {
    const { mock, call, mint, clientId, other } = await start(t)
    await mint(other, 'alice')
    const path = `/client/authorization/delete/${clientId}`
    const variants = [
      () => call('DELETE', `${path}?subject=alice`),
      () => call('POST', path, { subject: 'alice' }),
      () => call('DELETE', `${path}/alice`),
    ]
    for (const remove of variants) {
      await mint(clientId, 'alice', { refreshToken: true })
      await mint(clientId, 'alice')
      const { body } = await remove()
      t.match(body['resultMessage'], /^\[A137001\] Deleted 2 access token/)
      const { accessTokens, refreshTokens } = await mock.admin.listTokens(serviceId)
      t.same([accessTokens.length, refreshTokens.length], [1, 0])
    }
  },
)

t.test('what a subject has granted is told and forgotten by every variant', async (t) => {
  const { mock, call, clientId } = await start(t)
  const reading = `/client/granted_scopes/get/${clientId}`
  const deletion = `/client/granted_scopes/delete/${clientId}`
  const variants = [
    () => call('DELETE', `${deletion}?subject=alice`),
    () => call('POST', deletion, { subject: 'alice' }),
    () => call('DELETE', `${deletion}/alice`),
  ]
  for (const remove of variants) {
    await grantScopes(mock, clientId, 'accounts')
    await grantScopes(mock, clientId, 'payments')
    for (const { body } of [
      await call('GET', `${reading}?subject=alice`),
      await call('GET', `${reading}/alice`),
      await call('POST', reading, { subject: 'alice' }),
    ]) {
      t.match(body, {
        resultCode: 'A139002',
        serviceApiKey: 700,
        clientId,
        subject: 'alice',
        latestGrantedScopes: ['payments'],
        mergedGrantedScopes: ['accounts', 'payments'],
        modifiedAt: startOfTests,
      })
    }
    t.equal((await remove()).body['resultCode'], 'A140002')
    const { body } = await call('GET', `${reading}/alice`)
    t.notOk('mergedGrantedScopes' in body)
  }
})

t.test('every API for a client and a subject knows no client that is not there', async (t) => {
  const { call } = await start(t)
  for (const answer of [
    await call('POST', '/client/authorization/update/1', { subject: 'alice' }),
    await call('DELETE', '/client/authorization/delete/1/alice'),
    await call('GET', '/client/granted_scopes/get/1/alice'),
    await call('DELETE', '/client/granted_scopes/delete/1/alice'),
    await call('GET', '/client/extension/requestable_scopes/get/1'),
    await call('POST', '/client/extension/requestable_scopes/update/1', { requestableScopes: [] }),
    await call('DELETE', '/client/extension/requestable_scopes/delete/1'),
  ]) {
    t.equal(answer.status, 404)
    t.equal(answer.body['resultCode'], 'A001212')
  }
})

t.test('a member that a route does not name does not reach it', async (t) => {
  const { call, clientId } = await start(t)
  const { body } = await call(
    'POST',
    `/client/authorization/update/${clientId}?subject=a&subject=b&scopes=x`,
    {},
  )
  t.equal(body['resultCode'], 'A138201')
  const twice = await call('GET', '/client/authorization/get/list?subject=a&subject=b')
  t.equal(twice.body['resultCode'], 'A126202')
})
