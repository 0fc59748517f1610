import t from 'tap'
import { adminOperations } from '../../../src/admin/doors/operations.ts'
import { serviceId, startTestMock } from '../../support/mock.ts'

const isOfNoBody = /^(?:GET|HEAD)$/

t.test('what a call has no place for is refused, in its query and in its body', async (t) => {
  const mock = await startTestMock(t)
  for (const { method, url, name, body, query, isLenient = false } of adminOperations) {
    const path = `/_mock${url.replace(':serviceId', serviceId).replaceAll(/:\w+/g, '1')}`
    const send = async (given: { readonly query?: string; readonly payload?: string }) => {
      const headers = given.payload === undefined ? {} : { 'content-type': 'application/json' }
      const { payload } = given
      const response = await mock.app.inject({
        method,
        url: `${path}${given.query ?? ''}`,
        headers,
        ...(payload !== undefined && { payload }),
      })
      return [response.statusCode, response.json<{ problems?: readonly object[] }>().problems] as const
    }
    const [member] = Object.keys((body?.['properties'] ?? {}) as object)
    const problem = { path: '/x~1y', message: 'is not a parameter of this call' }
    if (query === undefined && !isLenient) {
      t.strictSame(await send({ query: '?x/y=1' }), [400, [problem]], name)
      if (member !== undefined) {
        const belongs = { path: `/${member}`, message: 'belongs in the body' }
        t.strictSame(await send({ query: `?${member}=1` }), [400, [belongs]], name)
      }
    }
    if (query !== undefined) {
      const twice = { path: '/action', message: 'is given more than once' }
      t.strictSame(await send({ query: '?action=OK&action=foo' }), [400, [twice]], name)
    }
    if (body === undefined && !isOfNoBody.test(method)) {
      const none = { path: '/x', message: 'is not a member of this call, which takes no body' }
      t.strictSame(await send({ payload: '{"x":1}' }), [400, [none]], name)
    }
  }
})

t.test('a call that takes no body may have an empty one', async (t) => {
  const mock = await startTestMock(t)
  for (const payload of ['', '{}']) {
    const { statusCode } = await mock.app.inject({
      method: 'POST',
      url: `/_mock/services/${serviceId}/reset`,
      headers: { 'content-type': 'application/json' },
      payload,
    })
    t.equal(statusCode, 204, payload)
  }
})
