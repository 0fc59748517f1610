import type { Test } from 'tap'
import type { Admin } from '../../../src/admin/admin.ts'
import { serviceId, startOfTests } from '../../support/mock.ts'
import { callGm, refusalOf, refusedAs, type OpenAdmin } from '../under-test.ts'

const counts = { clients: 1, grants: 1, accessTokens: 1, refreshTokens: 1 }
const none = { clients: 0, grants: 0, accessTokens: 0, refreshTokens: 0 }

export async function snapshotContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a service comes back to a snapshot as often as wanted, with an empty journal', async (t) => {
    const { admin, mock } = await open(t)
    const { request = {} } = await admin.mintToken(serviceId, { grant: {}, refreshToken: true, bind: 'dpop' })
    t.strictSame(await admin.saveSnapshot(serviceId, 'signed-in'), {
      name: 'signed-in',
      at: startOfTests,
      ...counts,
    })
    const before = await describeService(admin)
    for (const time of [1, 2]) {
      t.equal((await mock.gm(request)).resultCode, 'A277001')
      t.equal((await mock.gm(request)).resultCode, 'A281312', 'the proof is spent')
      await admin.updateService(serviceId, { issuer: 'https://changed', mock: { strictOwnership: true } })
      await admin.advanceClock(serviceId, { seconds: 60 })
      await admin.createService({ serviceId: '42' })
      await admin.restoreSnapshot(serviceId, 'signed-in')
      t.strictSame(await describeService(admin), before, `time ${time}`)
      t.match(await admin.listRequests(serviceId), { requests: [], dropped: 0 })
      t.equal((await admin.getService('42')).serviceId, '42', 'the others are left alone')
      await admin.deleteService('42')
    }
  })

  t.test('snapshots are listed by name, saved anew, deleted, and kept by a reset', async (t) => {
    const { admin, mock } = await open(t)
    await admin.saveSnapshot(serviceId, 'b')
    await admin.saveSnapshot(serviceId, 'a.1')
    await admin.mintToken(serviceId, { grant: {}, refreshToken: true })
    mock.time.now += 1000
    await admin.saveSnapshot(serviceId, 'b')
    await admin.reset(serviceId)
    t.strictSame(await admin.listSnapshots(serviceId), {
      snapshots: [
        { name: 'a.1', at: startOfTests, ...none },
        { name: 'b', at: startOfTests + 1000, ...counts },
      ],
    })
    await admin.deleteSnapshot(serviceId, 'b')
    t.strictSame(await refusalOf(admin.restoreSnapshot(serviceId, 'b')), refusedAs(404, 'snapshot_unknown'))
    t.equal((await admin.listSnapshots(serviceId)).snapshots.length, 1)
  })

  t.test('all services come back at once', async (t) => {
    const { admin, mock } = await open(t)
    const made = await admin.createService({ serviceId: '42' })
    await admin.mintToken('42', { grant: {}, refreshToken: true })
    const { apiToken: kept } = await admin.createApiToken()
    t.strictSame(await admin.saveWorldSnapshot('all'), {
      name: 'all',
      at: startOfTests,
      services: 2,
      ...counts,
    })
    await callGm(mock, made, {})
    await admin.deleteService('42')
    await admin.createService({ serviceId: '43' })
    await callGm(mock, { serviceId, serviceToken: kept }, {})
    const { apiToken: madeSince } = await admin.createApiToken()
    await admin.restoreWorldSnapshot('all')

    const { services } = await admin.listServices()
    t.strictSame(
      services.map((service) => service.serviceId),
      [serviceId, '42'],
    )
    t.match(await admin.listRequests(serviceId), { requests: [], dropped: 0 })
    t.equal((await callGm(mock, made, { gmAction: 'QUERY' })).body.resultCode, 'A278203')
    t.equal((await callGm(mock, { serviceId, serviceToken: kept }, {})).status, 200)
    t.equal((await callGm(mock, { serviceId, serviceToken: madeSince }, {})).status, 401)
    t.equal((await admin.listWorldSnapshots()).snapshots.length, 1)
    await admin.deleteWorldSnapshot('all')
    t.strictSame(await admin.listWorldSnapshots(), { snapshots: [] })
  })

  t.test('a snapshot is downloaded as fixtures, with hashes for secrets and relative times', async (t) => {
    const { admin, mock } = await open(t)
    const { apiToken: organization } = await admin.createApiToken({ expiresInSeconds: 90 })
    const cnf = { jkt: 'VQ3377uX2wmQytiNbvxCNszHGkxgvU34iptuQqyXq5Q' }
    const order = { clientId: 5, scopes: ['openid'], grant: { grantId: 'g' }, refreshToken: true, cnf }
    const { accessToken } = await admin.mintToken(serviceId, order)
    mock.time.now += 1500
    await admin.saveSnapshot(serviceId, 'one')
    await admin.saveWorldSnapshot('all')
    mock.time.now += 60_000

    const { services } = await admin.getSnapshot(serviceId, 'one')
    const [service] = services
    const { accessTokens, refreshTokens } = await admin.listTokens(serviceId)
    const owner = { clientId: 5, scopes: ['openid'], createdAt: 'now - 1.5s', grantId: 'g' }
    t.strictSame(service?.tokens, [
      {
        accessTokenSha256: accessTokens[0]?.sha256,
        ...owner,
        expiresAt: 'now + 3598.5s',
        cnf,
        refreshTokenSha256: refreshTokens[0]?.sha256,
      },
    ])
    t.strictSame(service?.refreshTokens, [
      { refreshTokenSha256: refreshTokens[0]?.sha256, ...owner, expiresAt: 'now + 863998.5s' },
    ])
    t.match(service?.grants, [{ grantId: 'g', clientId: 5, createdAt: 'now - 1.5s' }])
    t.strictSame(service?.clients, [
      { clientId: 5, clientType: 'CONFIDENTIAL', createdAt: startOfTests, modifiedAt: startOfTests },
    ])
    t.match(service?.apiTokens, [{ rights: ['USE_SERVICE'] }])

    const world = await admin.getWorldSnapshot('all')
    t.strictSame(world.services, services)
    t.match(world.apiTokens, [{ rights: ['USE_SERVICE'], expiresAt: 'now + 88.5s' }])
    const text = JSON.stringify(world)
    for (const secret of [accessToken, organization, 'service-token']) t.notOk(text.includes(secret))
  })

  t.test(
    'a snapshot tells a clock that is not the real one, resources of scopes and certificates',
    async (t) => {
      const { admin } = await open(t)
      const cnf = { 'x5t#S256': 'bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2' }
      const scopes = [{ scope: 'accounts', resource: ['https://api.example.com'] }, { scope: 'openid' }]
      await admin.mintToken(serviceId, { grant: { grantId: 'g', scopes }, cnf })
      const clocks = [
        [{ mode: 'frozen', now: '2026-02-03T04:05:06.000Z' }, 'frozen'],
        [{ mode: 'offset', offsetSeconds: 90 }, 'offset'],
      ] as const
      for (const [clock, name] of clocks) {
        await admin.setClock(serviceId, clock)
        await admin.saveSnapshot(serviceId, name)
        const { services } = await admin.getSnapshot(serviceId, name)
        t.match(services, [{ clock, grants: [{ scopes }], tokens: [{ cnf }] }])
        t.strictSame(services[0]?.grants?.[0]?.scopes, scopes)
      }
    },
  )

  const badNames = ['a b', '-a', 'a/b', 'a'.repeat(65), 'ä']
  for (const name of badNames) {
    t.test(`a snapshot cannot be named ${name}`, async (t) => {
      const { admin } = await open(t)
      const problem = {
        path: '/name',
        message:
          'must be up to 64 letters, digits, dots, underscores and hyphens, and begin with a letter or digit',
      }
      const refusal = refusedAs(400, 'invalid_request', [problem])
      t.strictSame(await refusalOf(admin.saveSnapshot(serviceId, name)), refusal)
      t.strictSame(await refusalOf(admin.saveWorldSnapshot(name)), refusal)
    })
  }

  t.test('a snapshot that is not there is refused by name', async (t) => {
    const { admin } = await open(t)
    const unknown = refusedAs(404, 'snapshot_unknown')
    const calls = [
      admin.getSnapshot(serviceId, 'x'),
      admin.restoreSnapshot(serviceId, 'x'),
      admin.deleteSnapshot(serviceId, 'x'),
      admin.getWorldSnapshot('x'),
      admin.restoreWorldSnapshot('x'),
      admin.deleteWorldSnapshot('x'),
    ]
    for (const call of calls) t.strictSame(await refusalOf(call), unknown)
    await t.rejects(admin.getSnapshot(serviceId, 'x'), {
      message: `Service ${serviceId} has no snapshot x. GET /_mock/services/${serviceId}/snapshots lists them.`,
    })
    await t.rejects(admin.getWorldSnapshot('x'), {
      message: 'There is no snapshot x of all services. GET /_mock/snapshots lists them.',
    })
  })

  t.test('there are fifty snapshots of one owner at most', async (t) => {
    const { admin } = await open(t)
    for (let count = 0; count < 50; count++) await admin.saveSnapshot(serviceId, `s${count}`)
    t.strictSame(await refusalOf(admin.saveSnapshot(serviceId, 'more')), refusedAs(409, 'snapshots_full'))
    await admin.saveSnapshot(serviceId, 's0')
    await admin.deleteSnapshot(serviceId, 's1')
    t.equal((await admin.saveSnapshot(serviceId, 'more')).name, 'more')
  })
}

async function describeService(admin: Admin): Promise<unknown> {
  const clock = await admin.getClock(serviceId)
  return [
    await admin.getService(serviceId),
    clock,
    await admin.listTokens(serviceId),
    await admin.listGrants(serviceId),
  ]
}
