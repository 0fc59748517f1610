import type { Static } from '@sinclair/typebox'
import type { LockSchema, SecretSchema } from '../../../../schema/client.ts'
import type { ApiTools } from '../../shared/api-tools.ts'
import type { Client } from '../../../model/client.ts'
import { checkSecretForm } from '../../../oauth/metadata.ts'
import type { ApiCall } from '../../shared/api-route.ts'
import type { Random } from '../../../base/random.ts'
import { verdict } from '../../../base/verdict.ts'
import { changeLocated, readIdentifier, type ClientCheck, type ClientDecision } from '../locate-client.ts'

/**
 * 86 letters and digits, as many as Authlete's have, enough for the MAC of any algorithm (RFC 7518 §3.2). Without
 * hyphen and underscore: clients percent-encode them for HTTP Basic, and authorization servers forget to decode (RFC
 * 6749 §2.3.1).
 */
export function makeSecret(random: Random): string {
  return [1, 2, 3]
    .map(() => random.token())
    .join('')
    .replaceAll(/[-_]/g, '')
    .slice(0, 86)
}

export async function refreshSecret(
  call: ApiCall,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  return replaceSecret(call, tools, check, makeSecret(tools.random), {
    done: 'secret_refreshed',
    unknown: 'refresh_client_unknown',
  })
}

/** Answers as `refreshSecret` does, but changes nothing. */
export async function previewSecret(
  call: ApiCall,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  const { store } = tools
  const updateClient: typeof store.updateClient = async (generation, clientId, change) => {
    const client = await store.findClient(generation, { clientId })
    return client && change(client)
  }
  return refreshSecret(call, { ...tools, store: { ...store, updateClient } }, check)
}

export async function updateSecret(
  call: ApiCall<Static<typeof SecretSchema>>,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  const { clientSecret = '' } = call.body
  return (
    check(checkSecretForm(clientSecret)) ??
    replaceSecret(call, tools, check, clientSecret, {
      done: 'secret_updated',
      unknown: 'secret_client_unknown',
    })
  )
}

interface SecretReasons {
  readonly done: 'secret_refreshed' | 'secret_updated'
  readonly unknown: 'refresh_client_unknown' | 'secret_client_unknown'
}

async function replaceSecret(
  call: ApiCall,
  tools: ApiTools,
  check: ClientCheck,
  newClientSecret: string,
  { done, unknown }: SecretReasons,
): Promise<ClientDecision> {
  const change = (client: Client) => ({
    ...client,
    properties: { ...client.properties, clientSecret: newClientSecret },
  })
  const { refusal, client, before } = await changeLocated(call, tools, check, change, unknown)
  if (refusal !== undefined) return refusal
  const { clientSecret: oldClientSecret } = before.properties
  return {
    reason: done,
    values: { clientId: String(client.clientId) },
    members: { newClientSecret, oldClientSecret },
  }
}

const lockRule = {
  check: 'lock-flag',
  clause: 'Authlete ClientLockFlagUpdateRequest',
  source: 'documented',
} as const

export async function updateLock(
  call: ApiCall<Static<typeof LockSchema>>,
  tools: ApiTools,
  check: ClientCheck,
): Promise<ClientDecision> {
  const { clientLocked } = call.body
  const missing = check(verdict(lockRule, clientLocked !== undefined, 'lock_flag_missing'))
  if (missing !== undefined) return missing
  const { refusal } = await changeLocated(call, tools, check, (client) => ({
    ...client,
    properties: { ...client.properties, locked: clientLocked === true },
  }))
  const identifier = readIdentifier(call.params)
  return refusal ?? { reason: 'lock_flag_updated', values: { identifier } }
}
