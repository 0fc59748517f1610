import fc from 'fast-check'
import t from 'tap'
import { instantOf, readTime, writeTime } from '../../src/admin/time.ts'

const now = 1_767_225_600_000

const times: readonly (readonly [text: string, seconds: number])[] = [
  ['now', 0],
  ['now + 30m', 1800],
  ['now - 1d', -86_400],
  ['now+1d 2h  3s', 93_603],
  ['now  -  1.5h', -5400],
  ['now + 0.001s', 0.001],
  ['2026-01-01T00:01:00Z', 60],
]
for (const [text, seconds] of times) {
  t.test(`${text} is ${seconds} seconds from the beginning`, async (t) => {
    const time = readTime(text)
    t.equal(time && instantOf(time, now), now + seconds * 1000)
  })
}

const noTimes = [
  '',
  'Now',
  ' now',
  'now ',
  'now +',
  'now 30m',
  'now + 30',
  'now + 30 m',
  'now + 1w',
  'now + -1s',
  'now + 1.2345s',
  'now + 1d, 2h',
  'now + 1d + 2h',
  'now + 36526d',
  `now + ${'9'.repeat(80)}d`,
  '2026-02-30T00:00:00Z',
  '2026-01-01',
  'tomorrow',
]
for (const text of noTimes) {
  t.test(`"${text.slice(0, 30)}" is no time`, async (t) => t.equal(readTime(text), undefined))
}

t.test('a time that was written is read as the same instant', async () => {
  const span = 3_155_760_000_000
  fc.assert(
    fc.property(fc.integer({ min: -span, max: span }), (distance) => {
      const time = readTime(writeTime(now + distance, now))
      return time !== undefined && instantOf(time, now) === now + distance
    }),
  )
})

t.test('a long text is judged at once', async (t) => {
  t.equal(readTime(`now + ${'1s '.repeat(100_000)}`), undefined)
  t.equal(readTime(`now + ${'1'.repeat(100_000)}`), undefined)
})
