import t, { type Test } from 'tap'
import type { ServiceProperties } from '../../../src/model/service.ts'
import { apiToken, serviceId, startTestMock } from '../../support/mock.ts'

async function start(t: Test, properties: ServiceProperties) {
  const mock = await startTestMock(t)
  await mock.admin.updateService(serviceId, properties)
  const get = (path: string) =>
    mock.inject({ url: `/api/${serviceId}${path}`, headers: { authorization: `Bearer ${apiToken}` } })
  return { mock, get }
}

t.test('where a service has only the place of its keys, the caller is sent there', async (t) => {
  for (const jwksUri of [
    'https://as.example.com/jwks?a=b',
    'http://127.0.0.1:3000/jwks',
    'HTTPS://as.example',
  ]) {
    const { mock, get } = await start(t, { jwksUri })
    for (const query of ['', '?pretty=true', '?includePrivateKeys=true']) {
      const { statusCode, headers, body } = await get(`/service/jwks/get${query}`)
      t.strictSame([statusCode, headers.location, body], [302, jwksUri, ''])
    }
    await mock.admin.updateService(serviceId, { jwks: '{"keys":[]}' })
    t.equal((await get('/service/jwks/get')).statusCode, 204)
  }
})

t.test('what is no place on the web is nowhere to send anybody', async (t) => {
  const places = [
    '',
    'jwks',
    '/jwks',
    'https:',
    'https://',
    'https://a\r\nx: y',
    'https://ä.example',
    'https://a b',
  ]
  for (const jwksUri of [...places, 'javascript://a/%0aalert()', 'data:,{}']) {
    const { get } = await start(t, { jwksUri })
    const { statusCode, headers } = await get('/service/jwks/get')
    t.strictSame([statusCode, headers.location], [204, undefined], jwksUri)
  }
})

t.test('an answer that a fault lets through still says where the keys are', async (t) => {
  const { mock } = await start(t, { jwksUri: 'https://as.example.com/jwks' })
  await mock.admin.addFault(serviceId, { fault: 'slow_close', delay: { fixed: 1 } })
  const url = `${await mock.listen()}/api/${serviceId}/service/jwks/get`
  const headers = { authorization: `Bearer ${apiToken}` }
  const answer = await fetch(url, { headers, redirect: 'manual' })
  t.strictSame([answer.status, answer.headers.get('location')], [302, 'https://as.example.com/jwks'])
})
