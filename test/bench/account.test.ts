import { spawn } from 'node:child_process'
import { once } from 'node:events'
import t from 'tap'
import { openAccount } from '../../bench/account.ts'
import type { MeasuredRow } from '../../bench/figures.ts'

const round = {
  requestsPerSecond: 1234,
  p50: 1,
  p99: 2,
  answers: 10,
  wrong: 0,
  errors: 0,
  used: 0,
  busy: 0.5,
}
const row: MeasuredRow = { name: 'QUERY', isMock: true, rounds: [round], idleMemory: 100, memory: [200] }

t.test('a run that ends early says what it measured, and during what it ended', async (t) => {
  const { show, keep, describeEnd, end } = openAccount({ environment: {}, report: () => undefined })
  t.teardown(end)
  show('measuring starts')
  t.equal(describeEnd(), 'Not finished: it ended during measuring starts. No bar was judged after that.')
  show('round 1 of 5, REVOKE')
  show('')
  keep([row, { ...row, name: 'REVOKE', rounds: [] }])
  t.match(
    describeEnd(),
    /^ +req\/s.*\nQUERY +1234 .*\n\nNot finished: it ended during round 1 of 5, REVOKE\./,
  )
})

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  t.test(`${signal} ends a run with its account and the exit code of the signal`, async (t) => {
    const script = `
      const { openAccount } = await import('./build/bench/account.js')
      const { openWorkshop } = await import('./build/bench/workshop.js')
      const account = openAccount()
      openWorkshop(account)
      account.show('filling a journal')
      console.log('ready')
      setInterval(() => {}, 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    t.teardown(() => child.kill('SIGKILL'))
    let stdout = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      if (stdout === 'ready\n') child.kill(signal)
    })
    t.strictSame(await once(child, 'close'), [code, null])
    t.equal(stdout, 'ready\nNot finished: it ended during filling a journal. No bar was judged after that.\n')
  })
}
