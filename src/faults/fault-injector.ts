import type { AsyncLocalStorage } from 'node:async_hooks'
import type { ApiAnswer } from '../outcome/outcome.ts'
import type { StoreCall } from '../store/store.ts'
import type { Delivery } from './delivery.ts'

/**
 * Where a call can be interrupted: when it comes in (before anything is known of its body), when it has passed the front
 * door, when its decision first asks the storage, when it first changes the storage, and when its answer is ready.
 */
export type Step = 'admission' | 'arrival' | 'storage' | 'change' | 'answer'

/** What is known of a call when an interruption is chosen for it. */
export interface CallFacts {
  /** Absent for an API of the organization. */
  readonly serviceId?: string
  /** The path behind the service as the contract writes it, without a slash in front: `gm`, `client/get/{clientId}`. */
  readonly api: string
  /** How Authlete's texts name the API: the path behind the service as it was called. */
  readonly path: string
  /** Absent at admission, and where the API takes none. */
  readonly body?: unknown
  /** Aborted when the caller has gone away. */
  readonly gone: AbortSignal
}

/** What becomes of a call: something in place of its answer, nothing by design, or nothing because nothing fitted. */
export type Effect = Delivery | 'untouched' | undefined

/** Something that happens to calls of a service at one step. */
export interface Interruption {
  readonly serviceId: string
  readonly step: Step
  /** How the journal names it, where it is a fault. */
  readonly fault?: string
  /** Whether it may happen to this call. Asked once for each call, so that it may count. */
  readonly matches: (call: CallFacts) => boolean
  /**
   * May wait, and may throw what the step would throw. At arrival and with an answer, which is given at that step, it may
   * say what is delivered instead. What it asks of the storage is not interrupted.
   */
  readonly act: (call: CallFacts, answer?: ApiAnswer) => Promise<Effect>
  /** Called once when it is disarmed: lets go whom it keeps waiting. */
  readonly release?: () => void
}

/** A call that something happens to. */
export interface InterceptedCall {
  /** The faults that have happened to it so far. */
  readonly faults: readonly string[]
  /** Lets happen what was arranged for this step, once; whoever comes to the step meanwhile waits for it too. */
  at(step: Step, answer?: ApiAnswer): Promise<Delivery | undefined>
}

/** Whatever testers have arranged to happen to calls. */
export interface FaultInjector {
  /** Gives back how to disarm it. */
  activate(interruption: Interruption): () => void
  /** Whether anything can happen to calls of a service; asked on every call. */
  isActive(serviceId: string | undefined): boolean
  /** What happens to a call at its admission, or from its arrival on; undefined where nothing does. */
  intercept(call: CallFacts, phase: 'admission' | 'arrival'): InterceptedCall | undefined
  /** Disarms everything of a service, or of all of them. */
  clear(serviceId?: string): void
  /** Disarms everything for good, so that a stop waits for nobody. */
  close(): void
}

/** A call while it is decided. Where something happens to it, its steps `storage` and `change` are reached on the way. */
export interface RunningCall {
  readonly store: StoreCall
  readonly intercepted?: InterceptedCall | undefined
}

/** The call within which the storage is being asked. */
export type CallInProgress = AsyncLocalStorage<RunningCall | undefined>

export function createFaultInjector(inProgress: CallInProgress): FaultInjector {
  const active = new Map<string, Set<Interruption>>()
  let closed = false
  const deactivate = (interruption: Interruption): void => {
    const ofService = active.get(interruption.serviceId)
    if (ofService?.delete(interruption) !== true) return
    if (ofService.size === 0) active.delete(interruption.serviceId)
    interruption.release?.()
  }
  const clear = (serviceId?: string): void => {
    const cleared = serviceId === undefined ? [...active.keys()] : [serviceId]
    for (const id of cleared) active.get(id)?.forEach(deactivate)
  }
  return {
    activate: (interruption) => {
      const { serviceId } = interruption
      active.set(serviceId, (active.get(serviceId) ?? new Set()).add(interruption))
      if (closed) clear(serviceId)
      return () => deactivate(interruption)
    },
    isActive: (serviceId) => serviceId !== undefined && active.has(serviceId),
    intercept: (call, phase) => {
      const matching = [...(active.get(call.serviceId ?? '') ?? [])]
        .filter(({ step }) => (step === 'admission') === (phase === 'admission'))
        .filter(({ matches }) => matches(call))
      return matching.length === 0 ? undefined : interceptCall(call, matching, inProgress)
    },
    clear,
    close: () => {
      closed = true
      clear()
    },
  }
}

function interceptCall(
  call: CallFacts,
  interruptions: readonly Interruption[],
  inProgress: CallInProgress,
): InterceptedCall {
  const faults: string[] = []
  const started = new Map<Step, Promise<Delivery | undefined>>()
  const run = async (step: Step, answer?: ApiAnswer): Promise<Delivery | undefined> => {
    for (const interruption of interruptions.filter((candidate) => candidate.step === step)) {
      const effect = await runInterruption(interruption, call, answer, faults)
      if (typeof effect === 'object') return effect
    }
    return undefined
  }
  return {
    faults,
    at: (step, answer) => {
      const running = started.get(step) ?? inProgress.run(undefined, () => run(step, answer))
      started.set(step, running)
      return running
    },
  }
}

async function runInterruption(
  { act, fault }: Interruption,
  call: CallFacts,
  answer: ApiAnswer | undefined,
  faults: string[],
): Promise<Effect> {
  let effect: Effect
  try {
    effect = await act(call, answer)
    return effect
  } finally {
    if (fault !== undefined && effect !== 'untouched') faults.push(fault)
  }
}
