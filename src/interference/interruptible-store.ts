import type { Store } from '../store/store.ts'
import type { CallInProgress, TakenCall } from './interference.ts'

/**
 * Methods that only look: the contract names them by these verbs. Spending a proof is a part of checking it, and not
 * yet what the call is for.
 */
const looking = /^(find|list|is|ping|take|recordProof)(?=[A-Z]|$)/

type Method = (...values: readonly unknown[]) => Promise<unknown>

/** The same store, except that a call that something happens to reaches its steps `storage` and `change` here. */
export function interruptibleStore(store: Store, inProgress: CallInProgress): Store {
  const methods = Object.entries(store as unknown as Readonly<Record<string, Method>>)
  const interruptible = methods.map(([name, method]): [string, Method] => [
    name,
    (...values) => {
      const call = inProgress.getStore()
      return call === undefined ? method(...values) : interrupt(call, name, () => method(...values))
    },
  ])
  return Object.fromEntries(interruptible) as unknown as Store
}

async function interrupt(call: TakenCall, name: string, ask: () => Promise<unknown>): Promise<unknown> {
  await call.reach('storage')
  if (!looking.test(name)) await call.reach('change')
  return ask()
}
