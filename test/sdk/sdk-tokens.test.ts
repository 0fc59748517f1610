import { Authlete } from '@authlete/typescript-sdk'
import t, { type Test } from 'tap'
import {
  authorizationWorld,
  authorize,
  clientId,
  clientSecret,
  issuer,
  redirectUri,
} from '../support/requests/authorize.ts'
import { apiToken, serviceId, startTestMock } from '../support/mock.ts'
import { hash } from '../support/requests/proof.ts'
import { makeKeySet } from '../support/requests/tokens.ts'

/** Authlete's own SDK, unmodified, pointed at a listening mock. */
async function startWithSdk(t: Test) {
  const mock = await startTestMock(t, { world: authorizationWorld() })
  const serverURL = await mock.listen()
  return { mock, sdk: new Authlete({ serverURL, bearer: apiToken }) }
}

t.test('the SDK makes, changes, lists and ends tokens', async (t) => {
  const { sdk } = await startWithSdk(t)
  const tokenManagement = sdk.token.management
  const made = await tokenManagement.create({
    serviceId,
    tokenCreateRequest: {
      grantType: 'AUTHORIZATION_CODE',
      clientId,
      subject: 'alice',
      scopes: ['openid'],
      properties: [{ key: 'session', value: '7', hidden: true }],
      authorizationDetails: { elements: [{ type: 'payment', otherFields: '{"amount":"1.00"}' }] },
    },
  })
  t.match(made, { action: 'OK', clientId, tokenType: 'Bearer', expiresIn: 3600 })
  const { accessToken = '' } = made
  const changed = await tokenManagement.update({
    serviceId,
    tokenUpdateRequest: { accessToken, scopes: ['openid', 'profile'] },
  })
  t.match(changed, { action: 'OK', scopes: ['openid', 'profile'] })
  const listed = await tokenManagement.list({
    serviceId,
    clientIdentifier: String(clientId),
    start: 0,
    end: 3,
  })
  t.match(listed, { totalCount: 1, accessTokens: [{ accessTokenHash: hash(accessToken) }] })
  const revoked = await tokenManagement.revoke({ serviceId, tokenRevokeRequest: { subject: 'alice' } })
  t.match(revoked, { resultCode: 'A312001', count: 1 })
  const again = await tokenManagement.create({
    serviceId,
    tokenCreateRequest: { grantType: 'CLIENT_CREDENTIALS', clientId },
  })
  await tokenManagement.delete({ serviceId, accessTokenIdentifier: again.accessToken ?? '' })
  t.match(await tokenManagement.list({ serviceId }), { totalCount: 0, accessTokens: [] })
})

t.test('the SDK checks a token of the code flow, with its grant, and collects claims', async (t) => {
  const { mock, sdk } = await startWithSdk(t)
  await mock.admin.updateService(serviceId, { jwks: await makeKeySet(['RS256']) })
  const claims = JSON.stringify({ userinfo: { birthdate: null } })
  const code = await authorize(
    mock,
    { scope: 'openid profile', claims, grant_management_action: 'create' },
    { consentedClaims: ['name', 'birthdate'], properties: [{ key: 'session', value: '7', hidden: true }] },
  )
  const parameters = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
  }).toString()
  const tokenRequest = { parameters, clientId: String(clientId), clientSecret }
  const { accessToken = '', grantId } = await sdk.token.process({ serviceId, tokenRequest })
  const introspected = await sdk.introspection.process({
    serviceId,
    introspectionRequest: { token: accessToken, scopes: ['profile'] },
  })
  t.match(introspected, {
    action: 'OK',
    grantId,
    grant: { scopes: [{ scope: 'openid profile' }], claims: ['birthdate', 'name'] },
    grantType: 'AUTHORIZATION_CODE',
    consentedClaims: ['name', 'birthdate'],
    properties: [{ key: 'session', value: '7', hidden: true }],
    subject: 'alice',
  })
  const standard = await sdk.introspection.standardProcess({
    serviceId,
    standardIntrospectionRequest: { parameters: `token=${accessToken}` },
  })
  t.match(JSON.parse(standard.responseContent ?? ''), { active: true, grant_id: grantId, iss: issuer })
  const accepted = await sdk.userinfo.process({ serviceId, userinfoRequest: { token: accessToken } })
  t.match(accepted, { action: 'OK', subject: 'alice', userInfoClaims: '{"birthdate":null}' })
  t.match(accepted.consentedClaims, ['name', 'birthdate'])
  const issued = await sdk.userinfo.issue({
    serviceId,
    userinfoIssueRequest: { token: accessToken, claims: '{"name":"Alice"}' },
  })
  t.match(issued, { action: 'JSON', responseContent: '{"sub":"alice","name":"Alice"}' })
})

t.test('the SDK gets each refusal of a token as a value', async (t) => {
  const { sdk } = await startWithSdk(t)
  const token = 'nobody'
  t.match(await sdk.introspection.process({ serviceId, introspectionRequest: { token } }), {
    resultCode: 'A057302',
  })
  t.match(await sdk.userinfo.process({ serviceId, userinfoRequest: { token } }), { resultCode: 'A088302' })
  t.match(await sdk.userinfo.issue({ serviceId, userinfoIssueRequest: { token } }), { resultCode: 'A092302' })
})
