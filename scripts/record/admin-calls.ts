import type { Calls } from './calls.ts'
import { ids } from './services.ts'

/** The admin calls, good and wrong. */
export async function makeAdminCalls(calls: Calls): Promise<void> {
  await mintTokens(calls)
  await readJournal(calls)
  await useFaults(calls)
  await keepTime(calls)
  await useSnapshots(calls)
  await sendBadRequests(calls)
  await makeServices(calls)
  await usePact(calls)
}

async function mintTokens({ admin, api }: Calls): Promise<void> {
  for (const order of [
    { bind: 'dpop', grant: {}, subject: 'bob', refreshToken: true },
    { bind: 'mtls', grant: { scopes: [{ scope: 'openid' }], claims: ['name'] } },
    { clientId: 1001, scopes: ['openid'], expiresInSeconds: 60 },
    { accessToken: 'minted', clientId: 1003 },
    { expiresInSeconds: -1 },
  ]) {
    const { request, accessToken } = await admin('mint', 'POST', '/tokens', order)
    await api('minted', 'gm', (request as object | undefined) ?? { accessToken, gmAction: 'QUERY' })
    await admin(
      'explain',
      'POST',
      '/explain',
      (request as object | undefined) ?? { accessToken, gmAction: 'QUERY' },
    )
    await api('minted', 'auth/introspection', { token: accessToken })
  }
  await admin('mint', 'POST', '/tokens', { accessToken: 'minted' })
  await admin('tokens', 'GET', '/tokens')
  const { grants = [] } = await admin('grants', 'GET', '/grants')
  for (const { grantId } of grants as readonly { readonly grantId: string }[]) {
    await admin('grant', 'DELETE', `/grants/${grantId}`)
  }
  await admin('grant', 'DELETE', '/grants/none')
}

async function readJournal({ admin, record }: Calls): Promise<void> {
  for (const query of [
    '?api=auth/introspection&after=3',
    '?api=gm',
    '?resultCode=A281311',
    '?status=200&limit=1',
    '?after=3&limit=2',
    '?api=gmm',
    '?limit=x',
    '?other=1',
    '?subject=bob',
    '?reason=queried',
  ]) {
    await admin('requests', 'GET', `/requests${query}`)
    await admin('har', 'GET', `/requests/har${query}`)
  }
  await admin('request', 'GET', '/requests/1')
  await admin('request', 'GET', '/requests/999999')
  await admin('stream', 'HEAD', '/requests/stream')
  for (const match of [
    { api: 'gm' },
    { api: 'gm', body: { gmAction: 'QUERY' } },
    { nothing: 1 },
    { clientId: 1001 },
  ]) {
    await admin('count', 'POST', '/requests/count', { match })
    await admin('wait', 'POST', '/requests/wait', { match, timeoutMs: 0 })
    await admin('wait', 'POST', '/requests/wait', { match, timeoutMs: 0, count: 500 })
  }
  await admin('count', 'POST', '/requests/count', { match: 5, after: 'x' })
  await record('other', `/_mock/services/${ids.bare}/requests`)
  await admin('clear', 'DELETE', '/requests')
  await admin('requests', 'GET', '/requests')
}

async function useFaults({ admin, api }: Calls): Promise<void> {
  const call = () => api('faulty', 'gm', { gmAction: 'QUERY', accessToken: 'none' })
  for (const fault of [
    'truncated_json',
    'wrong_content_type',
    'too_many_requests',
    'server_error',
    'bad_gateway',
    'unauthorized',
    'authlete_error',
    'unknown_action',
    'latency',
  ]) {
    const { id } = await admin('fault', 'POST', '/faults', {
      fault,
      api: 'gm',
      next: 1,
      ...(fault === 'latency' && { delay: { fixed: 1 } }),
    })
    await call()
    await call()
    await admin('faults', 'GET', '/faults')
    await admin('fault', 'DELETE', `/faults/${String(id)}`)
  }
  for (const request of [
    {},
    { fault: 'none' },
    { fault: 'server_error', api: 'gmm' },
    { fault: 'latency' },
    { fault: 'server_error', nth: 2, next: 1, probability: 2 },
  ]) {
    await admin('fault', 'POST', '/faults', request)
  }
  await admin('faults', 'DELETE', '/faults')
  const { id } = await admin('barrier', 'POST', '/barriers', { step: 'storage', api: 'auth/token' })
  await admin('barriers', 'GET', '/barriers')
  await admin('barrier', 'POST', `/barriers/${String(id)}/release`)
  await admin('barrier', 'DELETE', `/barriers/${String(id)}`)
  await admin('barrier', 'POST', '/barriers', { step: 'none' })
  await admin('barrier', 'DELETE', '/barriers/none')
}

async function keepTime({ admin }: Calls): Promise<void> {
  await admin('clock', 'GET', '/clock')
  for (const request of [
    { mode: 'frozen', now: '2027-02-03T04:05:06Z' },
    { mode: 'frozen' },
    { mode: 'frozen', now: 'x' },
    { mode: 'other' },
    {},
  ]) {
    await admin('clock', 'PUT', '/clock', request)
  }
  for (const seconds of [0, 90, -1, 1.5, 1e15]) await admin('clock', 'POST', '/clock/advance', { seconds })
}

async function useSnapshots({ admin, record }: Calls): Promise<void> {
  await admin('snapshot', 'PUT', '/snapshots/one')
  await admin('snapshot', 'GET', '/snapshots')
  await admin('snapshot', 'GET', '/snapshots/one')
  await admin('snapshot', 'POST', '/snapshots/one/restore')
  await admin('snapshot', 'POST', '/snapshots/two/restore')
  await admin('snapshot', 'DELETE', '/snapshots/one')
  await admin('snapshot', 'PUT', '/snapshots/wrong%20name')
  for (const method of ['PUT', 'GET', 'DELETE', 'GET'])
    await record('world snapshot', '/_mock/snapshots/all', { method })
  await record('world snapshot', '/_mock/snapshots')
}

async function sendBadRequests({ admin, record }: Calls): Promise<void> {
  for (const request of [
    { issuer: 'x' },
    { accessTokenDuration: 'x', supportedScopes: [{}] },
    { mock: { other: true } },
    { mock: { strictOwnership: true } },
    { isuer: 'https://as.example.com' },
    { serviceName: null },
  ]) {
    await admin('change', 'PATCH', '', request)
  }
  for (const body of ['{', '[]', '5', '']) {
    await record('change', `/_mock/services/${ids.whole}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body,
    })
  }
  await record('change', `/_mock/services/${ids.whole}`, {
    method: 'PATCH',
    headers: { 'content-type': 'text/plain' },
    body: '{}',
  })
  await record('outcome', `/_mock/services/${ids.whole}/outcomes/none`, { method: 'POST' })
  await record('outcome', `/_mock/services/${ids.whole}/outcomes/queryed`, { method: 'POST' })
  await record('outcome', `/_mock/services/${ids.whole}/outcomes/client_locked`, { method: 'POST' })
  await record('outcome', `/_mock/services/${ids.whole}/outcomes/queried`, {
    method: 'POST',
    body: { api: 'tokn' },
  })
  await record('service', '/_mock/services/42')
  await record('guard', '/_mock/services', { headers: { origin: 'https://evil.example' } })
  await record('guard', '/_mock/services', { headers: { host: 'evil.example' } })
  for (const request of [
    {},
    { serviceId: ids.whole, rights: ['VIEW_CLIENT'] },
    { rights: ['NONE'] },
    { serviceId: '42' },
    { expiresInSeconds: 1 },
  ]) {
    await record('api token', '/_mock/api-tokens', { method: 'POST', body: request })
  }
}

async function makeServices({ record }: Calls): Promise<void> {
  const made = await record('make', '/_mock/services', {
    method: 'POST',
    body: { serviceName: 'Made', supportedScopes: [{ name: 'a' }], mock: { replayCheck: false } },
  })
  const url = `/_mock/services/${String(made['serviceId'])}`
  await record('make', '/_mock/services', { method: 'POST', body: { serviceId: made['serviceId'] } })
  await record('make', '/_mock/services', { method: 'POST', body: { serviceId: 'x', issuer: 5 } })
  await record('make', '/_mock/services', { method: 'POST', body: {} })
  await record('made', url)
  await record('made', `${url}/reset`, { method: 'POST' })
  await record('made', `${url}/clients/1`, { method: 'DELETE' })
  await record('made', url, { method: 'DELETE' })
  await record('made', url)
  await record('made', '/_mock/services')
}

async function usePact({ record }: Calls): Promise<void> {
  const url = '/_mock/pact/provider-states'
  for (const body of [
    { state: '' },
    { state: 'nothing like this' },
    { state: 'a grant exists', params: { serviceId: ids.whole } },
    { state: 'an access token exists', action: 'teardown' },
    {},
  ]) {
    await record('pact', url, { method: 'POST', body })
  }
  await record('pact', `${url}/?state=x&serviceId=${ids.whole}`, { method: 'POST' })
}
