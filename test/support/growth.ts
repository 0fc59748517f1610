import type { Test } from 'tap'

/** Below this, in milliseconds, a time is noise. */
const noise = 0.5

/** What is linear takes four times as long for four times as much, what is quadratic sixteen times. */
const between = 9

const tries = 3

/** What is quadratic is so every time, what was disturbed is not. */
const rounds = 4

/**
 * Fails unless work grows in step with its input. Compares the time for four times as much with the time for as much,
 * the least of several tries each: how long anything takes on a busy machine says nothing by itself.
 */
export async function assertLinear<Input>(
  t: Test,
  name: string,
  size: number,
  make: (size: number) => Input,
  work: (input: Input) => unknown,
): Promise<void> {
  const told: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    const small = await leastTime(make(size), work)
    const large = await leastTime(make(size * 4), work)
    told.push(`${small.toFixed(1)} ms, then ${large.toFixed(1)} ms`)
    if (large / Math.max(small, noise) < between) break
  }
  t.ok(told.length < rounds, `${name}: ${told.join('; ')}`)
}

async function leastTime<Input>(input: Input, work: (input: Input) => unknown): Promise<number> {
  const times: number[] = []
  for (let turn = 0; turn < tries; turn += 1) {
    const begun = performance.now()
    await work(input)
    times.push(performance.now() - begun)
    if (performance.now() - begun > 2000) break
  }
  return Math.min(...times)
}
