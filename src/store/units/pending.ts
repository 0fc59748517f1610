import type { AuthorizationCode } from '../../model/authorization.ts'
import type { FoundPending, PendingContents, PendingKind } from '../../model/pending.ts'
import type { CodeIssue } from '../values.ts'
import { dueOfPending } from './due.ts'
import { rememberScopes } from './grants.ts'
import { nameRow, nameRows, namesOf } from './tables.ts'
import { change, changeOne, kept, returned, transaction } from './unit.ts'
import type { Query, Steps, Transaction } from './unit.ts'

interface Keys {
  readonly keyHash: string
  readonly clientId: number
  readonly endsAt: number
}

/** How each kind is found, its owner, and its end. */
const keysOf: { readonly [Kind in PendingKind]: (content: PendingContents[Kind]) => Keys } = {
  ticket: ({ ticketHash: keyHash, request, expiresAt: endsAt }) => ({
    keyHash,
    clientId: request.clientId,
    endsAt,
  }),
  token_ticket: ({ ticketHash: keyHash, clientId, expiresAt: endsAt }) => ({ keyHash, clientId, endsAt }),
  pushed_request: ({ requestUriHash: keyHash, clientId, expiresAt: endsAt }) => ({
    keyHash,
    clientId,
    endsAt,
  }),
  code: ({ codeHash: keyHash, request, expiresAt: endsAt }) => ({
    keyHash,
    clientId: request.clientId,
    endsAt,
  }),
}

/** A used code stays as long as its tokens, so that a second use is detected; other kinds are deleted when used. */
const staysWhenUsed: readonly PendingKind[] = ['code']

/** The name of all pending records of all services. */
export const anyPending = nameRows('pending', 'any')

function nameOne(generation: number, kind: PendingKind, keyHash: string): readonly string[] {
  return [nameRow('pending', generation, `${kind} ${keyHash}`)]
}

const which = 'WHERE generation = ? AND kind = ? AND key_hash = ?'

export function savePending<Kind extends PendingKind>(
  generation: number,
  kind: Kind,
  content: PendingContents[Kind],
): Query<boolean> {
  const { keyHash, clientId, endsAt } = keysOf[kind](content)
  const values = [generation, kind, keyHash, clientId, JSON.stringify(content), endsAt]
  const text = `INSERT INTO pending VALUES (?, ?, ?, ?, ?, 0, ?, ${dueOfPending})`
  return changeOne(text, [...values, endsAt, generation], nameOne(generation, kind, keyHash))
}

export function findPending<Kind extends PendingKind>(
  generation: number,
  kind: Kind,
  keyHash: string,
): Query<FoundPending<Kind> | undefined> {
  return kept(
    `SELECT content, used FROM pending ${which}`,
    [generation, kind, keyHash],
    ({ content, used }: { readonly content: string; readonly used: number }) => ({
      content: JSON.parse(content) as PendingContents[Kind],
      isUsed: used === 1,
    }),
    () => [...namesOf('pending', generation, `${kind} ${keyHash}`), anyPending],
  )
}

export function updatePending<Kind extends PendingKind>(
  generation: number,
  kind: Kind,
  keyHash: string,
  next: (content: PendingContents[Kind]) => PendingContents[Kind],
): Transaction<boolean> {
  return transaction('write', function* () {
    const found = yield* findPending(generation, kind, keyHash)
    if (found === undefined) return false
    const values = [JSON.stringify(next(found.content)), generation, kind, keyHash]
    const text = `UPDATE pending SET content = ? ${which}`
    return yield* changeOne(text, values, nameOne(generation, kind, keyHash))
  })
}

export function endPending(generation: number, kind: PendingKind, keyHash: string): Transaction<boolean> {
  return transaction('write', function* () {
    const ended = yield* returned(
      `DELETE FROM pending ${which} RETURNING content`,
      [generation, kind, keyHash],
      ({ content }: { readonly content: string }) =>
        JSON.parse(content) as Partial<PendingContents['ticket']>,
      nameOne(generation, kind, keyHash),
    )
    yield* endPushedRequest(generation, ended?.request?.requestUriHash)
    return ended !== undefined
  })
}

/** Ends the pushed request behind a request. False if it is gone; true for a request that was not pushed. */
function* endPushedRequest(generation: number, requestUriHash: string | undefined): Steps<boolean> {
  return requestUriHash === undefined || (yield* remove(generation, 'pushed_request', requestUriHash))
}

function remove(generation: number, kind: PendingKind, keyHash: string): Query<boolean> {
  const text = `DELETE FROM pending ${which}`
  return changeOne(text, [generation, kind, keyHash], nameOne(generation, kind, keyHash))
}

/** Uses a record that works once; a code is kept until its tokens end. False if it was used, or is gone. */
export function usePending(
  generation: number,
  kind: PendingKind,
  keyHash: string,
  tokensEnd: number,
): Query<boolean> {
  if (!staysWhenUsed.includes(kind)) return remove(generation, kind, keyHash)
  const text = `UPDATE pending SET used = 1,
      due = CASE WHEN ends_at < ? THEN ${dueOfPending} ELSE due END,
      ends_at = CASE WHEN ends_at < ? THEN ? ELSE ends_at END ${which} AND used = 0`
  const values = [tokensEnd, tokensEnd, generation, tokensEnd, tokensEnd, generation, kind, keyHash]
  return changeOne(text, values, nameOne(generation, kind, keyHash))
}

/** Keeps the code of a token at least until that token ends. */
export function* keepCode(
  generation: number,
  { codeHash, expiresAt }: { readonly codeHash?: string | undefined; readonly expiresAt: number },
): Steps<void> {
  if (codeHash === undefined) return
  const text = `UPDATE pending SET ends_at = ?, due = ${dueOfPending} ${which} AND ends_at < ?`
  const values = [expiresAt, expiresAt, generation, generation, 'code', codeHash, expiresAt]
  yield* change(text, values, nameOne(generation, 'code', codeHash))
}

/** One row becomes the other: its page is filled again, where a row after it would leave a gap. */
function replaceTicket(generation: number, ticketHash: string, code: AuthorizationCode): Query<boolean> {
  const { keyHash, clientId, endsAt } = keysOf.code(code)
  const text = `UPDATE pending SET kind = 'code', key_hash = ?, client_id = ?, content = ?, ends_at = ?, due = ${dueOfPending} ${which}`
  const values = [keyHash, clientId, JSON.stringify(code), endsAt, endsAt, generation]
  return changeOne(
    text,
    [...values, generation, 'ticket', ticketHash],
    [...nameOne(generation, 'ticket', ticketHash), ...nameOne(generation, 'code', keyHash)],
  )
}

export function issueCode(
  generation: number,
  ticketHash: string,
  code: AuthorizationCode,
): Transaction<CodeIssue> {
  return transaction('write', function* () {
    if (!(yield* replaceTicket(generation, ticketHash, code))) return 'ticket_gone'
    if (!(yield* endPushedRequest(generation, code.request.requestUriHash))) {
      yield* remove(generation, 'code', code.codeHash)
      return 'request_used'
    }
    yield* rememberScopes(generation, code)
    return 'issued'
  })
}
