import { clientEffects } from '../../schema/effects/client-effects.ts'
import { findIdle } from '../../schema/effects/effects.ts'
import { serviceEffects } from '../../schema/effects/service-effects.ts'
import type { LintedCall } from './linted-call.ts'
import type { LintFacts } from './rule.ts'

const effectsOf = {
  'service/update': serviceEffects,
  'client/create': clientEffects,
  'client/update/{clientId}': clientEffects,
} as const

/** The properties that a call sets and that have no effect here; `key` is the property of this service or client. */
export function listIdleProperties({ entry, body }: LintedCall) {
  const effects = effectsOf[entry.api as keyof typeof effectsOf] as typeof clientEffects | undefined
  if (effects === undefined || entry.status >= 300) return []
  const owner = entry.api === 'service/update' ? 'service' : String(entry.response['clientId'])
  return findIdle(body, effects).map(({ name, about }) => ({ key: `${owner}/${name}`, name, about }))
}

/** Told once of each property. */
export function judgeProperties(call: LintedCall, { memory }: LintFacts): string | undefined {
  const fresh = listIdleProperties(call).filter(({ key }) => !memory.isSet(key))
  if (fresh.length === 0) return undefined
  return `Kept, without effect here: ${fresh.map(({ name, about }) => `${name} (${about.replace(/\.$/, '')})`).join('; ')}.`
}
