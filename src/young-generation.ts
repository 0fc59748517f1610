import v8 from 'node:v8'

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
  v8.setFlagsFromString('--heap-growing-percent=50')
  // What compiling took is otherwise given back in the background, so late that up to 25 MB more of it are occupied.
  v8.setFlagsFromString('--no-maglev-destroy-on-background')
  if (!/semi[-_]space/.test(nodeOptions)) v8.setFlagsFromString('--semi-space-growth-factor=1')
}
