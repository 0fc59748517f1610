import t from 'tap'
import { formOperations } from '../../../src/http/body/form-operations.ts'
import { readRecordedCalls } from '../../../src/replay/recorded-calls.ts'
import { replayCalls, type Replayed } from '../../../src/replay/replay-calls.ts'
import {
  authorizationWorld,
  clientId,
  clientSecret,
  redirectUri,
  requestParameters,
} from '../../support/requests/authorize.ts'
import { form, send, sendFields } from '../../support/requests/forms.ts'
import { apiToken, serviceId, startTestMock, type TestMock } from '../../support/mock.ts'

const adminOf = async (mock: TestMock) => (await mock.admin.createApiToken({ rights: ['ADMIN'] })).apiToken

interface Operation {
  readonly operationId: string
  readonly requestBody?: { readonly content: Readonly<Record<string, object>> }
}

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>

/** Every operation of Authlete's that has a body. */
function listOperations(mock: TestMock) {
  const { paths } = mock.app.swagger() as unknown as { paths: Paths }
  return Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/'))
    .flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { operationId, requestBody }]) =>
        requestBody === undefined ? [] : [{ path, method, operationId, content: requestBody.content }],
      ),
    )
}

t.test('the contract lists forms for the operations that take them, with the schema of JSON', async (t) => {
  const mock = await startTestMock(t)
  const operations = listOperations(mock)
  t.equal(formOperations.size, 27)
  for (const { operationId, content } of operations) {
    const takesForm = formOperations.has(operationId)
    t.strictSame(Object.keys(content), ['application/json', ...(takesForm ? [form] : [])], operationId)
    if (takesForm) t.strictSame(content[form], content['application/json'], operationId)
  }
  const known = operations.map(({ operationId }) => operationId)
  for (const operationId of formOperations) t.ok(known.includes(operationId), operationId)
})

t.test('a form is taken where the contract lists it, and nowhere else', async (t) => {
  const mock = await startTestMock(t)
  const token = await adminOf(mock)
  for (const { path, method, operationId, content } of listOperations(mock)) {
    const url = path.replace('{serviceId}', serviceId).replace(/\{\w+\}/g, '1')
    const { statusCode, headers } = await mock.inject({
      method: method === 'put' ? 'PUT' : 'POST',
      url,
      headers: { authorization: `Bearer ${token}`, 'content-type': form },
      payload: 'unknown=1',
    })
    t.equal(statusCode === 415, !(form in content), operationId)
    t.equal(headers['accept'], statusCode === 415 ? 'application/json' : undefined, operationId)
  }
  const answer = await send(mock, '/gm', 'gmAction=QUERY')
  t.match(answer.body, { resultCode: 'A126202', resultMessage: /other than application\/json\.$/ })
  const text = await send(mock, '/auth/token', 'x', { type: 'text/plain' })
  t.match(text.body, {
    resultMessage: /other than application\/json and application\/x-www-form-urlencoded\.$/,
  })
})

t.test('a whole flow in forms: authorization, issue, token, introspection, revocation', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const id = String(clientId)
  const parameters = requestParameters({ scope: 'accounts payments' })
  const asked = await sendFields(mock, '/auth/authorization', { parameters })
  t.match(asked.body, { action: 'INTERACTION' })
  const ticket = String(asked.body['ticket'])
  const issued = await sendFields(mock, '/auth/authorization/issue', {
    ticket,
    subject: 'alice',
    scopes: 'payments',
  })
  t.match(issued.body, { action: 'LOCATION' })
  const code = String(issued.body['authorizationCode'])
  const request = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
  })
  const given = await sendFields(mock, '/auth/token', {
    parameters: request.toString(),
    clientId: id,
    clientSecret: clientSecret,
  })
  t.match(given.body, { action: 'OK', scopes: ['payments'] })
  const token = String(given.body['accessToken'])
  const enough = await sendFields(mock, '/auth/introspection', { token, scopes: ' payments  ' })
  t.match(enough.body, { action: 'OK' })
  t.match((await sendFields(mock, '/auth/introspection', { token, scopes: 'payments other' })).body, {
    action: 'FORBIDDEN',
  })
  const revoked = await sendFields(mock, '/auth/revocation', {
    parameters: new URLSearchParams({ token }).toString(),
    clientId: id,
    clientSecret: clientSecret,
  })
  t.match(revoked.body, { action: 'OK' })
})

t.test('numbers and flags are text, bound as in JSON; what writes none is refused', async (t) => {
  const mock = await startTestMock(t)
  const { clientId } = await mock.admin.mintToken(serviceId, {})
  const token = await adminOf(mock)
  const create = (fields: Record<string, string>) =>
    sendFields(mock, '/auth/token/create', {
      grantType: 'CLIENT_CREDENTIALS',
      clientId: String(clientId),
      ...fields,
    })
  t.match((await create({ accessTokenDuration: '60' })).body, { action: 'OK', expiresIn: 60 })
  for (const [name, value, type] of [
    ['accessTokenDuration', '1.0', 'integer'],
    ['accessTokenDuration', '', 'integer'],
    ['accessTokenDuration', '99999999999999999999', 'integer'],
    ['clientId', '12345678901234567890', 'integer'],
    ['accessTokenPersistent', 'yes', 'boolean'],
    ['grantType', 'client_credentials', 'equal to one of'],
  ] as const) {
    const { status, body } = await create({ [name]: value })
    t.match(
      { status, ...body },
      { status: 400, resultCode: 'A126202', resultMessage: new RegExp(`${name} must be ${type}`) },
    )
  }
  const lock = `/client/lock_flag/update/${clientId}`
  t.equal((await sendFields(mock, lock, { clientLocked: 'true' }, token)).status, 200)
  const client = await mock.inject({
    url: `/api/${serviceId}/client/get/${clientId}`,
    headers: { authorization: `Bearer ${token}` },
  })
  t.match(client.json(), { locked: true })
})

t.test('a list is words, in one field or in several; nothing else may be there twice', async (t) => {
  const mock = await startTestMock(t)
  const { clientId } = await mock.admin.mintToken(serviceId, {})
  const token = await adminOf(mock)
  const update = (payload: string) => send(mock, `/client/update/${clientId}`, payload, { token })
  const uris = 'https%3A%2F%2Fa.example+https%3A%2F%2Fb.example'
  t.match(await update(`redirectUris=${uris}&clientName=a+b&redirectUris=https://c.example`), {
    status: 200,
    body: {
      clientName: 'a b',
      redirectUris: ['https://a.example', 'https://b.example', 'https://c.example'],
    },
  })
  t.match(await update('grantTypes=AUTHORIZATION_CODE+REFRESH_TOKEN'), {
    body: { grantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN'] },
  })
  for (const [payload, flaw] of [
    ['clientName=a&clientName=b', 'body/clientName is there more than once'],
    ['x=1&x=1', 'body/x is there more than once'],
    ['attributes=%5B%5D', 'body/attributes can only come in JSON'],
    ['extension=x', 'body/extension can only come in JSON'],
    ['grantTypes=NONE', /body\/grantTypes\/0 must be equal to one of the allowed values/],
  ] as const) {
    const { status, body } = await update(payload)
    t.equal(status, 400, payload)
    const text = String(body['resultMessage'])
    t.ok(
      typeof flaw === 'string'
        ? text === `[A126202] The request body has a wrong shape: ${flaw}.`
        : flaw.test(text),
      text,
    )
  }
  const { body } = await sendFields(mock, '/auth/token/create', {
    grantType: 'CLIENT_CREDENTIALS',
    clientId: String(clientId),
    properties: '[{"key":"a","value":"b"}]',
  })
  t.match(body, { resultMessage: /body\/properties can only come in JSON/ })
})

t.test('a certificate in PEM is one word, whose blanks part no list', async (t) => {
  const mock = await startTestMock(t)
  const token = await adminOf(mock)
  const pem = '-----BEGIN TRUSTED CERTIFICATE-----\nMI II\n-----END TRUSTED CERTIFICATE-----\n'
  const bundle = `${pem}${pem}`
  for (const [value, words] of [
    [pem, [pem]],
    [bundle, [bundle]],
    [` ${pem} ${bundle}  `, [pem, bundle]],
    [`a ${pem}b c`, ['a', `${pem}b`, 'c']],
    ['-----BEGIN A B', ['-----BEGIN', 'A', 'B']],
    ['-----BEGIN A----- b', ['-----BEGIN', 'A-----', 'b']],
    ['-----END A B-----', ['-----END', 'A', 'B-----']],
    ['- a-b --', ['-', 'a-b', '--']],
  ] as const) {
    await sendFields(mock, '/service/update', { trustedRootCertificates: value }, token)
    const [entry] = (await mock.admin.listRequests(serviceId)).requests
    t.strictSame(entry?.request.body, { trustedRootCertificates: words }, value)
  }
  const long = '-----BEGIN '.repeat(90_000)
  t.equal((await sendFields(mock, '/auth/introspection', { token: 'x', scopes: long })).status, 200)
})

t.test('text or an object is text', async (t) => {
  const mock = await startTestMock(t)
  const { status } = await sendFields(mock, '/auth/authorization/ticket/update', {
    ticket: 'none',
    info: '{"a":1}',
  })
  t.equal(status, 200)
})

t.test('the journal keeps a form as it was meant and as it was written', async (t) => {
  const mock = await startTestMock(t)
  const base = await mock.listen()
  const payload = 'token=a%2Bb&scopes=x+y&note=1'
  await send(mock, '/auth/introspection', payload)
  const [entry] = (await mock.admin.listRequests(serviceId)).requests
  t.match(entry?.request, { text: payload, body: { token: 'a+b', scopes: ['x', 'y'], note: '1' } })
  t.equal(
    entry?.lint.some(({ rule }) => rule === 'member-of-other-type'),
    false,
  )
  const har = await mock.admin.exportHar(serviceId)
  t.match(har.log.entries[0]?.request, { postData: { mimeType: form, text: payload } })
  const reading = readRecordedCalls(JSON.stringify(har))
  const replayed: Replayed[] = []
  for await (const one of replayCalls('calls' in reading ? reading.calls : [], { baseUrl: base, apiToken })) {
    replayed.push(one)
  }
  t.match(replayed, [{ verdict: 'same', now: { action: 'UNAUTHORIZED' } }])
  await send(mock, '/auth/introspection', 'token=%')
  await send(mock, '/auth/introspection', `token=${'x'.repeat(20_000)}`)
  const { requests } = await mock.admin.listRequests(serviceId)
  t.match(requests, [{ request: { body: '(20006 octets, not kept)' } }, { request: { body: 'token=%' } }])
})

t.test('an API of the mock itself takes no form', async (t) => {
  const mock = await startTestMock(t)
  const headers = { 'content-type': form }
  const answer = await mock.inject({ method: 'POST', url: '/_mock/services', headers, payload: 'a=b' })
  t.match([answer.statusCode, answer.headers['accept']], [415, 'application/json'])
})
