import t from 'tap'
import { startTestMock } from '../support/mock.ts'
import { adminContract } from './contract/contract.ts'
import { commandAdmin } from './command-client.ts'

t.test('the admin on the command line', (t) =>
  adminContract(t, async (t, options) => {
    const mock = await startTestMock(t, options)
    return { mock, admin: commandAdmin(await mock.listen()) }
  }),
)
