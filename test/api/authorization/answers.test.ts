import t from 'tap'
import {
  authorizationWorld,
  authorize,
  call,
  clientId,
  issuer,
  redirectUri,
  request,
  requestTicket,
} from '../../support/requests/authorize.ts'
import { startTestMock } from '../../support/mock.ts'

t.test('the authorization server learns what it has to ask its end user', async (t) => {
  const mock = await startTestMock(t, {
    world: authorizationWorld(
      {
        serviceName: 'A service',
        supportedAcrs: ['loa1', 'loa2'],
        supportedUiLocales: ['de', 'en'],
        supportedClaimLocales: ['fr'],
      },
      { clientName: 'A client', logoUri: 'https://rp.example.com/logo', jwks: '{}' },
    ),
  })
  const claims = {
    id_token: { sub: { value: 'alice' }, acr: { essential: true, values: ['loa2'] }, name: null },
    userinfo: { email: { essential: true } },
  }
  const details = [
    { type: 'payment_initiation', locations: ['https://rs.example.com'], amount: { value: 1 } },
  ]
  const answer = await request(mock, {
    scope: 'openid profile unknown',
    prompt: 'login consent',
    max_age: '60',
    display: 'popup',
    login_hint: 'alice@example.com',
    ui_locales: 'xx en de',
    claims_locales: 'fr en',
    claims: JSON.stringify(claims),
    resource: ['https://rs.example.com/a', 'https://rs.example.com/b', 'https://rs.example.com/a'],
    authorization_details: JSON.stringify(details),
  })
  const { ticket, resultMessage: _, claims: inIdToken, claimsAtUserInfo, ...rest } = answer
  t.match(ticket, /^[\w-]{43}$/)
  t.match(inIdToken, ['name', 'family_name'])
  t.ok((claimsAtUserInfo as string[]).includes('email'))
  t.strictSame(rest, {
    resultCode: 'A004001',
    clientEntityIdUsed: false,
    metadataDocumentUsed: false,
    nativeSsoRequested: false,
    acrEssential: true,
    acrs: ['loa2'],
    action: 'INTERACTION',
    authorizationDetails: {
      elements: [
        {
          type: 'payment_initiation',
          locations: ['https://rs.example.com'],
          otherFields: '{"amount":{"value":1}}',
        },
      ],
    },
    claimsLocales: ['fr'],
    client: {
      clientId,
      clientIdAlias: String(clientId),
      clientIdAliasEnabled: true,
      clientName: 'A client',
      clientType: 'CONFIDENTIAL',
      logoUri: 'https://rp.example.com/logo',
      number: 1001,
    },
    clientIdAliasUsed: true,
    display: 'POPUP',
    idTokenClaims: JSON.stringify(claims.id_token),
    loginHint: 'alice@example.com',
    maxAge: 60,
    prompts: ['LOGIN', 'CONSENT'],
    resources: ['https://rs.example.com/a', 'https://rs.example.com/b'],
    scopes: [
      { defaultEntry: false, name: 'openid' },
      { defaultEntry: false, name: 'profile' },
    ],
    service: { apiKey: 700, clientIdAliasEnabled: true, number: 700, serviceName: 'A service' },
    subject: 'alice',
    uiLocales: ['en', 'de'],
    userInfoClaims: JSON.stringify(claims.userinfo),
  })
})

t.test('what the client is registered for stands in for what the request leaves out', async (t) => {
  const scope = {
    name: 'accounts',
    defaultEntry: true,
    description: 'Accounts',
    attributes: [{ key: 'k', value: 'v' }],
  }
  const descriptions = [{ tag: 'de', value: 'Konten' }]
  const mock = await startTestMock(t, {
    world: authorizationWorld(
      { supportedScopes: [{ ...scope, descriptions }], supportedAcrs: ['loa1'] },
      { defaultMaxAge: 90, defaultAcrs: ['loa1'] },
    ),
  })
  const answer = await request(mock, { scope: undefined, redirect_uri: undefined, prompt: '' })
  t.match(answer, { action: 'INTERACTION', maxAge: 90, acrs: ['loa1'], acrEssential: false })
  t.strictSame(answer['scopes'], [{ ...scope, descriptions }])
})

t.test('a client is found by its alias, and that is told', async (t) => {
  const aliased = { clientIdAlias: 'my-client', clientIdAliasEnabled: true }
  const mock = await startTestMock(t, { world: authorizationWorld({ clientIdAliasEnabled: true }, aliased) })
  t.match(await request(mock, { client_id: 'my-client' }), {
    action: 'INTERACTION',
    clientIdAliasUsed: true,
    client: { clientId, clientIdAlias: 'my-client' },
  })
})

t.test('a request that asks for nothing is told as asking for nothing', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const answer = await request(mock, { scope: undefined })
  for (const member of ['scopes', 'prompts', 'acrs', 'claims', 'resources', 'grant', 'gmAction', 'subject']) {
    t.notOk(member in answer, member)
  }
})

const code = 'CODE'

/** How an answer reaches its client, by response mode and redirect URI. */
const deliveries = [
  ['query', redirectUri, `${redirectUri}?state=state-1&code=${code}&iss=https%3A%2F%2Fas.example.com`],
  [
    'query',
    `${redirectUri}?a=b`,
    `${redirectUri}?a=b&state=state-1&code=${code}&iss=https%3A%2F%2Fas.example.com`,
  ],
  ['fragment', redirectUri, `${redirectUri}#state=state-1&code=${code}&iss=https%3A%2F%2Fas.example.com`],
] as const

for (const [mode, uri, expected] of deliveries) {
  t.test(`a code travels by ${mode} to ${uri}`, async (t) => {
    const mock = await startTestMock(t, { world: authorizationWorld({}, { redirectUris: [uri] }) })
    const ticket = await requestTicket(mock, { response_mode: mode, redirect_uri: uri })
    const answer = await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
    t.equal(answer.action, 'LOCATION')
    t.equal(answer.responseContent?.replace(answer.authorizationCode ?? '', code), expected)
  })
}

t.test('a code travels by a page that sends itself, and no text leaves its place there', async (t) => {
  const uri = "https://rp.example.com/cb?a=1&b='"
  const mock = await startTestMock(t, { world: authorizationWorld({}, { redirectUris: [uri] }) })
  const state = `"><script>alert('&')</script>`
  const ticket = await requestTicket(mock, { response_mode: 'form_post', redirect_uri: uri, state })
  const answer = await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
  t.equal(answer.action, 'FORM')
  const page = answer.responseContent ?? ''
  t.match(page, `<form method="post" action="https://rp.example.com/cb?a=1&amp;b=&#39;">`)
  t.match(page, `<input type="hidden" name="code" value="${answer.authorizationCode}"/>`)
  t.match(page, `<input type="hidden" name="iss" value="${issuer}"/>`)
  t.match(page, 'value="&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;"')
  t.notMatch(page, '<script')
})

t.test('a service can leave the issuer and parts of errors out', async (t) => {
  const silent = { issSuppressed: true, errorDescriptionOmitted: true, errorUriOmitted: true }
  const mock = await startTestMock(t, { world: authorizationWorld(silent) })
  const refused = await request(mock, { prompt: 'beep', state: undefined })
  t.equal(refused.responseContent, `${redirectUri}?error=invalid_request`)
  const lost = await request(mock, { client_id: '1' })
  t.equal(lost.responseContent, '{"error":"invalid_request"}')
})

t.test('an error is told to the fragment where the response type asks for tokens', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  for (const type of ['token', 'code id_token']) {
    const { responseContent, resultCode } = await request(mock, { response_type: type })
    t.equal(resultCode, 'A009305')
    t.match(responseContent, `${redirectUri}#error=unsupported_response_type&`)
    t.match(responseContent, /&state=state-1&iss=[^&]+$/)
  }
})

t.test('an error is followed by state and issuer, in every response mode', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const names = ['error', 'error_description', 'error_uri', 'state', 'iss']
  for (const response_mode of ['query', 'fragment', 'form_post']) {
    const ticket = await requestTicket(mock, { response_mode })
    for (const { responseContent = '' } of [
      await request(mock, { response_mode, prompt: 'beep' }),
      await call(mock, '/auth/authorization/fail', { ticket, reason: 'DENIED' }),
    ]) {
      const told =
        response_mode === 'form_post'
          ? [...responseContent.matchAll(/name="(\w+)"/g)].map(([, name]) => name)
          : [...new URLSearchParams(responseContent.split(/[?#]/)[1]).keys()]
      t.strictSame(told, names, response_mode)
    }
  }
})

t.test('a failure speaks of prompt=none where the request has it', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  for (const reason of [
    'NOT_LOGGED_IN',
    'MAX_AGE_NOT_SUPPORTED',
    'EXCEEDS_MAX_AGE',
    'DIFFERENT_SUBJECT',
    'ACR_NOT_SATISFIED',
  ]) {
    for (const prompt of ['none', 'login', undefined]) {
      const ticket = await requestTicket(mock, { prompt })
      const { resultMessage } = await call(mock, '/auth/authorization/fail', { ticket, reason })
      t.equal(resultMessage.includes('prompt=none'), prompt === 'none', `${reason} ${prompt}`)
    }
  }
})

t.test('the reason of a failure is told in the words of the authorization server', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const ticket = await requestTicket(mock, { prompt: 'none' })
  const body = { ticket, reason: 'NOT_LOGGED_IN', description: 'Bitte "anmelden" ä' }
  const answer = await call(mock, '/auth/authorization/fail', body)
  t.match(answer, { resultCode: 'A060301', action: 'LOCATION' })
  const parameters = new URLSearchParams(answer.responseContent?.split('?')[1])
  t.equal(parameters.get('error'), 'login_required')
  t.equal(parameters.get('error_description'), 'Bitte ?anmelden? ?')
  const again = await call(mock, '/auth/authorization/fail', body)
  t.equal(again.resultCode, 'A059202', 'a ticket fails once')
})

t.test('of two calls at once one spends the ticket', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const race = async (calls: readonly (readonly [string, object])[]) => {
    const ticket = await requestTicket(mock)
    const answers = await Promise.all(
      calls.map(([path, body]) => call(mock, `/auth/authorization/${path}`, { ticket, ...body })),
    )
    return answers.map(({ resultCode }) => resultCode).toSorted()
  }
  const issue = ['issue', { subject: 'alice' }] as const
  const fail = ['fail', { reason: 'DENIED' }] as const
  t.strictSame(await race([issue, issue]), ['A040001', 'A041202'])
  t.strictSame(await race([fail, fail]), ['A059202', 'A060306'])
  t.strictSame(await race([fail, ['ticket/update', { info: 'a' }]]), ['A060306', 'A299205'])
})

t.test('what stands beside a ticket comes back as it was put there', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const ticket = await requestTicket(mock)
  const info = () => call(mock, '/auth/authorization/ticket/info', { ticket })
  t.strictSame((await info())['info'], {})
  const context = '{"scopes":["a"],"text":"ä \\u0000"}'
  const updated = await call(mock, '/auth/authorization/ticket/update', { ticket, info: { context } })
  t.strictSame(updated['info'], { context })
  t.strictSame((await info())['info'], { context })
  const replaced = await call(mock, '/auth/authorization/ticket/update', { ticket, info: 'plain' })
  t.equal(replaced['info'], 'plain')
  t.strictSame((await info())['info'], { context: 'plain' })
  const issued = await call(mock, '/auth/authorization/issue', { ticket, subject: 'alice' })
  t.strictSame(issued['ticketInfo'], { context: 'plain' })
  t.equal((await info()).action, 'NOT_FOUND')
})

t.test('the context of a request is beside its ticket from the start', async (t) => {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const parameters = `response_type=code&client_id=${clientId}&scope=accounts`
  const { ticket } = await call(mock, '/auth/authorization', { parameters, context: 'first' })
  t.strictSame((await call(mock, '/auth/authorization/ticket/info', { ticket }))['info'], {
    context: 'first',
  })
})

t.test('a loopback redirect URI is good on every port where the service says so', async (t) => {
  const redirectUris = ['http://127.0.0.1/cb', 'https://rp.example.com:8443/cb']
  for (const loopbackRedirectionUriVariable of [true, false]) {
    const mock = await startTestMock(t, {
      world: authorizationWorld({ loopbackRedirectionUriVariable }, { redirectUris }),
    })
    const { resultCode } = await request(mock, { redirect_uri: 'http://127.0.0.1:51004/cb' })
    t.equal(resultCode, loopbackRedirectionUriVariable ? 'A004001' : 'A011304')
    const others = ['http://127.0.0.1:51004/other', 'http://localhost:1/cb', 'https://rp.example.com/cb']
    for (const uri of others) {
      t.equal((await request(mock, { redirect_uri: uri })).resultCode, 'A011304', uri)
    }
  }
})

t.test('a code lasts as long as the service says', async (t) => {
  for (const service of [{}, { authorizationCodeDuration: 0 }, { authorizationCodeDuration: 30 }]) {
    const mock = await startTestMock(t, { world: authorizationWorld(service) })
    t.match(await authorize(mock), /^[\w-]{43}$/)
  }
})
