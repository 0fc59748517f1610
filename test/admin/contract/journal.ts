import type { Test } from 'tap'
import { serviceId, startOfTests, type TestMock } from '../../support/mock.ts'
import { callGm, refusalOf, refusedAs, type AdminUnderTest, type OpenAdmin } from '../under-test.ts'

export async function journalContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('an entry tells what came, what was answered and why', async (t) => {
    const { admin, mock } = await open(t)
    const { request = {} } = await admin.mintToken(serviceId, { grant: {} })
    const response = await mock.gm(request)
    const { requests, dropped } = await admin.listRequests(serviceId)
    t.equal(dropped, 0)
    t.equal(requests.length, 1)
    const [listed] = requests
    t.notOk('trace' in (listed ?? {}))
    const { trace, ...entry } = await admin.getRequest(serviceId, listed?.id ?? '')
    t.strictSame(entry, listed)
    t.match(entry, {
      at: startOfTests,
      status: 200,
      action: 'OK',
      resultCode: 'A277001',
      gmAction: 'QUERY',
      durationMs: Number,
      reason: 'queried',
      source: 'observed',
      conditionSource: 'observed',
      messageSource: 'assumed',
    })
    t.strictSame(entry.response, response)
    const { headers, ...rest } = entry.request
    t.strictSame(rest, { method: 'POST', path: `/api/${serviceId}/gm`, body: request })
    t.equal(headers['authorization'], 'Bearer service-token', 'tokens stand in it as they were sent')
    t.ok(trace.length > 5)
    t.ok(trace.every(({ check, clause, verdict }) => check !== '' && clause !== '' && verdict !== 'fail'))
  })

  t.test('the trace of a refusal ends with the check that failed', async (t) => {
    const { admin, mock } = await open(t)
    await mock.gm({ gmAction: 'QUERY', grantId: 'g', accessToken: 'unknown' })
    const [listed] = (await admin.listRequests(serviceId)).requests
    const { trace, reason } = await admin.getRequest(serviceId, listed?.id ?? '')
    t.match(trace.at(-1), { verdict: 'fail', reason })
    t.equal(trace.filter(({ verdict }) => verdict === 'fail').length, 1)
  })

  t.test('calls that end at the front door are entered too', async (t) => {
    const { admin, mock } = await open(t)
    await callGm(mock, { serviceId, serviceToken: 'wrong' }, {})
    const [entry] = (await admin.listRequests(serviceId)).requests
    t.match(entry, { status: 401, resultCode: 'A458101', reason: 'api_token_unusable' })
    t.notOk('action' in (entry ?? {}))
    t.notOk('gmAction' in (entry ?? {}))
  })

  t.test('each service has a journal of its own', async (t) => {
    const { admin, mock } = await open(t)
    await callGm(mock, await admin.createService({ serviceId: '42' }), {})
    t.equal((await admin.listRequests('42')).requests.length, 1)
    t.equal((await admin.listRequests(serviceId)).requests.length, 0)
  })

  const filters = [
    [{}, ['A279306', 'A277001', 'A277001', 'A278203', 'A278201']],
    [{ action: 'OK' }, ['A277001']],
    [{ action: 'CALLER_ERROR' }, ['A278203', 'A278201']],
    [{ resultCode: 'A277001' }, ['A277001', 'A277001']],
    [{ gmAction: 'REVOKE' }, ['A277001']],
    [{ gmAction: 'QUERY', resultCode: 'A277001' }, ['A277001']],
    [{ action: 'FORBIDDEN' }, []],
    [{ status: '200', action: 'OK' }, ['A277001']],
    [{ status: 200, action: 'OK' }, ['A277001']],
    [{ status: '401' }, []],
    [{ since: '2026-01-01T00:00:10Z' }, ['A279306', 'A277001']],
    [{ since: String(startOfTests + 10_000), action: 'UNAUTHORIZED' }, ['A279306']],
    [{ since: '2026-01-01T00:00:10.001Z' }, []],
  ] as const
  for (const [filter, expected] of filters) {
    t.test(`the filter ${JSON.stringify(filter)} lists what passes it, newest first`, async (t) => {
      const { admin, mock } = await open(t)
      await makeCalls(mock, admin)
      const { requests } = await admin.listRequests(serviceId, filter)
      t.strictSame(
        requests.map(({ resultCode }) => resultCode),
        expected,
      )
    })
  }

  t.test('the oldest entries give way to newer ones and are counted', async (t) => {
    const { admin, mock } = await open(t, { journalEntries: 2 })
    await makeCalls(mock, admin)
    const { requests, dropped } = await admin.listRequests(serviceId)
    t.strictSame(
      requests.map(({ resultCode }) => resultCode),
      ['A279306', 'A277001'],
    )
    t.equal(dropped, 3)
    t.strictSame(await refusalOf(admin.getRequest(serviceId, '1')), refusedAs(404, 'request_unknown'))
  })

  t.test('a cleared journal is empty, and ids do not begin anew', async (t) => {
    const { admin, mock } = await open(t)
    await makeCalls(mock, admin)
    const before = (await admin.listRequests(serviceId)).requests.map(({ id }) => id)
    await admin.clearRequests(serviceId)
    t.strictSame(await admin.listRequests(serviceId), { requests: [], dropped: 0, cursor: '5' })
    await mock.gm({})
    const [entry] = (await admin.listRequests(serviceId)).requests
    t.notOk(before.includes(entry?.id ?? ''))
  })

  t.test('calls to the admin interface are not entered', async (t) => {
    const { admin } = await open(t)
    await admin.explain(serviceId, {})
    await admin.mintToken(serviceId, { grant: {} })
    t.strictSame(await admin.listRequests(serviceId), { requests: [], dropped: 0, cursor: '0' })
  })
}

/** Five calls, the last two ten seconds after the others. */
async function makeCalls(mock: TestMock, admin: AdminUnderTest['admin']): Promise<void> {
  const { request = {}, accessToken } = await admin.mintToken(serviceId, { grant: {} })
  await mock.gm({})
  await mock.gm({ gmAction: 'QUERY', accessToken })
  await mock.gm(request)
  mock.time.now += 10_000
  await mock.gm({ ...request, gmAction: 'REVOKE' })
  await mock.gm({ ...request, accessToken: 'unknown', gmAction: 'QUERY' })
}
