import t from 'tap'
import { serviceId, startTestMock } from '../support/mock.ts'

t.test('outside of the APIs an unknown path says so plainly', async (t) => {
  const { app } = await startTestMock(t)
  for (const url of ['/nothing?token=secret', '/_mock/nothing', '/_mock/services/700/nothing', '/%zz?x']) {
    const answer = await app.inject({ method: 'GET', url })
    t.equal(answer.statusCode, 404)
    t.equal(answer.headers['content-type'], 'application/json; charset=utf-8')
    t.same(answer.json(), { error: 'not_found', message: `There is no GET ${url.split('?')[0]}.` })
  }
})

t.test('mistyped paths lead to the right one', async (t) => {
  const { app } = await startTestMock(t)
  for (const [url, advice] of [
    ['/_mock/servces', 'Did you mean /_mock/services?'],
    ['/_mock/services/700/tokns', 'Did you mean /_mock/services/700/tokens?'],
  ] as const) {
    const answer = await app.inject({ method: 'GET', url })
    t.match(answer.json(), { error: 'not_found', message: `There is no GET ${url}. ${advice}` })
  }
  const url = `/_mock/services/${'7'.repeat(250)}/tokns`
  const { message } = (await app.inject({ method: 'GET', url })).json<{ message: string }>()
  t.equal(message, `There is no GET ${url}.`, 'a long path is not compared with others')
})

t.test('answers of the mock itself end with a line feed, those of Authlete do not', async (t) => {
  const { app, inject } = await startTestMock(t)
  for (const url of ['/_mock/services', '/_mock/services/9', '/_mock/servces']) {
    t.match((await app.inject({ method: 'GET', url })).body, /^\{.*\}\n$/)
  }
  t.match((await app.inject({ method: 'PUT', url: '/_mock/services' })).body, /^\{.*\}\n$/)
  t.match((await inject({ method: 'POST', url: `/api/${serviceId}/gm` })).body, /^\{.*\}$/)
})

t.test('a path of the admin interface with another method says which it takes', async (t) => {
  const { app } = await startTestMock(t)
  const answer = await app.inject({ method: 'PUT', url: '/_mock/services' })
  t.equal(answer.statusCode, 405)
  t.match(answer.headers, { allow: 'POST, GET, HEAD', 'content-type': 'application/json; charset=utf-8' })
  t.match(answer.json(), {
    error: 'method_not_allowed',
    message: '/_mock/services does not take PUT. It takes POST, GET, HEAD.',
  })
})
