import type { AsyncLocalStorage } from 'node:async_hooks'

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
  /** Absent at admission, and where the API takes none. */
  readonly body?: unknown
}

/** An answer that takes the place of the API's own. */
export interface Delivery {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Something that happens to calls of a service at one step. */
export interface Interruption {
  readonly serviceId: string
  readonly step: Step
  /** How the journal names it, where it is a fault. */
  readonly fault?: string
  /** Whether it happens to this call. Asked once for each call, so that it may count. */
  readonly takes: (call: CallFacts) => boolean
  /** May wait, may throw what the step would throw, may give an answer that is sent instead. */
  readonly act: (call: CallFacts) => Promise<Delivery | undefined>
}

/** A call that something happens to. */
export interface TakenCall {
  readonly faults: readonly string[]
  /** Lets happen what was arranged for this step, once. */
  reach(step: Step): Promise<Delivery | undefined>
  /** Decides, so that the steps `storage` and `change` are reached on the way. */
  run<Result>(decide: () => Promise<Result>): Promise<Result>
}

/** Whatever testers have arranged to happen to calls. */
export interface Interference {
  /** Gives back how to disarm it. */
  arm(interruption: Interruption): () => void
  /** What happens to a call at its admission, or from its arrival on; undefined where nothing does. */
  take(call: CallFacts, phase: 'admission' | 'arrival'): TakenCall | undefined
  /** Disarms everything of a service. */
  clear(serviceId: string): void
}

/** The call within which the storage is being asked. */
export type CallInProgress = AsyncLocalStorage<TakenCall>

export function createInterference(inProgress: CallInProgress): Interference {
  const armed = new Map<string, Set<Interruption>>()
  return {
    arm: (interruption) => {
      const { serviceId } = interruption
      const ofService = armed.get(serviceId) ?? new Set()
      armed.set(serviceId, ofService.add(interruption))
      return () => void ofService.delete(interruption)
    },
    take: (call, phase) => {
      const ofService = armed.get(call.serviceId ?? '')
      if (ofService === undefined || ofService.size === 0) return undefined
      const taken = [...ofService]
        .filter(({ step }) => (step === 'admission') === (phase === 'admission'))
        .filter(({ takes }) => takes(call))
      return taken.length === 0 ? undefined : takeCall(call, taken, inProgress)
    },
    clear: (serviceId) => armed.get(serviceId)?.clear(),
  }
}

function takeCall(call: CallFacts, taken: readonly Interruption[], inProgress: CallInProgress): TakenCall {
  const waiting = new Set(taken)
  const takenCall: TakenCall = {
    faults: taken.flatMap(({ fault }) => fault ?? []),
    reach: async (step) => {
      for (const interruption of [...waiting].filter((candidate) => candidate.step === step)) {
        waiting.delete(interruption)
        const delivery = await interruption.act(call)
        if (delivery !== undefined) return delivery
      }
      return undefined
    },
    run: (decide) => inProgress.run(takenCall, decide),
  }
  return takenCall
}
