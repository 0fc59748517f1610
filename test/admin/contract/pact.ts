import type { Test } from 'tap'
import type { ProviderStateRequest } from '../../../schema/admin/pact.ts'
import type { Fixtures } from '../../../schema/fixtures.ts'
import type { GmRequest } from '../../../schema/gm.ts'
import type { Admin } from '../../../src/admin/admin.ts'
import { endpoint, oneService, serviceId } from '../../support/mock.ts'
import { callGm, refusalOf, refusedAs, type OpenAdmin } from '../under-test.ts'

const twoServices: Fixtures = { services: [...oneService.services, { serviceId: '701' }] }

/** What a call with the values of a state is answered with. */
const states: readonly (readonly [state: string, resultCode: string, params?: object])[] = [
  ['an access token exists', 'A277001'],
  ['an access token does not exist', 'A279306'],
  ['an expired access token exists', 'A280303'],
  ['an access token without the scope exists', 'A282301'],
  ['a DPoP-bound access token exists', 'A277001'],
  ['a certificate-bound access token exists', 'A277001'],
  ['a grant exists', 'A277001'],
  ['a grant does not exist', 'A283301'],
  ['a grant was revoked', 'A283301'],
  ['a grant of another client exists', 'A283302'],
  ['a grant of another subject exists', 'A277001'],
  ['a grant exists', 'A277001', { gmAction: 'REVOKE', subject: 'bob', accessToken: 'mine', grantId: 'g' }],
  ['a grant exists', 'A280303', { expiresInSeconds: '-5' }],
  ['a grant exists', 'A282301', { scopes: '["openid"]', clientId: '5' }],
  ['a grant exists', 'A282301', { scopes: 'openid  profile', serviceId: Number(serviceId) }],
  ['a DPoP-bound access token exists', 'A277001', { gmAction: 'REVOKE', grantId: 'g', more: { x: 1 } }],
]

export async function pactContract(t: Test, open: OpenAdmin): Promise<void> {
  for (const [state, resultCode, params = {}] of states) {
    t.test(`"${state}" with ${JSON.stringify(params)} is true until its teardown`, async (t) => {
      const { admin, mock } = await open(t)
      const before = await describeService(admin)
      const values = await admin.changeProviderState({ state, action: 'setup', params })
      t.equal(values['serviceId'], serviceId)
      t.equal((await mock.gm(toRequest(values))).resultCode, resultCode)
      t.ok(Object.values(values).every((value) => ['string', 'number'].includes(typeof value)))
      t.strictSame(await admin.changeProviderState({ state, action: 'teardown', params }), {})
      t.strictSame(await describeService(admin), before)
    })
  }

  t.test('values say whose the token is, and what it is bound to', async (t) => {
    const { admin } = await open(t)
    const set = (state: string) => admin.changeProviderState({ state, params: { grantId: 'g', clientId: 5 } })
    t.match(await set('a DPoP-bound access token exists'), {
      clientId: 5,
      subject: 'alice',
      gmAction: 'QUERY',
      grantId: 'g',
      htm: 'GET',
      htu: `${endpoint}/g`,
      dpop: /^ey/,
      jkt: /^[\w-]{43}$/,
    })
    t.match(await set('a certificate-bound access token exists'), {
      clientCertificate: /^-----BEGIN CERTIFICATE-----/,
      certificateThumbprint: /^[\w-]{43}$/,
    })
  })

  t.test('a setup without a teardown gives way to the next about the same thing', async (t) => {
    const { admin, mock } = await open(t)
    const params = { accessToken: 'mine', grantId: 'g' }
    for (const state of ['a grant exists', 'a grant of another client exists', 'an access token exists']) {
      const values = await admin.changeProviderState({ state, params })
      t.match(await mock.gm(toRequest(values)), {
        action: state === 'a grant of another client exists' ? 'FORBIDDEN' : 'OK',
      })
    }
    await admin.changeProviderState({ state: 'an access token does not exist', params })
    t.strictSame((await admin.listTokens(serviceId)).accessTokens, [])
    await admin.mintToken(serviceId, { accessToken: 'fixed' })
    const taken = { state: 'a grant exists', params: { accessToken: 'fixed' } }
    t.strictSame(await refusalOf(admin.changeProviderState(taken)), refusedAs(409, 'access_token_exists'))
  })

  t.test('settings of a service come back with the teardown, and only they', async (t) => {
    const { admin, mock } = await open(t)
    const set = (state: string, action: 'setup' | 'teardown', params = {}) =>
      admin.changeProviderState({ state, action, params })
    const nonces = 'the service requires DPoP nonces'
    const subjects = 'the service compares the subjects of grants'
    const before = await describeService(admin)
    for (const state of [nonces, subjects, nonces]) await set(state, 'setup')
    const frozen = await set('the clock is frozen', 'setup', { now: '2030-01-01T00:00:00Z' })
    t.strictSame(frozen, { serviceId, now: '2030-01-01T00:00:00.000Z' })
    t.equal((await admin.getClock(serviceId)).now, '2030-01-01T00:00:00.000Z')
    const bound = await set('a DPoP-bound access token exists', 'setup')
    const answer = await mock.gm(toRequest(bound))
    t.match(answer, { action: 'OK', dpopNonce: /./ }, 'the proof holds the nonce')
    const other = await set('a grant of another subject exists', 'setup')
    t.equal((await mock.gm(toRequest(other))).resultCode, 'A283303')
    await admin.updateService(serviceId, { issuer: 'https://as.example.com' })
    await set('nothing', 'setup')
    await admin.updateService(serviceId, { issuer: null })
    t.strictSame(await describeService(admin), before)

    await admin.updateService(serviceId, { dpopNonceRequired: false })
    await set(nonces, 'setup')
    await set(nonces, 'teardown')
    t.equal((await admin.getService(serviceId))['dpopNonceRequired'], false)
    t.match(await set('the clock is frozen', 'setup'), { now: /^2026-01-01T00:00:00/ })
  })

  t.test('a service of its own is used by what follows, and dropped by its teardown', async (t) => {
    const { admin, mock } = await open(t, { world: twoServices })
    const made = await admin.changeProviderState({ state: 'a service exists' })
    t.match(made, { serviceId: /^\d+$/, serviceToken: /./, baseUrl: String })
    const values = await admin.changeProviderState({ state: 'a grant exists' })
    t.equal(values['serviceId'], made['serviceId'])
    const caller = { serviceId: String(made['serviceId']), serviceToken: String(made['serviceToken']) }
    t.equal((await callGm(mock, caller, toRequest(values))).body.action, 'OK')
    await admin.changeProviderState({ state: 'a grant exists', action: 'teardown' })
    await admin.changeProviderState({ state: 'a service exists', action: 'teardown' })
    t.strictSame((await admin.listServices()).services.length, 2)

    const named: ProviderStateRequest = { state: 'a service exists', params: { serviceId: '42' } }
    t.not((await admin.changeProviderState(named))['serviceToken'], undefined)
    t.equal((await admin.changeProviderState(named))['serviceId'], '42', 'it is made anew')
    await admin.deleteService('42')
    await admin.changeProviderState({ state: '' })
    t.strictSame((await admin.listServices()).services.length, 2)
  })

  t.test('where the service is not clear it has to be named', async (t) => {
    const { admin } = await open(t, { world: twoServices })
    const state = 'a grant exists'
    await t.rejects(admin.changeProviderState({ state }), {
      status: 400,
      error: 'service_needed',
      message:
        'There are 2 services: name one by the parameter serviceId, or set up "a service exists" first.',
    })
    t.equal((await admin.changeProviderState({ state, params: { serviceId: '701' } }))['serviceId'], '701')
    const unknown = { state, params: { serviceId: '702' } }
    t.strictSame(await refusalOf(admin.changeProviderState(unknown)), refusedAs(404, 'service_unknown'))
    await admin.deleteService(serviceId)
    await admin.deleteService('701')
    await t.rejects(admin.changeProviderState({ state }), { message: /^There are no service/ })
  })

  t.test('a token of a public client is no token for grants, so a confidential one is used', async (t) => {
    const clients = [{ clientId: 1, clientType: 'PUBLIC' as const }, { clientId: 2 }]
    const world = { services: oneService.services.map((service) => ({ ...service, clients })) }
    const { admin } = await open(t, { world })
    t.equal((await admin.changeProviderState({ state: 'a grant exists' }))['clientId'], 2)
  })

  t.test('an unknown state is refused with those that there are', async (t) => {
    const { admin } = await open(t)
    for (const action of ['setup', 'teardown'] as const) {
      await t.rejects(admin.changeProviderState({ state: 'a grant exist', action }), {
        status: 400,
        error: 'provider_state_unknown',
        message:
          /^There is no provider state "a grant exist"\. Did you mean a grant exists\? There are: nothing, a service exists, .*the clock is frozen\.$/,
      })
    }
    for (const state of ['constructor', '__proto__']) {
      t.strictSame(
        await refusalOf(admin.changeProviderState({ state })),
        refusedAs(400, 'provider_state_unknown'),
      )
    }
  })

  t.test('parameters of a wrong kind are refused all at once', async (t) => {
    const { admin } = await open(t)
    const params = { clientId: 'x', scopes: '{', expiresInSeconds: 'soon', now: 'today', gmAction: 'GET' }
    const { status, error, problems } = await refusalOf(
      admin.changeProviderState({ state: 'a grant exists', params: params as never, action: 'x' as never }),
    )
    t.strictSame([status, error], [400, 'invalid_request'])
    t.strictSame(
      problems.map(({ path }) => path),
      [
        '/action',
        '/params/clientId',
        '/params/expiresInSeconds',
        '/params/gmAction',
        '/params/now',
        '/params/scopes/0',
      ].filter((path) => problems.some((problem) => problem.path === path)),
    )
    t.equal(problems.length, 5)
    const shapeless = await refusalOf(admin.changeProviderState({ state: 'nothing', params: 5 as never }))
    t.strictSame(shapeless.problems, [{ path: '/params', message: 'must be object' }])
  })

  t.test('a teardown of what was never set up does nothing', async (t) => {
    const { admin } = await open(t)
    const before = await describeService(admin)
    t.strictSame(await admin.changeProviderState({ state: 'a grant exists', action: 'teardown' }), {})
    t.strictSame(await describeService(admin), before)
  })
}

function toRequest(values: Readonly<Record<string, unknown>>): GmRequest {
  const { accessToken, gmAction, grantId, dpop, htm, htu, clientCertificate } = values
  const members = { accessToken, gmAction, grantId, dpop, htm, htu, clientCertificate }
  return JSON.parse(JSON.stringify(members)) as GmRequest
}

async function describeService(admin: Admin): Promise<unknown> {
  const { now: _, ...clock } = await admin.getClock(serviceId)
  return [
    await admin.getService(serviceId),
    clock,
    await admin.listTokens(serviceId),
    await admin.listGrants(serviceId),
  ]
}
