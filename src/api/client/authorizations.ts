import { readClock, toWholeSecond } from '../../base/clock.ts'
import type { ApiTools } from '../shared/api-tools.ts'
import { readPage, type RequestedPage } from '../shared/page.ts'
import type { ApiCall } from '../shared/api-route.ts'
import { excerpt, verdict } from '../../base/verdict.ts'
import { viewApplication } from './content.ts'
import { listPart } from './list-part.ts'
import { locateClient, type ClientCheck, type ClientRuling } from './locate-client.ts'
import type { ClientReason } from './outcomes.ts'

/** What a call says of a subject: in its query, its body or its path, by the route. */
interface SubjectRequest extends RequestedPage {
  readonly subject?: string
  readonly developer?: string
  readonly scopes?: readonly string[]
}

function readRequest({ query, body, params }: ApiCall): SubjectRequest {
  const { subject } = params
  return subject === undefined ? (body ?? query) : { ...query, subject }
}

const subjectRule = { check: 'subject', clause: 'Authlete API 3.0, subject', source: 'documented' } as const

function checkSubject<Reason extends ClientReason>(subject: string, reason: Reason) {
  return verdict(subjectRule, subject !== '', reason, { expected: 'the identifier of an end user' })
}

/** The clients that hold tokens of a subject. */
export async function listApplications(
  call: ApiCall,
  { store, systemClock }: ApiTools,
  check: ClientCheck,
): Promise<ClientRuling> {
  const { service } = call
  const request = readRequest(call)
  const { subject = '', developer } = request
  const missing = check(checkSubject(subject, 'applications_subject_missing'))
  if (missing !== undefined) return missing
  const { refusal, page } = readPage('applications', request, check)
  if (refusal !== undefined) return refusal
  const holding = { subject, now: readClock(service.clock, systemClock()) }
  const { entries, totalCount } = await listPart(store, service.generation, page, request, holding)
  const clients = entries.map(viewApplication)
  return { reason: 'applications_listed', members: { ...page, totalCount, subject, developer, clients } }
}

/** Gives the tokens of a client and a subject other scopes, where scopes are named. */
export async function updateTokens(
  call: ApiCall,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientRuling> {
  const { subject = '', scopes } = readRequest(call)
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
  call: ApiCall,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientRuling> {
  const { subject = '' } = readRequest(call)
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

/** What a subject has granted to a client, by all authorizations and by the last one. */
export async function getGrantedScopes(
  call: ApiCall,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientRuling> {
  const { subject = '' } = readRequest(call)
  const missing = check(checkSubject(subject, 'granted_scopes_subject_missing'))
  if (missing !== undefined) return missing
  const { refusal, client } = await locateClient(call, tools, check)
  if (refusal !== undefined) return refusal
  const { clientId } = client
  const granted = await tools.store.findGrantedScopes(call.service.generation, clientId, subject)
  return {
    reason: granted === undefined ? 'granted_scopes_unknown' : 'granted_scopes_told',
    values: { clientId: String(clientId), subject: excerpt(subject) },
    members: {
      serviceApiKey: Number(call.service.serviceId),
      clientId,
      subject,
      latestGrantedScopes: granted?.latest,
      mergedGrantedScopes: granted?.merged,
      modifiedAt: toWholeSecond(granted?.modifiedAt ?? 0),
    },
  }
}

/** Forgets what a subject has granted; tokens stay as they are. */
export async function deleteGrantedScopes(
  call: ApiCall,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientRuling> {
  const { subject = '' } = readRequest(call)
  const missing = check(checkSubject(subject, 'granted_scopes_deletion_subject_missing'))
  if (missing !== undefined) return missing
  const { refusal, client } = await locateClient(call, tools, check)
  if (refusal !== undefined) return refusal
  const { clientId } = client
  const deleted = await tools.store.deleteGrantedScopes(call.service.generation, clientId, subject)
  return {
    reason: deleted ? 'granted_scopes_deleted' : 'granted_scopes_absent',
    values: { clientId: String(clientId), subject: excerpt(subject) },
  }
}
