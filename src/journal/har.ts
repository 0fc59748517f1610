import { STATUS_CODES } from 'node:http'
import type { Har } from '../../schema/admin/journal.ts'
import type { FlagView } from '../../schema/admin/views.ts'
import { explainTrace } from './expected-from.ts'
import type { JournalEntry } from './journal.ts'

/** A call with the linter's flags. */
export interface ArchivedCall extends JournalEntry {
  readonly lint: readonly FlagView[]
}

/** What an archive says about itself. */
interface HarFacts {
  readonly serviceId: string
  readonly version: string
  readonly dropped: number
  readonly cursor: string
}

type HarEntry = Har['log']['entries'][number]

/** The calls as an HTTP Archive 1.2. The mock's own members begin with an underscore, as HAR requires. */
export function writeHar(calls: readonly ArchivedCall[], facts: HarFacts): Har {
  const { version, ...place } = facts
  return {
    log: {
      version: '1.2',
      creator: { name: 'authlete-gm-mock', version },
      entries: calls.map(writeEntry),
      _gmMock: place,
    },
  }
}

function writeEntry(call: ArchivedCall): HarEntry {
  const { id, at, api, action, resultCode, durationMs, reason, lint } = call
  const { source, conditionSource, messageSource } = call
  return {
    startedDateTime: new Date(at - durationMs).toISOString(),
    time: durationMs,
    request: writeRequest(call),
    response: writeResponse(call),
    cache: {},
    timings: { send: 0, wait: durationMs, receive: 0 },
    _gmMock: JSON.parse(
      JSON.stringify({
        id,
        api,
        action,
        resultCode,
        reason,
        source,
        conditionSource,
        messageSource,
        lint,
        trace: explainTrace(call.trace, { api, body: call.request.body }),
      }),
    ) as HarEntry['_gmMock'],
  }
}

/** What the journal stores in place of a body that is too long. */
const lost = /^\(\d+ octets, not kept\)$/

function writeRequest({ request: { method, path, headers, body, text: written } }: JournalEntry) {
  const origin = `http://${String(headers['host'])}`
  const url = new URL(path, URL.canParse(origin) ? origin : 'http://gm-mock.invalid')
  const contentType = headers['content-type']
  const mimeType = typeof contentType === 'string' ? contentType : 'application/json'
  const isLost = typeof body === 'string' && lost.test(body)
  const text = isLost ? '' : (written ?? (typeof body === 'string' ? body : JSON.stringify(body)))
  return {
    method,
    url: url.href,
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: writeHeaders(headers),
    queryString: [...url.searchParams].map(([name, value]) => ({ name, value })),
    ...(text !== undefined && { postData: { mimeType, text, ...(isLost && { comment: body }) } }),
    headersSize: -1,
    bodySize: text === undefined ? 0 : Buffer.byteLength(text),
  }
}

/** An archive is made to be passed on, so credentials are left out: a replay supplies its own. */
function writeHeaders(headers: Readonly<Record<string, unknown>>) {
  return Object.entries(headers)
    .flatMap(([name, values]) => [values].flat().map((value) => ({ name, value: String(value) })))
    .map(({ name, value }) => ({ name, value: name === 'authorization' ? hideCredentials(value) : value }))
}

function hideCredentials(authorization: string): string {
  return authorization.replace(/^(\S+\s+)?.*$/s, '$1[not kept]')
}

function writeResponse({ status, response, request: { method } }: JournalEntry) {
  const text = status === 204 || method === 'HEAD' ? '' : JSON.stringify(response)
  const mimeType = 'application/json'
  return {
    status,
    statusText: STATUS_CODES[status] ?? '',
    httpVersion: 'HTTP/1.1',
    cookies: [],
    headers: text === '' ? [] : [{ name: 'content-type', value: mimeType }],
    content: { size: Buffer.byteLength(text), mimeType, text },
    redirectURL: '',
    headersSize: -1,
    bodySize: Buffer.byteLength(text),
  }
}
