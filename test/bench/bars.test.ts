import t from 'tap'
import { bars, growthBars, judge, type Bar } from '../../bench/bars.ts'
import { rowNames } from '../../bench/rows/row.ts'

const table: readonly Bar[] = [
  { figure: 'fast enough', of: 'the floor', calls: 3, least: 0.5 },
  { figure: 'small enough', most: 2 },
  { figure: 'told', of: 'the floor' },
]

t.test('a bar is met by a figure that reaches it', async (t) => {
  t.strictSame(judge({ figure: 'fast enough', value: 0.5 }, table), {
    isMet: true,
    text: 'fast enough: 0.50 of 3 calls of the floor; at least 0.5: met',
  })
  t.match(judge({ figure: 'small enough', value: 2 }, table), { isMet: true })
})

t.test('a missed bar tells the figure, the bar and the difference', async (t) => {
  t.strictSame(judge({ figure: 'fast enough', value: 0.2 }, table), {
    isMet: false,
    text: 'fast enough: 0.20 of 3 calls of the floor; at least 0.5: missed by 0.30',
  })
  t.strictSame(judge({ figure: 'small enough', detail: 'of one', value: 2.5 }, table), {
    isMet: false,
    text: 'small enough (of one): 2.50 ms; at most 2: missed by 0.50',
  })
})

t.test('what could not be measured misses its bar', async (t) => {
  t.match(judge({ figure: 'fast enough', value: Number.NaN }, table), { isMet: false })
  t.match(judge({ figure: 'small enough', value: Number.NaN }, table), { isMet: false })
})

t.test('a figure without a bar is told, and one that is in no table refused', async (t) => {
  t.strictSame(judge({ figure: 'told', value: 0.01 }, table), {
    isMet: true,
    text: 'told: 0.01 of the floor; told',
  })
  t.throws(() => judge({ figure: 'unknown', value: 1 }, table), /no bar is named unknown/)
})

t.test(
  'each row of the server is in the table, each bar in it compares rows, and no figure is there twice',
  async (t) => {
    const compared = bars.filter(({ figure }) => !/^(?:start|memory)/.test(figure))
    for (const { figure, of = '' } of compared) {
      t.ok((rowNames as readonly string[]).includes(figure), figure)
      t.ok((rowNames as readonly string[]).includes(of), of)
    }
    const ours = rowNames.filter((name) => /^(?:QUERY|introspection|REVOKE|code flow)/.test(name))
    t.strictSame(compared.map(({ figure }) => figure).toSorted(), ours.toSorted())
    const figures = [...bars, ...growthBars].map(({ figure }) => figure)
    t.equal(new Set(figures).size, figures.length)
  },
)
