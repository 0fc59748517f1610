import { maximumDelayMilliseconds, type DelayRequest } from '../../schema/admin/faults.ts'
import type { Random } from '../base/random.ts'

const octets = 6

/** At least 0 and less than 1. */
export function drawFraction(random: Random): number {
  return random.bytes(octets).readUIntBE(0, octets) / 256 ** octets
}

export function drawDelay(delay: DelayRequest, random: Random): number {
  if ('fixed' in delay) return delay.fixed
  if ('uniform' in delay) {
    const [lower = 0, upper = lower] = delay.uniform
    return lower + (upper - lower) * drawFraction(random)
  }
  const { median, sigma } = delay.lognormal
  return Math.min(median * Math.exp(sigma * drawNormal(random)), maximumDelayMilliseconds)
}

/** From the standard normal distribution, by the transform of Box and Muller. */
function drawNormal(random: Random): number {
  const radius = Math.sqrt(-2 * Math.log(1 - drawFraction(random)))
  return radius * Math.cos(2 * Math.PI * drawFraction(random))
}
