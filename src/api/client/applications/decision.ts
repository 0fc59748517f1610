import type { ApiTools } from '../../shared/api-tools.ts'
import { readPage } from '../../shared/page.ts'
import type { ApiCall } from '../../shared/api-route.ts'
import { viewApplication } from '../content.ts'
import { listPart } from '../list-part.ts'
import { locateClient, type ClientCheck, type ClientDecision } from '../locate-client.ts'

import { checkSubject, readSubjectRequest, type SubjectRequest } from '../subject.ts'

/** Lists the clients that have tokens of a subject. */
export async function listApplications(
  call: ApiCall<SubjectRequest | undefined>,
  { store }: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  const { service, now } = call
  const request = readSubjectRequest(call)
  const { subject = '', developer } = request
  const missing = check(checkSubject(subject, 'applications_subject_missing'))
  if (missing !== undefined) return missing
  const { refusal, page } = readPage('applications', request, check)
  if (refusal !== undefined) return refusal
  const holding = { subject, now }
  const { entries, totalCount } = await listPart(store, service.generation, page, request, holding)
  const clients = entries.map(viewApplication)
  return { reason: 'applications_listed', members: { ...page, totalCount, subject, developer, clients } }
}

/** Changes the scopes of the tokens of a client and a subject, if scopes are named. */
export async function updateTokens(
  call: ApiCall<SubjectRequest | undefined>,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  const { subject = '', scopes } = readSubjectRequest(call)
  const missing = check(checkSubject(subject, 'tokens_update_subject_missing'))
  if (missing !== undefined) return missing
  const { refusal, client } = await locateClient(call, tools, check)
  if (refusal !== undefined) return refusal
  const { clientId } = client
  const { generation } = call.service
  const owner = { clientId, subject }
  const count =
    scopes === undefined
      ? (await tools.store.listAccessTokens(generation, owner, { start: 0, end: 0 })).totalCount
      : await tools.store.rescopeTokens(generation, owner, scopes)
  return { reason: 'tokens_updated', values: countTokens(call, clientId, count) }
}

/** Ends the tokens of a client and a subject. */
export async function deleteTokens(
  call: ApiCall<SubjectRequest | undefined>,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  const { subject = '' } = readSubjectRequest(call)
  const missing = check(checkSubject(subject, 'tokens_deletion_subject_missing'))
  if (missing !== undefined) return missing
  const { refusal, client } = await locateClient(call, tools, check)
  if (refusal !== undefined) return refusal
  const { clientId } = client
  const count = await tools.store.endTokens(call.service.generation, { clientId, subject })
  return { reason: 'tokens_deleted', values: countTokens(call, clientId, count) }
}

function countTokens({ service }: ApiCall, clientId: number, count: number) {
  return { count: String(count), clientId: String(clientId), apiKey: service.serviceId }
}
