import { form, type Calls } from './calls.ts'
import { apiToken, ids, organizationToken } from './services.ts'

export async function manage(calls: Calls): Promise<void> {
  await manageClients(calls)
  await manageTokens(calls)
  await manageServices(calls)
  await patchConfiguration(calls)
}

async function manageClients({ api, getTokens }: Calls): Promise<void> {
  const made = await api('client create', 'client/create', {
    clientName: 'New',
    clientType: 'CONFIDENTIAL',
    redirectUris: ['https://new.example.com/cb'],
    extra: 1,
  })
  const id = String(made['clientId'])
  await api('client create nothing', 'client/create', {})
  await api('client create wrong', 'client/create', { clientType: 'OTHER', redirectUris: 'x' })
  await api('client get', `client/get/${id}`)
  await api('client get alias', 'client/get/by-secret')
  await api('client get none', 'client/get/424242')
  for (const query of [
    '',
    '?start=0&end=2',
    '?start=1&end=2',
    '?start=x',
    '?developer=d',
    '?start=5&end=1',
  ]) {
    await api('client list', `client/get/list${query}`)
  }
  await api('client update', `client/update/${id}`, { ...made, clientName: 'Newer', description: null })
  await api('client update none', 'client/update/424242', {})
  await api('client secret refresh', `client/secret/refresh/${id}`)
  await api('client secret update', `client/secret/update/${id}`, {
    clientSecret: 'anotherSecretThatIsLongEnough0123456789',
  })
  await api('client secret update short', `client/secret/update/${id}`, { clientSecret: '' })
  await api('client lock', `client/lock_flag/update/${id}`, { clientLocked: true })
  await api('client unlock', `client/lock_flag/update/${id}`, { clientLocked: false })
  await api('client lock none', 'client/lock_flag/update/424242', { clientLocked: true })
  const scopes = `client/extension/requestable_scopes`
  await api('scopes update', `${scopes}/update/1001`, { requestableScopes: ['openid', 'email'] })
  await api('scopes update unknown', `${scopes}/update/1001`, { requestableScopes: ['none'] })
  await api('scopes get', `${scopes}/get/1001`)
  await getTokens('scopes used', { scope: 'openid profile' })
  await api('scopes delete', `${scopes}/delete/1001`, undefined, 'DELETE')
  await api('scopes get', `${scopes}/get/1001`)
  await getTokens('granted', { scope: 'openid email' })
  await api('granted scopes', 'client/granted_scopes/get/1001/alice')
  await api('granted scopes', 'client/granted_scopes/get/1001', { subject: 'alice' })
  await api('applications', 'client/authorization/get/list/alice')
  await api('applications', 'client/authorization/get/list?subject=alice&start=0&end=1')
  await api('applications', 'client/authorization/get/list', { subject: 'alice' })
  await api('application update', 'client/authorization/update/1001', {
    subject: 'alice',
    scopes: ['openid'],
  })
  await api('application delete', 'client/authorization/delete/1001/alice', undefined, 'DELETE')
  await api('granted scopes delete', 'client/granted_scopes/delete/1001/alice', undefined, 'DELETE')
  await api('granted scopes gone', 'client/granted_scopes/get/1001/alice')
  await api('client delete', `client/delete/${id}`, undefined, 'DELETE')
  await api('client delete again', `client/delete/${id}`, undefined, 'DELETE')
}

async function manageTokens(calls: Calls): Promise<void> {
  const { api } = calls
  const create = (subject: string, body: object) => api(`create ${subject}`, 'auth/token/create', body)
  const request = {
    grantType: 'AUTHORIZATION_CODE',
    clientId: 1001,
    subject: 'alice',
    scopes: ['openid', 'email'],
  }
  const made = await create('token', { ...request, properties: [{ key: 'a', value: 'b', hidden: true }] })
  await create('duration', { ...request, accessTokenDuration: 60, refreshTokenDuration: 120 })
  await create('bound', {
    ...request,
    dpopKeyThumbprint: 'VQ3377uX2wmQytiNbvxCNszHGkxgvU34iptuQqyXq5Q',
    resources: ['https://rs.example.com'],
  })
  await create('chosen', {
    ...request,
    accessToken: 'chosen',
    refreshToken: 'chosen-refresh',
    accessTokenPersistent: true,
  })
  await create('chosen again', { ...request, accessToken: 'chosen' })
  await create('credentials', { grantType: 'CLIENT_CREDENTIALS', clientId: 1001 })
  await create('credentials subject', { grantType: 'CLIENT_CREDENTIALS', clientId: 1001, subject: 'alice' })
  await create('nothing', {})
  await create('unknown client', { ...request, clientId: 5 })
  await create('unknown scope', { ...request, scopes: ['none'] })
  await create('alias', {
    ...request,
    clientId: undefined,
    clientIdentifier: 'by-secret',
    clientIdAliasUsed: true,
  })
  await changeTokens(calls, made['accessToken'])
}

async function changeTokens({ api }: Calls, accessToken: unknown): Promise<void> {
  const update = (subject: string, body: object) => api(`update ${subject}`, 'auth/token/update', body)
  await update('scopes', { accessToken, scopes: ['email', 'none', 'accounts'] })
  await update('end', { accessToken, accessTokenExpiresAt: 1_767_312_000_999 })
  await update('value', { accessToken, accessTokenValueUpdated: true })
  await update('gone', { accessToken, scopes: ['email'] })
  await update('refresh', {
    refreshToken: 'chosen-refresh',
    refreshTokenExpiresAt: 1_767_312_000_000,
    properties: [{ key: 'c', value: 'd' }],
  })
  await update('nothing', {})
  for (const query of [
    '',
    '?start=0&end=2',
    '?subject=alice',
    '?clientIdentifier=by-secret',
    '?clientIdentifier=5',
    '?tokenStatus=VALID',
    '?tokenStatus=OTHER',
    '?start=b',
  ]) {
    await api('token list', `auth/token/get/list${query}`)
  }
  await api('token delete', 'auth/token/delete/chosen', undefined, 'DELETE')
  await api('token delete again', 'auth/token/delete/chosen', undefined, 'DELETE')
  for (const body of [
    { refreshTokenIdentifier: 'x' },
    { clientIdentifier: '1001' },
    { subject: 'alice' },
    { clientIdentifier: '5' },
    {},
  ]) {
    await api(`token revoke ${JSON.stringify(body)}`, 'auth/token/revoke', body)
  }
}

/** Patches of the configuration (RFC 6902), good and wrong. */
const patches = [
  [
    { op: 'add', path: '/a', value: { b: [1, 2] } },
    { op: 'add', path: '/a/b/-', value: 3 },
    { op: 'add', path: '/a/b/0', value: 0 },
  ],
  [
    { op: 'add', path: '/a', value: [1] },
    { op: 'add', path: '/a/2', value: 3 },
  ],
  [
    { op: 'add', path: '/a', value: [1] },
    { op: 'replace', path: '/a/00', value: 3 },
  ],
  [
    { op: 'add', path: '/a', value: [1] },
    { op: 'remove', path: '/a/-' },
  ],
  [
    { op: 'add', path: '/a', value: [1] },
    { op: 'remove', path: '/a/1e0' },
  ],
  [
    { op: 'add', path: '/a~1b~0c', value: 1 },
    { op: 'copy', from: '/a~1b~0c', path: '/d' },
  ],
  [{ op: 'add', path: '/a~2', value: 1 }],
  [{ op: 'add', path: 'a', value: 1 }],
  [{ op: 'add', path: '/none/deeper', value: 1 }],
  [{ op: 'add', path: '/a' }],
  [{ op: 'add', path: '', value: { whole: true } }],
  [{ op: 'add', path: '', value: 5 }],
  [{ op: 'remove', path: '' }],
  [{ op: 'remove', path: '/none' }],
  [{ op: 'replace', path: '/none', value: 1 }],
  [{ op: 'move', from: '/none', path: '/a' }],
  [
    { op: 'add', path: '/a', value: { b: 1 } },
    { op: 'move', from: '/a', path: '/a/b' },
  ],
  [
    { op: 'copy', from: '/issuer', path: '/issuer2' },
    { op: 'move', from: '/issuer2', path: '/issuer3' },
  ],
  [{ op: 'test', path: '/issuer', value: 'https://as.example.com' }],
  [{ op: 'test', path: '/issuer', value: 'https://other.example.com' }],
  [
    { op: 'add', path: '/a', value: { b: 1, c: [{}] } },
    { op: 'test', path: '/a', value: { c: [{}], b: 1 } },
  ],
  [{ op: 'test', path: '/none', value: null }],
  [{ op: 'none', path: '/a' }],
  [{ path: '/a', value: 1 }],
  [{ op: 'add', path: '/__proto__/a', value: 1 }],
  [
    { op: 'add', path: '/constructor', value: 1 },
    { op: 'add', path: '/toString/a', value: 1 },
  ],
  [{ op: 'add', path: '/a', value: null, extra: 1 }],
  [5],
  [],
  { op: 'add', path: '/a', value: 1 },
]

async function patchConfiguration({ api }: Calls): Promise<void> {
  for (const patch of patches) {
    await api('patch', `service/configuration?patch=${encodeURIComponent(JSON.stringify(patch))}`)
  }
}

async function manageServices({ api, record }: Calls): Promise<void> {
  const service = await api('service get', 'service/get')
  await api('service update', 'service/update', {
    ...service,
    serviceName: 'Renamed',
    accessTokenDuration: 60,
  })
  await api('service update wrong', 'service/update', { ...service, issuer: 'not a URL', jwks: 'x' })
  await api('service update', 'service/update', service)
  for (const query of [
    '',
    '?pretty=true',
    `?patch=${encodeURIComponent('[{"op":"add","path":"/x","value":1},{"op":"remove","path":"/issuer"}]')}`,
    '?patch=x',
    `?patch=${encodeURIComponent('[{"op":"test","path":"/issuer","value":"x"},{"op":"copy","from":"/issuer","path":"/y"},{"op":"move","from":"/y","path":"/z"},{"op":"replace","path":"/none","value":1}]')}`,
  ]) {
    await api('configuration', `service/configuration${query}`)
  }
  for (const query of ['', '?includePrivateKeys=true', '?pretty=true'])
    await api('jwks', `service/jwks/get${query}`)
  const token = organizationToken
  const organize = (subject: string, path: string, body?: object, method = body ? 'POST' : 'GET') =>
    record(subject, `/api/${path}`, { token, method, ...(body && { body }) })
  const made = await organize('service create', 'service/create', {
    serviceName: 'Made',
    issuer: 'https://made.example.com',
    supportedScopes: [{ name: 'openid' }],
  })
  await organize('service create wrong', 'service/create', { supportedScopes: 5 })
  for (const query of ['', '?start=0&end=1', '?start=x'])
    await organize('service list', `service/get/list${query}`)
  const id = String(made['apiKey'])
  await organize('service get made', `${id}/service/get`)
  await organize('service delete made', `${id}/service/delete`, undefined, 'DELETE')
  await organize('service get gone', `${id}/service/get`)
  await record('service create by service', '/api/service/create', {
    token: apiToken,
    method: 'POST',
    body: {},
  })
  await record('strict by organization', `/api/${ids.strict}/service/get`, { token })
  await record('form', `/api/${ids.whole}/auth/introspection`, {
    token,
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form({ token: 'none', scopes: 'a b' }),
  })
}
