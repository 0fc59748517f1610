import type { Test } from 'tap'

/** Below this, in milliseconds, a time is noise. */
const noise = 1

const growth = 16

/** What is linear takes sixteen times as long for sixteen times as much, what is quadratic 256 times. */
const between = 80

const tries = 3

/** What is quadratic is so every time, what was disturbed is not. */
const rounds = 4

/**
 * Fails unless work grows in step with its input. Compares the time for four times the size with the time for a quarter of
 * it, the least of several tries each: how long anything takes on a busy machine says nothing by itself.
 */
export async function assertLinear<Input>(
  t: Test,
  name: string,
  size: number,
  make: (size: number) => Input,
  work: (input: Input) => unknown,
): Promise<void> {
  const measured: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    const least = Math.ceil(size / 4)
    const small = await leastTime(make(least), work)
    const large = await leastTime(make(least * growth), work)
    measured.push(`${small.toFixed(1)} ms, then ${large.toFixed(1)} ms`)
    if (large / Math.max(small, noise) < between) break
  }
  t.ok(measured.length < rounds, `${name}: ${measured.join('; ')}`)
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
