import t from 'tap'
import { meetOutcome } from '../support/outcome.ts'
import { apiToken, serviceId, startTestMock } from '../support/mock.ts'

interface Line {
  readonly level: number
  readonly msg: string
}

const info = 30

t.test('failures that a tester arranged are told in one line each, and are no errors', async (t) => {
  const mock = await startTestMock(t, { logLevel: 'info' })
  const { admin, gm, inject, log } = mock
  await admin.addFault(serviceId, { fault: 'authlete_error' })
  t.match(await gm({ gmAction: 'QUERY', accessToken: 'token', grantId: 'grant' }), {
    action: 'AUTHLETE_ERROR',
  })
  const headers = { authorization: `Bearer ${apiToken}` }
  const client = await inject({ url: `/api/${serviceId}/client/get/1`, headers })
  t.equal(client.statusCode, 500)
  await admin.clearFaults(serviceId)
  t.match(await meetOutcome(mock, 'gm', 'crash'), { status: 200, body: { action: 'AUTHLETE_ERROR' } })
  t.match(await meetOutcome(mock, 'front-door', 'front_door_crash'), { status: 500 })
  const lines = log()
    .trimEnd()
    .split('\n')
    .filter((line) => !line.includes('"api":'))
  t.match(
    lines.map((line) => JSON.parse(line) as Line),
    [
      { level: info, msg: 'a call to gm failed as arranged' },
      { level: info, msg: 'a call to client/get/{clientId} failed as arranged' },
      { level: info, msg: 'a call to gm failed as arranged' },
      { level: info, msg: 'a call to gm failed as arranged' },
    ],
  )
  t.equal(lines.length, 4)
  t.notMatch(log(), 'stack')
})
