import t from 'tap'
import { callApi } from '../../support/api.ts'
import { apiToken, serviceId, startTestMock, type TestMock } from '../../support/mock.ts'

/** Sends a body in the very characters that are given. */
async function send(mock: TestMock, path: string, payload: string): Promise<Record<string, unknown>> {
  const response = await mock.inject({
    method: 'POST',
    url: `/api/${serviceId}${path}`,
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
    payload,
  })
  return response.json()
}

t.test('a grant is found by an id that came as a number, to the last digit', async (t) => {
  const mock = await startTestMock(t)
  for (const grantId of ['42', '1.0', '1e2', '12345678901234567890']) {
    const { accessToken } = await mock.admin.mintToken(serviceId, { grant: { grantId } })
    const body = `{"gmAction":"QUERY","accessToken":"${accessToken}","grantId":${grantId}}`
    t.match(await send(mock, '/gm', body), { action: 'OK' }, grantId)
  }
  const { accessToken } = await mock.admin.mintToken(serviceId, {})
  const other = `{"gmAction":"QUERY","accessToken":"${accessToken}","grantId":12345678901234567891}`
  t.match(await send(mock, '/gm', other), { action: 'NOT_FOUND' })
})

t.test('a token of a number is looked up by its own characters', async (t) => {
  const mock = await startTestMock(t)
  await mock.admin.mintToken(serviceId, { accessToken: '12345678901234567890', subject: '1' })
  t.match(await send(mock, '/auth/introspection', '{"token":12345678901234567890,"subject":1}'), {
    action: 'OK',
  })
  t.match(await send(mock, '/auth/introspection', '{"token":12345678901234567890,"subject":1.0}'), {
    action: 'FORBIDDEN',
  })
})

t.test('services and clients are kept with the types of the contract, however they were sent', async (t) => {
  const mock = await startTestMock(t)
  const { apiToken: token } = await mock.admin.createApiToken({ rights: ['ADMIN'] })
  const client = await callApi(
    mock,
    'POST',
    '/client/create',
    {
      clientName: 1,
      dpopRequired: 'true',
      defaultMaxAge: '60',
      redirectUris: ['https://c.example/cb'],
      contacts: [1],
      attributes: [{ key: 1, value: true }],
      clientNames: [{ tag: 'en', value: 5 }],
      extension: { requestableScopesEnabled: 'true', accessTokenDuration: '10', requestableScopes: [1] },
    },
    token,
  )
  t.match(client.body, {
    clientName: '1',
    dpopRequired: true,
    defaultMaxAge: 60,
    contacts: ['1'],
    attributes: [{ key: '1', value: 'true' }],
    clientNames: [{ tag: 'en', value: '5' }],
    extension: { requestableScopesEnabled: true, accessTokenDuration: 10, requestableScopes: ['1'] },
  })
  const service = await callApi(
    mock,
    'POST',
    '/service/update',
    {
      serviceName: 1,
      accessTokenDuration: '600',
      pkceRequired: 'TRUE',
      supportedClaimTypes: ['NORMAL'],
      supportedScopes: [{ name: 1, defaultEntry: 'true', attributes: [{ key: 1, value: 2 }] }],
      trustAnchors: [{ entityId: 1 }],
    },
    token,
  )
  t.match(service.body, {
    serviceName: '1',
    accessTokenDuration: 600,
    pkceRequired: true,
    supportedScopes: [{ name: '1', defaultEntry: true, attributes: [{ key: '1', value: '2' }] }],
    trustAnchors: [{ entityId: '1' }],
  })
})

t.test('what Authlete has an enumeration for is no other word, and no number', async (t) => {
  const mock = await startTestMock(t)
  const { apiToken: token } = await mock.admin.createApiToken({ rights: ['ADMIN'] })
  for (const body of [
    { clientType: 1 },
    { grantTypes: [0] },
    { fapiModes: ['FAPI3'] },
    { idTokenEncryptionAlg: 1 },
    { idTokenEncryptionEnc: 'A128' },
    { responseModes: [1] },
    { responseModes: ['query'] },
    { clientSource: 'SOMEWHERE' },
    { clientNames: [{ value: [] }] },
  ]) {
    const { status, body: answer } = await callApi(mock, 'POST', '/client/create', body, token)
    t.match({ status, ...answer }, { status: 400, resultCode: 'A126202' }, JSON.stringify(body))
  }
})

t.test('every word of an enumeration of Authlete is taken', async (t) => {
  const mock = await startTestMock(t)
  const { apiToken: token } = await mock.admin.createApiToken({ rights: ['ADMIN'] })
  const client = {
    tokenAuthMethod: 'SPIFFE_JWT',
    clientSource: 'METADATA_DOCUMENT',
    responseModes: ['QUERY', 'FRAGMENT', 'FORM_POST', 'JWT', 'QUERY_JWT', 'FRAGMENT_JWT', 'FORM_POST_JWT'],
  }
  t.match((await callApi(mock, 'POST', '/client/create', client, token)).body, client)
  const service = { supportedSnses: ['FACEBOOK'], supportedTokenAuthMethods: ['SPIFFE_JWT'] }
  t.match((await callApi(mock, 'POST', '/service/update', service, token)).body, service)
  const other = await callApi(mock, 'POST', '/service/update', { supportedSnses: ['NOBODY'] }, token)
  t.match(other.body, { resultCode: 'A126202' })
})

t.test('the journal keeps what was sent, and the trace says what was bound, without values', async (t) => {
  const mock = await startTestMock(t)
  await send(mock, '/gm', '{"gmAction":"QUERY","accessToken":987654,"grantId":42}')
  const [listed] = (await mock.admin.listRequests(serviceId)).requests
  const entry = await mock.admin.getRequest(serviceId, listed?.id ?? '')
  t.match(entry.request.body, { accessToken: 987654, grantId: 42 })
  t.match(
    entry.trace.find(({ check }) => check === 'body'),
    {
      verdict: 'pass',
      actual: 'body/accessToken, a number for text; body/grantId, a number for text',
    },
  )
  t.notMatch(JSON.stringify(entry.trace), '987654')
})

t.test(
  'an id that came as a number is the same in the journal, in its filters and in an archive',
  async (t) => {
    const mock = await startTestMock(t)
    for (const grantId of ['12345678901234567890', '1.0', '1e2', '-0']) {
      const body = `{"gmAction":"QUERY","accessToken":"x","grantId":${grantId},"note":null}`
      await send(mock, '/gm', body)
      const { requests } = await mock.admin.listRequests(serviceId, { grantId })
      t.match(
        requests,
        [{ gmAction: 'QUERY', request: { body: { grantId, note: null }, text: body } }],
        grantId,
      )
      const { log } = await mock.admin.exportHar(serviceId, { grantId })
      t.match(log.entries, [{ request: { postData: { text: body } } }], grantId)
    }
  },
)

t.test('what was bound is told also of a call that is decided once more', async (t) => {
  const mock = await startTestMock(t)
  const { accessToken } = await mock.admin.mintToken(serviceId, { grant: { grantId: '42' } })
  const { id } = await mock.admin.addBarrier(serviceId, { step: 'change', api: 'gm' })
  const answering = send(mock, '/gm', `{"gmAction":"REVOKE","accessToken":"${accessToken}","grantId":42}`)
  await mock.admin.waitForBarrier(serviceId, id, { timeoutMs: 5000 })
  await mock.admin.updateService(serviceId, { dpopNonceRequired: true })
  await mock.admin.releaseBarrier(serviceId, id)
  t.match(await answering, { action: 'NO_CONTENT' })
  const { requests } = await mock.admin.listRequests(serviceId, { lint: 'member-of-other-type' })
  t.equal(requests.length, 1)
})
