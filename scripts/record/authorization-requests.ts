import { basic, form, type Calls } from './calls.ts'
import { clientKey, issuer, redirectUri, testkit } from './services.ts'

export const details = JSON.stringify([
  { type: 'account_information', actions: ['read'], locations: ['https://rs.example.com'] },
])
export const claims = JSON.stringify({
  userinfo: { name: null },
  id_token: { email: { essential: true }, acr: null },
})

export async function makeRequests(calls: Calls): Promise<void> {
  const { getTokens } = calls
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM'
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' }
  await getTokens('pkce', { scope: 'openid', ...pkce }, { tokenParameters: { code_verifier: verifier } })
  await getTokens(
    'pkce wrong',
    { scope: 'openid', ...pkce },
    { tokenParameters: { code_verifier: `${verifier}x` } },
  )
  await getTokens('pkce missing', { scope: 'openid', ...pkce })
  await getTokens(
    'public',
    { client_id: '1003', scope: 'openid', ...pkce },
    {
      token: { clientId: undefined, clientSecret: undefined },
      tokenParameters: { client_id: '1003', code_verifier: verifier },
    },
  )
  await getTokens('alias', { client_id: 'by-secret', scope: 'payment:42 openid', nonce: 'a' })
  await getTokens('claims', {
    scope: 'openid',
    claims,
    acr_values: 'urn:example:gold',
    claims_locales: 'fr-CA en',
  })
  await getTokens(
    'consented',
    { scope: 'openid profile email', authorization_details: details },
    {
      issue: {
        scopes: ['openid', 'profile'],
        consentedClaims: ['name'],
        acr: 'urn:example:gold',
        properties: [{ key: 'k', value: 'v' }],
        claims: '{"name":"Alice"}',
        sub: 'pairwise',
        accessToken: 'chosen-by-the-server',
      },
    },
  )
  await varyParameters(calls)
  await pushRequests(calls)
  await calls.api('no parameters', 'auth/authorization', {})
  await calls.api('doubled', 'auth/authorization', { parameters: 'client_id=1001&client_id=1001' })
}

async function varyParameters({ authorize }: Calls): Promise<void> {
  for (const responseType of [
    'token',
    'id_token',
    'code id_token',
    'code id_token token',
    'none',
    'code token',
  ]) {
    await authorize(`response ${responseType}`, {
      response_type: responseType,
      scope: 'openid profile',
      nonce: 'n',
      state: 's',
    })
  }
  for (const mode of ['query', 'fragment', 'form_post', 'jwt', 'query.jwt', 'other']) {
    await authorize(`mode ${mode}`, { response_mode: mode, scope: 'openid', state: 's' })
  }
  for (const prompt of ['none', 'login', 'consent select_account', 'none login', 'create', 'other']) {
    await authorize(`prompt ${prompt}`, {
      prompt,
      scope: 'openid',
      max_age: '60',
      login_hint: 'a',
      display: 'popup',
    })
  }
  for (const flaw of [
    { client_id: '9' },
    { redirect_uri: 'https://x.example' },
    { scope: 'none' },
    { max_age: 'x' },
    { acr_values: 'x', display: 'none' },
    { claims: '{' },
    { authorization_details: '[]' },
    { response_type: '' },
    { grant_management_action: 'other' },
    { grant_id: 'x' },
    { nonce: '' },
    { ui_locales: 'de xx', claims_locales: '?' },
  ]) {
    await authorize(`flaw ${JSON.stringify(flaw)}`, { scope: 'openid', state: 's', ...flaw })
  }
}

async function pushRequests({ api }: Calls): Promise<void> {
  const parameters = { response_type: 'code', client_id: '1001', redirect_uri: redirectUri, scope: 'openid' }
  const pushed = await api('par', 'pushed_auth_req', { ...basic, parameters: form(parameters) })
  const use = form({ client_id: '1001', request_uri: String(pushed['requestUri']) })
  await api('par used', 'auth/authorization', { parameters: use })
  await api('par used again', 'auth/authorization', { parameters: use })
  await api('par wrong secret', 'pushed_auth_req', {
    ...basic,
    clientSecret: 'x',
    parameters: form(parameters),
  })
  const object = (changed: Readonly<Record<string, unknown>>) =>
    testkit.makeRequestObject({
      key: clientKey,
      keyId: 'client',
      clientId: 1002,
      audience: issuer,
      parameters: { ...parameters, client_id: '1002', scope: 'openid email', nonce: 'n' },
      claims: changed,
    })
  const assertion = await testkit.makeClientAssertion({
    key: clientKey,
    keyId: 'client',
    clientId: 1002,
    audience: issuer,
  })
  const asserted = {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  }
  const request = await object({})
  const objectPushed = { parameters: form({ client_id: '1002', request, ...asserted }) }
  await api('par with object', 'pushed_auth_req', objectPushed)
  await api('par with assertion again', 'pushed_auth_req', objectPushed)
  for (const changed of [
    {},
    { aud: 'https://x.example' },
    { exp: 1 },
    { iss: 'x' },
    { client_id: '1001' },
    { scope: 5 },
    { request: 'x' },
  ]) {
    const signed = await object(changed)
    await api(`object ${JSON.stringify(changed)}`, 'auth/authorization', {
      parameters: form({ client_id: '1002', response_type: 'code', scope: 'openid', request: signed }),
    })
  }
}

export async function failRequests({ api }: Calls): Promise<void> {
  const parameters = form({
    response_type: 'code',
    client_id: '1001',
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 's',
  })
  const reasons = [
    'UNKNOWN',
    'NOT_LOGGED_IN',
    'EXCEEDS_MAX_AGE',
    'DENIED',
    'SERVER_ERROR',
    'CONSENT_REQUIRED',
    'INVALID_TARGET',
    undefined,
  ]
  for (const reason of reasons) {
    const { ticket } = await api('fail', 'auth/authorization', { parameters })
    await api('ticket info', 'auth/authorization/ticket/info', { ticket })
    await api('ticket update', 'auth/authorization/ticket/update', {
      ticket,
      info: { context: `for ${reason}` },
    })
    await api('ticket info', 'auth/authorization/ticket/info', { ticket })
    await api(`fail ${reason}`, 'auth/authorization/fail', {
      ticket,
      reason,
      description: 'Said by the server.',
    })
    await api(`fail ${reason} again`, 'auth/authorization/fail', { ticket, reason })
  }
}
