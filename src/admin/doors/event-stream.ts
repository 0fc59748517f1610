import { Readable } from 'node:stream'
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import type { StreamedCall, StreamedNumberedCall } from '../../../schema/admin/journal.ts'
import { cancellable } from '../journal/backlog.ts'

/** The interval of a stream's heartbeats, in milliseconds: proxies close what is silent for a minute. */
const heartbeatInterval = 15_000

/** A call to one service, or among those to all, where its place is its number. */
type AnyCall = StreamedCall | StreamedNumberedCall

/** Calls as server-sent events (HTML Living Standard §9.2). Ends with the calls; ends them when it is destroyed. */
export function writeEvents(calls: AsyncIterator<AnyCall>, interval = heartbeatInterval): Readable {
  let pulling = false
  const pull = async (): Promise<void> => {
    const { done, value } = await calls.next()
    pulling = false
    if (done === true) stream.push(null)
    else stream.push(writeEvent(value))
  }
  const stream = new Readable({
    read: () => {
      if (pulling) return
      pulling = true
      void pull()
    },
    destroy: (error, conclude) => {
      clearInterval(timer)
      void calls.return?.()
      conclude(error)
    },
  })
  const timer = setInterval(() => {
    if (stream.readableLength === 0) stream.push(': alive\n\n')
  }, interval)
  timer.unref()
  // The first bytes make the server send the headers: from then on the reader misses no call.
  stream.push('retry: 1000\n\n')
  return stream
}

function writeEvent({ request, dropped }: AnyCall): string {
  const place = 'number' in request ? request.number : request.id
  const lost = dropped === 0 ? '' : `event: dropped\ndata: ${JSON.stringify({ dropped })}\n\n`
  return `${lost}id: ${place}\nevent: request\ndata: ${JSON.stringify(request)}\n\n`
}

/** The calls in the events, until the reader stops, which aborts the connection. */
export function followEvents(
  body: AsyncIterable<Uint8Array>,
  connection: AbortController,
): AsyncIterableIterator<StreamedCall> {
  return cancellable(untilAborted(readEvents(body), connection.signal), () => connection.abort())
}

/** A connection that the reader has closed is no error. */
async function* untilAborted(
  calls: AsyncGenerator<StreamedCall, void>,
  signal: AbortSignal,
): AsyncGenerator<StreamedCall, void> {
  try {
    yield* calls
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

/** Calls from server-sent events; ignores comments and events without data. */
async function* readEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<StreamedCall, void> {
  let dropped = 0
  for await (const { event, data } of splitEvents(body)) {
    const value = JSON.parse(data) as unknown
    if (event === 'dropped') dropped += (value as { dropped: number }).dropped
    else {
      yield { request: value as StreamedCall['request'], dropped }
      dropped = 0
    }
  }
}

async function* splitEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<EventSourceMessage, void> {
  const decoder = new TextDecoder()
  const events: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (event) => events.push(event) })
  for await (const octets of body) {
    parser.feed(decoder.decode(octets, { stream: true }))
    yield* events.splice(0)
  }
}
