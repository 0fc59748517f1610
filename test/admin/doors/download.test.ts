import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import type { Fixtures } from '../../../schema/fixtures.ts'
import type { GmRequest } from '../../../schema/gm.ts'
import { checkFixtures } from '../../../src/fixtures/read-fixtures.ts'
import { createProblemFinder } from '../../../src/base/problem-finder.ts'
import { callApi } from '../../support/api.ts'
import { authorizationWorld, clientId, clientSecret } from '../../support/requests/authorize.ts'
import { build } from '../../support/build.ts'
import { endpoint, serviceId, startOfTests, startTestMock, type TestMock } from '../../support/mock.ts'

/** The answer to a call, without the id that each has anew. */
const call = async (mock: TestMock, path: string, body: object): Promise<unknown> =>
  (await callApi(mock, 'POST', `/${path}`, body)).body

/** A mock that begins with what a snapshot of another one was downloaded as. */
async function startFrom(t: Test, mock: TestMock): Promise<{ copy: TestMock; fixtures: Fixtures }> {
  await mock.admin.saveWorldSnapshot('all')
  const fixtures = await mock.admin.getWorldSnapshot('all')
  t.strictSame(checkFixtures(fixtures, createProblemFinder()), { fixtures }, 'what is downloaded is valid')
  const copy = await startTestMock(t, { world: JSON.parse(JSON.stringify(fixtures)) as Fixtures })
  copy.time.now = mock.time.now
  await copy.admin.reset()
  return { copy, fixtures }
}

t.test('tokens of a download live on as they would have lived', async (t) => {
  const mock = await startTestMock(t, {
    world: authorizationWorld({ supportedGrantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN'] }),
  })
  const { admin } = mock
  const bound = await admin.mintToken(serviceId, { clientId, subject: 'alice', grant: {}, bind: 'dpop' })
  const dead = await admin.mintToken(serviceId, { clientId, grant: { grantId: 'dead' } })
  await admin.deleteGrant(serviceId, 'dead')
  const made = (await call(mock, 'auth/token/create', {
    grantType: 'AUTHORIZATION_CODE',
    clientId,
    subject: 'bob',
    scopes: ['openid', 'accounts'],
    properties: [
      { key: 'seen', value: 'yes' },
      { key: 'secret', value: 'no', hidden: true },
    ],
    refreshToken: 'refresh-of-bob',
  })) as { accessToken: string }
  mock.time.now += 5250
  const expired = await admin.mintToken(serviceId, { clientId, expiresInSeconds: -5, refreshToken: true })
  const { copy } = await startFrom(t, mock)

  const revoke: GmRequest = { accessToken: dead.accessToken, gmAction: 'REVOKE', grantId: 'dead' }
  const calls: readonly (readonly [path: string, body: object])[] = [
    ['gm', bound.request ?? {}],
    ['gm', bound.request ?? {}],
    ['gm', revoke],
    ['auth/introspection', { token: dead.accessToken }],
    ['auth/introspection', { token: made.accessToken, scopes: ['accounts'] }],
    ['auth/introspection', { token: expired.accessToken }],
    ['auth/introspection', { token: expired.accessToken }],
    ['auth/introspection/standard', { parameters: `token=refresh-of-bob` }],
  ]
  for (const [path, body] of calls)
    t.strictSame(await call(copy, path, body), await call(mock, path, body), path)
  const refresh = {
    parameters: `grant_type=refresh_token&refresh_token=refresh-of-bob`,
    clientId: String(clientId),
    clientSecret,
  }
  for (const one of [mock, copy]) {
    const refreshed = await call(one, 'auth/token', refresh)
    t.match(refreshed, { action: 'OK', subject: 'bob', properties: [{ key: 'seen' }, { key: 'secret' }] })
  }
})

t.test('a download keeps the clock, the settings and what was granted', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  await mock.admin.setClock(serviceId, { mode: 'frozen', now: '2030-01-01T00:00:00Z' })
  await mock.admin.updateService(serviceId, { mock: { strictOwnership: true } })
  const grantedScopes = [
    { clientId, subject: 'alice', latest: ['openid'], merged: ['openid', 'email'], modifiedAt: 'now - 5s' },
  ]
  const world = await mock.admin
    .saveSnapshot(serviceId, 'a')
    .then(() => mock.admin.getSnapshot(serviceId, 'a'))
  const [service] = world.services
  const more = { ...world, services: [{ ...service, serviceId, grantedScopes }] }
  const { fixtures } = await startFrom(t, await startTestMock(t, { world: more }))
  t.match(fixtures.services[0], {
    clock: { mode: 'frozen', now: '2030-01-01T00:00:00.000Z' },
    mock: { strictOwnership: true },
    grantedScopes,
  })
})

t.test(
  'the clock of a fixture is the clock that its service begins with, and that a reset returns to',
  async (t) => {
    const world = { services: [{ serviceId, clock: { mode: 'offset', offsetSeconds: 60 } as const }] }
    const { admin } = await startTestMock(t, { world })
    const now = new Date(startOfTests + 60_000).toISOString()
    t.strictSame(await admin.getClock(serviceId), { mode: 'offset', now, offsetSeconds: 60 })
    await admin.setClock(serviceId, { mode: 'real' })
    await admin.reset(serviceId)
    t.equal((await admin.getClock(serviceId)).mode, 'offset')
  },
)

t.test('the state of a service can be declared by values and by hashes', async (t) => {
  const sha256 = 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'
  const world: Fixtures = {
    services: [
      {
        serviceId,
        grantManagementEndpoint: endpoint,
        apiTokens: [{ apiTokenSha256: sha256, expiresAt: 'now + 1h' }],
        grants: [{ grantId: 'alone', clientId: 7 }, { grantId: 'first' }],
        refreshTokens: [
          { refreshToken: 'refresh', grantId: 'alone', expiresInSeconds: 60, subject: 'alice' },
          { refreshTokenSha256: sha256, clientId: 8 },
        ],
        tokens: [
          {
            accessTokenSha256: sha256,
            refreshTokenSha256: sha256,
            createdAt: 'now - 1h',
            grantId: 'revoked',
          },
        ],
      },
    ],
  }
  const { admin, inject } = await startTestMock(t, { world })
  const { accessTokens, refreshTokens } = await admin.listTokens(serviceId)
  t.match(accessTokens, [{ sha256, createdAt: startOfTests - 3_600_000, grantId: 'revoked' }])
  const ends = refreshTokens.map(({ expiresAt }) => (expiresAt - startOfTests) / 1000)
  t.strictSame(new Set(ends), new Set([60, 864_000]))
  t.ok(
    refreshTokens.every((token) => token.clientId === 8),
    'the first client that is named is that of all others',
  )
  t.strictSame(
    (await admin.listGrants(serviceId)).grants.map(({ grantId, clientId: owner }) => [grantId, owner]),
    [
      ['alone', 7],
      ['first', 8],
    ],
  )
  const headers = { authorization: 'Bearer abc', 'content-type': 'application/json' }
  const response = await inject({ method: 'POST', url: `/api/${serviceId}/gm`, headers, payload: '{}' })
  t.equal(response.statusCode, 200, 'the hash is that of "abc"')
})

t.test('the file that fixtures were read from is never written', async (t) => {
  const text = readFileSync('fixtures/demo.yaml', 'utf8')
  const directory = t.testdir({ 'world.yaml': text })
  const file = join(directory, 'world.yaml')
  const { admin, fixtures } = await build(t, { fixtures: file, data: join(directory, 'mock.db') })
  t.strictSame(fixtures, parse(text))
  const [{ serviceId: demo }] = fixtures.services as [Fixtures['services'][number]]
  await admin.mintToken(demo, { grant: {} })
  await admin.updateService(demo, { issuer: 'https://changed' })
  await admin.saveSnapshot(demo, 'a')
  await admin.restoreSnapshot(demo, 'a')
  await admin.reset()
  t.equal(readFileSync(file, 'utf8'), text)
})
