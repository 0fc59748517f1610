import type { FlagView } from '../../schema/admin-views.ts'
import type { Admin } from './admin.ts'

/** A flag with the call that it is about. */
export interface CollectedFlag extends FlagView {
  readonly serviceId: string
  /** The id of the call in the journal of its service. */
  readonly id: string
  readonly api: string
}

export interface CollectedFlags {
  /** In the order of the services, and of each service oldest first. */
  readonly flags: readonly CollectedFlag[]
  /** For each service the place to go on from. */
  readonly cursors: Readonly<Record<string, string>>
}

/** The flags in the journals of all services, each from its cursor on, or from the beginning where it has none. */
export async function collectFlags(
  admin: Pick<Admin, 'listServices' | 'listRequests'>,
  cursors: Readonly<Record<string, string>> = {},
): Promise<CollectedFlags> {
  const { services } = await admin.listServices()
  const journals = await Promise.all(
    services.map(async ({ serviceId }) => {
      const after = cursors[serviceId] ?? '0'
      const { requests, cursor } = await admin.listRequests(serviceId, { lint: true, after })
      const flags = requests
        .toReversed()
        .flatMap(({ id, api, lint }) => lint.map((flag) => ({ serviceId, id, api, ...flag })))
      return { serviceId, cursor, flags }
    }),
  )
  return {
    flags: journals.flatMap(({ flags }) => flags),
    cursors: Object.fromEntries(journals.map(({ serviceId, cursor }) => [serviceId, cursor])),
  }
}
