const assert = require('node:assert/strict')
const { startMock } = require('authlete-gm-mock')

let mock
before(async () => {
  mock = await startMock()
})
after(() => mock.close())

it('a grant is queried', async () => {
  const { serviceId, env } = await mock.admin.createService()
  const { request } = await mock.admin.mintToken(serviceId, { bind: 'dpop', grant: {} })
  // Here your test starts your server with `env`, and calls it. This one calls the mock itself.
  const answer = await fetch(`${mock.baseUrl}/api/${serviceId}/gm`, {
    method: 'POST',
    headers: { authorization: `Bearer ${env.AUTHLETE_API_TOKEN}`, 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  const { action } = await answer.json()
  assert.equal(action, 'OK')
})
