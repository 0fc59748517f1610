import t, { type Test } from 'tap'
import { callApi } from '../../support/api.ts'
import {
  authenticScenarios,
  trusting,
  worldOf,
  type ClientScenario,
} from '../../support/servers/authentic-clients.ts'
import {
  certificate,
  certificatePaths,
  certificates,
  clientId,
  clientSecret,
  keySet,
  named,
  registeredDn,
  withParameters,
  type PresentedMembers,
} from '../../support/requests/client-presentations.ts'
import { serviceId, startOfTests, startTestMock } from '../../support/mock.ts'
import { clientAuthenticationScenarios } from '../../../src/scenario/shared/client-authentication.ts'
import {
  clientAuthenticationRows,
  type AuthenticatingApi,
} from '../../../src/outcome/client-authentication.ts'

const authenticated = 'A113001'

/** The result code and text of a revocation request for nothing, and the mock that gave them. */
async function present(
  t: Test,
  scenario: ClientScenario,
  more: Partial<PresentedMembers> = {},
  now = startOfTests,
) {
  const mock = await startTestMock(t, { world: worldOf(scenario) })
  mock.time.now = now
  const request = { ...(await scenario.present('token=nothing')), ...more }
  const { body } = await callApi(mock, 'POST', '/auth/revocation', request)
  return { mock, code: String(body['resultCode']), message: String(body['resultMessage']) }
}

const { CLIENT_SECRET_BASIC: basic, CLIENT_SECRET_POST: posted, NONE: none } = authenticScenarios

t.test('a client without a method uses its secret in the header, or none when it is public', async (t) => {
  t.equal((await present(t, { ...basic, client: { clientSecret } })).code, authenticated)
  t.equal((await present(t, { ...none, client: { clientType: 'PUBLIC' } })).code, authenticated)
  t.equal((await present(t, { ...none, client: {} })).code, 'A157357', 'and a confidential one must show it')
})

t.test('a method that this mock does not have is refused', async (t) => {
  const client = { clientSecret, tokenAuthMethod: 'ATTEST_JWT_CLIENT_AUTH' }
  t.equal((await present(t, { ...basic, client })).code, 'A157344')
})

t.test('a list of methods allows what it names, and an empty one everything', async (t) => {
  for (const supportedTokenAuthMethods of [[], ['CLIENT_SECRET_BASIC', 'NONE']]) {
    t.equal((await present(t, { ...basic, service: { supportedTokenAuthMethods } })).code, authenticated)
  }
})

t.test('a secret counts only where its method puts it', async (t) => {
  const inBoth = {
    ...withParameters('token=nothing', { ...named, client_secret: clientSecret }),
    clientSecret,
  }
  t.equal((await present(t, basic, { ...inBoth, clientId: String(clientId) })).code, authenticated)
  t.equal((await present(t, posted, { ...inBoth, clientId: String(clientId) })).code, authenticated)
  const wrong = withParameters('token=nothing', { ...named, client_secret: 'wrong' })
  t.equal((await present(t, posted, { ...wrong, clientId: String(clientId), clientSecret })).code, 'A157305')
  const headless = withParameters('token=nothing', { client_secret: clientSecret })
  t.equal((await present(t, posted, { ...headless, clientId: String(clientId) })).code, 'A157357')
})

t.test('a secret in other letters is another one', async (t) => {
  t.equal((await present(t, basic, { clientSecret: clientSecret.toLowerCase() })).code, 'A157305')
})

t.test('an empty secret is none, also for a client that has none', async (t) => {
  t.equal((await present(t, basic, { clientSecret: '' })).code, 'A157304')
  t.equal((await present(t, { ...basic, client: {} })).code, 'A157305')
  t.equal((await present(t, { ...basic, client: { clientSecret: '' } })).code, 'A157305')
  const postedOnly = { ...posted, client: { tokenAuthMethod: 'CLIENT_SECRET_POST' } }
  t.equal((await present(t, postedOnly)).code, 'A157305')
})

t.test('empty values are no credentials of a public client, and all others are', async (t) => {
  const cases: readonly (readonly [string, Partial<PresentedMembers>])[] = [
    [authenticated, { ...withParameters('token=a', named), clientSecret: '' }],
    ['A114309', { ...withParameters('token=a', { ...named, client_secret: '' }), clientSecret: '' }],
    ['A157303', { clientSecret: 'a' }],
    ['A157303', withParameters('token=a', { ...named, client_assertion: 'a', client_assertion_type: 'b' })],
    ['A157357', { parameters: 'token=a', clientId: String(clientId) }],
  ]
  for (const [expected, more] of cases) t.equal((await present(t, none, more)).code, expected)
})

t.test('a client that two ways name alike is one client', async (t) => {
  const request = { ...withParameters('token=nothing', named), clientId: String(clientId), clientSecret }
  t.equal((await present(t, basic, request)).code, authenticated)
  const empty = { parameters: 'token=nothing&client_id=', clientId: String(clientId), clientSecret }
  t.equal((await present(t, basic, empty)).code, 'A114302', 'Authlete has a text for an empty name')
})

t.test('a certificate proves nothing about a client that it does not name', async (t) => {
  for (const method of ['TLS_CLIENT_AUTH', 'SELF_SIGNED_TLS_CLIENT_AUTH'] as const) {
    const scenario = authenticScenarios[method]
    const inHeader = { parameters: 'token=nothing', clientId: String(clientId) }
    t.equal((await present(t, scenario, inHeader)).code, 'A157357', method)
    t.equal((await present(t, scenario, { clientCertificate: '-' })).code, 'A157327', method)
    t.equal((await present(t, scenario, { clientCertificate: 'x'.repeat(70_000) })).code, 'A157328', method)
  }
})

t.test('a service that validates certificate paths takes what its roots stand behind', async (t) => {
  const { issued, delegated, forged, intermediate, root, rogue } = certificatePaths
  const scenario = { ...authenticScenarios.TLS_CLIENT_AUTH, service: trusting(root) }
  const now = Date.UTC(2027, 0, 1)
  const cases = [
    [authenticated, { clientCertificate: issued }],
    [authenticated, { clientCertificate: delegated, clientCertificatePath: [intermediate] }],
    ['A157339', { clientCertificate: delegated }],
    ['A157339', { clientCertificate: forged, clientCertificatePath: [rogue] }],
  ] as const
  for (const [expected, more] of cases) t.equal((await present(t, scenario, more, now)).code, expected)
  t.equal((await present(t, scenario, { clientCertificate: issued })).code, 'A157339', 'not before its time')
})

t.test('a certificate without a subject is not that of a client that is registered by one', async (t) => {
  const scenario = { ...authenticScenarios.TLS_CLIENT_AUTH, present: certificate(certificates.nameless) }
  t.equal((await present(t, scenario)).code, 'A157343')
  for (const tlsClientAuthSubjectDn of [' ', '   ', '\t']) {
    const nobody = { client: { ...scenario.client, tlsClientAuthSubjectDn } }
    t.equal((await present(t, { ...scenario, ...nobody })).code, 'A157342', 'a client that has no name')
  }
})

t.test('a certificate of somebody else is refused, and told by its name', async (t) => {
  const cases = [
    [
      { tlsClientAuthSubjectDn: registeredDn },
      "[A157343] The subject DN of the presented client certificate ('CN=other.example,O=Example?, Inc.,C=JP') and the registered subject DN ('CN=client.example,O=Example?, Inc.,C=JP') do not match.",
    ],
    [
      { tlsClientAuthSanDns: 'client.example' },
      "[A157346] The subject alternative name DNS entry of the presented client certificate ('attacker.example') did not match the registered subject alternative name DNS entry of the client ('client.example').",
    ],
  ] as const
  for (const [name, text] of cases) {
    const client = { tokenAuthMethod: 'TLS_CLIENT_AUTH', ...name }
    const { message } = await present(t, { client, present: certificate(certificates.other) })
    t.equal(message, text)
  }
})

t.test('a client may be registered by any one name of its certificate', async (t) => {
  const names = {
    tlsClientAuthSanDns: 'Client.Example',
    tlsClientAuthSanUri: 'https://client.example/id',
    tlsClientAuthSanIp: '2001:db8:0::1',
    tlsClientAuthSanEmail: 'Ops@client.example',
  }
  for (const [name, value] of Object.entries(names)) {
    const scenario = {
      client: { tokenAuthMethod: 'TLS_CLIENT_AUTH', tlsClientAuthSubjectDn: '', [name]: value },
      present: certificate(certificates.named),
    }
    t.equal((await present(t, scenario)).code, authenticated, name)
  }
})

t.test(
  'an address with a zone, and whatever else is no address, is the name of no certificate',
  async (t) => {
    for (const tlsClientAuthSanIp of [
      'fe80::1%eth0',
      '2001:db8::1%1',
      '2001:db8::1%',
      '%',
      '<invalid>',
      '::g',
    ]) {
      const scenario = {
        client: { tokenAuthMethod: 'TLS_CLIENT_AUTH', tlsClientAuthSubjectDn: '', tlsClientAuthSanIp },
        present: certificate(certificates.named),
      }
      t.equal((await present(t, scenario)).code, 'A157348', tlsClientAuthSanIp)
    }
  },
)

t.test('a self-signed certificate counts under the key that the client names for it', async (t) => {
  const { client, ...rest } = authenticScenarios.SELF_SIGNED_TLS_CLIENT_AUTH
  const named = (selfSignedCertificateKeyId: string) => ({
    ...rest,
    client: { ...client, selfSignedCertificateKeyId },
  })
  t.equal((await present(t, named('one'))).code, authenticated)
  t.equal((await present(t, named('two'))).code, 'A157330')
  const missing = { ...rest, client: { ...client, jwks: undefined } }
  t.equal((await present(t, missing)).code, 'A156301')
  for (const x5c of [[], [''], [1], 'MII']) {
    const unusable = { ...rest, client: { ...client, jwks: keySet({ x5c }) } }
    t.equal((await present(t, unusable)).code, 'A157330', JSON.stringify(x5c))
  }
})

t.test('neither secret nor assertion is logged, and the trace holds no secret', async (t) => {
  const mock = await startTestMock(t, { world: worldOf(authenticScenarios.CLIENT_SECRET_BASIC) })
  const wrong = { clientId: String(clientId), clientSecret: 'a wrong secret', parameters: 'token=a-token' }
  await callApi(mock, 'POST', '/auth/revocation', wrong)
  await callApi(mock, 'POST', '/auth/revocation', { ...wrong, clientSecret })
  const { requests } = await mock.admin.listRequests(serviceId)
  t.equal(requests.length, 2)
  for (const { id } of requests) {
    const { trace } = await mock.admin.getRequest(serviceId, id)
    t.ok(trace.length > 5)
    t.notMatch(JSON.stringify(trace), /wrong secret|KbZ3c|a-token/)
  }
  t.notMatch(mock.log(), /wrong secret|KbZ3c|a-token/)
})

t.test('every API has a row for every reason, and no other', async (t) => {
  const actions = { badRequest: 'BAD', unauthorized: 'NO', serverError: 'ERROR' }
  const errors = { BAD: 'invalid_request', NO: 'invalid_client', ERROR: 'server_error' }
  for (const api of ['token', 'pushed_auth_req', 'revocation'] satisfies AuthenticatingApi[]) {
    const rows = clientAuthenticationRows(api, actions)
    t.strictSame(Object.keys(rows).toSorted(), Object.keys(clientAuthenticationScenarios).toSorted(), api)
    for (const [reason, { status, action, error }] of Object.entries(rows)) {
      t.equal(status, 200)
      t.equal(error, errors[action as keyof typeof errors], `${api} ${reason}`)
    }
  }
})
