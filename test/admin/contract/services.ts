import type { Test } from 'tap'
import { apiToken, endpoint, serviceId, startOfTests } from '../../support/mock.ts'
import { callGm, refusalOf, refusedAs, type OpenAdmin } from '../under-test.ts'

const emptyRequest = { gmAction: 'QUERY' } as const

export async function serviceContract(t: Test, open: OpenAdmin): Promise<void> {
  await creationContract(t, open)
  await changeContract(t, open)
  await apiTokenContract(t, open)
}

async function creationContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a new service comes with coordinates that work', async (t) => {
    const { admin, mock } = await open(t)
    const created = await admin.createService()
    t.match(created.serviceId, /^[1-9]\d+$/)
    t.strictSame(created.env, {
      AUTHLETE_BASE_URL: created.baseUrl,
      AUTHLETE_SERVICE_ID: created.serviceId,
      AUTHLETE_API_TOKEN: created.serviceToken,
      AUTHLETE_BEARER: created.serviceToken,
    })
    const { status, body } = await callGm(mock, created, emptyRequest)
    t.equal(status, 200)
    t.equal(body.resultCode, 'A278203')
    const other = await admin.createService({})
    t.not(other.serviceId, created.serviceId)
    t.equal((await callGm(mock, { ...created, serviceId: other.serviceId }, emptyRequest)).status, 403)
  })

  t.test('properties without effect are told where they are set, and nowhere else', async (t) => {
    const { admin } = await open(t)
    const made = await admin.createService({ serviceId: '42', hsmEnabled: true, pkceRequired: true })
    t.strictSame(made.warnings, ['hsmEnabled has no effect here. Hardware keys (hsk/*) are not here.'])
    t.notOk('warnings' in (await admin.createService({ hsmEnabled: false })))
    const changed = await admin.updateService('42', { nativeSsoSupported: true, pkceRequired: false })
    t.match(changed, { hsmEnabled: true, warnings: [/^nativeSsoSupported has no effect here\./] })
    t.equal(changed.warnings?.length, 1)
    t.notOk('warnings' in (await admin.updateService('42', { nativeSsoSupported: null })))
    t.notOk('warnings' in (await admin.getService('42')))
  })

  t.test('a service keeps every property it is given, and its id', async (t) => {
    const { admin } = await open(t, { strictOwnership: true, dpopIatPastSeconds: 5 })
    const properties = { serviceName: 'Mine', supportedScopes: [{ name: 'openid' }], dpopNonceRequired: true }
    const mock = { replayCheck: false }
    t.equal((await admin.createService({ ...properties, serviceId: '42', mock })).serviceId, '42')
    const { createdAt, modifiedAt, ...kept } = await admin.getService('42')
    t.equal(createdAt, modifiedAt)
    t.strictSame(kept, {
      ...properties,
      serviceId: '42',
      mock: {
        strictOwnership: true,
        oneClientAuthentication: false,
        replayCheck: false,
        iatPastSeconds: 5,
        iatFutureSeconds: 60,
      },
    })
  })

  t.test('a property that is null is one that is not given', async (t) => {
    const { admin } = await open(t)
    await admin.createService({ serviceId: '42', dpopNonceRequired: null, serviceName: null } as never)
    t.strictSame(Object.keys(await admin.getService('42')).toSorted(), [
      'createdAt',
      'mock',
      'modifiedAt',
      'serviceId',
    ])
  })

  t.test('a service id is given once', async (t) => {
    const { admin } = await open(t)
    const refusal = await refusalOf(admin.createService({ serviceId, dpopNonceRequired: true }))
    t.strictSame(refusal, refusedAs(409, 'service_exists'))
    t.notOk('dpopNonceRequired' in (await admin.getService(serviceId)))
    const both = [1, 2].map(async () => admin.createService({ serviceId: '42' }))
    const settled = await Promise.allSettled(both)
    t.strictSame(settled.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
  })

  t.test('the list holds the services of the fixtures and those made since', async (t) => {
    const { admin } = await open(t)
    await admin.createService({ serviceId: '42', dpopNonceRequired: true })
    const { services } = await admin.listServices()
    t.strictSame(services, [await admin.getService(serviceId), await admin.getService('42')])
  })
}

async function changeContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('members change while a service runs, and null takes a property away', async (t) => {
    const { admin } = await open(t)
    const properties = { serviceName: 'Mine', dpopNonceRequired: true, issuer: 'https://x' }
    await admin.createService({ serviceId: '42', ...properties })
    const change = {
      dpopNonceRequired: null,
      serviceName: 'Yours',
      mock: { strictOwnership: true },
    } as const
    const changed = await admin.updateService('42', change)
    const { createdAt, modifiedAt, ...rest } = changed
    t.equal(createdAt, modifiedAt)
    t.strictSame(rest, {
      serviceName: 'Yours',
      issuer: 'https://x',
      serviceId: '42',
      mock: {
        strictOwnership: true,
        oneClientAuthentication: false,
        replayCheck: true,
        iatPastSeconds: 300,
        iatFutureSeconds: 60,
      },
    })
    t.strictSame(await admin.getService('42'), changed)
  })

  t.test('a change counts from the next call on', async (t) => {
    const { admin, mock } = await open(t)
    const { request = {} } = await admin.mintToken(serviceId, { subject: 'alice', grant: {} })
    const { accessToken } = await admin.mintToken(serviceId, {
      subject: 'bob',
      grantId: String(request['grantId']),
    })
    const asBob = { ...request, accessToken }
    t.equal((await mock.gm(asBob)).action, 'OK')
    await admin.updateService(serviceId, { mock: { strictOwnership: true } })
    t.equal((await mock.gm(asBob)).resultCode, 'A283303')
  })

  t.test('a service id cannot be changed', async (t) => {
    const { admin } = await open(t)
    const refusal = await refusalOf(admin.updateService(serviceId, { serviceId: '43' }))
    t.strictSame(
      refusal,
      refusedAs(400, 'invalid_request', [{ path: '/serviceId', message: 'cannot be changed' }]),
    )
    t.equal((await admin.getService(serviceId)).serviceId, serviceId)
  })

  t.test('a deleted service is gone with all that hangs on it', async (t) => {
    const { admin, mock } = await open(t)
    const created = await admin.createService({ serviceId: '42' })
    const { request = {} } = await admin.mintToken('42', { grant: {} })
    await admin.deleteService('42')
    t.strictSame(await refusalOf(admin.getService('42')), refusedAs(404, 'service_unknown'))
    t.strictSame(await refusalOf(admin.deleteService('42')), refusedAs(404, 'service_unknown'))
    t.equal((await callGm(mock, created, request)).status, 401, 'its token is unknown')
    const again = await admin.createService({ serviceId: '42' })
    t.strictSame(await admin.listRequests('42'), { requests: [], dropped: 0, cursor: '0' })
    t.strictSame(await admin.listGrants('42'), { grants: [] })
    t.equal((await callGm(mock, again, request)).body.resultCode, 'A279306')
  })
}

async function apiTokenContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('an organization token serves every service', async (t) => {
    const { admin, mock } = await open(t)
    await admin.createService({ serviceId: '42' })
    const { apiToken: serviceToken, ...rest } = await admin.createApiToken()
    t.strictSame(rest, { rights: ['USE_SERVICE'] })
    for (const each of [serviceId, '42']) {
      t.equal((await callGm(mock, { serviceId: each, serviceToken }, emptyRequest)).status, 200)
    }
    t.equal((await callGm(mock, { serviceId: '43', serviceToken }, emptyRequest)).status, 404)
  })

  t.test("a service's token serves that service alone", async (t) => {
    const { admin, mock } = await open(t)
    await admin.createService({ serviceId: '42' })
    const { apiToken: serviceToken, ...rest } = await admin.createApiToken({ serviceId: '42' })
    t.strictSame(rest, { rights: ['USE_SERVICE'], serviceId: '42' })
    t.equal((await callGm(mock, { serviceId: '42', serviceToken }, emptyRequest)).status, 200)
    t.equal((await callGm(mock, { serviceId, serviceToken }, emptyRequest)).status, 403)
    t.equal((await callGm(mock, { serviceId: '42', serviceToken: apiToken }, emptyRequest)).status, 403)
  })

  const rights = [
    [['USE_SERVICE'], 200],
    [['ADMIN'], 200],
    [['MODIFY_SERVICE'], 200],
    [['VIEW_CLIENT', 'CREATE_CLIENT'], 200],
    [['VIEW_CLIENT', 'USE_INTROSPECTION'], 403],
    [[], 403],
  ] as const
  for (const [given, expected] of rights) {
    t.test(`a token with the rights [${given.join(', ')}] is answered with ${expected}`, async (t) => {
      const { admin, mock } = await open(t)
      const created = await admin.createApiToken({ serviceId, rights: [...given] })
      t.strictSame(created.rights, given)
      const caller = { serviceId, serviceToken: created.apiToken }
      t.equal((await callGm(mock, caller, emptyRequest)).status, expected)
    })
  }

  t.test('an API token ends when its time is over', async (t) => {
    const { admin, mock } = await open(t)
    const ending = await admin.createApiToken({ serviceId, expiresInSeconds: 60 })
    const ended = await admin.createApiToken({ serviceId, expiresInSeconds: -60 })
    const organization = await admin.createApiToken({ expiresInSeconds: 60 })
    t.equal(ending.expiresAt, startOfTests + 60_000)
    t.equal(ended.expiresAt, startOfTests - 60_000)
    const answers = async (): Promise<number[]> => {
      const tokens = [ending, ended, organization]
      const calls = tokens.map(({ apiToken: serviceToken }) =>
        callGm(mock, { serviceId, serviceToken }, emptyRequest),
      )
      return (await Promise.all(calls)).map(({ status }) => status)
    }
    t.strictSame(await answers(), [200, 401, 200])
    await admin.advanceClock(serviceId, { seconds: 60 })
    t.strictSame(await answers(), [401, 401, 200], "a service's token lives by the service's clock")
    mock.time.now += 60_000
    t.strictSame(await answers(), [401, 401, 401], "an organization token by the machine's")
  })

  t.test('the endpoint of a service is what its tokens are made for', async (t) => {
    const { admin } = await open(t)
    const { request } = await admin.mintToken(serviceId, { grant: { grantId: 'g' }, bind: 'dpop' })
    t.equal(request?.['htu'], `${endpoint}/g`)
  })
}
