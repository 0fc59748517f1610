import t from 'tap'
import { openInProcess } from '../../src/admin/doors/in-process.ts'
import { serviceId, startTestMock } from '../support/mock.ts'
import { adminContract } from './contract/contract.ts'

t.test('the admin in process', (t) =>
  adminContract(t, async (t, options) => {
    const mock = await startTestMock(t, options)
    return { mock, admin: openInProcess(mock.admin, () => false) }
  }),
)

t.test('a service that was got is changed without an effect on the mock', async (t) => {
  const { admin } = await startTestMock(t)
  const scopes = [{ name: 'openid' }]
  const views = [
    await admin.updateService(serviceId, { supportedScopes: scopes }),
    await admin.getService(serviceId),
    ...(await admin.listServices()).services,
  ]
  for (const view of views) (view['supportedScopes'] as unknown[]).push({ name: 'email' })
  for (const view of views) Object.assign((view['supportedScopes'] as object[])[0] ?? {}, { name: 'profile' })
  t.strictSame((await admin.getService(serviceId))['supportedScopes'], [{ name: 'openid' }])
  t.strictSame(scopes, [{ name: 'openid' }], "the caller's own request is untouched")
})

t.test('a request is changed without an effect on what it made', async (t) => {
  const { admin } = await startTestMock(t)
  const match = { grantId: 'a', body: { accessToken: 'b' } }
  await admin.addFault(serviceId, { fault: 'server_error', match })
  await admin.addBarrier(serviceId, { step: 'answer', match })
  Object.assign(match.body, { accessToken: 'c' })
  Object.assign(match, { grantId: 'd' })
  const [fault] = (await admin.listFaults(serviceId)).faults
  const [barrier] = (await admin.listBarriers(serviceId)).barriers
  for (const made of [fault, barrier]) t.strictSame(made?.match, { grantId: 'a', body: { accessToken: 'b' } })
})

t.test('a request that is no object is refused', async (t) => {
  const { admin } = await startTestMock(t)
  const refusal = {
    name: 'AdminError',
    status: 400,
    problems: [{ path: '', message: 'must be object' }],
  }
  for (const value of [[], 5, 'x', null]) {
    await t.rejects(admin.createService(value as never), refusal)
    await t.rejects(admin.updateService(serviceId, value as never), refusal)
    await t.rejects(admin.addFault(serviceId, value as never), refusal)
    await t.rejects(admin.addBarrier(serviceId, value as never), refusal)
    await t.rejects(admin.countRequests(serviceId, value as never), refusal)
  }
})
