import fc from 'fast-check'
import t from 'tap'
import { drawDelay, drawFraction } from '../../src/faults/chance.ts'
import { createSelection, type SelectionOptions } from '../../src/faults/selection.ts'
import { createRandom } from '../../src/base/random.ts'

/** Which of so many calls are selected, counted from 1. */
function select(order: SelectionOptions, calls: number, seed = 'seed'): readonly number[] {
  const selection = createSelection(order, createRandom(seed))
  return Array.from({ length: calls }, (_, index) => index + 1).filter(() => selection.selects())
}

const cases: readonly (readonly [SelectionOptions, readonly number[]])[] = [
  [{}, [1, 2, 3, 4, 5]],
  [{ nth: 1 }, [1]],
  [{ nth: 3 }, [3]],
  [{ nth: 6 }, []],
  [{ next: 2 }, [1, 2]],
  [{ next: 9 }, [1, 2, 3, 4, 5]],
  [{ probability: 0 }, []],
  [{ probability: 1 }, [1, 2, 3, 4, 5]],
  [{ nth: 3, probability: 0 }, []],
  [{ next: 2, probability: 1 }, [1, 2]],
]
for (const [order, selected] of cases) {
  t.test(`of five calls, ${JSON.stringify(order)} selects ${selected.join() || 'none'}`, async (t) => {
    t.strictSame(select(order, 5), selected)
  })
}

t.test('a selection never leaves its bounds, repeats by its seed, and says when it is over', async () => {
  const orders = fc.record(
    {
      nth: fc.integer({ min: 1, max: 30 }),
      next: fc.integer({ min: 1, max: 30 }),
      probability: fc.double({ min: 0, max: 1, noNaN: true }),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(orders, fc.nat(40), fc.string(), (given, calls, seed) => {
      const { next, ...rest } = given
      const order = given.nth === undefined ? given : rest
      const selected = select(order, calls, seed)
      const last = order.nth ?? next ?? Infinity
      const selection = createSelection(order, createRandom(seed))
      const over = Array.from({ length: calls }, () => [selection.isOver(), selection.selects()] as const)
      return (
        selected.every((call) => call >= (order.nth ?? 1) && call <= last) &&
        selected.join() === select(order, calls, seed).join() &&
        (order.probability !== undefined ||
          selected.length === Math.max(0, countCalls(order.nth, last, calls))) &&
        over.every(([wasOver, hit], index) => wasOver === index >= last && !(wasOver && hit))
      )
    }),
  )
})

function countCalls(nth = 1, last: number, calls: number): number {
  return Math.min(last, calls) - nth + 1
}

t.test('a probability selects about so many', async (t) => {
  const count = select({ probability: 0.3 }, 2000).length
  t.ok(count > 500 && count < 700, `${count} of 2000`)
})

t.test('a fraction is at least 0 and less than 1', async (t) => {
  const [least, most] = [0, 255].map((octet) =>
    drawFraction({ ...createRandom(), bytes: (length) => Buffer.alloc(length, octet) }),
  )
  t.equal(least, 0)
  t.ok(most !== undefined && most < 1 && most > 0.999)
})

t.test('delays follow their distribution', async (t) => {
  const random = createRandom('seed')
  const draw = (delay: Parameters<typeof drawDelay>[0]) =>
    Array.from({ length: 1001 }, () => drawDelay(delay, random)).toSorted((one, other) => one - other)
  t.strictSame(new Set(draw({ fixed: 7 })), new Set([7]))
  const uniform = draw({ uniform: [10, 20] })
  t.ok((uniform[0] ?? 0) >= 10 && (uniform[1000] ?? 0) <= 20 && (uniform[0] ?? 0) < 11)
  const lognormal = draw({ lognormal: { median: 100, sigma: 0.5 } })
  const [median = 0, upper = 0] = [lognormal[500], lognormal[841]]
  t.ok(median > 90 && median < 110, `the median is ${median}`)
  t.ok(upper > 140 && upper < 195, `one sigma above it lies ${upper}`)
  t.equal(Math.max(...draw({ lognormal: { median: 300_000, sigma: 10 } })), 300_000)
})
