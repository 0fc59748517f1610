import type { ApiTools } from '../shared/api-tools.ts'
import { findClient, isDisabledAlias } from '../shared/find-client.ts'
import type { Client } from '../../model/client.ts'
import type { ApiCall } from '../shared/api-route.ts'
import type { ManagementDecision } from '../shared/management-route.ts'
import { failed, passed, type Check } from '../../base/verdict.ts'
import type { ClientReason } from './outcomes.ts'

export type ClientCheck = Check<ClientReason>
export type ClientDecision = ManagementDecision<ClientReason>

type Located =
  | { readonly refusal: ClientDecision; readonly client?: never }
  | { readonly refusal?: never; readonly client: Client }

/** A client after the change, and before it. */
type Changed =
  | { readonly refusal: ClientDecision; readonly client?: never; readonly before?: never }
  | { readonly refusal?: never; readonly client: Client; readonly before: Client }

type UnknownReason =
  'client_unknown' | 'client_identifier_unknown' | 'refresh_client_unknown' | 'secret_client_unknown'

const rule = { check: 'client', clause: 'Authlete API 3.0, client identifier', source: 'documented' } as const

/** Finds the client of a path by its id or its alias. */
export async function locateClient(
  { service, params }: ApiCall,
  { store }: Pick<ApiTools, 'store'>,
  check: ClientCheck,
  reason?: UnknownReason,
): Promise<Located> {
  const identifier = readIdentifier(params)
  const found = await findClient(identifier, service, store)
  if (found === undefined && reason === undefined && (await isDisabledAlias(identifier, service, store))) {
    return { refusal: { ...check(failed(rule, 'client_alias_forbidden')), values: { identifier } } }
  }
  if (found === undefined) return { refusal: refuseUnknown(identifier, check, reason) }
  check(passed(rule))
  return { client: found.client }
}

export function readIdentifier({ clientId, clientIdentifier }: ApiCall['params']): string {
  return String(clientId ?? clientIdentifier)
}

/** There is no such client, or no longer. */
export function refuseUnknown(
  identifier: string,
  check: ClientCheck,
  reason?: UnknownReason,
): ClientDecision {
  const byForm = /^[0-9]+$/.test(identifier) ? 'client_unknown' : 'client_identifier_unknown'
  return { ...check(failed(rule, reason ?? byForm)), values: { identifier } }
}

/** Changes the client of a path, by a function that may be called more than once. */
export async function changeLocated(
  call: ApiCall,
  { store }: Pick<ApiTools, 'store'>,
  check: ClientCheck,
  change: (client: Client) => Client,
  reason?: UnknownReason,
): Promise<Changed> {
  const { refusal, client } = await locateClient(call, { store }, check, reason)
  if (refusal !== undefined) return { refusal }
  const changed = await store.updateClient(call.service.generation, client.clientId, change)
  if (changed === 'alias_taken') return { refusal: check(failed(aliasRule, 'alias_taken')) }
  if (changed === undefined) {
    return { refusal: refuseUnknown(readIdentifier(call.params), check, reason) }
  }
  return { client: changed, before: client }
}

const aliasRule = {
  check: 'client-alias',
  clause: 'Authlete client clientIdAlias',
  source: 'documented',
} as const
