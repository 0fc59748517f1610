import type { Test } from 'tap'
import { faultNames } from '../../../../schema/admin/faults.ts'
import type { Admin } from '../../../../src/admin/admin.ts'
import type { Problem } from '../../../../src/base/problem.ts'
import { apiToken, serviceId } from '../../../support/mock.ts'
import { refusalOf, type OpenAdmin } from '../../under-test.ts'

type Match = Readonly<Record<string, unknown>>

/** Members of a match that no call can have, and what is said of each. */
const unmet: Readonly<Record<string, readonly (readonly [unknown, RegExp])[]>> = {
  api: [
    ['token', /^is not the path of an API here\.$/],
    ['/gm', /^is not the path of an API here\. Did you mean gm\?$/],
  ],
  gmAction: [
    ['FOO', /^is not a gmAction\. There are: QUERY, REVOKE\.$/],
    ['query', /^is not a gmAction\. Did you mean QUERY\?/],
  ],
  method: [['post', /^is not a method of HTTP\. Did you mean POST\?$/]],
  path: [
    ['gm', /^must begin with \/$/],
    ['/api/700/gm?x=1', /^is compared without its query$/],
  ],
  status: [
    [99, /^is not a status of an answer\. There are: 0, 200, 204, .*502\.$/],
    [418, /^is not a status of an answer\. There are/],
  ],
  action: [['ok', /^is not an action of an answer\. Did you mean OK\? There are: AUTHLETE_ERROR, /]],
  resultCode: [['A27700', /^is not a code of an answer\..* GET \/_mock\/outcomes lists them\.$/]],
  reason: [
    ['foo', /^is not a reason of an answer\..* GET \/_mock\/outcomes lists them\.$/],
    ['grant-id-mising', /Did you mean grant_id_missing\?/],
  ],
  fault: [
    ['timeuot', /^is not a fault\. Did you mean timeout\? There are: authlete_error, /],
    ['latency+', /^is not a fault\./],
  ],
}

const beforeAnswer = ['api', 'gmAction']

type Taker = (admin: Admin, match: Match) => Promise<unknown>

/** Everything that takes a match, and the path of the match in its request. */
const takers: Readonly<Record<string, readonly [path: string, take: Taker]>> = {
  listRequests: ['', (admin, match) => admin.listRequests(serviceId, match)],
  exportHar: ['', (admin, match) => admin.exportHar(serviceId, match)],
  streamRequests: ['', (admin, match) => admin.streamRequests(serviceId, match)],
  listAllRequests: ['', (admin, match) => admin.listAllRequests(match)],
  streamAllRequests: ['', (admin, match) => admin.streamAllRequests(match)],
  countRequests: ['/match', (admin, match) => admin.countRequests(serviceId, { match })],
  waitForRequests: ['/match', (admin, match) => admin.waitForRequests(serviceId, { match })],
}

/** The same for a match with calls before their answer. */
const earlyTakers: typeof takers = {
  addFault: ['/match', (admin, match) => admin.addFault(serviceId, { fault: 'timeout', match })],
  addBarrier: ['/match', (admin, match) => admin.addBarrier(serviceId, { step: 'answer', match })],
}

export async function matchContract(t: Test, open: OpenAdmin): Promise<void> {
  for (const [name, [place, take]] of Object.entries({ ...takers, ...earlyTakers })) {
    t.test(`${name} refuses what no call can have`, async (t) => {
      const { admin } = await open(t)
      const members = name in takers ? Object.keys(unmet) : beforeAnswer
      for (const member of members) {
        for (const [value, message] of unmet[member] ?? []) {
          const { problems, ...refusal } = await refusalOf(take(admin, { [member]: value }))
          t.strictSame(refusal, { status: 400, error: 'invalid_request' })
          t.match(problems, [{ path: `${place}/${member}`, message }] satisfies readonly object[])
          t.equal(problems.length, 1, `${member} is told once`)
        }
      }
    })
  }

  t.test('a value of no type that a member can have has one problem', async (t) => {
    const { admin } = await open(t)
    for (const member of Object.keys(unmet)) {
      for (const value of [{ x: 1 }, ['x', 'y']]) {
        const { problems } = await refusalOf(admin.countRequests(serviceId, { match: { [member]: value } }))
        t.match(problems, [{ path: `/match/${member}`, message: /^must be (?:string|integer)$/ }])
        t.equal(problems.length, 1)
      }
    }
  })

  t.test('a gmAction of another API is met by no call', async (t) => {
    const { admin } = await open(t)
    for (const [path, take] of Object.values({ ...takers, ...earlyTakers })) {
      const { problems } = await refusalOf(take(admin, { api: 'auth/token', gmAction: 'QUERY' }))
      t.strictSame(problems, [{ path: `${path}/gmAction`, message: 'is known to the API gm alone' }])
    }
  })

  t.test('a scope whose match is outside of it is met by no call', async (t) => {
    const { admin } = await open(t)
    const scope = { api: ['gm', 'auth/token'], match: { api: 'auth/introspection' } }
    const ofApi = await refusalOf(admin.addFault(serviceId, { fault: 'timeout', ...scope }))
    t.strictSame(ofApi.problems, [{ path: '/match/api', message: 'is not among those of api' }])
    const actions = { gmAction: 'QUERY', match: { gmAction: 'REVOKE' } } as const
    const ofAction = await refusalOf(admin.addBarrier(serviceId, { step: 'answer', ...actions }))
    t.strictSame(ofAction.problems, [
      { path: '/match/gmAction', message: 'is not the gmAction beside match' },
    ])
    await admin.addBarrier(serviceId, {
      step: 'answer',
      api: ['gm'],
      match: { api: 'gm', gmAction: 'QUERY' },
    })
  })

  t.test('an API of the organization is met by no call to a service', async (t) => {
    const { admin } = await open(t)
    const organization: Match = { api: 'service/create' }
    const refused: string[] = []
    for (const [name, [path, take]] of Object.entries({ ...takers, ...earlyTakers })) {
      if (/All/.test(name)) continue
      const { problems } = await refusalOf(take(admin, organization))
      t.match(problems, [{ path: `${path}/api` }] satisfies readonly Partial<Problem>[])
      refused.push(name)
    }
    t.equal(refused.length, 7)
    t.strictSame((await admin.listAllRequests(organization)).requests, [])
  })

  t.test('every answer of the catalogue can be matched', async (t) => {
    const { admin } = await open(t)
    for (const { status, action, resultCode, reason } of (await admin.listOutcomes()).outcomes) {
      const match = { status, reason, ...(action && { action }), ...(resultCode && { resultCode }) }
      await admin.countRequests(serviceId, { match })
    }
  })

  t.test('every call is matched by what the journal has of it, whatever the fault', async (t) => {
    const { admin, mock } = await open(t)
    for (const fault of faultNames) {
      const given = { fault, ...(fault === 'latency' && { delay: { fixed: 1 } }) }
      await admin.addFault(serviceId, { ...given, next: 1 })
      const called = mock
        .inject({
          method: 'POST',
          url: `/api/${serviceId}/gm`,
          headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
          payload: '{"gmAction":"QUERY"}',
        })
        .catch(() => undefined)
      const { requests } = await admin.waitForRequests(serviceId, { match: { api: 'gm' }, after: '0' })
      await admin.clearFaults(serviceId)
      await called
      const [call] = requests
      if (call === undefined) throw new Error(`nothing came of ${fault}`)
      const { api, gmAction, status, action, resultCode, reason, fault: met } = call
      const { method, path } = call.request
      const all = { api, gmAction, status, action, resultCode, reason, fault: met, method, path }
      const match = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
      t.equal((await admin.countRequests(serviceId, { match })).count, 1, fault)
      await admin.clearRequests(serviceId)
    }
  })
}
