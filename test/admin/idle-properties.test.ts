import t from 'tap'
import { callApi } from '../support/api.ts'
import { apiToken, serviceId, startTestMock, type TestMock } from '../support/mock.ts'

const place = { hsmEnabled: true, description: 'x' }
const federated = { entityId: 'https://rp.example.com' }

/** What was logged about properties, without what stands around it. */
function told({ log }: TestMock): readonly string[] {
  return [...log().matchAll(/"msg":"(service [^"]*? has no effect here)\./g)].map(
    ([, message = '']) => message,
  )
}

t.test('a property without effect is logged once for each service and client', async (t) => {
  const clients = [{ clientId: 1, ...federated }]
  const world = {
    services: [{ serviceId, apiTokens: [{ apiToken, rights: ['ADMIN'] as 'ADMIN'[] }], ...place, clients }],
  }
  const mock = await startTestMock(t, { world })
  const atStart = [`service ${serviceId}: hsmEnabled`, `service ${serviceId}, client 1: entityId`]
  const ofStart = atStart.map((message) => `${message} has no effect here`)
  t.strictSame(told(mock), ofStart, 'of the fixtures')

  await callApi(mock, 'POST', '/service/update', place)
  await mock.admin.updateService(serviceId, place)
  t.strictSame(told(mock), ofStart, 'it is not told again')

  await callApi(mock, 'POST', '/service/update', { nativeSsoSupported: true })
  const { body } = await callApi(mock, 'POST', '/client/create', federated)
  await callApi(mock, 'POST', `/client/update/${String(body['clientId'])}`, { ...federated, spiffeId: 's' })
  const made = await mock.admin.createService(place)
  t.strictSame(told(mock).slice(2), [
    `service ${serviceId}: nativeSsoSupported has no effect here`,
    `service ${serviceId}, client ${String(body['clientId'])}: entityId has no effect here`,
    `service ${serviceId}, client ${String(body['clientId'])}: spiffeId has no effect here`,
    `service ${made.serviceId}: hsmEnabled has no effect here`,
  ])
})

t.test('it is logged of a body that the journal does not keep, too', async (t) => {
  const world = { services: [{ serviceId, apiTokens: [{ apiToken, rights: ['ADMIN'] as 'ADMIN'[] }] }] }
  const mock = await startTestMock(t, { world })
  const description = 'x'.repeat(20_000)
  await callApi(mock, 'POST', '/service/update', { hsmEnabled: true, description })
  const { body } = await callApi(mock, 'POST', '/client/create', { ...federated, description })
  const client = String(body['clientId'])
  await callApi(mock, 'POST', `/client/update/${client}`, { spiffeId: 's', description })
  t.strictSame(told(mock), [
    `service ${serviceId}: hsmEnabled has no effect here`,
    `service ${serviceId}, client ${client}: entityId has no effect here`,
    `service ${serviceId}, client ${client}: spiffeId has no effect here`,
  ])
})

t.test('a service that an organization makes is told of, and what is refused is not', async (t) => {
  const mock = await startTestMock(t)
  const { apiToken: organization } = await mock.admin.createApiToken({ rights: ['CREATE_SERVICE'] })
  const { body } = await callApi(mock, 'POST', '/api/service/create', place, organization)
  t.strictSame(told(mock), [`service ${String(body['apiKey'])}: hsmEnabled has no effect here`])
  await callApi(mock, 'POST', '/service/update', { nativeSsoSupported: true, accessTokenDuration: -1 })
  await callApi(mock, 'POST', '/auth/introspection', { hsmEnabled: true })
  t.equal(told(mock).length, 1)
})
