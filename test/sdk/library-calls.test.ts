import t from 'tap'
import { callsLeftOut, servedCalls } from '../support/servers/library-calls.ts'
import { serviceId, startTestMock, type TestMock } from '../support/mock.ts'

/** The APIs that are for no one service. */
const ofOrganization = ['service/create', 'service/get/list', 'lifecycle/healthcheck']

/** The status of a call without credentials, which is refused by its path before anything else. */
async function call(mock: TestMock, written: string): Promise<number> {
  const [method = '', name = ''] = written.split(' ')
  const url = ofOrganization.includes(name) ? `/api/${name}` : `/api/${serviceId}/${name}`
  const answer = await mock.inject({ method, url: url.replaceAll('{}', '1') })
  return answer.statusCode
}

t.test("every call of Authlete's libraries that is served has its route", async (t) => {
  const mock = await startTestMock(t)
  for (const [written, libraries] of Object.entries(servedCalls)) {
    const expected = written === 'GET lifecycle/healthcheck' ? 200 : 401
    t.equal(await call(mock, written), expected, `${written}, made by ${libraries}`)
  }
})

t.test('every call that is left out is for a path that is not there', async (t) => {
  const mock = await startTestMock(t)
  for (const [topic, calls] of Object.entries(callsLeftOut)) {
    for (const [written, libraries] of Object.entries(calls)) {
      t.equal(await call(mock, written), 404, `${written} of ${topic}, made by ${libraries}`)
    }
  }
})

t.test('the contract has no call that no library makes', async (t) => {
  const mock = await startTestMock(t)
  const { paths } = (await mock.inject({ url: '/openapi.json' })).json<{ paths: Record<string, object> }>()
  const published = Object.entries(paths)
    .filter(([path]) => path.startsWith('/api/'))
    .flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => {
        const name = path.replace(/^\/api\/(\{serviceId\}\/)?/, '').replaceAll(/\{\w+\}/g, '{}')
        return `${method.toUpperCase()} ${name}`
      }),
    )
  t.strictSame(published.toSorted(), Object.keys(servedCalls).toSorted())
})
