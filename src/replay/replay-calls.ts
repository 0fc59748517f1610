import { trimSlashes } from '../base/base-url.ts'
import { compareAnswer, type ComparedAnswer, type RecordedCall } from './recorded-calls.ts'

/** The target of a replay. */
interface ReplayTarget {
  readonly baseUrl: string
  readonly apiToken?: string
  /** Replaces the recorded services. */
  readonly serviceId?: string
}

/** A replayed call and its result. */
export interface Replayed {
  readonly call: RecordedCall
  readonly verdict: 'same' | 'differs'
  /** Absent if there was no response. */
  readonly now?: ComparedAnswer
}

/** The time limit of one response, in milliseconds. */
const timeoutMs = 30_000

/** Sends recorded calls again, one after the other, and only to the target: redirects are not followed. */
export async function* replayCalls(
  calls: readonly RecordedCall[],
  target: ReplayTarget,
): AsyncGenerator<Replayed, void> {
  for (const recorded of calls) {
    const call = { ...recorded, path: mapService(recorded.path, target.serviceId) }
    const now = await send(call, target)
    const verdict = now !== undefined && isSame(now, call.answer) ? 'same' : 'differs'
    yield { call, verdict, ...(now !== undefined && { now }) }
  }
}

function mapService(path: string, serviceId: string | undefined): string {
  return serviceId === undefined ? path : path.replace(/^\/api\/\d+(?=\/)/, `/api/${serviceId}`)
}

async function send(call: RecordedCall, { baseUrl, apiToken }: ReplayTarget) {
  const { method, path, body, contentType } = call
  try {
    const response = await fetch(`${trimSlashes(baseUrl)}${path}`, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        ...(apiToken !== undefined && { authorization: `Bearer ${apiToken}` }),
        ...(contentType !== undefined && { 'content-type': contentType }),
      },
      ...(body !== undefined && !['GET', 'HEAD'].includes(method) && { body }),
    })
    return compareAnswer(response.status, new Uint8Array(await response.arrayBuffer()))
  } catch {
    return undefined
  }
}

function isSame(one: ComparedAnswer, other: ComparedAnswer): boolean {
  return one.status === other.status && one.resultCode === other.resultCode && one.action === other.action
}
