import t from 'tap'
import { startTestMock } from '../support/mock.ts'

t.test('outside of the APIs an unknown path says so plainly', async (t) => {
  const { app } = await startTestMock(t)
  for (const url of ['/', '/nothing?token=secret', '/_mock', '/_mock/nothing', '/%zz?x']) {
    const answer = await app.inject({ method: 'GET', url })
    t.equal(answer.statusCode, 404)
    t.same(answer.json(), { error: 'not_found', message: `There is no GET ${url.split('?')[0]}.` })
  }
})

t.test('a path of the admin interface with another method says which it takes', async (t) => {
  const { app } = await startTestMock(t)
  const answer = await app.inject({ method: 'PUT', url: '/_mock/services' })
  t.equal(answer.statusCode, 405)
  t.match(answer.headers, { allow: 'POST, GET' })
  t.match(answer.json(), {
    error: 'method_not_allowed',
    message: '/_mock/services does not take PUT. It takes POST, GET.',
  })
})
