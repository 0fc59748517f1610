import type { Test } from 'tap'
import type { Fixtures } from '../../../schema/fixtures.ts'
import type { Admin } from '../../../src/admin/admin.ts'
import { endpoint, serviceId, type TestMock } from '../../support/mock.ts'
import { callGm, refusalOf, refusedAs, type OpenAdmin } from '../under-test.ts'

const world: Fixtures = {
  apiTokens: [{ apiToken: 'organization', rights: ['ADMIN'] }],
  services: [
    {
      serviceId,
      grantManagementEndpoint: endpoint,
      apiTokens: [{ apiToken: 'service-token' }],
      tokens: [{ accessToken: 'declared', grant: { grantId: 'declared-grant' }, refreshToken: true }],
    },
    { serviceId: '701', apiTokens: [{ apiToken: 'second-token', expiresInSeconds: 60 }] },
  ],
}

const declaredQuery = { gmAction: 'QUERY', grantId: 'declared-grant', accessToken: 'declared' } as const

export async function resetContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a service of the fixtures returns to its fixture', async (t) => {
    const { admin, mock } = await open(t, { world })
    const before = await describeService(admin, serviceId)
    const proof = await changeEverything(admin, mock)
    await admin.createService({ serviceId: '42' })
    await admin.reset(serviceId)

    t.strictSame(await describeService(admin, serviceId), before)
    t.strictSame(await admin.listRequests(serviceId), { requests: [], dropped: 0, cursor: '2' })
    t.equal((await mock.gm(declaredQuery)).action, 'OK')
    t.equal((await admin.getService('42')).serviceId, '42', 'the others are left alone')
    await admin.mintToken(serviceId, { ...proof.binding, grant: { grantId: 'bound' } })
    t.equal((await mock.gm(proof.request)).action, 'OK', 'the proof is forgotten')
  })

  t.test('a service made by API returns to the moment when it was made', async (t) => {
    const { admin, mock } = await open(t)
    const created = await admin.createService({
      serviceId: '42',
      issuer: 'https://mine',
      mock: { replayCheck: false },
    })
    const before = await describeService(admin, '42')
    const { request = {} } = await admin.mintToken('42', { grant: {} })
    const { apiToken: madeSince } = await admin.createApiToken({ serviceId: '42' })
    await admin.updateService('42', { issuer: null, mock: { replayCheck: true } })
    await admin.advanceClock('42', { seconds: 60 })
    await callGm(mock, created, request)
    await admin.reset('42')

    t.strictSame(await describeService(admin, '42'), before)
    t.strictSame(await admin.listRequests('42'), { requests: [], dropped: 0, cursor: '1' })
    t.equal((await callGm(mock, created, request)).body.resultCode, 'A279306', 'its own token works')
    t.equal((await callGm(mock, { serviceId: '42', serviceToken: madeSince }, {})).status, 401)
  })

  t.test('declared durations begin anew with a reset', async (t) => {
    const { admin, mock } = await open(t, { world })
    const call = async (): Promise<number> =>
      (await callGm(mock, { serviceId: '701', serviceToken: 'second-token' }, {})).status
    mock.time.now += 60_000
    t.equal(await call(), 401)
    await admin.reset('701')
    t.equal(await call(), 200)
  })

  t.test('a reset of everything brings back the fixtures and nothing else', async (t) => {
    const { admin, mock } = await open(t, { world })
    const before = [await describeService(admin, serviceId), await describeService(admin, '701')]
    await changeEverything(admin, mock)
    const created = await admin.createService({ serviceId: '42' })
    await callGm(mock, created, {})
    const { apiToken: organization } = await admin.createApiToken()
    await admin.deleteService('701')
    await admin.reset()

    t.strictSame([await describeService(admin, serviceId), await describeService(admin, '701')], before)
    t.strictSame((await admin.listServices()).services.map((service) => service.serviceId).toSorted(), [
      serviceId,
      '701',
    ])
    t.strictSame(await admin.listRequests(serviceId), { requests: [], dropped: 0, cursor: '2' })
    t.strictSame(await refusalOf(admin.getService('42')), refusedAs(404, 'service_unknown'))
    const statuses = ['organization', organization].map(async (serviceToken) =>
      callGm(mock, { serviceId, serviceToken }, declaredQuery),
    )
    t.strictSame(
      (await Promise.all(statuses)).map(({ status }) => status),
      [200, 401],
    )
    t.equal((await callGm(mock, { serviceId: '701', serviceToken: 'second-token' }, {})).status, 200)
    await admin.createService({ serviceId: '42' })
    t.strictSame(await admin.listRequests('42'), { requests: [], dropped: 0, cursor: '1' })
  })
}

/** Leaves nothing of the one service as it was, and tells a proof that was spent with the key it was made for. */
async function changeEverything(admin: Admin, mock: TestMock) {
  const order = { accessToken: 'bound-token', bind: 'dpop', grant: { grantId: 'bound' } } as const
  const { request = {}, cnf = {} } = await admin.mintToken(serviceId, order)
  await mock.gm(request)
  await mock.gm({ ...declaredQuery, gmAction: 'REVOKE' })
  await admin.updateService(serviceId, {
    grantManagementEndpoint: 'https://other',
    mock: { strictOwnership: true },
  })
  await admin.advanceClock(serviceId, { seconds: 60 })
  return { request, binding: { accessToken: 'bound-token', cnf } }
}

async function describeService(admin: Admin, id: string): Promise<unknown> {
  const { now: _, ...clock } = await admin.getClock(id)
  return [await admin.getService(id), clock, await admin.listTokens(id), await admin.listGrants(id)]
}
