import type { Test } from 'tap'
import type { Admin } from '../../../../src/admin/admin.ts'
import { serviceId } from '../../../support/mock.ts'
import { refusalOf, refusedAs, type OpenAdmin } from '../../under-test.ts'

type Call = (admin: Admin, serviceId: string) => Promise<unknown>

const callsOfOneService: Readonly<Record<string, Call>> = {
  getService: (admin, id) => admin.getService(id),
  updateService: (admin, id) => admin.updateService(id, {}),
  deleteService: (admin, id) => admin.deleteService(id),
  createApiToken: (admin, id) => admin.createApiToken({ serviceId: id }),
  mintToken: (admin, id) => admin.mintToken(id, {}),
  listTokens: (admin, id) => admin.listTokens(id),
  listGrants: (admin, id) => admin.listGrants(id),
  deleteGrant: (admin, id) => admin.deleteGrant(id, 'grant'),
  getClock: (admin, id) => admin.getClock(id),
  setClock: (admin, id) => admin.setClock(id, { mode: 'real' }),
  advanceClock: (admin, id) => admin.advanceClock(id, { seconds: 1 }),
  listRequests: (admin, id) => admin.listRequests(id),
  getRequest: (admin, id) => admin.getRequest(id, '1'),
  clearRequests: (admin, id) => admin.clearRequests(id),
  countRequests: (admin, id) => admin.countRequests(id),
  waitForRequests: (admin, id) => admin.waitForRequests(id, { timeoutMs: 0 }),
  streamRequests: (admin, id) => admin.streamRequests(id),
  exportHar: (admin, id) => admin.exportHar(id),
  explain: (admin, id) => admin.explain(id, {}),
  reset: (admin, id) => admin.reset(id),
  saveSnapshot: (admin, id) => admin.saveSnapshot(id, 'name'),
  listSnapshots: (admin, id) => admin.listSnapshots(id),
  getSnapshot: (admin, id) => admin.getSnapshot(id, 'name'),
  restoreSnapshot: (admin, id) => admin.restoreSnapshot(id, 'name'),
  deleteSnapshot: (admin, id) => admin.deleteSnapshot(id, 'name'),
  arrangeOutcome: (admin, id) => admin.arrangeOutcome(id, 'queried'),
  addFault: (admin, id) => admin.addFault(id, { fault: 'timeout' }),
  listFaults: (admin, id) => admin.listFaults(id),
  deleteFault: (admin, id) => admin.deleteFault(id, '1'),
  clearFaults: (admin, id) => admin.clearFaults(id),
  addBarrier: (admin, id) => admin.addBarrier(id, { step: 'arrival' }),
  listBarriers: (admin, id) => admin.listBarriers(id),
  waitForBarrier: (admin, id) => admin.waitForBarrier(id, '1'),
  releaseBarrier: (admin, id) => admin.releaseBarrier(id, '1'),
  deleteBarrier: (admin, id) => admin.deleteBarrier(id, '1'),
}

/** Orders that nobody can write in TypeScript, with the places of everything that is wrong with them. */
const badOrders: readonly (readonly [
  name: string,
  call: (admin: Admin) => Promise<unknown>,
  paths: readonly string[],
])[] = [
  [
    'a service with an id of letters, a property of a wrong type and unknown settings',
    (admin) =>
      admin.createService(
        untyped({ serviceId: 'x', dpopNonceRequired: 'yes', mock: { iatPastSeconds: -1, x: 1 } }),
      ),
    ['/dpopNonceRequired', '/mock/iatPastSeconds', '/mock/x', '/serviceId'],
  ],
  [
    'a change with two wrong types',
    (admin) => admin.updateService(serviceId, untyped({ dpopNonceDuration: 1.5, mock: { replayCheck: 1 } })),
    ['/dpopNonceDuration', '/mock/replayCheck'],
  ],
  [
    'an API token with unknown rights and members',
    (admin) => admin.createApiToken(untyped({ rights: ['ADMIN', 'NONE'], x: 1, expiresInSeconds: 'soon' })),
    ['/expiresInSeconds', '/rights/1', '/x'],
  ],
  [
    'a token with a wrong value everywhere',
    (admin) =>
      admin.mintToken(
        serviceId,
        untyped({
          accessToken: 'a b',
          clientId: 0,
          subject: '',
          scopes: ['a b', 'ok', ''],
          expiresInSeconds: 1.5,
          grant: { scopes: [{ scope: ' ' }], claims: [''], authorizationDetails: [{}] },
          bind: 'tls',
          cnf: { jkt: 'short', x: 1 },
          refreshToken: 'yes',
        }),
      ),
    [
      '/accessToken',
      '/bind',
      '/clientId',
      '/cnf/jkt',
      '/cnf/x',
      '/expiresInSeconds',
      '/grant/authorizationDetails/0/type',
      '/grant/claims/0',
      '/grant/scopes/0/scope',
      '/refreshToken',
      '/scopes/0',
      '/scopes/2',
      '/subject',
    ],
  ],
  [
    'a token whose members contradict each other',
    (admin) =>
      admin.mintToken(serviceId, {
        expiresInSeconds: 1,
        expiresAt: 5,
        grantId: 'g',
        grant: {},
        cnf: {},
        bind: 'dpop',
        refreshTokenExpiresInSeconds: 4,
      }),
    ['/bind', '/expiresAt', '/grant', '/refreshTokenExpiresInSeconds'],
  ],
  ['time that goes backwards', (admin) => admin.advanceClock(serviceId, { seconds: -1 }), ['/seconds']],
  ['time without an amount', (admin) => admin.advanceClock(serviceId, untyped({})), ['/seconds']],
  [
    'a frozen clock at a time that is none',
    (admin) => admin.setClock(serviceId, { mode: 'frozen', now: '2026-02-30T25:00:00Z' }),
    ['/now'],
  ],
  [
    'a frozen clock on a day that is none',
    (admin) => admin.setClock(serviceId, { mode: 'frozen', now: '2026-02-30T00:00:00Z' }),
    ['/now'],
  ],
  [
    'a clock with the member of another one',
    (admin) => admin.setClock(serviceId, untyped({ mode: 'frozen', offsetSeconds: 1 })),
    ['/offsetSeconds'],
  ],
  ['a clock of no kind', (admin) => admin.setClock(serviceId, untyped({ mode: 'broken' })), ['/mode']],
  [
    'a question with a wrong action and a wrong type',
    (admin) => admin.explain(serviceId, untyped({ gmAction: 'READ', grantId: 5 })),
    ['/gmAction', '/grantId'],
  ],
  ['a filter by no time', (admin) => admin.listRequests(serviceId, { since: 'yesterday' }), ['/since']],
  ['an unknown filter', (admin) => admin.listRequests(serviceId, untyped({ state: '200' })), ['/state']],
  [
    'a filter with something wrong everywhere',
    (admin) => admin.exportHar(serviceId, { api: 'gn', lint: 'grant', since: 'x', after: 'x', action: 'OK' }),
    ['/after', '/api', '/lint', '/since'],
  ],
  [
    'a stream by an unknown filter',
    (admin) => admin.streamRequests(serviceId, untyped({ x: '1', api: 'auth/tokens' })),
    ['/api', '/x'],
  ],
  [
    'a count with an unknown API, an unknown member and no cursor',
    (admin) => admin.countRequests(serviceId, untyped({ match: { api: '/gm', grant: 'g' }, after: 1 })),
    ['/after', '/match/api', '/match/grant'],
  ],
  [
    'a wait beyond every bound',
    (admin) =>
      admin.waitForRequests(
        serviceId,
        untyped({ match: { body: 'x', status: true }, count: 1001, timeoutMs: 60_001, x: 1 }),
      ),
    ['/count', '/match/body', '/match/status', '/timeoutMs', '/x'],
  ],
  [
    'a count of a status in quotes',
    (admin) => admin.countRequests(serviceId, untyped({ match: { status: '200' } })),
    ['/match/status'],
  ],
  ['a filter by no status', (admin) => admin.listRequests(serviceId, { status: '2xx' }), ['/status']],
  ['a wait for no match', (admin) => admin.waitForRequests(serviceId, untyped({ match: [] })), ['/match']],
]

function untyped(order: object): never {
  return order as never
}

export async function orderContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('every call refuses a service that is not there', async (t) => {
    const { admin } = await open(t)
    for (const [name, call] of Object.entries(callsOfOneService)) {
      t.strictSame(await refusalOf(call(admin, '999')), refusedAs(404, 'service_unknown'), name)
    }
  })

  for (const [name, call, paths] of badOrders) {
    t.test(`${name} is refused with every problem at once`, async (t) => {
      const { admin } = await open(t)
      const { problems, ...refusal } = await refusalOf(call(admin))
      t.strictSame(refusal, { status: 400, error: 'invalid_request' })
      t.strictSame([...new Set(problems.map(({ path }) => path))].toSorted(), paths)
      t.ok(problems.every(({ message }) => message !== ''))
    })
  }

  t.test('a refused order changes nothing', async (t) => {
    const { admin } = await open(t)
    const before = [
      await admin.listServices(),
      await admin.listTokens(serviceId),
      await admin.getClock(serviceId),
    ]
    for (const [, call] of badOrders) await refusalOf(call(admin))
    const after = [
      await admin.listServices(),
      await admin.listTokens(serviceId),
      await admin.getClock(serviceId),
    ]
    t.strictSame(after, before)
  })

  t.test('the catalogue lists each answer once, with what is known about it', async (t) => {
    const { admin } = await open(t)
    const { outcomes } = await admin.listOutcomes()
    const names = outcomes.map(({ api, reason }) => `${api} ${reason}`)
    t.equal(new Set(names).size, names.length)
    t.strictSame([...new Set(outcomes.map(({ api }) => api))].slice(0, 2), ['front-door', 'gm'])
    t.strictSame(
      outcomes.find(({ reason }) => reason === 'grant_id_missing'),
      {
        api: 'gm',
        reason: 'grant_id_missing',
        status: 200,
        action: 'CALLER_ERROR',
        resultCode: 'A278203',
        message: "The request does not contain 'grantId' parameter.",
        error: 'invalid_request',
        clause: outcomes.find(({ reason }) => reason === 'grant_id_missing')?.clause,
        source: 'assumed',
        conditionSource: 'documented',
        messageSource: 'assumed',
      },
    )
    t.ok(outcomes.every(({ clause }) => clause !== ''))
  })
}
