import t from 'tap'
import type { IntrospectionRequest } from '../../../schema/introspection.ts'
import { listRequestedClaims } from '../../../src/oauth/grants/grant-permissions.ts'
import { callApi } from '../../support/api.ts'
import { serviceId, startOfTests, type TestMock } from '../../support/mock.ts'
import { makeProof, mintBound } from '../../support/requests/proof.ts'
import {
  createBound,
  createToken,
  makeKeySet,
  resourceUri,
  startOnDisk,
  tokenWorld,
} from '../../support/requests/tokens.ts'
import { startTestMock } from '../../support/mock.ts'

type Body = Readonly<Record<string, unknown>>

async function introspect(mock: TestMock, request: IntrospectionRequest): Promise<Body> {
  return (await callApi(mock, 'POST', '/auth/introspection', request)).body
}

const start = (t: Parameters<typeof startTestMock>[0]) => startTestMock(t, { world: tokenWorld })

t.test('everything that is known of a token is told, in the order of the alphabet', async (t) => {
  const mock = await start(t)
  const properties = [
    { key: 'session', value: '7', hidden: true },
    { key: 'tenant', value: 'a' },
  ]
  const authorizationDetails = {
    elements: [{ type: 'payment', actions: ['initiate'], otherFields: '{"amount":"1.00"}' }],
  }
  const { accessToken, expiresAt } = await createToken(mock, {
    scopes: ['profile', 'openid'],
    properties,
    authorizationDetails,
    resources: [resourceUri],
    acr: 'gold',
    authTime: 1_767_225_000,
    clientIdAliasUsed: true,
  })
  const answer = await introspect(mock, { token: accessToken })
  const consentedClaims = listRequestedClaims(['profile'])
  t.strictSame(answer, {
    resultCode: 'A056001',
    resultMessage: '[A056001] The access token is valid.',
    accessTokenResources: [resourceUri],
    acr: 'gold',
    action: 'OK',
    authTime: 1_767_225_000,
    authorizationDetails,
    clientAttributes: [{ key: 'first_party', value: 'true' }],
    clientEntityIdUsed: false,
    clientId: 1,
    clientIdAlias: 'bank',
    clientIdAliasUsed: true,
    cnonceExpiresAt: 0,
    consentedClaims,
    existent: true,
    expiresAt,
    forCredentialIssuance: false,
    forExternalAttachment: false,
    grantType: 'AUTHORIZATION_CODE',
    metadataDocumentUsed: false,
    properties: properties.map((property) => ({ hidden: false, ...property })),
    refreshable: true,
    resources: [resourceUri],
    responseContent: 'Bearer error="invalid_request"',
    responseSigningRequired: false,
    scopeDetails: [
      {
        defaultEntry: false,
        name: 'profile',
        description: 'Names.',
        attributes: [{ key: 'access_token.duration', value: '60' }],
      },
      { defaultEntry: false, name: 'openid' },
    ],
    scopes: ['profile', 'openid'],
    serviceAttributes: [{ key: 'tier', value: 'gold' }],
    subject: 'alice',
    sufficient: true,
    usable: true,
  })
  t.strictSame(Object.keys(answer).slice(2), Object.keys(answer).slice(2).toSorted())
})

t.test('of a token of which little is known, little is told', async (t) => {
  const mock = await start(t)
  const { accessToken, expiresAt } = await mock.admin.mintToken(serviceId, { clientId: 3, scopes: [] })
  t.strictSame(await introspect(mock, { token: accessToken }), {
    resultCode: 'A056001',
    resultMessage: '[A056001] The access token is valid.',
    action: 'OK',
    authTime: 0,
    clientEntityIdUsed: false,
    clientId: 3,
    clientIdAlias: '3',
    clientIdAliasUsed: true,
    cnonceExpiresAt: 0,
    existent: true,
    expiresAt,
    forCredentialIssuance: false,
    forExternalAttachment: false,
    metadataDocumentUsed: false,
    refreshable: false,
    responseContent: 'Bearer error="invalid_request"',
    responseSigningRequired: false,
    serviceAttributes: [{ key: 'tier', value: 'gold' }],
    sufficient: true,
    usable: true,
  })
})

t.test(
  'the grant of a token is told, also where the token is refused; its id even when it is gone',
  async (t) => {
    const mock = await start(t)
    const grant = {
      scopes: [{ scope: 'openid' }, { scope: 'accounts', resource: [resourceUri] }],
      claims: ['name'],
      authorizationDetails: [{ type: 'payment', amount: '1.00' }],
    }
    const { accessToken: token, grantId = '' } = await mock.admin.mintToken(serviceId, { grant })
    const told = {
      grantId,
      grant: {
        ...grant,
        authorizationDetails: { elements: [{ type: 'payment', otherFields: '{"amount":"1.00"}' }] },
      },
    }
    t.match(await introspect(mock, { token }), { action: 'OK', ...told })
    t.match(await introspect(mock, { token, scopes: ['payments'] }), { action: 'FORBIDDEN', ...told })
    await mock.admin.deleteGrant(serviceId, grantId)
    const after = await introspect(mock, { token })
    t.equal(after['action'], 'OK')
    t.equal(after['grantId'], grantId)
    t.equal(after['grant'], undefined)
  },
)

t.test('a grant that permits nothing is an empty list of scopes', async (t) => {
  const mock = await start(t)
  const { accessToken } = await mock.admin.mintToken(serviceId, { scopes: [], grant: {} })
  t.strictSame((await introspect(mock, { token: accessToken }))['grant'], { scopes: [] })
})

t.test('an expired token is told as expired once, and is unknown from then on', async (t) => {
  const mock = await start(t)
  const { accessToken: token } = await createToken(mock, { accessTokenDuration: 60 })
  mock.time.now += 60_000
  t.match(await introspect(mock, { token }), { resultCode: 'A065301', existent: true, refreshable: true })
  const again = await introspect(mock, { token })
  t.match(again, { resultCode: 'A057302', existent: false, usable: false, sufficient: false })
  t.match(again, { clientId: 0, expiresAt: 0 })
})

t.test('a refresh token that has expired refreshes nothing', async (t) => {
  const mock = await start(t)
  const { accessToken: token } = await createToken(mock, { refreshTokenDuration: 10 })
  t.equal((await introspect(mock, { token }))['refreshable'], true)
  mock.time.now += 10_000
  t.match(await introspect(mock, { token }), { action: 'OK', refreshable: false })
})

t.test('the same proof passes here and then at /gm, and at neither a second time', async (t) => {
  const mock = await start(t)
  const bound = await mintBound(mock)
  const { accessToken: token, grantId } = bound
  const dpop = await makeProof(bound.key, { accessToken: token, grantId })
  const request = { token, dpop, htm: 'GET', htu: `https://as.example.com/grants/${grantId}` }
  t.equal((await introspect(mock, request))['resultCode'], 'A056001')
  t.equal((await mock.gm({ accessToken: token, grantId, gmAction: 'QUERY', dpop })).resultCode, 'A277001')
  t.equal((await introspect(mock, request))['resultCode'], 'A065315')
  t.equal((await mock.gm({ accessToken: token, grantId, gmAction: 'QUERY', dpop })).resultCode, 'A281312')
})

t.test(
  'a nonce that the service requires goes with success and with failure, but not with unbound tokens',
  async (t) => {
    const mock = await start(t)
    await mock.admin.updateService(serviceId, { dpopNonceRequired: true })
    const { accessToken: token, prove } = await createBound(mock)
    const target = { htm: 'GET', htu: resourceUri }
    const refused = await introspect(mock, { token, dpop: await prove(), ...target })
    t.match(refused, { resultCode: 'A065314', responseContent: /^DPoP error="use_dpop_nonce"/ })
    const nonce = refused['dpopNonce']
    const accepted = await introspect(mock, { token, dpop: await prove({ payload: { nonce } }), ...target })
    t.match(accepted, {
      resultCode: 'A056001',
      dpopNonce: nonce,
      responseContent: 'Bearer error="invalid_request"',
    })
    const { accessToken: unbound } = await createToken(mock)
    t.equal((await introspect(mock, { token: unbound, dpop: 'not a proof' }))['dpopNonce'], undefined)
  },
)

t.test('without htm or htu a proof cannot be judged, and is not spent', async (t) => {
  const mock = await start(t)
  const { accessToken: token, prove } = await createBound(mock)
  const dpop = await prove()
  const target = { htm: 'GET', htu: resourceUri }
  t.match(await introspect(mock, { token, dpop, htu: resourceUri }), { resultCode: 'A065201' })
  t.match(await introspect(mock, { token, dpop, htm: 'GET' }), { action: 'INTERNAL_SERVER_ERROR' })
  t.equal((await introspect(mock, { token, dpop, ...target }))['action'], 'OK')
})

t.test('the right certificate passes', async (t) => {
  const mock = await start(t)
  const { accessToken: token, certificate = '' } = await mock.admin.mintToken(serviceId, { bind: 'mtls' })
  const answer = await introspect(mock, { token, clientCertificate: certificate })
  t.equal(answer['action'], 'OK')
  t.match(answer['certificateThumbprint'], /^[\w-]{43}$/)
})

t.test('what is demanded of a token and met is let through, up to the last second', async (t) => {
  const mock = await start(t)
  const order = { scopes: ['openid', 'accounts'], acr: 'gold', authTime: startOfTests / 1000 - 600 }
  const { accessToken: token } = await createToken(mock, order)
  const requirements = {
    scopes: ['accounts'],
    subject: 'alice',
    acrValues: ['silver', 'gold'],
    maxAge: 600,
    resources: [resourceUri],
  }
  t.equal((await introspect(mock, { token, ...requirements }))['action'], 'OK')
  mock.time.now += 1000
  t.equal((await introspect(mock, { token, ...requirements }))['resultCode'], 'A340301')
  const none = { scopes: [], acrValues: [], maxAge: 0, resources: [] }
  t.equal((await introspect(mock, { token, ...none }))['action'], 'OK', 'nothing is demanded')
})

t.test('an authentication whose time is unknown is too old for any age', async (t) => {
  const mock = await start(t)
  const { accessToken: token } = await createToken(mock)
  t.equal((await introspect(mock, { token, maxAge: 1_000_000_000 }))['resultCode'], 'A340301')
})

t.test('a token for certain resources is for all that it names', async (t) => {
  const mock = await start(t)
  const { accessToken: token } = await createToken(mock, {
    resources: [resourceUri, 'https://b.example.com'],
  })
  t.equal((await introspect(mock, { token, resources: ['https://b.example.com'] }))['action'], 'OK')
})

t.test('demands cannot break out of the challenge', async (t) => {
  const mock = await start(t)
  const { accessToken: token } = await createToken(mock, { scopes: ['openid'] })
  const { responseContent } = await introspect(mock, { token, scopes: ['a",error="none'] })
  t.match(responseContent, /scope="a\?,error=\?none openid"$/)
})

t.test('scopes are judged before what the token is bound to', async (t) => {
  const mock = await start(t)
  const { accessToken: token } = await createBound(mock)
  const answer = await introspect(mock, { token, scopes: ['payments'] })
  t.match(answer, { resultCode: 'A064301', responseContent: /^DPoP error="insufficient_scope".*algs=/ })
})

t.test('an access token that is a JWT is introspected like any other', async (t) => {
  const mock = await start(t)
  await mock.admin.updateService(serviceId, {
    accessTokenSignAlg: 'ES256',
    jwks: await makeKeySet(['ES256']),
  })
  const { jwtAccessToken: token = '' } = await createToken(mock)
  t.equal(token.split('.').length, 3)
  t.match(await introspect(mock, { token }), { action: 'OK', subject: 'alice' })
})

t.test('a token whose client somebody ends between two look-ups is unknown', async (t) => {
  const { mock, sql } = await startOnDisk(t)
  const { accessToken: token } = await createToken(mock)
  sql('DELETE FROM clients')
  const answer = await introspect(mock, { token })
  t.match(answer, { resultCode: 'A057302', existent: false })
  t.equal(answer['clientId'], 0)
  const { accessToken } = await createTokenOf(mock)
  mock.time.now += 3_600_000
  sql('DELETE FROM clients')
  t.match(await introspect(mock, { token: accessToken }), { resultCode: 'A065301', clientId: 9 })
})

/** A token of a client that is made with it. */
async function createTokenOf(mock: TestMock): Promise<{ accessToken: string }> {
  return mock.admin.mintToken(serviceId, { clientId: 9, refreshToken: true, expiresInSeconds: 3600 })
}
