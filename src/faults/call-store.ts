import type { Store } from '../store/store.ts'
import type { CallInProgress, InterceptedCall } from './fault-injector.ts'

/**
 * Methods that only read: the contract names them by these verbs. Recording a proof is a part of checking it, and not
 * yet the purpose of the call.
 */
const looking = /^(find|list|is|ping|take|recordProof)(?=[A-Z]|$)/

type Method = (...values: readonly unknown[]) => Promise<unknown>

/** The store of a call, with its methods by name. */
interface CallByName {
  readonly ask: (name: string, values: readonly unknown[]) => Promise<unknown>
}

/**
 * The same store, except that a call in progress uses its own unit of work, and that an intercepted one reaches its
 * steps `storage` and `change` here.
 */
export function callStore(store: Store, inProgress: CallInProgress): Store {
  const methods = Object.entries(store as unknown as Readonly<Record<string, Method>>)
  const ofCall = methods.map(([name, method]): [string, Method] => [
    name,
    (...values) => {
      const call = inProgress.getStore()
      if (call === undefined) return method(...values)
      const { ask } = call.store as unknown as CallByName
      return call.intercepted === undefined
        ? ask(name, values)
        : interrupt(call.intercepted, name).then(() => ask(name, values))
    },
  ])
  return { ...Object.fromEntries(ofCall), openCall: () => store.openCall() } as unknown as Store
}

async function interrupt(call: InterceptedCall, name: string): Promise<void> {
  await call.at('storage')
  if (!looking.test(name)) await call.at('change')
}
