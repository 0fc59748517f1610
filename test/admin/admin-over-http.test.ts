import t from 'tap'
import { startTestMock } from '../support/mock.ts'
import { adminContract } from './contract/contract.ts'
import { httpAdmin } from './http-client.ts'

t.test('the admin over HTTP', (t) =>
  adminContract(t, async (t, options) => {
    const mock = await startTestMock(t, options)
    return { mock, admin: httpAdmin(mock) }
  }),
)
