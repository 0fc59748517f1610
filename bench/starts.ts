import type { Measured } from './bars.ts'
import { median } from './statistics.ts'
import { mainFile, type Workshop } from './workshop.ts'

const repetitions = 9

/** Medians in milliseconds, from the start of a process to its ready line. */
export interface Starts {
  readonly server: number
  readonly floor: number
}

/** Starts the server and floor S in turns. */
export async function measureStarts(workshop: Workshop): Promise<Starts> {
  const server: number[] = []
  const floor: number[] = []
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    floor.push(await timeStart(workshop, 'bench/floors/start.js', [], /floor ready on (\S+)/))
    server.push(await timeStart(workshop, mainFile, ['--port', '0'], /gm-mock ready on (\S+)/))
  }
  return { server: median(server), floor: median(floor) }
}

export function compareStarts({ server, floor }: Starts): Measured {
  const detail = `${server.toFixed(0)} ms, floor S ${floor.toFixed(0)} ms`
  return { figure: 'start to ready', detail, value: server / floor }
}

async function timeStart(
  workshop: Workshop,
  ...[file, parameters, awaited]: readonly [string, string[], RegExp]
) {
  const start = performance.now()
  const served = await workshop.run(file, parameters, awaited)
  const elapsed = performance.now() - start
  await workshop.stop(served)
  return elapsed
}
