import t from 'tap'
import { startTestMock } from '../support/mock.ts'
import { checkFixtures, readFixtures } from '../../src/admin/fixtures.ts'
import { createProblemFinder } from '../../src/admin/order-reader.ts'
import { placeProblems } from '../../src/admin/place-problems.ts'

t.test(
  'problems of shape do not hide those of relation, and all come in the order of the document',
  async (t) => {
    const tokens = [
      { accessToken: 'a', grantId: 'nowhere' },
      { accessToken: 'a', subject: 5 },
    ]
    const services = [...Array(11).keys()].map((id) => ({
      serviceId: String(id + 1),
      ...(id === 10 && { tokens }),
    }))
    const text = JSON.stringify({
      services: [...services.slice(0, 2), { serviceId: 'x' }, ...services.slice(3)],
    })
    const reading = readFixtures(text, createProblemFinder())
    t.same('problems' in reading && reading.problems.map(({ path }) => path), [
      '/services/2/serviceId',
      '/services/10/tokens/0/grantId',
      '/services/10/tokens/1/accessToken',
      '/services/10/tokens/1/subject',
    ])
  },
)

const problemsOf = (services: readonly object[]) => {
  const reading = readFixtures(JSON.stringify({ services }), createProblemFinder())
  return 'problems' in reading ? reading.problems : []
}

t.test("Authlete's members of services and clients have Authlete's types, others have any", async (t) => {
  const problems = problemsOf([
    { serviceId: '1', supportedScopes: ['openid'], issuer: 5, anything: 5, constructor: 5 },
    {
      serviceId: '2',
      clients: [
        { clientId: 1 },
        { clientId: 2, redirectUris: 'https://rp.example.com/cb', tokenAuthMethod: 'BASIC', mine: {} },
      ],
    },
  ])
  t.strictSame(
    problems.map(({ path }) => path),
    [
      '/services/0/issuer',
      '/services/0/supportedScopes/0',
      '/services/1/clients/1/redirectUris',
      '/services/1/clients/1/tokenAuthMethod',
    ],
  )
  t.equal(problems[2]?.message, 'must be array')
})

t.test('a member that is undefined is absent', async (t) => {
  const service = { serviceId: '1', issuer: undefined, clients: [{ clientId: 1, jwks: undefined }] }
  const fixtures = { services: [service] }
  t.strictSame(checkFixtures(fixtures, createProblemFinder()), { fixtures })
})

t.test('an alias names one client of its service, and is no id of another one', async (t) => {
  const clients = [
    { clientIdAlias: 'a' },
    { clientIdAlias: '', clientIdAliasEnabled: true },
    { clientIdAlias: '' },
    { clientIdAliasEnabled: true },
    { clientIdAlias: '5' },
  ].map((client, index) => ({ ...client, clientId: index + 1 }))
  t.strictSame(
    problemsOf([
      { serviceId: '1', clients },
      { serviceId: '2', clients },
    ]),
    [],
  )
  for (const clientIdAlias of ['a', '1', '5', '99', '98', '97']) {
    const more = [...clients, { clientId: 7, clientIdAlias, clientIdAliasEnabled: false }]
    const world = {
      serviceId: '1',
      clients: more,
      tokens: [{ accessToken: 'a', clientId: 99 }],
      refreshTokens: [{ refreshToken: 'a', clientId: 98 }],
      grants: [{ grantId: 'a', clientId: 97 }],
    }
    t.strictSame(problemsOf([world]), [
      { path: '/services/0/clients/5/clientIdAlias', message: 'is given twice' },
    ])
  }
})

t.test('the claims of a token are a JSON object in text, and come back as they were', async (t) => {
  const told = (claims: string) => ({
    serviceId: '1',
    tokens: [{ accessToken: 'a', details: { claims } }],
    refreshTokens: [{ refreshToken: 'b', details: { claims } }],
  })
  for (const claims of ['', '{"userinfo":{"name":null}}', '\uFEFF{}'])
    t.strictSame(problemsOf([told(claims)]), [])
  for (const claims of ['name', '[]', '{"a":']) {
    const message = `is no claims parameter: it is not ${claims === '[]' ? 'a JSON object' : 'valid JSON'}`
    t.strictSame(problemsOf([told(claims)]), [
      { path: '/services/0/refreshTokens/0/details/claims', message },
      { path: '/services/0/tokens/0/details/claims', message },
    ])
  }
  const world = { services: [told('\uFEFF{"userinfo": {"name": null}}')] }
  const { admin } = await startTestMock(t, { world })
  await admin.saveWorldSnapshot('told')
  const { services } = await admin.getWorldSnapshot('told')
  t.match(
    services,
    [told('{"userinfo":{"name":null}}')].map(({ tokens, refreshTokens }) => ({
      tokens: tokens.map(({ details }) => ({ details })),
      refreshTokens: refreshTokens.map(({ details }) => ({ details })),
    })),
  )
})

t.test('a problem within what holds nothing is placed where that is', async (t) => {
  const message = 'is odd'
  const text = 'a:\n  - &one 1\nb: *one\n? {c: 2}\n: 3\n'
  const lines = placeProblems(
    text,
    ['/a/0/x', '/b/x', '/c', '/b'].map((path) => ({ path, message })),
  )
  t.strictSame(
    lines.map(({ line }) => line),
    [2, 3, 1, 3],
  )
})
