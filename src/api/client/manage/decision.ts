import { clientNumbers } from '../../../../schema/client-members.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import { checkMembersKept } from '../../shared/members-kept.ts'
import { readPage } from '../../shared/page.ts'
import { checkJwkSet } from '../../../oauth/jose/jwk-set.ts'
import {
  checkCertificateSubjectPresent,
  checkCertificateSubjectSingle,
  checkNumbers,
  checkRedirectUriForms,
  checkRedirectUrisDistinct,
} from '../../../oauth/metadata.ts'
import type { Client } from '../../../model/client.ts'
import type { ApiCall } from '../../shared/api-route.ts'
import { verdict, type Fail } from '../../../base/verdict.ts'
import { newClient, replaceClient, viewClient, type ClientBody } from '../content.ts'
import { listPart } from '../list-part.ts'
import {
  changeLocated,
  locateClient,
  readIdentifier,
  refuseUnknown,
  type ClientCheck,
  type ClientDecision,
} from '../locate-client.ts'
import { makeSecret } from '../secrets/decision.ts'
import type { ClientRefusal } from '../outcomes.ts'

/** The rules for the properties of a client, in the order of their codes. */
function checkProperties(properties: ClientBody, check: ClientCheck): Fail<ClientRefusal> | undefined {
  const { jwks, redirectUris = [] } = properties
  return (
    check(checkNumbers(properties, clientNumbers)) ??
    check(checkRedirectUriForms(redirectUris)) ??
    check(checkRedirectUrisDistinct(redirectUris)) ??
    check(checkJwkSet(jwks)) ??
    check(checkCertificateSubjectSingle(properties)) ??
    check(checkCertificateSubjectPresent(properties))
  )
}

const aliasRule = {
  check: 'client-alias',
  clause: 'Authlete client clientIdAlias',
  source: 'documented',
} as const

export async function createClient(
  { service, now, body: properties }: ApiCall<ClientBody>,
  { store, random, warnIneffective }: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  const refusal = checkProperties(properties, check)
  if (refusal !== undefined) return refusal
  const client = newClient(properties, Number(random.digits(10)), makeSecret(random), now)
  const created = await store.createClient(service.generation, client)
  const taken = check(verdict(aliasRule, created, 'alias_taken_at_creation'))
  if (taken !== undefined) return taken
  const members = { ...viewClient(service, client), createdAt: now, modifiedAt: now }
  warnIneffective({ serviceId: service.serviceId, clientId: client.clientId }, properties)
  return { reason: 'client_created', members }
}

export async function getClient(call: ApiCall, tools: ApiTools, check: ClientCheck): Promise<ClientDecision> {
  const { refusal, client } = await locateClient(call, tools, check)
  return refusal ?? { reason: 'client_told', members: viewClient(call.service, client) }
}

export async function listClients(
  { service, query }: ApiCall,
  { store }: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  const { refusal, page } = readPage('clients', query, check)
  if (refusal !== undefined) return refusal
  const { entries, totalCount } = await listPart(store, service.generation, page, query)
  const clients = entries.map((client) => viewClient(service, client))
  return { reason: 'clients_listed', members: { ...page, totalCount, clients } }
}

export async function changeClient(
  call: ApiCall<ClientBody>,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  const { service, body, now } = call
  const invalid = checkProperties(body, check)
  if (invalid !== undefined) return invalid
  const { refusal, client, before } = await changeLocated(call, tools, check, (current) =>
    replaceClient(current, body, now),
  )
  if (refusal !== undefined) return refusal
  check(checkMembersKept({ sent: body, before: listMembers(before), after: listMembers(client) }))
  tools.warnIneffective({ serviceId: service.serviceId, clientId: client.clientId }, body)
  return { reason: 'client_updated', members: { ...viewClient(service, client), modifiedAt: now } }
}

/** The members of a client that an update can take away. */
function listMembers({ clientType, properties }: Client) {
  return { clientType, ...properties }
}

export async function deleteClient(
  call: ApiCall,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  const { refusal, client } = await locateClient(call, tools, check)
  if (refusal !== undefined) return refusal
  const deleted = await tools.store.deleteClient(call.service.generation, client.clientId)
  return deleted ? { reason: 'client_deleted' } : refuseUnknown(readIdentifier(call.params), check)
}
