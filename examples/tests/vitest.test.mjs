import { startMock } from 'authlete-gm-mock'
import { afterAll, beforeAll, expect, test } from 'vitest'

let mock
beforeAll(async () => {
  mock = await startMock()
})
afterAll(() => mock.close())

test('a grant is queried', async () => {
  const { serviceId, env } = await mock.admin.createService()
  const { request } = await mock.admin.mintToken(serviceId, { bind: 'dpop', grant: {} })
  // Here your test starts your server with `env`, and calls it. This one calls the mock itself.
  const answer = await fetch(`${mock.baseUrl}/api/${serviceId}/gm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${env.AUTHLETE_API_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  const { action } = await answer.json()
  expect(action).toBe('OK')
})
