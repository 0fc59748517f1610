import type { NewServiceRequest } from '../../schema/admin/services.ts'
import { AuthleteError, flawless, type Answer, type Behaviour, type Reply } from './server.ts'

/** An authorization server with one thing wrong, and the checks that must find it: these, and no others. */
export interface Flaw {
  readonly what: string
  readonly found: readonly string[]
  readonly behaviour?: Partial<Behaviour>
  /** Made anew for each server, where it has a memory. */
  readonly remember?: () => Partial<Behaviour>
  readonly service?: NewServiceRequest
  readonly waitsForever?: true
  /** Tried by all checks, because others are skipped for it. */
  readonly triedByAll?: true
}

/** Answers as it should, and then differently. */
export function reply(
  change: (reply: Reply, answer: Answer, method: string) => Partial<Reply>,
): Partial<Behaviour> {
  return {
    reply: (answer, incoming) => {
      const right = flawless.reply(answer, incoming)
      return { ...right, ...change(right, answer, incoming.method) }
    },
  }
}

/** Sends another status for an action. */
export const status = (action: string, instead: number): Partial<Behaviour> =>
  reply((_, answer) => (answer.action === action ? { status: instead } : {}))

/** Sends other header fields; undefined takes one away. */
export const fields = (
  change: (answer: Answer) => Readonly<Record<string, string | readonly string[] | undefined>>,
): Partial<Behaviour> =>
  reply(({ headers }, answer) => {
    const given = Object.entries({ ...headers, ...change(answer) })
    const kept = given.filter((pair): pair is [string, string] => pair[1] !== undefined)
    return { headers: Object.fromEntries(kept) }
  })

export const send = (text: string, code = 503): Reply => ({
  status: code,
  headers: { 'cache-control': 'no-store' },
  body: text,
})

/** Sends something else where the call to Authlete came to nothing with this status. */
export const passOn = (code: number): Partial<Behaviour> => ({
  fail: (error, incoming) =>
    error instanceof AuthleteError && error.status === code ? send('', code) : flawless.fail(error, incoming),
})

export const writeBody = (
  change: (
    body: ReturnType<Behaviour['writeBody']>,
    url: URL,
  ) => Readonly<Record<string, string | undefined>>,
): Partial<Behaviour> => ({
  writeBody: (incoming, ...rest) => {
    const body = flawless.writeBody(incoming, ...rest)
    return { ...body, ...change(body, incoming.url) }
  },
})
