import type { SnapshotView } from '../../../schema/admin/snapshots.ts'
import type { Snapshot, SnapshotKey } from '../../model/snapshot.ts'
import { AdminError, invalidRequest, unknownService } from '../admin-error.ts'
import { forgetCalls } from '../forget-calls.ts'
import { readClock } from '../../base/clock.ts'
import type { Admin } from '../admin.ts'
import type { AdminTools, ServiceFinder } from '../tools.ts'
import { writeFixtures } from '../../fixtures/write-fixtures.ts'

type SnapshotMethods = Pick<
  Admin,
  | 'saveSnapshot'
  | 'listSnapshots'
  | 'getSnapshot'
  | 'restoreSnapshot'
  | 'deleteSnapshot'
  | 'saveWorldSnapshot'
  | 'listWorldSnapshots'
  | 'getWorldSnapshot'
  | 'restoreWorldSnapshot'
  | 'deleteWorldSnapshot'
>

/** The maximum number of snapshots of a service, and of those of all services: each is a whole copy. */
const maximumSnapshots = 50

export function snapshotMethods(tools: AdminTools, findService: ServiceFinder): SnapshotMethods {
  const { store } = tools
  const keyOf = async (serviceId: string, name: string): Promise<SnapshotKey> => {
    await findService(serviceId)
    return { serviceId, name: readName(name) }
  }
  const restore = async (key: SnapshotKey): Promise<void> => {
    const touched = await store.restoreSnapshot(key)
    if (touched === undefined) throw unknownSnapshot(key)
    for (const serviceId of touched) await forgetCalls(tools, serviceId)
  }
  const read = async (key: SnapshotKey) => {
    const content = await store.findSnapshot(key)
    if (content === undefined) throw unknownSnapshot(key)
    return writeFixtures(content)
  }
  const remove = async (key: SnapshotKey): Promise<void> => {
    if (!(await store.deleteSnapshot(key))) throw unknownSnapshot(key)
  }
  return {
    saveSnapshot: async (serviceId, name) =>
      viewSnapshot(tools, await save(tools, await keyOf(serviceId, name))),
    listSnapshots: async (serviceId) => {
      await findService(serviceId)
      return {
        snapshots: (await store.listSnapshots(serviceId)).map((snapshot) => viewSnapshot(tools, snapshot)),
      }
    },
    getSnapshot: async (serviceId, name) => read(await keyOf(serviceId, name)),
    restoreSnapshot: async (serviceId, name) => restore(await keyOf(serviceId, name)),
    deleteSnapshot: async (serviceId, name) => remove(await keyOf(serviceId, name)),
    saveWorldSnapshot: async (name) => viewWorldSnapshot(tools, await save(tools, { name: readName(name) })),
    listWorldSnapshots: async () => ({
      snapshots: (await store.listSnapshots()).map((snapshot) => viewWorldSnapshot(tools, snapshot)),
    }),
    getWorldSnapshot: async (name) => read({ name: readName(name) }),
    restoreWorldSnapshot: async (name) => restore({ name: readName(name) }),
    deleteWorldSnapshot: async (name) => remove({ name: readName(name) }),
  }
}

async function save({ store, systemClock }: AdminTools, key: SnapshotKey): Promise<Snapshot> {
  const saved = await store.saveSnapshot(key, systemClock(), maximumSnapshots)
  if (saved === 'service_unknown') throw unknownService(String(key.serviceId))
  if (saved === 'snapshots_full') {
    const message = `There are ${maximumSnapshots} snapshots already. Delete one, or save under a name that is taken.`
    throw new AdminError(409, saved, message)
  }
  return saved
}

function readName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) return name
  const message =
    'must be up to 64 letters, digits, dots, underscores and hyphens, and begin with a letter or digit'
  throw invalidRequest([{ path: '/name', message }])
}

function unknownSnapshot({ serviceId, name }: SnapshotKey): AdminError {
  const message =
    serviceId === undefined
      ? `There is no snapshot ${name} of all services. GET /_mock/snapshots lists them.`
      : `Service ${serviceId} has no snapshot ${name}. GET /_mock/services/${serviceId}/snapshots lists them.`
  return new AdminError(404, 'snapshot_unknown', message)
}

function viewSnapshot(tools: AdminTools, { services: _, ...snapshot }: Snapshot): SnapshotView {
  return viewWorldSnapshot(tools, snapshot)
}

/** Uses the default clock, so that seeded runs are reproducible. */
function viewWorldSnapshot<Counts>(
  { defaults }: AdminTools,
  { savedAt, name, ...counts }: Counts & Pick<Snapshot, 'savedAt' | 'name'>,
) {
  return { name, at: readClock(defaults.clock, savedAt), ...counts }
}
