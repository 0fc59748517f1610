import { isJsonObject, readJsonObject, type JsonObject } from '../base/json.ts'

/** The compared members of an answer. */
export interface ComparedAnswer {
  readonly status: number
  readonly resultCode?: string
  readonly action?: string
}

/** One call to an API of Authlete, as an archive recorded it. */
export interface RecordedCall {
  readonly method: string
  /** The path from `/api/` on, with its query. */
  readonly path: string
  readonly contentType?: string
  readonly body?: string
  readonly answer: ComparedAnswer
}

type ArchiveReading =
  | {
      readonly calls: readonly RecordedCall[]
      /** How many entries are no calls to an API of Authlete, or have no recorded body. */
      readonly others: number
    }
  | { readonly error: string }

/**
 * Reads the calls to paths under `/api/` from an HTTP Archive 1.2 of any recorder: some write a byte order mark (HAR
 * 1.2, "HAR file encoding").
 */
export function readRecordedCalls(text: string): ArchiveReading {
  const reading = readJsonObject(text)
  if ('error' in reading) return reading
  const log = reading.value['log']
  const entries = isJsonObject(log) ? log['entries'] : undefined
  if (!Array.isArray(entries)) return { error: 'it has no log.entries' }
  const calls = entries.flatMap(readEntry)
  return { calls, others: entries.length - calls.length }
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH']

function readEntry(entry: unknown): readonly RecordedCall[] {
  const { request, response } = asObject(entry)
  const { method, url, postData } = asObject(request)
  const path = readApiPath(url)
  const answer = readAnswer(asObject(response))
  if (!methods.includes(String(method)) || path === undefined || answer === undefined) return []
  const { mimeType, comment, ...content } = asObject(postData)
  const body = readBody(content)
  if (typeof comment === 'string' && comment.endsWith('not kept)')) return []
  return [
    {
      method: String(method),
      path,
      answer,
      ...(body !== undefined && { body }),
      ...(typeof mimeType === 'string' && mimeType !== '' && { contentType: mimeType }),
    },
  ]
}

/** A form may be recorded by its fields alone (HAR 1.2, postData). */
function readBody({ text, params }: JsonObject): string | undefined {
  if (typeof text === 'string' && text !== '') return text
  const form = new URLSearchParams()
  for (const { name, value = '' } of Array.isArray(params) ? params.map(asObject) : []) {
    if (typeof name === 'string') form.append(name, String(value))
  }
  return form.size === 0 ? undefined : form.toString()
}

function asObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {}
}

/** Authlete 3.0 has its APIs under `/api/`, at the root of the host. */
function readApiPath(url: unknown): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined
  const { pathname, search } = new URL(url)
  return pathname.startsWith('/api/') ? pathname + search : undefined
}

/** Undefined if the call got no response, which recorders write as status 0. */
function readAnswer({ status, content }: JsonObject): ComparedAnswer | undefined {
  if (!Number.isInteger(status) || Number(status) < 100) return undefined
  const { text, encoding } = asObject(content)
  const octets = Buffer.from(typeof text === 'string' ? text : '', encoding === 'base64' ? 'base64' : 'utf8')
  return compareAnswer(Number(status), octets)
}

/** The compared members of an answer; only the status if the body is no JSON object. */
export function compareAnswer(status: number, body: Uint8Array): ComparedAnswer {
  const reading = readJsonObject(body)
  const { resultCode, action } = 'value' in reading ? reading.value : {}
  return {
    status,
    ...(typeof resultCode === 'string' && { resultCode }),
    ...(typeof action === 'string' && { action }),
  }
}
