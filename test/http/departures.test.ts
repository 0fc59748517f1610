import t from 'tap'
import { callGm, doors, query, serviceId, startFaulty } from '../support/servers/faulty.ts'

for (const door of doors) {
  t.test(
    `${door}, a caller that leaves amid the body ends the reading of it, and nothing else`,
    async (t) => {
      const mock = await startFaulty(t)
      await mock.admin.addFault(serviceId, { fault: 'slow_close', delay: { fixed: 300_000 }, next: 1 })
      const caller = new AbortController()
      const answer = await callGm(mock, door, query, caller.signal)
      const reading = t.rejects(answer.text(), { name: 'AbortError' })
      caller.abort()
      await reading
      t.equal((await callGm(mock, door, query)).status, 200)
    },
  )
}
