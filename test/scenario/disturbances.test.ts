import t from 'tap'
import { oneService, serviceId, startTestMock, type TestMock } from '../support/mock.ts'

const startOne = async (t: Parameters<typeof startTestMock>[0]): Promise<TestMock> =>
  startTestMock(t, { world: oneService, logLevel: 'silent' })

async function statusOf({ admin, inject }: TestMock, reason: string, api: string): Promise<number> {
  const { request } = await admin.arrangeOutcome(serviceId, reason, { api }, '')
  const { method, url, headers, body: payload } = request
  const call = { method: method as 'POST', url, headers, ...(payload !== undefined && { payload }) }
  return (await inject(call)).statusCode
}

t.test('no outcome is arranged in a service that has a fault, and it is once that is gone', async (t) => {
  const mock = await startOne(t)
  const { admin } = mock
  const { id } = await admin.addFault(serviceId, { fault: 'timeout' })
  await t.rejects(admin.arrangeOutcome(serviceId, 'revoked', { api: 'gm' }), {
    status: 409,
    error: 'arranging_disturbed',
    message: `Service ${serviceId} has faults or barriers.`,
  })
  t.match(await admin.listFaults(serviceId), { faults: [{ id, hits: 0 }] }, 'the fault has not happened')
  await admin.deleteFault(serviceId, id)
  t.equal(await statusOf(mock, 'revoked', 'gm'), 200)
})

t.test('a fault that is used up disturbs no arranging', async (t) => {
  const mock = await startOne(t)
  const { admin } = mock
  await admin.addFault(serviceId, { fault: 'server_error', next: 1 })
  await t.rejects(admin.arrangeOutcome(serviceId, 'revoked', { api: 'gm' }), {
    message: `Service ${serviceId} has faults or barriers.`,
  })
  await t.rejects(mock.gm({}), { message: /answered 500/ })
  t.match(await admin.listFaults(serviceId), { faults: [{ hits: 1, usedUp: true }] })
  t.equal(await statusOf(mock, 'revoked', 'gm'), 200)
})

t.test('no outcome is arranged in a service that has a barrier, and it is once that let go', async (t) => {
  const mock = await startOne(t)
  const { admin } = mock
  const { id } = await admin.addBarrier(serviceId, { step: 'arrival' })
  await t.rejects(admin.arrangeOutcome(serviceId, 'revoked', { api: 'gm' }), {
    message: `Service ${serviceId} has faults or barriers.`,
  })
  await admin.releaseBarrier(serviceId, id)
  t.equal(await statusOf(mock, 'revoked', 'gm'), 200)
})

t.test('what an outcome has armed happens to no call of another API', async (t) => {
  const mock = await startOne(t)
  const { request, expected } = await mock.admin.arrangeOutcome(serviceId, 'crash', { api: 'revocation' }, '')
  t.equal(await statusOf(mock, 'queried', 'gm'), 200)
  const { url, headers, body: payload = '' } = request
  const { resultCode = 'none' } = expected
  t.match((await mock.inject({ method: 'POST', url, headers, payload })).body, resultCode)
})

t.test('an outcome that an earlier one stands in the way of is refused, and why', async (t) => {
  const { admin } = await startOne(t)
  await admin.arrangeOutcome(serviceId, 'crash', { api: 'token' })
  await t.rejects(admin.arrangeOutcome(serviceId, 'ticket_expired', { api: 'token/issue' }), {
    status: 409,
    error: 'arranging_disturbed',
    message: 'There is no ticket while arranging: [A',
  })
  const { reason } = await admin.arrangeOutcome(serviceId, 'ticket_expired', { api: 'token/issue' })
  t.equal(reason, 'ticket_expired', 'what was armed is spent')
})

t.test('a call of the arranging that is refused is told with its answer', async (t) => {
  const { admin } = await startOne(t)
  await admin.arrangeOutcome(serviceId, 'front_door_crash')
  await t.rejects(admin.arrangeOutcome(serviceId, 'dpop_proof_replayed'), {
    status: 409,
    error: 'arranging_disturbed',
    message: `POST /api/${serviceId}/gm was answered with 5`,
  })
})

t.test('a client by any alias is not the client that nobody knows', async (t) => {
  const mock = await startOne(t)
  const payload = { clientIdAlias: 'nobody', clientIdAliasEnabled: true }
  const { apiToken } = await mock.admin.createApiToken({ serviceId, rights: ['ADMIN'] })
  const headers = { authorization: `Bearer ${apiToken}` }
  const url = `/api/${serviceId}/client/create`
  t.equal((await mock.inject({ method: 'POST', url, headers, payload })).statusCode, 200)
  t.equal(await statusOf(mock, 'client_identifier_unknown', 'client'), 404)
  t.equal(await statusOf(mock, 'refresh_client_unknown', 'client'), 404)
})

t.test('an outcome can be arranged twice', async (t) => {
  const { admin } = await startOne(t)
  await admin.arrangeOutcome(serviceId, 'alias_taken')
  t.match(await admin.arrangeOutcome(serviceId, 'alias_taken'), { reason: 'alias_taken' })
})
