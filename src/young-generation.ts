import v8 from 'node:v8'

/** Octets of both halves of the young generation, below which it may grow. */
const enough = 8 * 2 ** 20
const lookMilliseconds = 250

/**
 * Keeps the young generation of the heap small. Otherwise V8 lets it grow eightfold under load, and then
 * takes the objects of some calls for long-lived ones: it makes them among the old, where they keep alive what they
 * refer to. That costs 50 to 200 MB, and in many a process a fifth of the throughput. A size among the options of
 * Node.js is respected.
 *
 * Node.js reads compiled code only under the flags that it was compiled with: what is loaded after this has its own.
 */
export function keepYoungGeneration(nodeOptions: string): void {
  v8.setFlagsFromString('--no-allocation-site-pretenuring')
  // Garbage among the old objects may otherwise be three times as large as they are: 20 MB after DPoP.
  v8.setFlagsFromString('--heap-growing-percent=30')
  // What compiling took is otherwise given back in the background, so late that up to 25 MB more of it are occupied.
  v8.setFlagsFromString('--no-maglev-destroy-on-background')
  // A collection in idle time otherwise throws compiled code away with the garbage, and the next second of calls is slow.
  v8.setFlagsFromString('--memory-reducer-gc-count=0')
  if (/semi[-_]space/.test(nodeOptions)) return
  boundGrowth()
  setInterval(boundGrowth, lookMilliseconds).unref()
}

/**
 * Lets the young generation grow again after V8 made it small in idle time: at the 1 MB that are left then, a call lasts
 * a third longer.
 */
function boundGrowth(): void {
  const young = v8.getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')
  const mayGrow = young !== undefined && young.space_size < enough
  v8.setFlagsFromString(`--semi-space-growth-factor=${mayGrow ? 2 : 1}`)
}
