import t, { type Test } from 'tap'
import {
  authorizationWorld,
  call,
  clientId,
  pushRequest,
  request,
  type AuthorizationAnswer,
  type RequestMembers,
} from '../../support/requests/authorize.ts'
import { serviceId, startTestMock, type TestMock } from '../../support/mock.ts'
import { makeRequestObject, objectKeys } from '../../support/requests/request-object.ts'

const offline = { scope: 'openid offline_access' }

function start(t: Test): Promise<TestMock> {
  return startTestMock(t, { world: authorizationWorld({}, { jwks: objectKeys }) })
}

function send(mock: TestMock, members: Readonly<Record<string, string>>): Promise<AuthorizationAnswer> {
  const parameters = new URLSearchParams({ client_id: String(clientId), ...members })
  return call(mock, '/auth/authorization', { parameters: parameters.toString() })
}

/** The ways on which a request arrives. */
const ways: Readonly<
  Record<string, (mock: TestMock, changes: RequestMembers) => Promise<AuthorizationAnswer>>
> = {
  'by its parameters': request,
  pushed: async (mock, changes) => send(mock, { request_uri: await pushRequest(mock, changes) }),
  'in a request object': async (mock, payload) =>
    send(mock, { request: await makeRequestObject({ payload }) }),
}

for (const [way, ask] of Object.entries(ways)) {
  t.test(
    `offline access without prompt=consent, ${way}: nobody is asked, and there is no code`,
    async (t) => {
      const mock = await start(t)
      for (const prompt of [undefined, 'login', 'none', 'select_account']) {
        const { action, ticket } = await ask(mock, { ...offline, prompt })
        t.equal(action, 'NO_INTERACTION', prompt ?? 'no prompt')
        const issued = await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
        t.match(issued, { resultCode: 'A004303', action: 'BAD_REQUEST' })
        t.match(JSON.parse(String(issued.responseContent)), { error: 'consent_required' })
        t.notOk('authorizationCode' in issued)
        const failure = { ticket, reason: 'CONSENT_REQUIRED' }
        const failed = await call(mock, '/auth/authorization/fail', failure)
        t.match(failed, { resultCode: 'A060311', action: 'LOCATION' })
        t.match(failed.responseContent, '?error=consent_required&')
      }
    },
  )

  t.test(`offline access with prompt=consent, ${way}: the end user is asked, and consents`, async (t) => {
    const mock = await start(t)
    for (const prompt of ['consent', 'login consent']) {
      const { action, ticket } = await ask(mock, { ...offline, prompt })
      t.equal(action, 'INTERACTION')
      const issued = await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
      t.ok(issued.authorizationCode)
    }
  })
}

t.test('the trace says why nobody is asked', async (t) => {
  const mock = await start(t)
  const { ticket } = await request(mock, offline)
  await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
  const { requests } = await mock.admin.listRequests(serviceId)
  const traces = await Promise.all(
    requests.map(async ({ id, reason }) => {
      const { trace } = await mock.admin.getRequest(serviceId, id)
      return [reason, trace.find(({ check }) => check === 'offline-access')]
    }),
  )
  t.match(traces, [
    ['offline_access_without_consent', { verdict: 'fail', expected: /consent/, actual: 'no prompt' }],
    ['ticket_issued_without_consent', { verdict: 'skipped', why: /NO_INTERACTION.*CONSENT_REQUIRED/ }],
  ])
})

t.test('a scope of that name which the service does not have asks for nothing', async (t) => {
  const mock = await startTestMock(t, {
    world: authorizationWorld({ supportedScopes: [{ name: 'openid' }] }),
  })
  t.match(await request(mock, offline), { action: 'INTERACTION' })
})
