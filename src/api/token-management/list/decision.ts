import { findClient } from '../../shared/find-client.ts'
import type { FoundAccessToken } from '../../../model/access-token.ts'
import type { Client } from '../../../model/client.ts'
import type { Service } from '../../../model/service.ts'
import type { Store } from '../../../store/store.ts'
import {
  excerpt,
  failed,
  verdict,
  checkInto,
  passed,
  type Fail,
  type Verdict,
} from '../../../base/verdict.ts'
import type { ListReason, ListRefusal } from './outcomes.ts'

/** The parameters of the query, as they came. */
export interface ListQuery {
  readonly clientIdentifier?: string
  readonly subject?: string
  readonly start?: string
  readonly end?: string
}

/** One page of a service's access tokens, the oldest first. */
export interface TokenPage {
  readonly start: number
  readonly end: number
  readonly totalCount: number
  readonly tokens: readonly FoundAccessToken[]
  /** Present if the call named one. */
  readonly client?: Client
  readonly subject?: string
}

export interface ListDecision {
  readonly reason: ListReason
  readonly page?: TokenPage
  readonly trace: readonly Verdict[]
}

type Result = Fail<ListRefusal> | { readonly reason: 'listed'; readonly page: TokenPage }

const largestInteger = 2_147_483_647
const longestPage = 1000

/** Decides one call of GET /auth/token/get/list: the page, then the owner. */
export async function listTokens(query: ListQuery, service: Service, store: Store): Promise<ListDecision> {
  const trace: Verdict<ListRefusal>[] = []
  const decision = await decide(query, service, store, trace)
  return { reason: decision.reason, ...('page' in decision && { page: decision.page }), trace }
}

async function decide(
  query: ListQuery,
  service: Service,
  store: Store,
  trace: Verdict<ListRefusal>[],
): Promise<Result> {
  const check = checkInto(trace)
  const start = readInteger(query.start ?? '0')
  const end = readInteger(query.end ?? '5')
  const refused =
    check(checkBound('start', start)) ?? check(checkBound('end', end)) ?? check(checkLength(end - start))
  if (refused !== undefined) return refused

  const { clientIdentifier = '', subject = '' } = query
  const named = clientIdentifier !== ''
  const client = named ? (await findClient(clientIdentifier, service, store))?.client : undefined
  const unknown = check(checkClientKnown(clientIdentifier, !named || client !== undefined))
  if (unknown !== undefined) return unknown
  const ofClient = client === undefined ? {} : { client }
  const ofSubject = subject === '' ? {} : { subject }
  const owner = { ...(client !== undefined && { clientId: client.clientId }), ...ofSubject }
  const { entries, totalCount } = await store.listAccessTokens(service.generation, owner, { start, end })
  return { reason: 'listed', page: { start, end, totalCount, tokens: entries, ...ofClient, ...ofSubject } }
}

/** A 32-bit integer; NaN for any other text. */
function readInteger(text: string): number {
  const value = /^[+-]?[0-9]{1,10}$/.test(text) ? Number(text) : Number.NaN
  return Math.abs(value) <= largestInteger ? value : Number.NaN
}

const pageRule = {
  check: 'page',
  clause: 'Authlete API 3.0, GET /auth/token/get/list',
  source: 'documented',
} as const

function checkBound<Name extends 'start' | 'end'>(
  name: Name,
  value: number,
): Verdict<`${Name}_malformed` | `${Name}_negative`> {
  const evidence = { expected: 'an integer, not negative', actual: String(value) }
  if (Number.isNaN(value)) return failed(pageRule, `${name}_malformed`, evidence)
  return verdict(pageRule, value >= 0, `${name}_negative`, evidence)
}

function checkLength(length: number): Verdict<'page_too_long'> {
  return verdict(pageRule, length <= longestPage, 'page_too_long', {
    expected: `at most ${longestPage}`,
    actual: String(length),
  })
}

function checkClientKnown(clientIdentifier: string, known: boolean): Verdict<'client_unknown'> {
  const rule = {
    check: 'client',
    clause: 'Authlete API 3.0, GET /auth/token/get/list',
    source: 'inferred',
  } as const
  const evidence = { expected: 'a client of this service, or none', actual: excerpt(clientIdentifier) }
  return known ? passed(rule, evidence) : failed(rule, 'client_unknown', evidence)
}
