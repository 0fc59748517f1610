import { clientEffects } from '../../schema/effects/client-effects.ts'
import { findIneffective } from '../../schema/effects/effects.ts'
import { serviceEffects } from '../../schema/effects/service-effects.ts'
import type { LintedCall } from './linted-call.ts'

const effectsOf = {
  'service/create': serviceEffects,
  'service/update': serviceEffects,
  'client/create': clientEffects,
  'client/update/{clientId}': clientEffects,
} as const

/** A property that has no effect here. */
export interface IneffectiveProperty {
  /** Texts in the JSON of a call that sets a property of this service or client. */
  readonly owner: string
  readonly name: string
  /** The name of the member alone. */
  readonly member: string
  readonly about: string
}

/** The properties that a call sets and that have no effect here. */
export function listIneffectiveProperties({ entry, body }: LintedCall): readonly IneffectiveProperty[] {
  const effects = effectsOf[entry.api as keyof typeof effectsOf] as typeof clientEffects | undefined
  if (effects === undefined || entry.status >= 300) return []
  const owner = entry.api === 'service/update' ? entry.api : writeOwnerId(entry.response)
  return findIneffective(body, effects).map(({ name, about }) => ({
    owner,
    name,
    member: name.slice(name.indexOf('/') + 1),
    about,
  }))
}

/** A new service or a client, by its number. */
function writeOwnerId({ clientId, apiKey }: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(clientId ?? apiKey ?? '')
}
