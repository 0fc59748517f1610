import { createLinter, type Linter } from '../../lint/linter.ts'
import type { AdminTools } from '../tools.ts'
import type { LintedEntry } from './view-call.ts'

/** Receives the calls to all services, and to none, as they are made. May not throw. */
export type CallWatcher = (serviceId: string, call: LintedEntry) => void

/** Lints calls as they come, each with knowledge of those before it since the journal of its service was cleared. */
export function createCallWatch({ journal, bodyMembers }: Pick<AdminTools, 'journal' | 'bodyMembers'>) {
  return (onCall: CallWatcher): void => {
    const linters = new Map<string, Linter>()
    journal.watchAll({
      onEntry: ({ serviceId, entry }) => {
        const lint = linters.get(serviceId) ?? createLinter(bodyMembers)
        linters.set(serviceId, lint)
        onCall(serviceId, { ...entry, lint: lint(entry) })
      },
      onClear: (serviceId) => void linters.delete(serviceId),
      onEnd: () => undefined,
    })
  }
}
