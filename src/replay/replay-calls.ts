import { trimSlashes } from '../base/base-url.ts'
import { compareAnswer, type ComparedAnswer, type RecordedCall } from './recorded-calls.ts'

/** Where calls are sent again. */
export interface ReplayTarget {
  readonly baseUrl: string
  readonly apiToken?: string
  /** Takes the place of the recorded services. */
  readonly serviceId?: string
}

/** A call that was sent again, and what came of it. */
export interface Replayed {
  readonly call: RecordedCall
  readonly verdict: 'same' | 'differs'
  /** Absent where there was no answer. */
  readonly now?: ComparedAnswer
}

/** How long one answer may take, in milliseconds. */
const timeoutMs = 30_000

/** Sends recorded calls again, one after the other, and nowhere but to the target: redirects are not followed. */
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
