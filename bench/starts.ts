import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { median } from './statistics.ts'
import type { Workshop } from './workshop.ts'

const repetitions = 7

/** Medians in milliseconds, of starts that took turns. */
export interface Starts {
  /** From the start of the process to its ready line. */
  readonly server: number
  /** From start to end of a process that does nothing. */
  readonly emptyNode: number
}

export async function measureStarts(workshop: Workshop): Promise<Starts> {
  const server: number[] = []
  const emptyNode: number[] = []
  for (let repetition = 0; repetition < repetitions; repetition += 1) {
    emptyNode.push(await timeEmptyNode())
    server.push(await timeServer(workshop))
  }
  return { server: median(server), emptyNode: median(emptyNode) }
}

async function timeEmptyNode(): Promise<number> {
  const start = performance.now()
  await once(spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit')
  return performance.now() - start
}

async function timeServer(workshop: Workshop): Promise<number> {
  const start = performance.now()
  const served = await workshop.run('bundle/main.js', ['--port', '0'], /gm-mock ready on (\S+)/)
  const elapsed = performance.now() - start
  await workshop.stop(served)
  return elapsed
}
