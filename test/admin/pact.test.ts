import t from 'tap'
import { serviceId, startTestMock } from '../support/mock.ts'

const url = '/_mock/pact/provider-states'

/** As the verifier of Pact sends it: `HttpRequestProviderStateExecutor` of pact_verifier. */
const inBody = (state: string, action: string, params: object) => ({
  method: 'POST' as const,
  url,
  headers: { 'content-type': 'application/json' },
  payload: JSON.stringify({ state, params, action }),
})

const inQuery = (state: string, action: string, params: Record<string, string>) => ({
  method: 'POST' as const,
  url: `${url}?${new URLSearchParams({ state, action, ...params }).toString()}`,
})

for (const slash of ['', '/']) {
  t.test(`a verifier reaches provider states at ${url}${slash}, by body and by query`, async (t) => {
    const { admin, inject } = await startTestMock(t)
    for (const write of [inBody, inQuery]) {
      const params = { grantId: 'g', subject: 'bob', clientId: '5', expiresInSeconds: '90' }
      const send = async (action: string) => {
        const call = write('a grant exists', action, params)
        const response = await inject({ ...call, url: call.url.replace(url, `${url}${slash}`) })
        t.equal(response.statusCode, 200)
        t.match(response.headers['content-type'], 'application/json')
        return response.json<Record<string, unknown>>()
      }
      t.match(await send('setup'), { serviceId, grantId: 'g', subject: 'bob', clientId: 5 })
      t.equal((await admin.listGrants(serviceId)).grants.length, 1)
      t.strictSame(await send('teardown'), {})
      t.equal((await admin.listGrants(serviceId)).grants.length, 0)
    }
  })
}

t.test('an interaction without a state begins with nothing that was set up', async (t) => {
  const { admin, inject } = await startTestMock(t)
  await inject(inBody('a grant exists', 'setup', {}))
  t.equal((await inject(inBody('', 'setup', {}))).statusCode, 200)
  t.equal((await admin.listGrants(serviceId)).grants.length, 0)
})

t.test('a verifier is told which states there are', async (t) => {
  const { inject } = await startTestMock(t)
  for (const call of [inBody('a grants exists', 'setup', {}), inQuery('a grants exists', 'setup', {})]) {
    const response = await inject(call)
    t.equal(response.statusCode, 400)
    t.match(response.json(), { error: 'provider_state_unknown', message: /Did you mean a grant exists\?/ })
  }
})

t.test('the values of a service made over HTTP name the URL that the verifier came by', async (t) => {
  const { inject } = await startTestMock(t)
  const call = inBody('a service exists', 'setup', {})
  const response = await inject({ ...call, headers: { ...call.headers, host: '127.0.0.1:5000' } })
  t.match(response.json(), { baseUrl: 'http://127.0.0.1:5000', serviceToken: /./ })
})

t.test('setups that nobody tears down are forgotten in the end, and what is newer is not', async (t) => {
  const { admin } = await startTestMock(t)
  const set = (state: string, accessToken: string) =>
    admin.changeProviderState({ state, params: { accessToken } })
  await set('an access token exists', 'first')
  for (let count = 0; count < 999; count++) await set('an access token does not exist', `${count}`)
  await set('an access token exists', 'last')
  t.equal((await admin.listTokens(serviceId)).accessTokens.length, 2)
  await admin.changeProviderState({ state: 'nothing' })
  t.equal((await admin.explain(serviceId, query('first'))).reason, 'grant_unknown')
  t.equal((await admin.explain(serviceId, query('last'))).reason, 'access_token_unknown')
})

const query = (accessToken: string) => ({ accessToken, gmAction: 'QUERY', grantId: 'x' }) as const
