import t from 'tap'
import { floor2, type Bar } from '../../bench/bars.ts'
import {
  compareRates,
  measureMemory,
  measureRates,
  summariseRow,
  type MeasuredRow,
} from '../../bench/figures.ts'
import { compareEnds } from '../../bench/growth/memory.ts'
import { summariseSamples } from '../../bench/samples.ts'
import { median, quantile } from '../../bench/statistics.ts'
import { formatTable } from '../../bench/table.ts'

function row(name: string, rates: readonly number[], rest: Partial<MeasuredRow> = {}): MeasuredRow {
  const rounds = rates.map((requestsPerSecond) => ({
    requestsPerSecond,
    p50: 1,
    p99: 2,
    answers: 10,
    wrong: 0,
    errors: 0,
    used: 0,
    busy: 0.5,
  }))
  return { name, isMock: true, rounds, idleMemory: 100, memory: rates.map(() => 200), ...rest }
}

t.test('a rate is compared with that of the same round, in the rounds that both have', async (t) => {
  const slowMoment = row('row', [50, 5, 50])
  t.equal(compareRates(slowMoment, row('floor', [100, 10, 100])), 0.5)
  t.equal(compareRates(slowMoment, row('floor', [100])), 0.5)
  t.equal(compareRates(slowMoment, row('floor', [100, 10, 100]), 3), 1.5)
  t.ok(Number.isNaN(compareRates(slowMoment, row('floor', []))))
})

t.test('rates are told as far as both rows were measured', async (t) => {
  const table: readonly Bar[] = [
    { figure: 'one', of: 'floor', least: 1 },
    { figure: 'other', of: 'floor', least: 1 },
    { figure: 'start', most: 1 },
  ]
  const measured = measureRates([row('one', [50]), row('floor', [100])], table)
  t.strictSame(measured, [{ figure: 'one', value: 0.5 }])
})

t.test("memory is compared with floor 2's, idle and after the same round", async (t) => {
  const floor = row(floor2, [1, 1], { isMock: false, idleMemory: 80, memory: [100, 125] })
  const measured = measureMemory([floor, row('all', [1, 1], { memory: [300, 150] }), row('told', [1])])
  t.strictSame(measured, [
    { figure: 'memory, idle', detail: 'all', value: 1.25 },
    { figure: 'memory after load', detail: 'all', value: 1.2 },
    { figure: 'memory, idle', detail: 'told', value: 1.25 },
    { figure: 'memory after load', detail: 'told', value: 2 },
  ])
  t.throws(() => measureMemory([row('all', [1])]), /floor 2/)
})

t.test('a row has the medians and the sums of its rounds', async (t) => {
  const figures = summariseRow(row('row', [3, 1, 2], { memory: [9, 8, 7] }))
  t.match(figures, { requestsPerSecond: 2, memory: 7, answers: 30, errors: 0 })
  t.strictSame(formatTable([figures, { ...figures, name: 'a longer name', wrong: 3 }]).split('\n'), [
    '               req/s  p50 ms  p99 ms  MB idle  MB after  loader  errors     wrong',
    'row                2     1.0     2.0      100         7    50 %       0         0',
    'a longer name      2     1.0     2.0      100         7    50 %       0  10.000 %',
  ])
})

t.test('samples count from the end of the warm-up to the end of the time, or of the load', async (t) => {
  const samples = [500, 1000, 1500, 2000, 9000].map((at) => ({ at, latency: at }))
  const time = { warmUpSeconds: 1, seconds: 2 }
  t.strictSame(summariseSamples(samples, time), { requestsPerSecond: 3, p50: 1500, p99: 2000 })
  t.ok(Number.isNaN(summariseSamples([], time).requestsPerSecond))
})

t.test(
  'memory is compared from the second minute on, by the medians of its first and last quarter',
  async (t) => {
    const every = (count: number, megabytes: (second: number) => number) =>
      Array.from({ length: count }, (_, second) => ({ seconds: second, megabytes: megabytes(second) }))
    t.match(compareEnds(every(181, (second) => (second < 60 ? second : 100))), {
      from: 60,
      to: 180,
      begin: 100,
      end: 100,
    })
    const growing = compareEnds(every(240, (second) => 100 + second))
    t.ok(growing.end / growing.begin > 1.5)
    t.match(compareEnds(every(31, () => 1)), { from: 10, to: 30 })
    t.ok(Number.isNaN(compareEnds([]).end))
  },
)

t.test('a quantile is a value that was measured', async (t) => {
  t.equal(median([3, 1, 2]), 2)
  t.equal(median([4, 1]), 1)
  t.equal(quantile([10, 20, 30, 40], 0.99), 40)
  t.ok(Number.isNaN(median([])))
})
