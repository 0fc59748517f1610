import { Agent, request as httpRequest } from 'node:http'
import t from 'tap'
import { apiToken, serviceId, startTestMock } from '../support/mock.ts'

t.test('10,000 requests over 500 connections: each is answered, and none is lost', async (t) => {
  const mock = await startTestMock(t, { journalEntries: 10_000, logLevel: 'error' })
  const { port } = new URL(await mock.app.listen({ port: 0, host: '127.0.0.1' }))
  const { accessToken } = await mock.admin.mintToken(serviceId)
  const grantIds: string[] = []
  for (let made = 0; made < 5000; made += 1) {
    const { grantId = '' } = await mock.admin.mintToken(serviceId, { grant: {} })
    grantIds.push(grantId)
  }
  const agent = new Agent({ keepAlive: true, maxSockets: 500 })
  t.teardown(() => agent.destroy())
  const calls = grantIds.flatMap((grantId) => [
    post(agent, Number(port), { accessToken, grantId, gmAction: 'REVOKE' }),
    post(agent, Number(port), { accessToken, grantId, gmAction: 'REVOKE' }),
  ])
  const actions = await Promise.all(calls)
  t.equal(actions.filter((action) => action === 'NO_CONTENT').length, 5000)
  t.equal(actions.filter((action) => action === 'NOT_FOUND').length, 5000)
  const { requests, dropped } = await mock.admin.listRequests(serviceId)
  t.same([requests.length, dropped], [10_000, 0])
  t.equal((await mock.admin.listGrants(serviceId)).grants.length, 0)
})

function post(agent: Agent, port: number, body: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' }
    const call = httpRequest(
      { agent, port, method: 'POST', path: `/api/${serviceId}/gm`, headers },
      (answer) => {
        let text = ''
        answer.on('data', (octets: Buffer) => (text += octets.toString()))
        answer.on('end', () => resolve((JSON.parse(text) as { action: string }).action))
      },
    )
    call.on('error', reject)
    call.end(JSON.stringify(body))
  })
}
