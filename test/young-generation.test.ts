import { execFileSync } from 'node:child_process'
import t from 'tap'

/** How much the young generation grows in a process of its own while very many objects survive. */
function measureGrowth(nodeOptions: string): number {
  const { href } = new URL('../src/young-generation.js', import.meta.url)
  const program = `
    import v8 from 'node:v8'
    import { keepYoungGeneration } from '${href}'
    const measure = () => v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size
    const kept = []
    const keep = (count) => { for (let n = 0; n < count; n += 1) kept.push({ n }) }
    keep(100_000)
    keepYoungGeneration('${nodeOptions}')
    keep(100_000)
    const before = measure()
    keep(1_000_000)
    console.log(measure() / before)`
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }),
  )
}

t.test('the young generation keeps its size', async (t) => {
  t.ok(measureGrowth('') <= 2, 'it is in use by half or as a whole')
})

t.test('a size that somebody gave to Node.js is respected', async (t) => {
  for (const option of [
    '--max-semi-space-size=64',
    '--min_semi_space_size 1',
    '--semi-space-growth-factor=3',
  ])
    t.ok(measureGrowth(`--no-warnings ${option}`) > 2, option)
})
