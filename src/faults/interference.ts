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
  readonly takes: (call: CallFacts) => boolean
  /**
   * May wait, and may throw what the step would throw. At arrival and with an answer, which is given at that step, it may
   * say what is delivered instead. What it asks of the storage is not interrupted.
   */
  readonly act: (call: CallFacts, answer?: ApiAnswer) => Promise<Effect>
  /** Called once when it is disarmed: lets go whom it keeps waiting. */
  readonly letGo?: () => void
}

/** A call that something happens to. */
export interface TakenCall {
  /** The faults that have happened to it so far. */
  readonly faults: readonly string[]
  /** Lets happen what was arranged for this step, once; whoever comes to the step meanwhile waits for it too. */
  reach(step: Step, answer?: ApiAnswer): Promise<Delivery | undefined>
}

/** Whatever testers have arranged to happen to calls. */
export interface Interference {
  /** Gives back how to disarm it. */
  arm(interruption: Interruption): () => void
  /** Whether anything can happen to calls of a service; asked on every call. */
  isArmed(serviceId: string | undefined): boolean
  /** What happens to a call at its admission, or from its arrival on; undefined where nothing does. */
  take(call: CallFacts, phase: 'admission' | 'arrival'): TakenCall | undefined
  /** Disarms everything of a service, or of all of them. */
  clear(serviceId?: string): void
  /** Disarms everything for good, so that a stop waits for nobody. */
  close(): void
}

/** A call while it is decided. Where something happens to it, its steps `storage` and `change` are reached on the way. */
export interface CallUnderway {
  readonly store: StoreCall
  readonly taken?: TakenCall | undefined
}

/** The call within which the storage is being asked. */
export type CallInProgress = AsyncLocalStorage<CallUnderway | undefined>

export function createInterference(inProgress: CallInProgress): Interference {
  const armed = new Map<string, Set<Interruption>>()
  let closed = false
  const disarm = (interruption: Interruption): void => {
    const ofService = armed.get(interruption.serviceId)
    if (ofService?.delete(interruption) !== true) return
    if (ofService.size === 0) armed.delete(interruption.serviceId)
    interruption.letGo?.()
  }
  const clear = (serviceId?: string): void => {
    const cleared = serviceId === undefined ? [...armed.keys()] : [serviceId]
    for (const id of cleared) armed.get(id)?.forEach(disarm)
  }
  return {
    arm: (interruption) => {
      const { serviceId } = interruption
      armed.set(serviceId, (armed.get(serviceId) ?? new Set()).add(interruption))
      if (closed) clear(serviceId)
      return () => disarm(interruption)
    },
    isArmed: (serviceId) => serviceId !== undefined && armed.has(serviceId),
    take: (call, phase) => {
      const taken = [...(armed.get(call.serviceId ?? '') ?? [])]
        .filter(({ step }) => (step === 'admission') === (phase === 'admission'))
        .filter(({ takes }) => takes(call))
      return taken.length === 0 ? undefined : takeCall(call, taken, inProgress)
    },
    clear,
    close: () => {
      closed = true
      clear()
    },
  }
}

function takeCall(call: CallFacts, taken: readonly Interruption[], inProgress: CallInProgress): TakenCall {
  const faults: string[] = []
  const reached = new Map<Step, Promise<Delivery | undefined>>()
  const happen = async (step: Step, answer?: ApiAnswer): Promise<Delivery | undefined> => {
    for (const interruption of taken.filter((candidate) => candidate.step === step)) {
      const effect = await suffer(interruption, call, answer, faults)
      if (typeof effect === 'object') return effect
    }
    return undefined
  }
  return {
    faults,
    reach: (step, answer) => {
      const happening = reached.get(step) ?? inProgress.run(undefined, () => happen(step, answer))
      reached.set(step, happening)
      return happening
    },
  }
}

async function suffer(
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
