import { listPublicKeys, readJwkSet } from '../../oauth/jwk-set.ts'
import type { ApiCall } from '../../outcome/api-route.ts'
import type { Ruling } from '../../outcome/management.ts'
import { judged, type Judge } from '../../verdict.ts'
import { describeConfiguration } from './configuration.ts'
import { applyPatch } from './json-patch.ts'
import type { ServiceReason } from './outcomes.ts'

const rule = { check: 'patch', clause: 'RFC 6902 §5', source: 'documented' } as const

export function tellConfiguration(
  { service, query: { pretty, patch = '[]' } }: ApiCall,
  judge: Judge<ServiceReason>,
): Ruling<ServiceReason> {
  const document = applyPatch(describeConfiguration(service), patch)
  const unusable = judge(judged(rule, document !== undefined, 'patch_unusable'))
  return unusable ?? { reason: 'configuration_told', ...(document && { document }), indented: isTrue(pretty) }
}

export function tellJwks({
  service: { properties },
  query: { pretty, includePrivateKeys },
}: ApiCall): Ruling<ServiceReason> {
  const kept = readJwkSet(properties.jwks) ?? []
  const keys = isTrue(includePrivateKeys) ? kept : listPublicKeys(kept)
  return keys.length === 0
    ? { reason: 'jwks_absent' }
    : { reason: 'jwks_told', document: { keys }, indented: isTrue(pretty) }
}

function isTrue(flag: string | undefined): boolean {
  return flag?.toLowerCase() === 'true'
}
