import { isUnset } from '../../../schema/effects/effects.ts'
import { isJsonObject } from '../../base/json.ts'
import { excerpt, passed, skipped, type Verdict } from '../../base/verdict.ts'

type Members = Readonly<Record<string, unknown>>

/** What an update of a whole object was sent, and what it changed. */
interface Replacement {
  readonly sent: Members
  readonly before: Members
  readonly after: Members
}

/**
 * Authlete replaces a service, a client and the properties of a token as a whole, so what an update leaves out is unset,
 * or gets its default. The verdict has the names of those members, and none of their values.
 */
export function checkMembersKept(replacement: Replacement): Verdict<never> {
  const rule = {
    check: 'members-kept',
    clause: 'Authlete API 3.0, service/update, client/update; Authlete TokenUpdateRequest properties',
    source: 'observed',
  } as const
  const sent = flatten(replacement.sent)
  const before = flatten(replacement.before)
  const after = flatten(replacement.after)
  const lost = Object.entries(before).filter(
    ([name, value]) =>
      !isUnset(value) && !Object.hasOwn(sent, name) && after[name] !== value && name !== 'modifiedAt',
  )
  if (lost.length === 0) return passed(rule)
  const names = lost.map(([name]) => name).join(', ')
  return skipped(rule, 'the update replaces the whole', {
    expected: 'what was set',
    actual: `without ${excerpt(names, 1000)}`,
  })
}

/** The members of `extension` among the others: it is replaced as a whole, too. */
function flatten({ extension, ...members }: Members): Members {
  const inside = Object.entries(isJsonObject(extension) ? extension : {})
  return { ...members, ...Object.fromEntries(inside.map(([name, value]) => [`extension/${name}`, value])) }
}
