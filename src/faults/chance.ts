import type { DelayView } from '../../schema/admin/faults.ts'
import { maximumDelayMilliseconds } from '../../schema/times.ts'
import type { Random } from '../base/random.ts'

const octets = 6

/** At least 0 and less than 1. */
export function drawFraction(random: Random): number {
  return random.bytes(octets).readUIntBE(0, octets) / 256 ** octets
}

export function drawDelay({ fixed = 0, uniform, lognormal }: DelayView, random: Random): number {
  if (uniform !== undefined) {
    const [lower = 0, upper = lower] = uniform
    return lower + (upper - lower) * drawFraction(random)
  }
  if (lognormal === undefined) return fixed
  const { median, sigma } = lognormal
  return Math.min(median * Math.exp(sigma * drawNormal(random)), maximumDelayMilliseconds)
}

/** From the standard normal distribution, by the transform of Box and Muller. */
function drawNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - drawFraction(random)))
  return radius * Math.cos(2 * Math.PI * drawFraction(random))
}
