import { Authlete } from '@authlete/typescript-sdk'
import { AuthleteDefaultError, ResultError } from '@authlete/typescript-sdk/models/errors'
import t, { type Test } from 'tap'
import { serviceId, startTestMock } from '../support/mock.ts'

/** Authlete's own SDK, unmodified, with an organization token that has every right. */
async function startWithSdk(t: Test) {
  const mock = await startTestMock(t)
  const serverURL = await mock.listen()
  const { apiToken: bearer } = await mock.admin.createApiToken({ rights: ['ADMIN'] })
  return { mock, sdk: new Authlete({ serverURL, bearer }) }
}

const signingKey = { kty: 'EC', crv: 'P-256', kid: 'one', x: 'x', y: 'y' }

t.test('the SDK makes a service, changes it, publishes it and ends it', async (t) => {
  const { sdk } = await startWithSdk(t)
  const made = await sdk.service.create({
    serviceName: 'Mine',
    supportedScopes: [{ name: 'payments', defaultEntry: true }],
    attributes: [{ key: 'colour', value: 'red' }],
  })
  t.match(made, { serviceName: 'Mine', parRequired: false, attributes: [{ key: 'colour', value: 'red' }] })
  const id = String(made.apiKey)
  t.strictSame(await sdk.service.get({ serviceId: id }), made)
  const changed = await sdk.service.update({
    serviceId: id,
    service: {
      issuer: 'https://as.example.com',
      grantManagementEndpoint: 'https://as.example.com/gm',
      jwks: JSON.stringify({ keys: [{ ...signingKey, d: 'secret' }] }),
    },
  })
  t.match(changed, { apiKey: made.apiKey, issuer: 'https://as.example.com', createdAt: made.createdAt })
  t.notOk('serviceName' in changed)
  const { services = [] } = await sdk.service.list({ start: 1, end: 2 })
  t.strictSame(services, [changed])
  const metadata = await sdk.service.getConfiguration({ serviceId: id, pretty: true })
  t.same(metadata, {}, 'this SDK drops every member of the configuration')
  const published = await sdk.jwkSetEndpoint.serviceJwksGetApi({ serviceId: id, pretty: true })
  t.strictSame(published.keys, [signingKey])
  t.equal(await sdk.service.delete({ serviceId: id }), undefined)
  await t.rejects(sdk.service.get({ serviceId: id }), AuthleteDefaultError)
})

t.test('the SDK makes a client, finds it, changes it and ends it', async (t) => {
  const { sdk } = await startWithSdk(t)
  const made = await sdk.client.create({
    serviceId,
    client: {
      clientName: 'App',
      clientType: 'CONFIDENTIAL',
      grantTypes: ['AUTHORIZATION_CODE', 'REFRESH_TOKEN'],
      responseTypes: ['CODE'],
      redirectUris: ['https://app.example.com/callback'],
      dpopRequired: true,
    },
  })
  t.type(made.clientId, 'number')
  t.match(made, {
    clientSecret: /^[A-Za-z0-9]{86}$/,
    tokenAuthMethod: 'CLIENT_SECRET_BASIC',
    derivedSectorIdentifier: 'app.example.com',
    dpopRequired: true,
  })
  const clientId = String(made.clientId)
  t.strictSame(await sdk.client.get({ serviceId, clientId }), made)
  const changed = await sdk.client.update({ serviceId, clientId, client: { clientName: 'Other' } })
  t.match(changed, { clientName: 'Other', clientSecret: made.clientSecret, tokenAuthMethod: 'NONE' })
  const { clients, totalCount } = await sdk.client.list({ serviceId, start: 0, end: 100 })
  t.strictSame([clients, totalCount], [[changed], 1])
  t.equal(await sdk.client.delete({ serviceId, clientId }), undefined)
  await t.rejects(sdk.client.get({ serviceId, clientId }), AuthleteDefaultError)
})

t.test('the SDK manages what hangs on a client', async (t) => {
  const { sdk, mock } = await startWithSdk(t)
  const made = await sdk.client.create({ serviceId, client: {} })
  const [clientIdentifier, clientId] = [String(made.clientId), String(made.clientId)]
  const { management } = sdk.client
  const lock = { serviceId, clientIdentifier, clientFlagUpdateRequest: { clientLocked: true } }
  t.match(await management.updateLockFlag(lock), { resultCode: 'A293001' })
  t.match(await sdk.client.get({ serviceId, clientId }), { locked: true })
  const { newClientSecret, oldClientSecret } = await management.refreshSecret({ serviceId, clientIdentifier })
  t.equal(oldClientSecret, made.clientSecret)
  t.match(newClientSecret, /^[A-Za-z0-9]{86}$/)
  const clientSecretUpdateRequest = { clientSecret: 'mine' }
  t.match(await management.updateSecret({ serviceId, clientIdentifier, clientSecretUpdateRequest }), {
    newClientSecret: 'mine',
    oldClientSecret: newClientSecret,
  })
  const scopes = { requestableScopes: ['a', 'b'] }
  t.same(
    await management.updateRequestableScopes({
      serviceId,
      clientId,
      clientExtensionRequestableScopesUpdateRequest: scopes,
    }),
    scopes,
  )
  t.same(await management.getRequestableScopes({ serviceId, clientId }), scopes)
  t.equal(await management.deleteRequestableScopes({ serviceId, clientId }), undefined)
  await mock.admin.mintToken(serviceId, { clientId: made.clientId ?? 0, subject: 'alice', scopes: ['a'] })
  const subject = 'alice'
  const named = { serviceId, subjectPathParameter: subject, subjectQueryParameter: subject }
  t.match(await management.listAuthorizations(named), {
    totalCount: 1,
    clients: [{ clientId: made.clientId }],
  })
  t.match(
    await management.updateAuthorizations({
      serviceId,
      clientId,
      clientAuthorizationUpdateRequest: { subject, scopes: ['b'] },
    }),
    { resultCode: 'A138001' },
  )
  t.same((await mock.admin.listTokens(serviceId)).accessTokens[0]?.scopes, ['b'])
  t.match(await management.deleteAuthorizations({ ...named, clientId }), { resultCode: 'A137001' })
  t.match(await management.getGrantedScopes({ ...named, clientId }), { resultCode: 'A139001' })
  t.match(await management.deleteGrantedScopes({ ...named, clientId }), { resultCode: 'A140001' })
})

t.test('a refusal reaches the SDK as its ResultError', async (t) => {
  const { sdk } = await startWithSdk(t)
  const failure = sdk.client.create({ serviceId, client: { redirectUris: ['nowhere'] } })
  await t.rejects(failure, { message: /A031209/ })
  await t.rejects(failure, ResultError)
})
