import type { Test } from 'tap'
import type { NewServiceRequest } from '../../../../schema/admin/services.ts'
import { serviceId } from '../../../support/mock.ts'
import { callGm, refusalOf, refusedAs, type OpenAdmin } from '../../under-test.ts'

/** A service with content, as a file of fixtures has it. */
const content: NewServiceRequest = {
  serviceId: '42',
  issuer: 'https://as.example.com',
  clock: { mode: 'frozen', now: '2030-01-01T00:00:00Z' },
  clients: [{ clientId: 7, clientName: 'one', clientIdAlias: 'seven', clientType: 'PUBLIC' }],
  tokens: [{ accessToken: 'given', clientId: 8, grant: { grantId: 'g' }, expiresInSeconds: '1h' }],
  grants: [{ grantId: 'alone', clientId: 8 }],
  refreshTokens: [{ refreshToken: 'later' }],
  apiTokens: [{ apiToken: 'mine' }],
}

const begin = Date.parse('2030-01-01T00:00:00Z')

/** Changes with members that look misspelt, and what was meant; a new service has the same. */
const misspelt: readonly (readonly [
  request: Readonly<Record<string, unknown>>,
  path: string,
  meant: string,
])[] = [
  [{ isuer: 'https://as.example.com' }, '/isuer', 'issuer'],
  [{ ISSUER: 'https://as.example.com' }, '/ISSUER', 'issuer'],
  [{ access_token_duration: 5 }, '/access_token_duration', 'accessTokenDuration'],
  [{ Jwks: '{}' }, '/Jwks', 'jwks'],
  [{ 'token/Endpoint': 'x' }, '/token~1Endpoint', 'tokenEndpoint'],
  [{ supportedScopes: [{ name: 'a' }, { nam: 'b' }] }, '/supportedScopes/1/nam', 'name'],
  [
    { supportedScopes: [{ name: 'a', attributes: [{ key: 'k', vlaue: 'v' }] }] },
    '/supportedScopes/0/attributes/0/vlaue',
    'value',
  ],
  [{ mock: { replaycheck: true } }, '/mock/replaycheck', 'replayCheck'],
  [{ client: [] }, '/client', 'clients'],
]

/** What a change refuses, and what its problem names. */
const elsewhere: Readonly<Record<string, RegExp>> = {
  serviceId: /^cannot be changed$/,
  clients: /client\/create/,
  clock: /PUT \/_mock\/services\/\{serviceId\}\/clock .*setClock/,
  tokens: /POST \/_mock\/services\/\{serviceId\}\/tokens .*mintToken/,
  refreshTokens: /mintToken/,
  grants: /mintToken/,
  apiTokens: /POST \/_mock\/api-tokens .*createApiToken/,
  grantedScopes: /createService/,
}

export async function memberContract(t: Test, open: OpenAdmin): Promise<void> {
  t.test('a new service has the content that it is given', async (t) => {
    const { admin, mock } = await open(t)
    const made = await admin.createService(content)
    t.equal(made.serviceId, '42')
    t.notOk('warnings' in made)
    const { createdAt, modifiedAt, mock: _, ...properties } = await admin.getService('42')
    t.strictSame(properties, { serviceId: '42', issuer: 'https://as.example.com' })
    t.strictSame([createdAt, modifiedAt], [begin, begin])
    const { accessTokens, refreshTokens } = await admin.listTokens('42')
    t.match(accessTokens, [{ clientId: 8, grantId: 'g', expiresAt: begin + 3_600_000 }])
    t.match(refreshTokens, [{ clientId: 7 }])
    const query = { gmAction: 'QUERY', accessToken: 'given', grantId: 'g' } as const
    for (const serviceToken of [made.serviceToken, 'mine']) {
      t.match(await callGm(mock, { serviceId: '42', serviceToken }, query), { body: { action: 'OK' } })
    }
  })

  t.test('a reset restores the content of a service, and the clock', async (t) => {
    const { admin } = await open(t)
    await admin.createService(content)
    const before = [await admin.listGrants('42'), await admin.getClock('42')]
    await admin.advanceClock('42', { seconds: 60 })
    await admin.deleteGrant('42', 'g')
    await admin.deleteClient('42', 7)
    await admin.reset('42')
    t.strictSame([await admin.listGrants('42'), await admin.getClock('42')], before)
  })

  t.test('the content of a service is checked as that of fixtures', async (t) => {
    const { admin } = await open(t)
    const wrong = {
      serviceId: '42',
      clock: { mode: 'frozen', now: 'noon' },
      clients: [{ clientId: 1 }, { clientId: 1, tokenAuthMethod: 'BASIC', clientNmae: 'x' }],
      tokens: [{ subject: 'alice' }, { accessToken: 'a', grantId: 'none', bind: 'dpop' }],
    }
    const { problems, ...refusal } = await refusalOf(admin.createService(wrong as never))
    t.strictSame(refusal, { status: 400, error: 'invalid_request' })
    t.strictSame(
      problems.map(({ path }) => path),
      [
        '/clients/1/clientId',
        '/clients/1/clientNmae',
        '/clients/1/tokenAuthMethod',
        '/clock/now',
        '/tokens/0',
        '/tokens/1/bind',
        '/tokens/1/grantId',
      ],
    )
    t.match(await refusalOf(admin.getService('42')), { status: 404 })
  })

  t.test('a service without content has the clock that services start with', async (t) => {
    const { admin } = await open(t)
    await admin.createService({ serviceId: '42', clock: { mode: 'frozen' } })
    t.strictSame(await admin.getClock('42'), { mode: 'frozen', now: '2026-01-01T00:00:00.000Z' })
  })

  t.test('a new service does not take the API token of another one', async (t) => {
    const { admin, mock } = await open(t)
    const made = await admin.createService({ apiTokens: [{ apiToken: 'mine' }] })
    const refusal = await refusalOf(
      admin.createService({ serviceId: '42', apiTokens: [{ apiToken: 'other' }, { apiToken: 'mine' }] }),
    )
    t.strictSame(refusal, refusedAs(409, 'api_token_exists'))
    const caller = { serviceId: made.serviceId, serviceToken: 'mine' }
    t.equal((await callGm(mock, caller, { gmAction: 'QUERY' })).status, 200)
  })

  for (const [request, path, meant] of misspelt) {
    t.test(`a service with ${path} is refused, and ${meant} suggested`, async (t) => {
      const { admin } = await open(t)
      const calls = [() => admin.createService(request), () => admin.updateService(serviceId, request)]
      for (const call of calls) {
        const { problems } = await refusalOf(call())
        t.strictSame(problems, [{ path, message: `is not a known member. Did you mean ${meant}?` }])
      }
    })
  }

  t.test('what a change cannot have is refused with the call that does it', async (t) => {
    const { admin } = await open(t)
    for (const value of [null, [], { mode: 'real' }]) {
      const change = Object.fromEntries(Object.keys(elsewhere).map((name) => [name, value]))
      const { problems, status } = await refusalOf(admin.updateService(serviceId, change))
      t.equal(status, 400)
      t.strictSame(
        problems.map(({ path }) => path),
        Object.keys(elsewhere).map((name) => `/${name}`),
      )
      for (const { path, message } of problems) t.match(message, elsewhere[path.slice(1)])
    }
  })

  t.test('other unknown members are kept, and named in warnings', async (t) => {
    const { admin } = await open(t)
    const clients = [
      { clientId: 1, shape: 'round', extension: { fresh: 1 }, hsks: 1 },
      { clientId: 2, shape: 1 },
    ]
    const made = await admin.createService({
      serviceId: '42',
      colour: 'red',
      supportedScopes: [{ a: 1 }],
      clients,
    })
    t.strictSame(made.warnings, [
      'colour is kept, but not known.',
      'supportedScopes/0/a is kept, but not known.',
      'clients/0/shape is kept, but not known.',
      'clients/0/extension/fresh is kept, but not known.',
      'clients/0/hsks is kept, but not known.',
      'clients/1/shape is kept, but not known.',
    ])
    const changed = await admin.updateService('42', { hsmEnabled: true, ours: { isuer: 1 }, hue: null })
    t.match(changed, { colour: 'red', supportedScopes: [{ a: 1 }], ours: { isuer: 1 } })
    t.match(changed.warnings, ['ours is kept, but not known.', /^hsmEnabled has no effect here\./])
  })

  t.test('a misspelt property that is there already can be removed', async (t) => {
    const { admin } = await open(t, { world: { services: [{ serviceId, isuer: 'x' }] } })
    t.notOk('isuer' in (await admin.updateService(serviceId, { isuer: null })))
  })

  t.test('very many unknown members are counted, not named', async (t) => {
    const { admin } = await open(t)
    const many = Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`ourOwnMember${index}`, 1]))
    const { warnings = [] } = await admin.createService({ ...many, isuer: 'x', serviceId: '42' })
    t.equal(warnings.length, 101)
    t.equal(warnings.at(-1), '51 more members are kept, but not known.')
    t.match(await admin.getService('42'), { isuer: 'x' }, 'a service with so many is not misspelt')
  })
}
