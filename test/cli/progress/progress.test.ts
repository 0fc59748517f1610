import { mock } from 'node:test'
import t, { type Test } from 'tap'
import { startProgress } from '../../../src/cli/progress/progress.ts'

/** A progress with a clock of its own; what it wrote since the last look. */
function watch(t: Test, columns?: number, environment: Readonly<Record<string, string>> = {}) {
  const state = { now: 0, text: '' }
  const report = (text: string): void => void (state.text += text)
  const progress = startProgress({ columns, environment, report }, () => state.now)
  t.teardown(progress.end)
  const read = (): string => {
    const { text } = state
    state.text = ''
    return text
  }
  const at = (seconds: number, text: string): string => {
    state.now = seconds * 1000
    progress.show(text)
    return read()
  }
  return { ...progress, at, read }
}

t.test('on a terminal one line is rewritten in place, and taken away at the end', async (t) => {
  const { at, hide, end, read } = watch(t, 80)
  t.equal(at(0, 'check 1 of 3, first'), '', 'short work shows nothing')
  t.equal(at(0.5, 'check 2 of 3, second'), '\rcheck 2 of 3, second')
  t.equal(at(0.55, 'check 2 of 3, other'), '', 'and not more often than can be read')
  t.equal(at(4, 'check 3'), '\rcheck 3, 4 s        ')
  hide()
  t.equal(read(), `\r${' '.repeat(12)}\r`)
  hide()
  end()
  t.equal(read(), '', 'nothing is left to take away')
})

t.test('a line is not wider than the terminal, and has no escape sequences', async (t) => {
  const { at } = watch(t, 10)
  t.equal(at(1, 'check 1 of 3'), '\rcheck 1 o')
  t.equal(
    watch(t, 0).at(1, 'x'.repeat(100)),
    `\r${'x'.repeat(79)}`,
    'which has 80 columns where it does not say',
  )
})

t.test('where nothing is done, nothing is shown', async (t) => {
  const { at } = watch(t, 80)
  t.equal(at(1, 'reading'), '\rreading')
  t.equal(at(2, ''), '\r       \r')
  t.equal(at(3, ''), '')
})

for (const [where, columns, environment] of [
  ['in a pipe', undefined, {}],
  ['on a dumb terminal', 80, { TERM: 'dumb' }],
  ['in CI', 80, { CI: 'true' }],
] as const) {
  t.test(`${where} a line is printed after some seconds, and then rarely`, async (t) => {
    const { at, end, hide, read } = watch(t, columns, environment)
    t.equal(at(0, 'check 1'), '')
    t.equal(at(4.9, 'check 2'), '', 'short work says nothing')
    t.equal(at(5, 'check 3'), 'gm-mock: check 3, 5 s\n')
    t.equal(at(34, 'check 4'), '')
    t.equal(at(35, 'check 5'), 'gm-mock: check 5, 35 s\n')
    hide()
    end()
    t.equal(read(), '')
  })
}

t.test('CI=false is no CI', async (t) => {
  t.equal(watch(t, 80, { CI: 'false' }).at(1, 'check'), '\rcheck')
})

t.test('the elapsed time is shown anew while nothing else happens', async (t) => {
  mock.timers.enable({ apis: ['setInterval'] })
  t.teardown(() => mock.timers.reset())
  const state = { now: 0, text: '' }
  const terminal = { columns: 80, environment: {}, report: (text: string) => void (state.text += text) }
  const { show, end } = startProgress(terminal, () => state.now)
  mock.timers.tick(1000)
  t.equal(state.text, '', 'nothing to show')
  show('waiting')
  state.now = 3000
  mock.timers.tick(1000)
  t.equal(state.text, '\rwaiting, 3 s')
  end()
  state.now = 9000
  mock.timers.tick(5000)
  t.equal(state.text, `\rwaiting, 3 s\r${' '.repeat(12)}\r`)
})
