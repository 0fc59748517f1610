import { now } from './command.ts'
import { makeRequests, claims, details, failRequests } from './authorization-requests.ts'
import { basic, form, type Calls } from './calls.ts'
import { issuer, redirectUri, testkit } from './services.ts'

const manage = 'openid profile grant_management_query grant_management_revoke'
export async function runFlows(calls: Calls): Promise<void> {
  await useCode(calls)
  await manageGrants(calls)
  await makeRequests(calls)
  await failRequests(calls)
  await useOtherGrants(calls)
  await proveByKey(calls)
  await proveByCertificate(calls)
  await endTokens(calls)
}

async function useCode({ api, authorize, admin }: Calls): Promise<void> {
  const { authorizationCode } = await authorize('code', {
    scope: 'openid profile email',
    nonce: 'n',
    state: 's',
  })
  const code = String(authorizationCode)
  const parameters = { grant_type: 'authorization_code', code, redirect_uri: redirectUri }
  const ask = (subject: string, more = {}) =>
    api(subject, 'auth/token', { ...basic, parameters: form({ ...parameters, ...more }) })
  await ask('code wrong redirect', { redirect_uri: 'https://other.example.com' })
  const issued = await ask('code')
  const { refreshToken, accessToken } = issued
  const refresh = (subject: string, token: unknown, more = {}) =>
    api(subject, 'auth/token', {
      ...basic,
      parameters: form({ grant_type: 'refresh_token', refresh_token: String(token), ...more }),
    })
  const renewed = await refresh('refresh', refreshToken, { scope: 'openid profile' })
  await refresh('refresh again', refreshToken)
  await refresh('refresh wider', renewed['refreshToken'], { scope: 'openid payment:1' })
  for (const token of [accessToken, renewed['accessToken']]) {
    await api('introspect', 'auth/introspection', { token, scopes: ['openid'], subject: 'alice' })
    await api('introspect wrong scope', 'auth/introspection', { token, scopes: ['accounts'] })
    await api('introspect wrong subject', 'auth/introspection', { token, subject: 'bob' })
    await api('introspect standard', 'auth/introspection/standard', {
      parameters: form({ token: String(token) }),
    })
    await api('userinfo', 'auth/userinfo', { token })
    await api('userinfo issue', 'auth/userinfo/issue', {
      token,
      claims: '{"name":"Alice","email":"a@example.com"}',
    })
  }
  await admin('expiry', 'POST', '/clock/advance', { seconds: 601 })
  await api('introspect expired', 'auth/introspection', { token: renewed['accessToken'] })
  await refresh('refresh later', renewed['refreshToken'])
  await admin('expiry', 'POST', '/clock/advance', { seconds: 3601 })
  await refresh('refresh too late', renewed['refreshToken'])
  await admin('expiry', 'PUT', '/clock', { mode: 'frozen', now: new Date(now).toISOString() })
  await ask('code again')
}

async function manageGrants(calls: Calls): Promise<void> {
  const { api, authorize, getTokens } = calls
  const made = await getTokens('grant create', {
    scope: manage,
    grant_management_action: 'create',
    authorization_details: details,
    claims,
    resource: 'https://rs.example.com/accounts',
  })
  const grantId = String(made['grantId'])
  const accessToken = String(made['accessToken'])
  const gm = (subject: string, more: object) => api(subject, 'gm', { accessToken, grantId, ...more })
  await gm('gm query', { gmAction: 'QUERY' })
  const merge = { scope: `${manage} email accounts`, grant_management_action: 'merge', grant_id: grantId }
  const merged = await getTokens('grant merge', merge)
  await gm('gm query merged', { gmAction: 'QUERY' })
  await authorize('grant merge by another', merge, { subject: 'bob' })
  await getTokens('grant replace', { ...merge, grant_management_action: 'replace', scope: manage })
  await gm('gm query replaced', { gmAction: 'QUERY' })
  await gm('gm create', { gmAction: 'CREATE' })
  await gm('gm nothing', { gmAction: undefined })
  await gm('gm other grant', { gmAction: 'QUERY', grantId: 'other' })
  await gm('gm other token', { gmAction: 'QUERY', accessToken: 'other' })
  await gm('gm token of the merge', { gmAction: 'QUERY', accessToken: merged['accessToken'] })
  const poor = await getTokens('grant of poor token', { scope: 'openid', grant_management_action: 'create' })
  await gm('gm without scope', {
    gmAction: 'QUERY',
    accessToken: poor['accessToken'],
    grantId: poor['grantId'],
  })
  await gm('gm revoke', { gmAction: 'REVOKE' })
  await gm('gm query revoked', { gmAction: 'QUERY' })
  await getTokens('grant merge revoked', merge)
}

async function useOtherGrants({ api }: Calls): Promise<void> {
  const token = (subject: string, parameters: Readonly<Record<string, string>>, more: object = basic) =>
    api(subject, 'auth/token', { ...more, parameters: form(parameters) })
  await token('client credentials', { grant_type: 'client_credentials', scope: 'accounts email' })
  await token('client credentials openid', { grant_type: 'client_credentials', scope: 'openid' })
  await token(
    'client credentials post',
    { grant_type: 'client_credentials', client_id: '1001', client_secret: basic.clientSecret },
    {},
  )
  await token('no grant type', {})
  for (const grantType of [
    'urn:ietf:params:oauth:grant-type:token-exchange',
    'urn:ietf:params:oauth:grant-type:jwt-bearer',
    'urn:ietf:params:oauth:grant-type:device_code',
    'urn:openid:params:grant-type:ciba',
    'other',
  ]) {
    await token(`grant type ${grantType}`, { grant_type: grantType })
  }
  const password = { grant_type: 'password', username: 'alice', password: 'secret', scope: 'email openid' }
  const asked = await token('password', password)
  await api('password issue', 'auth/token/issue', {
    ticket: asked['ticket'],
    subject: 'alice',
    properties: [{ key: 'a', value: 'b' }],
  })
  await api('password issue again', 'auth/token/issue', { ticket: asked['ticket'], subject: 'alice' })
  for (const reason of ['INVALID_RESOURCE_OWNER_CREDENTIALS', 'UNKNOWN', 'INVALID_SCOPE', undefined]) {
    const { ticket } = await token('password', password)
    await api(`password fail ${reason}`, 'auth/token/fail', { ticket, reason })
  }
  await token('wrong secret', { grant_type: 'client_credentials' }, { ...basic, clientSecret: 'wrong' })
  await token('unknown client', { grant_type: 'client_credentials' }, { ...basic, clientId: '77' })
}

async function proveByKey({ api, admin, getTokens, authorize }: Calls): Promise<void> {
  await admin('dpop', 'PATCH', '', { dpopNonceRequired: true })
  const key = await testkit.makeKey()
  const scope = manage
  const { authorizationCode } = await authorize('dpop', {
    scope,
    grant_management_action: 'create',
    dpop_jkt: key.jkt,
  })
  const parameters = form({
    grant_type: 'authorization_code',
    code: String(authorizationCode),
    redirect_uri: redirectUri,
  })
  const ask = async (subject: string, nonce?: string) => {
    const request = { key, method: 'POST', uri: `${issuer}/token` }
    const dpop = await testkit.makeProof({ ...request, ...(nonce !== undefined && { nonce }) })
    return api(subject, 'auth/token', { ...basic, parameters, dpop, htm: 'POST', htu: request.uri })
  }
  const challenged = await ask('dpop without nonce')
  const nonce = String(challenged['dpopNonce'])
  const { accessToken, grantId } = await ask('dpop with nonce', nonce)
  const prove = (method: string, uri: string, more: object = {}) =>
    testkit.makeProof({ key, method, uri, accessToken: String(accessToken), nonce, ...more })
  const grant = `${issuer}/grants/${String(grantId)}`
  const gm = (subject: string, dpop: string | undefined) =>
    api(subject, 'gm', { gmAction: 'QUERY', grantId, accessToken, dpop })
  const good = await prove('GET', grant)
  await gm('dpop gm', good)
  await gm('dpop gm replayed', good)
  await gm('dpop gm none', undefined)
  await gm('dpop gm htm', await prove('POST', grant))
  await gm('dpop gm htu', await prove('GET', `${grant}/x`))
  await gm('dpop gm nonce', await prove('GET', grant, { nonce: 'other' }))
  await gm('dpop gm key', await prove('GET', grant, { key: await testkit.makeKey() }))
  await gm('dpop gm ath', await prove('GET', grant, { accessToken: 'other' }))
  for (const word of ['jws', 'alg-none', 'typ', 'alg', 'jwk-private', 'signature', 'jti'] as const) {
    await gm(`dpop gm ${word}`, await prove('GET', grant, { break: word }))
  }
  const rs = `${issuer}/accounts`
  const target = { htm: 'GET', htu: rs }
  await api('dpop introspect', 'auth/introspection', {
    token: accessToken,
    dpop: await prove('GET', rs),
    ...target,
  })
  await api('dpop introspect none', 'auth/introspection', { token: accessToken, ...target })
  await api('dpop userinfo', 'auth/userinfo', {
    token: accessToken,
    dpop: await prove('GET', `${issuer}/userinfo`),
  })
  await admin('dpop', 'PATCH', '', { dpopNonceRequired: null })
  for (const iat of [-301, -300, 60, 61]) {
    const seconds = now / 1000 + iat
    await gm(`dpop gm iat ${iat}`, await prove('GET', grant, { claims: { iat: seconds } }))
  }
  await getTokens('dpop bearer client', { scope })
}

async function proveByCertificate({ api, getTokens, admin }: Calls): Promise<void> {
  const [own, other] = [await testkit.makeCertificate(), await testkit.makeCertificate()]
  await admin('mtls', 'GET', '/clients/1001')
  const made = await api('mtls client', 'client/update/1001', {
    ...(await api('mtls client', 'client/get/1001')),
    tlsClientCertificateBoundAccessTokens: true,
  })
  const { accessToken, grantId } = await getTokens(
    'mtls',
    { scope: manage, grant_management_action: 'create' },
    { token: { clientCertificate: own.certificate } },
  )
  await getTokens('mtls without certificate', { scope: manage })
  for (const clientCertificate of [own.certificate, other.certificate, 'garbage', undefined]) {
    await api('mtls gm', 'gm', { gmAction: 'QUERY', grantId, accessToken, clientCertificate })
    await api('mtls introspect', 'auth/introspection', { token: accessToken, clientCertificate })
    await api('mtls userinfo', 'auth/userinfo', { token: accessToken, clientCertificate })
  }
  await api('mtls client', 'client/update/1001', { ...made, tlsClientCertificateBoundAccessTokens: false })
}

async function endTokens({ api, getTokens }: Calls): Promise<void> {
  for (const [hint, member] of [
    ['access_token', 'accessToken'],
    ['refresh_token', 'refreshToken'],
    ['', 'refreshToken'],
    ['other', 'accessToken'],
  ] as const) {
    const made = await getTokens('revocation', { scope: 'openid' })
    const parameters = form({ token: String(made[member]), ...(hint !== '' && { token_type_hint: hint }) })
    await api(`revocation ${hint} wrong client`, 'auth/revocation', { clientId: '1002', parameters })
    await api(`revocation ${hint}`, 'auth/revocation', { ...basic, parameters })
    await api(`revocation ${hint} again`, 'auth/revocation', { ...basic, parameters })
    await api(`revocation ${hint} after`, 'auth/introspection', { token: made['accessToken'] })
  }
  await api('revocation of nothing', 'auth/revocation', { ...basic, parameters: '' })
}
