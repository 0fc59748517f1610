import t from 'tap'
import { startTestMock } from '../support/mock.ts'
import { adminContract } from './contract/contract.ts'

t.test('the admin in process', (t) =>
  adminContract(t, async (t, options) => {
    const mock = await startTestMock(t, options)
    return { mock, admin: mock.admin }
  }),
)
