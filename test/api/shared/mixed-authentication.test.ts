import t, { type Test } from 'tap'
import { callApi } from '../../support/api.ts'
import { authenticScenarios, worldOf, type ClientScenario } from '../../support/servers/authentic-clients.ts'
import {
  certificates,
  clientId,
  clientSecret,
  jwtBearer,
  keySet,
  makeAssertion,
  otherKey,
  type PresentedMembers,
} from '../../support/requests/client-presentations.ts'
import { startTestMock, type TestMock } from '../../support/mock.ts'

/** Where clients authenticate: the request of a client that may do so, and the answers to it. */
const endpoints = {
  '/auth/token': { own: 'grant_type=client_credentials', done: ['A052001', 'A052301'] },
  '/pushed_auth_req': {
    own: 'response_type=code&redirect_uri=https%3A%2F%2Frp.example.com%2Fcb',
    done: ['A245001'],
  },
  '/auth/revocation': { own: 'token=nothing', done: ['A113001'] },
} as const

type Path = keyof typeof endpoints

/** What else a request may carry: more parameters, more members. */
type Extra = readonly [parameters: Readonly<Record<string, string>>, members?: Partial<PresentedMembers>]

const mixed = 'A157354'
const goodType = { client_assertion_type: jwtBearer }
const inHeader = (secret: string): Extra => [{}, { clientId: String(clientId), clientSecret: secret }]
const strange = await makeAssertion({ signWith: otherKey.own })

const extras: Readonly<Record<string, Extra>> = {
  'a wrong secret in the body': [{ client_secret: 'wrong' }],
  'the right secret in the body': [{ client_secret: clientSecret }],
  'a wrong secret in the header': inHeader('wrong'),
  'the right secret in the header': inHeader(clientSecret),
  'a garbage assertion': [{ client_assertion: 'garbage', ...goodType }],
  'an assertion by another key': [{ client_assertion: strange, ...goodType }],
  'an assertion of another type': [
    { client_assertion: 'garbage', client_assertion_type: 'urn:example:saml' },
  ],
  'the type of an assertion alone': [goodType],
  'an empty assertion with a type': [{ client_assertion: '', ...goodType }],
}

const nothing: Readonly<Record<string, Extra>> = {
  'nothing at all': [{}],
  'an empty secret in the body': [{ client_secret: '' }],
  'an empty secret in the header': [{}, { clientSecret: '' }],
  'its id in the header': [{}, { clientId: String(clientId) }],
  'a certificate to which tokens may be bound': [{}, { clientCertificate: certificates.other }],
}

/** Authlete has a text for an empty secret at the revocation endpoint, and nowhere else. */
const hasOwnText = (path: Path, what: string) =>
  path === '/auth/revocation' && what === 'an empty secret in the body'

async function present(mock: TestMock, scenario: ClientScenario, path: Path, extra: Extra): Promise<string> {
  const [parameters, members = {}] = extra
  const shown = await scenario.present(endpoints[path].own)
  const all = new URLSearchParams(shown.parameters)
  for (const [name, value] of Object.entries(parameters)) if (!all.has(name)) all.append(name, value)
  const { body } = await callApi(mock, 'POST', path, { ...members, ...shown, parameters: all.toString() })
  return String(body['resultCode'])
}

const start = (t: Test, scenario: ClientScenario, mock: object = {}) => {
  const client = { redirectUris: ['https://rp.example.com/cb'], ...scenario.client }
  const service = { pushedAuthReqEndpoint: 'https://as.example.com/par', ...scenario.service, mock }
  return startTestMock(t, { world: worldOf({ ...scenario, client, service }) })
}

/** What a client may show besides the proof of its method: Authlete looks at the secret of the header alone. */
const passedOver: Readonly<Record<string, readonly string[]>> = {
  CLIENT_SECRET_BASIC: ['a wrong secret in the body', 'the right secret in the body'],
  CLIENT_SECRET_POST: ['the right secret in the header'],
}
const ownPlace: Readonly<Record<string, string>> = {
  CLIENT_SECRET_BASIC: 'in the header',
  CLIENT_SECRET_POST: 'in the body',
}

for (const [method, scenario] of Object.entries(authenticScenarios)) {
  for (const strict of [false, true]) {
    t.test(`a client of ${method} proves itself in one way${strict ? ', strictly' : ''}`, async (t) => {
      const mock = await start(t, scenario, { oneClientAuthentication: strict })
      const isKeyed = method.endsWith('_JWT')
      const refusal = method === 'NONE' ? 'A157303' : mixed
      const known = Object.entries(extras).filter(([what]) => {
        if (isKeyed && what.includes('assertion')) return false
        return !what.includes(`secret ${ownPlace[method] ?? 'nowhere'}`)
      })
      for (const path of Object.keys(endpoints) as Path[]) {
        for (const [what, extra] of known) {
          const code = await present(mock, scenario, path, extra)
          const passes = !strict && passedOver[method]?.includes(what) === true
          t.equal(
            endpoints[path].done.some((done) => done === code),
            passes,
            `${path}, ${what}: ${code}`,
          )
          if (!passes) t.equal(code, refusal, `${path}, ${what}`)
        }
        for (const [what, extra] of Object.entries(nothing)) {
          const code = await present(mock, scenario, path, extra)
          const done =
            hasOwnText(path, what) && method !== 'CLIENT_SECRET_POST' ? ['A114309'] : endpoints[path].done
          t.ok(
            done.some((one) => one === code),
            `${path}, ${what}: ${code}`,
          )
        }
      }
    })
  }
}

t.test('a secret at the place of another method is no second one, and the first is missing', async (t) => {
  const { CLIENT_SECRET_BASIC: basic, CLIENT_SECRET_POST: posted } = authenticScenarios
  const byHeader = await start(t, basic)
  t.equal(await present(byHeader, posted, '/auth/token', [{}]), 'A157357')
  const byBody = await start(t, posted)
  t.equal(await present(byBody, basic, '/auth/token', [{}]), 'A157304')
})

t.test('an assertion without its type, and a type alone, prove nothing', async (t) => {
  const keyed = await start(t, authenticScenarios.PRIVATE_KEY_JWT)
  const alone = (more: Readonly<Record<string, string>>): ClientScenario => ({
    client: {},
    present: (own) => ({
      parameters: [own, new URLSearchParams({ client_id: String(clientId), ...more })].join('&'),
    }),
  })
  for (const path of Object.keys(endpoints) as Path[]) {
    const client_assertion = await makeAssertion()
    t.equal(await present(keyed, alone({ client_assertion }), path, [{}]), 'A158302')
    t.equal(
      await present(keyed, alone({ client_assertion, client_assertion_type: '' }), path, [{}]),
      'A158303',
    )
    t.equal(await present(keyed, alone(goodType), path, [{}]), 'A157311')
    t.equal(await present(keyed, alone({ ...goodType, client_assertion: '' }), path, [{}]), 'A157311')
  }
})

t.test('the trace shows no secret', async (t) => {
  const { CLIENT_SECRET_BASIC: basic } = authenticScenarios
  const mock = await start(t, { ...basic, client: { ...basic.client, jwks: keySet() } })
  await present(mock, basic, '/auth/token', [{ client_secret: 'hush-hush' }])
  const [entry] = (await mock.admin.listRequests('700')).requests
  const { trace } = await mock.admin.getRequest('700', String(entry?.id))
  t.match(
    trace.find(({ check }) => check === 'client-one-mechanism'),
    {
      verdict: 'skipped',
      source: 'observed',
      actual: 'a secret in the header and a secret among the parameters',
    },
  )
  t.notOk(JSON.stringify(trace).includes('hush'))
})
