import { execFileSync, spawnSync } from 'node:child_process'
import t from 'tap'

/** The most octets of the young generation in a process of its own, in which very many objects survive. */
function measureSize(nodeOptions: string): number {
  const { href } = new URL('../src/young-generation.js', import.meta.url)
  const program = `
    import v8 from 'node:v8'
    import { keepYoungGeneration } from '${href}'
    const measure = () => v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size
    const kept = []
    let most = 0
    const keep = (count) => {
      for (let n = 0; n < count; n += 1) {
        kept.push({ n })
        if (n % 1000 === 0) most = Math.max(most, measure())
      }
    }
    keep(100_000)
    keepYoungGeneration('${nodeOptions}')
    keep(1_500_000)
    console.log(most)`
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }),
  )
}

t.test('the young generation stays small, unless a size was given to Node.js', async (t) => {
  const small = measureSize('')
  for (const option of [
    '--max-semi-space-size=64',
    '--min_semi_space_size 1',
    '--semi-space-growth-factor=3',
  ])
    t.ok(measureSize(`--no-warnings ${option}`) > 2 * small, option)
})

t.test('the young generation grows again after it was made small in idle time', async (t) => {
  const { href } = new URL('../src/young-generation.js', import.meta.url)
  const program = `
    import { setTimeout } from 'node:timers/promises'
    import v8 from 'node:v8'
    import { keepYoungGeneration } from '${href}'
    const measure = () => v8.getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size
    const kept = []
    const keep = async (rounds) => {
      for (let round = 0; round < rounds; round += 1) {
        for (let n = 0; n < 30_000; n += 1) kept.push({ n })
        await setTimeout(20)
      }
    }
    await keep(4)
    keepYoungGeneration('')
    gc({ type: 'major', flavor: 'last-resort' })
    const small = measure()
    await keep(40)
    console.log(JSON.stringify([small, measure()]))`
  const printed = execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '--eval', program], {
    encoding: 'utf8',
  })
  const [small = Number.NaN, grown = Number.NaN] = JSON.parse(printed) as number[]
  t.ok(small < 4 * 2 ** 20, `made small: ${small}`)
  t.ok(grown >= 8 * 2 ** 20, `grown again: ${grown}`)
  t.ok(grown <= 16 * 2 ** 20, `and bounded: ${grown}`)
})

t.test('the version of V8 knows all of the settings', async (t) => {
  const { href } = new URL('../src/young-generation.js', import.meta.url)
  const program = `import { keepYoungGeneration } from '${href}'; keepYoungGeneration('')`
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  })
  t.strictSame({ stdout, stderr, status }, { stdout: '', stderr: '', status: 0 }, 'V8 would complain')
})
