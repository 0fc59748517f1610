import type { ChildProcess } from 'node:child_process'
import type { Measured } from '../bars.ts'
import type { Step } from '../load.ts'
import { answers } from '../rows/row.ts'
import { serveMock } from '../rows/serve.ts'
import { runLoad } from '../turns.ts'
import { readMemory, type Workshop } from '../workshop.ts'
import { compareEnds, type MemorySample } from './memory.ts'
import { headers, making, queryBody } from './services.ts'

const sampleMilliseconds = 1000
const queries = 16

/** Twenty calls in the life of a service. */
const life: readonly Step[] = [
  ...making,
  ...Array.from({ length: queries }, () => callGm(queryBody, 'OK')),
  callGm(JSON.stringify({ accessToken: 'made', gmAction: 'REVOKE', grantId: 'made' }), 'NO_CONTENT'),
  { method: 'DELETE', path: '/_mock/services/{kept}', expected: '' },
]

function callGm(body: string, action: string): Step {
  return { path: '/api/{kept}/gm', body, expected: answers(action) }
}

/** Makes, uses and deletes services until so many calls are made, and compares the memory of its second minute and its end. */
export async function soak(workshop: Workshop, loader: ChildProcess, calls: number): Promise<Measured> {
  const { child, baseUrl } = await serveMock(workshop)
  const samples: MemorySample[] = []
  const start = performance.now()
  const timer = setInterval(() => {
    samples.push({ seconds: (performance.now() - start) / 1000, megabytes: readMemory(child) })
  }, sampleMilliseconds)
  const order = { baseUrl, headers, steps: life, warmUpSeconds: 0, seconds: Number.POSITIVE_INFINITY }
  const { answers: made, wrong, errors } = await runLoad(loader, { ...order, calls })
  clearInterval(timer)
  if (wrong + errors > 0) throw new Error(`${wrong} answers of the soak were wrong, ${errors} were errors`)
  const { begin, end, from, to } = compareEnds(samples)
  const detail = `${made} calls in ${to.toFixed(0)} s: ${begin.toFixed(0)} MB from ${from.toFixed(0)} s on, ${end.toFixed(0)} MB at the end`
  return { figure: 'memory at the end of the soak', detail, value: end / begin }
}
