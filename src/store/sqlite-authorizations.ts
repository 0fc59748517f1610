import type { Database } from 'better-sqlite3'
import type {
  AuthorizationCode,
  AuthorizationRequest,
  AuthorizationTicket,
  GrantedScopes,
  PushedRequest,
  TokenTicket,
} from '../model/authorization.ts'
import { splitWords } from './rows.ts'
import type { CodeIssue } from './store.ts'
import type { Units } from './units.ts'

type TicketMethods = Pick<Units, 'saveTicket' | 'findTicket' | 'updateTicket' | 'endTicket'>
type TokenTicketMethods = Pick<Units, 'saveTokenTicket' | 'findTokenTicket' | 'endTokenTicket'>
type PushedRequestMethods = Pick<Units, 'savePushedRequest' | 'findPushedRequest'>
type CodeMethods = Pick<Units, 'issueCode' | 'findCode'>
type GrantedScopeMethods = Pick<Units, 'findGrantedScopes' | 'deleteGrantedScopes'>

interface TicketRow {
  ticket_hash: string
  request: string
  info: string | null
  ends_at: number
}

interface PushedRequestRow {
  request_uri_hash: string
  client_id: number
  parameters: string
  dpop_jkt: string | null
  ends_at: number
}

interface GrantedScopesRow {
  latest: string
  merged: string
  modified_at: number
}

export function sqliteAuthorizations(
  database: Database,
): TicketMethods & TokenTicketMethods & PushedRequestMethods & CodeMethods & GrantedScopeMethods {
  return {
    ...ticketMethods(database),
    ...tokenTicketMethods(database),
    ...pushedRequestMethods(database),
    ...codeMethods(database),
    ...grantedScopeMethods(database),
  }
}

function ticketMethods(database: Database): TicketMethods {
  const insert = database.prepare('INSERT INTO tickets VALUES (?, ?, ?, ?, ?, ?)')
  const find = database.prepare<[number, string], TicketRow>(
    'SELECT ticket_hash, request, info, ends_at FROM tickets WHERE generation = ? AND ticket_hash = ?',
  )
  const update = database.prepare('UPDATE tickets SET info = ? WHERE generation = ? AND ticket_hash = ?')
  const remove = database.prepare<[number, string], Pick<TicketRow, 'request'>>(
    'DELETE FROM tickets WHERE generation = ? AND ticket_hash = ? RETURNING request',
  )
  const endRequest = endPushedRequest(database)
  const end = database.transaction((generation: number, ticketHash: string) => {
    const row = remove.get(generation, ticketHash)
    if (row === undefined) return false
    endRequest(generation, JSON.parse(row.request) as AuthorizationRequest)
    return true
  })
  return {
    saveTicket: (generation, { ticketHash, request, info, expiresAt }) =>
      void insert.run(
        generation,
        ticketHash,
        request.clientId,
        JSON.stringify(request),
        info ?? null,
        expiresAt,
      ),
    findTicket: (generation, ticketHash) => {
      const row = find.get(generation, ticketHash)
      return row && toTicket(row)
    },
    updateTicket: (generation, ticketHash, info) => update.run(info, generation, ticketHash).changes === 1,
    endTicket: (generation, ticketHash) => end.immediate(generation, ticketHash),
  }
}

/** Ends the pushed request that a request came from. False when it is gone; one that was not pushed is never gone. */
function endPushedRequest(database: Database) {
  const remove = database.prepare('DELETE FROM pushed_requests WHERE generation = ? AND request_uri_hash = ?')
  return (generation: number, { requestUriHash }: AuthorizationRequest): boolean =>
    requestUriHash === undefined || remove.run(generation, requestUriHash).changes === 1
}

function toTicket({
  ticket_hash: ticketHash,
  request,
  info,
  ends_at: expiresAt,
}: TicketRow): AuthorizationTicket {
  return {
    ticketHash,
    request: JSON.parse(request) as AuthorizationTicket['request'],
    ...(info !== null && { info }),
    expiresAt,
  }
}

function tokenTicketMethods(database: Database): TokenTicketMethods {
  const insert = database.prepare('INSERT INTO token_tickets VALUES (?, ?, ?, ?, ?)')
  const find = database.prepare<[number, string], { content: string }>(
    'SELECT content FROM token_tickets WHERE generation = ? AND ticket_hash = ?',
  )
  const remove = database.prepare('DELETE FROM token_tickets WHERE generation = ? AND ticket_hash = ?')
  return {
    saveTokenTicket: (generation, ticket) =>
      void insert.run(
        generation,
        ticket.ticketHash,
        ticket.clientId,
        JSON.stringify(ticket),
        ticket.expiresAt,
      ),
    findTokenTicket: (generation, ticketHash) => {
      const row = find.get(generation, ticketHash)
      return row && (JSON.parse(row.content) as TokenTicket)
    },
    endTokenTicket: (generation, ticketHash) => remove.run(generation, ticketHash).changes === 1,
  }
}

function pushedRequestMethods(database: Database): PushedRequestMethods {
  const insert = database.prepare('INSERT INTO pushed_requests VALUES (?, ?, ?, ?, ?, ?)')
  const find = database.prepare<[number, string], PushedRequestRow>(
    'SELECT * FROM pushed_requests WHERE generation = ? AND request_uri_hash = ?',
  )
  return {
    savePushedRequest: (generation, { requestUriHash, clientId, parameters, dpopJkt, expiresAt }) =>
      void insert.run(generation, requestUriHash, clientId, parameters, dpopJkt ?? null, expiresAt),
    findPushedRequest: (generation, requestUriHash) => {
      const row = find.get(generation, requestUriHash)
      return row && toPushedRequest(row)
    },
  }
}

function toPushedRequest(row: PushedRequestRow): PushedRequest {
  return {
    requestUriHash: row.request_uri_hash,
    clientId: row.client_id,
    parameters: row.parameters,
    ...(row.dpop_jkt !== null && { dpopJkt: row.dpop_jkt }),
    expiresAt: row.ends_at,
  }
}

function codeMethods(database: Database): CodeMethods {
  const endTicket = database.prepare('DELETE FROM tickets WHERE generation = ? AND ticket_hash = ?')
  const endRequest = endPushedRequest(database)
  const insert = database.prepare('INSERT INTO codes VALUES (?, ?, ?, ?, 0, ?)')
  const find = database.prepare<[number, string], { content: string; used: number }>(
    'SELECT content, used FROM codes WHERE generation = ? AND code_hash = ?',
  )
  const remember = rememberGrantedScopes(database)
  const write = (generation: number, ticketHash: string, code: AuthorizationCode): CodeIssue => {
    if (endTicket.run(generation, ticketHash).changes === 0) return 'ticket_gone'
    if (!endRequest(generation, code.request)) return 'request_used'
    const { clientId } = code.request
    insert.run(generation, code.codeHash, clientId, JSON.stringify(code), code.expiresAt)
    remember(generation, clientId, code)
    return 'issued'
  }
  const issue = database.transaction(write)
  return {
    issueCode: (generation, ticketHash, code) => issue.immediate(generation, ticketHash, code),
    findCode: (generation, codeHash) => {
      const row = find.get(generation, codeHash)
      return row && { code: JSON.parse(row.content) as AuthorizationCode, used: row.used === 1 }
    },
  }
}

function rememberGrantedScopes(database: Database) {
  const find = database.prepare<[number, number, string], { merged: string }>(
    'SELECT merged FROM granted_scopes WHERE generation = ? AND client_id = ? AND subject = ?',
  )
  const write = database.prepare('INSERT OR REPLACE INTO granted_scopes VALUES (?, ?, ?, ?, ?, ?)')
  return (generation: number, clientId: number, code: AuthorizationCode) => {
    const { subject, createdAt, dynamicScopes } = code
    const unremembered = new Set(dynamicScopes)
    const scopes = code.scopes.filter((scope) => !unremembered.has(scope))
    const before = splitWords(find.get(generation, clientId, subject)?.merged ?? '')
    const merged = [...new Set([...before, ...scopes])]
    write.run(generation, clientId, subject, scopes.join(' '), merged.join(' '), createdAt)
  }
}

function grantedScopeMethods(database: Database): GrantedScopeMethods {
  const find = database.prepare<[number, number, string], GrantedScopesRow>(
    'SELECT latest, merged, modified_at FROM granted_scopes WHERE generation = ? AND client_id = ? AND subject = ?',
  )
  const remove = database.prepare(
    'DELETE FROM granted_scopes WHERE generation = ? AND client_id = ? AND subject = ?',
  )
  return {
    findGrantedScopes: (generation, clientId, subject) => {
      const row = find.get(generation, clientId, subject)
      return row && toGrantedScopes(row)
    },
    deleteGrantedScopes: (generation, clientId, subject) =>
      remove.run(generation, clientId, subject).changes === 1,
  }
}

function toGrantedScopes({ latest, merged, modified_at: modifiedAt }: GrantedScopesRow): GrantedScopes {
  return { latest: splitWords(latest), merged: splitWords(merged), modifiedAt }
}
