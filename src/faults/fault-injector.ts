import type { AsyncLocalStorage } from 'node:async_hooks'
import type { ApiAnswer } from '../outcome/outcome.ts'
import type { StoreCall } from '../store/store.ts'
import type { Delivery } from './delivery.ts'

/**
 * Where a call can be interrupted: when it comes in (before its body is read), when it has passed the front door, when
 * its decision first uses the storage, when it first changes the storage, and when its answer is ready.
 */
export type Step = 'admission' | 'arrival' | 'storage' | 'change' | 'answer'

/** A call, as far as interruptions are chosen by it. */
export interface CallFacts {
  /** Absent for an API of the organization. */
  readonly serviceId?: string
  /** The path behind the service in the contract's form, without a leading slash: `gm`, `client/get/{clientId}`. */
  readonly api: string
  /** How Authlete's texts name the API: the actual path behind the service. */
  readonly path: string
  /** Absent at admission, and if the API has no body. */
  readonly body?: unknown
  /** Aborted when the caller has disconnected. */
  readonly gone: AbortSignal
}

/** The effect on a call: something in place of its answer, none by design, or none because the fault does not apply. */
export type Effect = Delivery | 'untouched' | undefined

/** Something that happens to calls of a service at one step. */
export interface Interruption {
  readonly serviceId: string
  readonly step: Step
  /** Its name in the journal, if it is a fault. */
  readonly fault?: string
  /** Whether it happens to this call. Evaluated once for each call, so that it may count. */
  readonly matches: (call: CallFacts) => boolean
  /**
   * May wait, and may throw what the step would throw. At arrival, and at the step of the answer, it may return what to
   * deliver instead. Its own use of the storage is not interrupted.
   */
  readonly act: (call: CallFacts, answer?: ApiAnswer) => Promise<Effect>
  /** Called once when it is deactivated: releases the calls that it holds. */
  readonly release?: () => void
}

/** A call with at least one interruption. */
export interface InterceptedCall {
  /** The faults that have happened to it so far. */
  readonly faults: readonly string[]
  /** Runs the interruptions of this step, once; concurrent callers wait for them too. */
  at(step: Step, answer?: ApiAnswer): Promise<Delivery | undefined>
}

/** The active interruptions of all services. */
export interface FaultInjector {
  /** Returns how to deactivate it. */
  activate(interruption: Interruption): () => void
  /** Whether a service has any interruption; evaluated for every call. */
  isActive(serviceId: string | undefined): boolean
  /** The interruptions of a call at its admission, or from its arrival on; undefined if there are none. */
  intercept(call: CallFacts, phase: 'admission' | 'arrival'): InterceptedCall | undefined
  /** Deactivates everything of a service, or of all of them. */
  clear(serviceId?: string): void
  /** Deactivates everything for good, so that a stop does not wait for held calls. */
  close(): void
}

/** A call during its decision. An intercepted one reaches its steps `storage` and `change` meanwhile. */
export interface RunningCall {
  readonly store: StoreCall
  readonly intercepted?: InterceptedCall | undefined
}

/** The call that is using the storage. */
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
