import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { mock } from 'node:test'
import t, { type Test } from 'tap'
import { run } from '../run.ts'

/** Fixtures of so many pieces that their share is told several times. */
function writeLarge(t: Test): string {
  const tokens = Array.from({ length: 3000 }, (_, number) => `    - { accessToken: t${number}, clientId: 1 }`)
  const lines = ['services:', "  - serviceId: '7000'", '    tokens:', ...tokens]
  const file = join(t.testdir(), 'large.yaml')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

/** Lets a second pass between any two looks at the clock. */
function hurry(t: Test): void {
  let milliseconds = 0
  const passing = mock.method(performance, 'now', () => (milliseconds += 1000))
  t.teardown(() => passing.mock.restore())
}

t.test('validate shows how much of a large file it has read', async (t) => {
  const file = writeLarge(t)
  hurry(t)
  const { code, stdout, stderr } = await run(['validate', file], { columns: 200 })
  t.match(stderr, /\rreading \S+large\.yaml, \d\d %/)
  t.match(stderr, /\r +\r$/)
  t.equal(stdout, `${file} is valid.\n`)
  t.equal(code, 0)
  const missing = await run(['validate', '/nowhere/large.yaml'], { columns: 200 })
  t.equal(missing.stderr, 'gm-mock: there is no file /nowhere/large.yaml\n')
})

t.test('exec shows how its mock reads and stores large fixtures, and lines elsewhere', async (t) => {
  const file = writeLarge(t)
  const args = ['exec', '--fixtures', file, '--journal', 'never', '--', 'true']
  hurry(t)
  const { code, stdout, stderr } = await run(args, { columns: 200 })
  t.match(stderr, /\rreading \S+large\.yaml, \d\d %/)
  t.match(stderr, /\rstoring the fixtures/)
  t.match(stderr, /\r +\r$/)
  t.equal(stdout, '')
  t.equal(code, 0)
  const plain = await run(args)
  t.match(plain.stderr, /^(?:gm-mock: (?:reading|storing) [^\r\n]+, \d+ s\n)+$/)
})

t.test('small fixtures are not spoken of', async (t) => {
  const { code, stderr } = await run(['validate', 'fixtures/demo.yaml'], { columns: 80 })
  t.equal(stderr, '')
  t.equal(code, 0)
})
