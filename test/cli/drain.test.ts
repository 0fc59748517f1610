import t from 'tap'
import { beginCall, spawnMock } from './child.ts'

t.test('a call that never ends holds up the end for a while only', async (t) => {
  const mock = spawnMock(t, ['--port', '0'])
  await beginCall(t, await mock.ready())
  mock.child.kill('SIGTERM')
  t.equal(await mock.exit, 0)
})
