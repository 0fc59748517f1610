import type { Static } from '@sinclair/typebox'
import type { RequestableScopesBodySchema } from '../../../../schema/client.ts'
import { toWholeSecond } from '../../../base/clock.ts'
import { checkSubject, readSubjectRequest, type SubjectRequest } from '../subject.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import type { ApiCall } from '../../shared/api-route.ts'
import { excerpt, verdict } from '../../../base/verdict.ts'
import { changeLocated, locateClient, type ClientCheck, type ClientDecision } from '../locate-client.ts'

export async function getRequestableScopes(
  call: ApiCall,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  const { refusal, client } = await locateClient(call, tools, check)
  if (refusal !== undefined) return refusal
  const { requestableScopes } = client.properties.extension ?? {}
  return { reason: 'requestable_scopes_told', members: { requestableScopes } }
}

const rule = {
  check: 'requestable-scopes',
  clause: 'Authlete API 3.0, /client/extension/requestable_scopes/update',
  source: 'documented',
} as const

/** Limits the client to these scopes; to none if the list is empty. */
export async function updateRequestableScopes(
  call: ApiCall<Static<typeof RequestableScopesBodySchema>>,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  const { requestableScopes: given } = call.body
  const scopes: readonly unknown[] = Array.isArray(given) ? given : []
  const requestableScopes = scopes.filter((scope) => typeof scope === 'string')
  const unfit =
    check(verdict(rule, Array.isArray(given), 'requestable_scopes_no_array')) ??
    check(verdict(rule, requestableScopes.length === scopes.length, 'requestable_scope_no_text'))
  if (unfit !== undefined) return unfit
  const { refusal } = await changeLocated(call, tools, check, ({ properties, ...client }) => ({
    ...client,
    properties: {
      ...properties,
      extension: { ...properties.extension, requestableScopes, requestableScopesEnabled: true },
    },
  }))
  return refusal ?? { reason: 'requestable_scopes_updated', members: { requestableScopes } }
}

/** Removes the limit: the client may request every scope of the service. */
export async function deleteRequestableScopes(
  call: ApiCall,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  const { refusal } = await changeLocated(call, tools, check, ({ properties, ...client }) => {
    const { requestableScopes: _, ...kept } = properties.extension ?? {}
    return {
      ...client,
      properties: { ...properties, extension: { ...kept, requestableScopesEnabled: false } },
    }
  })
  return refusal ?? { reason: 'requestable_scopes_deleted' }
}

/** What a subject has granted to a client, by all authorizations and by the last one. */
export async function getGrantedScopes(
  call: ApiCall<SubjectRequest | undefined>,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  const { subject = '' } = readSubjectRequest(call)
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

/** Deletes the record of a subject's granted scopes; tokens stay as they are. */
export async function deleteGrantedScopes(
  call: ApiCall<SubjectRequest | undefined>,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  const { subject = '' } = readSubjectRequest(call)
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
