import t from 'tap'
import { closeWithin } from '../../src/cli/signals.ts'
import { listen, listeningUrl } from '../../src/http/listening.ts'
import { build } from '../support/build.ts'
import { beginCall } from './child.ts'

t.test('a call that never ends holds up the end for a while only', async (t) => {
  const { app } = await build(t, {})
  await listen(app, { host: '127.0.0.1', port: 0 })
  await beginCall(t, listeningUrl(app))
  const code = await new Promise((resolve) => {
    t.intercept(process, 'exit', { value: resolve })
    closeWithin(app, 20)
  })
  t.equal(code, 0)
})
