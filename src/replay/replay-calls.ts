import { trimSlashes } from '../base/base-url.ts'
import { compareAnswer, type ComparedAnswer, type RecordedCall } from './recorded-calls.ts'

/** The target of a replay. */
interface ReplayTarget {
  readonly baseUrl: string
  readonly apiToken?: string
  /** Replaces the recorded services. */
  readonly serviceId?: string
  /** The time limit of one response, in milliseconds. */
  readonly timeoutMs?: number
  /** Ends the replay. */
  readonly signal?: AbortSignal
}

/** A replayed call and its result. */
export interface Replayed {
  readonly call: RecordedCall
  /** `gone`: the target answers no more, and nothing else is sent. */
  readonly verdict: 'same' | 'differs' | 'gone'
  /** Why there was no response. */
  readonly failure?: string
  /** Absent if there was no response. */
  readonly now?: ComparedAnswer
}

/** The usual time limit of one response, in milliseconds. */
const usualTimeoutMs = 30_000

/**
 * Sends recorded calls again, one after the other, and only to the target: redirects are not followed. Ends when the
 * signal aborts, or the target is gone: it cannot be reached, or leaves two calls in succession without an answer.
 */
export async function* replayCalls(
  calls: readonly RecordedCall[],
  target: ReplayTarget,
): AsyncGenerator<Replayed, void> {
  let unanswered = 0
  for (const recorded of calls) {
    const call = { ...recorded, path: mapService(recorded.path, target.serviceId) }
    const sent = await send(call, target)
    if (target.signal?.aborted === true) return
    if ('failure' in sent) {
      unanswered += 1
      const { failure, isReached } = sent
      // One call may be left without an answer on purpose, by a fault.
      const isGone = !isReached || unanswered > 1
      yield { call, verdict: isGone ? 'gone' : 'differs', failure }
      if (isGone) return
    } else {
      unanswered = 0
      yield { call, verdict: isSame(sent, call.answer) ? 'same' : 'differs', now: sent }
    }
  }
}

/** Why a call got no answer, and whether the target accepted its connection. */
interface Unanswered {
  readonly failure: string
  readonly isReached: boolean
}

function mapService(path: string, serviceId: string | undefined): string {
  return serviceId === undefined ? path : path.replace(/^\/api\/\d+(?=\/)/, `/api/${serviceId}`)
}

async function send(call: RecordedCall, target: ReplayTarget): Promise<ComparedAnswer | Unanswered> {
  const { signal, timeoutMs = usualTimeoutMs } = target
  // A signal of its own: where AbortSignal.any combines a timeout that nothing else holds, Node.js may collect it.
  const ending = new AbortController()
  const end = (): void => ending.abort(new Error('no answer'))
  const late = (): void => ending.abort(new Error(`no answer within ${timeoutMs / 1000} s`))
  const timer = setTimeout(late, timeoutMs)
  signal?.addEventListener('abort', end)
  const answer = fetchAnswer(call, target, ending.signal).catch(describeFailure)
  return answer.finally(() => {
    clearTimeout(timer)
    signal?.removeEventListener('abort', end)
  })
}

async function fetchAnswer(
  { method, path, body, contentType }: RecordedCall,
  { baseUrl, apiToken }: ReplayTarget,
  signal: AbortSignal,
): Promise<ComparedAnswer> {
  const response = await fetch(`${trimSlashes(baseUrl)}${path}`, {
    method,
    redirect: 'manual',
    signal,
    headers: {
      ...(apiToken !== undefined && { authorization: `Bearer ${apiToken}` }),
      ...(contentType !== undefined && { 'content-type': contentType }),
    },
    ...(body !== undefined && !['GET', 'HEAD'].includes(method) && { body }),
  })
  return compareAnswer(response.status, new Uint8Array(await response.arrayBuffer()))
}

/** Errors of a connection that was open, and so could have been broken on purpose. */
const broken = /^(?:UND_ERR_SOCKET|ECONNRESET|EPIPE)$/

function describeFailure(error: Error): Unanswered {
  const { code, message } = (error.cause ?? error) as NodeJS.ErrnoException
  return { failure: code ?? message, isReached: error.cause === undefined || broken.test(String(code)) }
}

function isSame(one: ComparedAnswer, other: ComparedAnswer): boolean {
  return one.status === other.status && one.resultCode === other.resultCode && one.action === other.action
}
