import type { ApiTools } from '../shared/api-tools.ts'
import type { ApiCall } from '../shared/api-route.ts'
import { verdict } from '../../base/verdict.ts'
import { changeLocated, locateClient, type ClientCheck, type ClientRuling } from './locate-client.ts'

export async function getRequestableScopes(
  call: ApiCall,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientRuling> {
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

/** From now on the client may ask for these scopes alone; for none where the list is empty. */
export async function updateRequestableScopes(
  call: ApiCall,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientRuling> {
  const { requestableScopes: given } = call.body as { readonly requestableScopes?: unknown }
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

/** From now on the client may ask for every scope of the service. */
export async function deleteRequestableScopes(
  call: ApiCall,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientRuling> {
  const { refusal } = await changeLocated(call, tools, check, ({ properties, ...client }) => {
    const { requestableScopes: _, ...kept } = properties.extension ?? {}
    return {
      ...client,
      properties: { ...properties, extension: { ...kept, requestableScopesEnabled: false } },
    }
  })
  return refusal ?? { reason: 'requestable_scopes_deleted' }
}
