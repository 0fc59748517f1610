import type { Admin } from '../../admin/admin.ts'
import { demoServiceId, type Example, type ExampleRow, type ExampleTable } from './example.ts'

const gmCall = { accessToken: 'demo-bearer', gmAction: 'QUERY', grantId: 'demo-grant' }
const none = { example: {} }
const anyName = { example: { params: { name: 'my-snapshot' } } }

type Finder = (admin: Admin) => Promise<string | undefined>

/** An example with what the mock has at this moment, which readers without access to `/_mock` do not get to see. */
const withFound = (needs: string, find: Finder, write: (found: string) => Example): ExampleRow => ({
  example: async ({ admin, isAdmin }) => {
    const found = isAdmin ? await find(admin) : undefined
    return found === undefined ? undefined : write(found)
  },
  needs,
})

const withId = (id: string): Example => ({ params: { id } })
const withName = (name: string): Example => ({ params: { name } })

const newestCall: Finder = async (admin) =>
  (await admin.listRequests(demoServiceId, { limit: 1 })).requests[0]?.id

const newestAnyCall: Finder = async (admin) => (await admin.listAllRequests({ limit: 1 })).requests[0]?.number

const newestFault: Finder = async (admin) => (await admin.listFaults(demoServiceId)).faults.at(-1)?.id

const newestBarrier: Finder = async (admin) => (await admin.listBarriers(demoServiceId)).barriers.at(-1)?.id

const holdingBarrier: Finder = async (admin) =>
  (await admin.listBarriers(demoServiceId)).barriers.find(({ state }) => state === 'holding')?.id

const newestSnapshot: Finder = async (admin) =>
  (await admin.listSnapshots(demoServiceId)).snapshots.at(-1)?.name

const newestWorldSnapshot: Finder = async (admin) => (await admin.listWorldSnapshots()).snapshots.at(-1)?.name

const aCall = 'a call in the journal: send one with `grant_m_api`'
const aFault = 'a fault: add one with `addFault`'
const aBarrier = 'a barrier: add one with `addBarrier`'
const aHeldCall = `${aBarrier}, and a call that it pauses: send one with \`grant_m_api\``
const aSnapshot = 'a snapshot: save one with `saveSnapshot`'
const aWorldSnapshot = 'a snapshot: save one with `saveWorldSnapshot`'

const stream: ExampleRow = {
  example: {},
  note: 'The answer does not end, and a page such as this shows nothing before it does: use `curl -N`, or `gm-mock journal --follow`.',
}

/** An example for each of the mock's own operations. */
export const adminExamples: ExampleTable = {
  createService: { example: { body: { serviceName: 'My service' } } },
  listServices: none,
  getService: none,
  updateService: { example: { body: { serviceName: 'Demo service, renamed' } } },
  deleteService: {
    example: {},
    note: 'This is the service of all other examples: `POST /_mock/reset` restores it.',
  },
  createApiToken: {
    example: { body: { serviceId: demoServiceId, rights: ['ADMIN'], expiresInSeconds: '1h' } },
  },
  mintToken: { example: { body: { subject: 'alice', expiresInSeconds: '10m', grant: {} } } },
  listTokens: none,
  listGrants: none,
  deleteGrant: { example: { params: { grantId: 'demo-grant-of-bob' } } },
  deleteClient: { example: { params: { clientId: '1002' } } },
  getClock: none,
  setClock: { example: { body: { mode: 'offset', offsetSeconds: 3600 } } },
  advanceClock: { example: { body: { seconds: 60 } } },
  listRequests: { example: { params: { limit: '10' } } },
  streamRequests: stream,
  exportHar: { example: { params: { limit: '10' } } },
  countRequests: { example: { body: { match: { api: 'gm', action: 'OK' } } } },
  // Such a wait ends at once.
  waitForRequests: withFound(aCall, newestCall, () => ({ body: { match: {}, count: 1, after: '0' } })),
  getRequest: withFound(aCall, newestCall, withId),
  clearRequests: none,
  listAllRequests: { example: { params: { limit: '10' } } },
  streamAllRequests: stream,
  getAnyRequest: withFound(aCall, newestAnyCall, (number) => ({ params: { number } })),
  explain: { example: { body: gmCall } },
  reset: none,
  resetAll: none,
  reapplyFixtures: none,
  saveSnapshot: anyName,
  listSnapshots: none,
  getSnapshot: withFound(aSnapshot, newestSnapshot, withName),
  restoreSnapshot: withFound(aSnapshot, newestSnapshot, withName),
  deleteSnapshot: withFound(aSnapshot, newestSnapshot, withName),
  saveWorldSnapshot: anyName,
  listWorldSnapshots: none,
  getWorldSnapshot: withFound(aWorldSnapshot, newestWorldSnapshot, withName),
  restoreWorldSnapshot: withFound(aWorldSnapshot, newestWorldSnapshot, withName),
  deleteWorldSnapshot: withFound(aWorldSnapshot, newestWorldSnapshot, withName),
  changeProviderState: {
    example: { body: { state: 'a grant exists', params: { subject: 'alice' }, action: 'setup' } },
  },
  listOutcomes: none,
  arrangeOutcome: { example: { params: { reason: 'grant_unknown' }, body: { api: 'gm' } } },
  addFault: {
    example: { body: { fault: 'server_error', api: 'gm', next: 1 } },
    note: 'With the example, the next call of `grant_m_api` fails.',
  },
  listFaults: none,
  deleteFault: withFound(aFault, newestFault, withId),
  clearFaults: none,
  addBarrier: {
    example: { body: { step: 'arrival', api: 'gm' } },
    note: 'With the example, the next call of `grant_m_api` waits until `releaseBarrier`.',
  },
  listBarriers: none,
  waitForBarrier: withFound(aHeldCall, holdingBarrier, (id) => ({
    params: { id },
    body: { timeoutMs: '5s' },
  })),
  releaseBarrier: withFound(aBarrier, newestBarrier, withId),
  deleteBarrier: withFound(aBarrier, newestBarrier, withId),
  getFixturesSchema: none,
}
