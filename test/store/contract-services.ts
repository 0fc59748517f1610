import type { Test } from 'tap'
import type { InitialState } from '../../src/model/baseline.ts'
import {
  toEmpty,
  baselineOf,
  accessTokensOf,
  emptyBaseline,
  grantOf,
  now,
  serviceOf,
  generationOf,
  type OpenStore,
} from './samples.ts'

const fullOpening: InitialState = {
  apiTokens: [
    { tokenHash: 'lasting', serviceId: '1', rights: ['USE_SERVICE'] },
    { tokenHash: 'ending', serviceId: '1', rights: ['ADMIN', 'VIEW_CLIENT'], expiresAt: now },
  ],
  clients: [{ clientId: 5, clientType: 'PUBLIC', properties: { clientName: 'Five' } }],
  grants: [{ ...grantOf('initialState-grant'), clientId: 5 }],
  accessTokens: [
    { tokenHash: 'initialState-token', clientId: 5, scopes: ['openid'], createdAt: now, expiresAt: now + 1 },
  ],
  refreshTokens: [
    { tokenHash: 'initialState-refresh', clientId: 5, scopes: [], createdAt: now, expiresAt: now + 2 },
  ],
  grantedScopes: [
    { clientId: 5, subject: 'alice', latest: ['openid'], merged: ['openid', 'profile'], modifiedAt: now },
  ],
}

export async function servicesContract(t: Test, open: OpenStore): Promise<void> {
  t.test('a service is found as it was stored', async (t) => {
    const store = await open(t)
    const clock = { mode: 'frozen', now } as const
    t.strictSame(await store.createServices([serviceOf('1', { clock, origin: 'fixture' })]), ['1'])
    const { baseline: _, initialState: __, ...kept } = serviceOf('1', { clock, origin: 'fixture' })
    t.strictSame(await store.findService('1'), { ...kept, generation: await generationOf(store, '1') })
    t.strictSame(await baselineOf(store, '1'), emptyBaseline)
  })

  t.test('services are listed in the order of their creation, all of them or the first', async (t) => {
    const store = await open(t)
    await store.createServices(['2', '1', '3'].map((serviceId) => serviceOf(serviceId, { origin: 'api' })))
    const list = async (most?: number) => (await store.listServices(most)).map(({ serviceId }) => serviceId)
    t.strictSame(await list(), ['2', '1', '3'])
    t.strictSame(await list(2), ['2', '1'])
    t.strictSame(await list(0), [])
  })

  t.test('what is not there is not found', async (t) => {
    const store = await open(t)
    t.equal(await store.findService('1'), undefined)
    t.equal(await baselineOf(store, '1'), undefined)
    t.equal(await store.findApiToken('unknown'), undefined)
    t.strictSame(await store.listServices(), [])
    t.strictSame(await store.listFixtureServices(), [])
    t.equal(await store.deleteService('1'), false)
    t.equal(await store.resetService('1', toEmpty), false)
    t.equal(await store.updateService('1', () => ({})), undefined)
  })

  t.test('a reset replaces the baseline of later resets where it says so, or changes nothing', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1', { origin: 'api' })])
    const { generation } = (await store.findService('1')) ?? {}
    t.equal(await store.resetService('1', () => undefined), false)
    t.equal((await store.findService('1'))?.generation, generation)
    const replacement = { ...emptyBaseline, fixture: 'digest', properties: { serviceName: 'new' } }
    const reset = { replacement, baseline: replacement, initialState: toEmpty().initialState }
    t.equal(await store.resetService('1', () => reset), true)
    t.match(await store.findService('1'), { origin: 'fixture', properties: { serviceName: 'new' } })
    t.strictSame(await baselineOf(store, '1'), replacement)
    t.strictSame(await store.listFixtureServices(), ['1'])
  })

  t.test('a service begins with the state it is opened with', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1', { initialState: fullOpening })])
    const generation = await generationOf(store, '1')
    t.strictSame(await store.listGrants(generation), fullOpening.grants)
    t.strictSame(await accessTokensOf(store, generation), fullOpening.accessTokens)
    t.strictSame(await store.listRefreshTokens(generation), fullOpening.refreshTokens)
    t.strictSame(await store.findGrantedScopes(generation, 5, 'alice'), {
      latest: ['openid'],
      merged: ['openid', 'profile'],
      modifiedAt: now,
    })
    for (const token of fullOpening.apiTokens) t.strictSame(await store.findApiToken(token.tokenHash), token)
  })

  t.test('services are listed in the order in which they were made', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('9'), serviceOf('1')])
    await store.createServices([serviceOf('5', { origin: 'fixture' })])
    t.strictSame(
      (await store.listServices()).map(({ serviceId }) => serviceId),
      ['9', '1', '5'],
    )
    t.strictSame(await store.listFixtureServices(), ['5'])
  })

  t.test('a service that is there is left as it is', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1')])
    const before = await store.findService('1')
    const again = [serviceOf('1', { nonceSecret: 'another', initialState: fullOpening }), serviceOf('2')]
    t.strictSame(await store.createServices(again), ['2'])
    t.strictSame(await store.findService('1'), before)
    t.strictSame(await store.listGrants(await generationOf(store, '1')), [])
    t.equal(await store.findApiToken('lasting'), undefined)
  })

  t.test('of two equal createServices calls exactly one makes the service', async (t) => {
    const store = await open(t)
    const made = await Promise.all([1, 2].map(() => store.createServices([serviceOf('1')])))
    t.strictSame(made.flat(), ['1'])
  })

  t.test('services are stored all or none', async (t) => {
    const store = await open(t)
    const circle: Record<string, unknown> = {}
    circle['self'] = circle
    await t.rejects(store.createServices([serviceOf('1'), serviceOf('2', { properties: circle })]))
    t.strictSame(await store.listServices(), [])
  })

  t.test('a change replaces only the members it names', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1')])
    const before = await store.findService('1')
    const clock = { mode: 'offset', offsetSeconds: 60 } as const
    const changed = await store.updateService('1', ({ properties }) => ({
      properties: { ...properties, dpopNonceRequired: true },
    }))
    t.strictSame(changed?.properties, { ...emptyBaseline.properties, dpopNonceRequired: true })
    t.strictSame(await store.updateService('1', () => ({ clock })), { ...changed, clock })
    t.strictSame(await store.findService('1'), { ...before, properties: changed?.properties, clock })
  })

  t.test('changes at once do not overwrite each other', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1')])
    await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        store.updateService('1', ({ properties }) => ({ properties: { ...properties, [name]: 1 } })),
      ),
    )
    t.strictSame((await store.findService('1'))?.properties, {
      ...emptyBaseline.properties,
      a: 1,
      b: 1,
      c: 1,
    })
  })

  t.test('a change that fails changes nothing', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1')])
    const before = await store.findService('1')
    const refuse = (): never => {
      throw new Error('refused')
    }
    await t.rejects(store.updateService('1', refuse), { message: 'refused' })
    t.strictSame(await store.findService('1'), before)
  })

  t.test('a service is deleted with its tokens, once', async (t) => {
    const store = await open(t)
    await store.createServices([serviceOf('1', { initialState: fullOpening }), serviceOf('2')])
    t.strictSame(await Promise.all([store.deleteService('1'), store.deleteService('1')]), [true, false])
    t.equal(await store.findService('1'), undefined)
    t.equal(await store.updateService('1', () => ({})), undefined)
    t.equal(await store.findApiToken('lasting'), undefined)
    t.strictSame(
      (await store.listServices()).map(({ serviceId }) => serviceId),
      ['2'],
    )
  })

  t.test('an API token is kept, replaced and told apart by its hash', async (t) => {
    const store = await open(t)
    const organization = { tokenHash: 'organization', rights: ['ADMIN'] } as const
    const ending = { tokenHash: 'service', serviceId: '1', rights: ['USE_SERVICE'], expiresAt: now } as const
    await store.saveApiToken(organization)
    await store.saveApiToken(ending)
    t.strictSame(await store.findApiToken('organization'), organization)
    t.strictSame(await store.findApiToken('service'), ending)
    await store.saveApiToken({ ...organization, serviceId: '2', rights: [] })
    t.strictSame(
      await store.findApiToken('organization'),
      organization,
      'a value belongs to whoever had it first',
    )
  })

  t.test('organization tokens are replaced all at once, the tokens of services stay', async (t) => {
    const store = await open(t)
    const [kept, gone] = (['kept', 'gone'] as const).map((tokenHash) => ({
      tokenHash,
      rights: ['ADMIN'] as const,
    }))
    for (const token of [kept, gone]) if (token) await store.saveApiToken(token)
    await store.saveApiToken({ tokenHash: 'service', serviceId: '1', rights: ['ADMIN'] })
    await store.replaceOrganizationTokens([{ tokenHash: 'kept', rights: ['ADMIN'], expiresAt: 5 }])
    t.strictSame(await store.findApiToken('kept'), { tokenHash: 'kept', rights: ['ADMIN'], expiresAt: 5 })
    t.equal(await store.findApiToken('gone'), undefined)
    t.ok(await store.findApiToken('service'))
  })

  t.test('starts are counted', async (t) => {
    const store = await open(t)
    t.same([await store.countStart(), await store.countStart()], [0, 1])
  })
}
