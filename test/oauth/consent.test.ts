import t from 'tap'
import type { AuthorizationRequest } from '../../src/model/authorization.ts'
import type { Client } from '../../src/model/client.ts'
import type { Service } from '../../src/model/service.ts'
import { checkAcr, checkClaimValues, checkConsentedDetails, readConsent } from '../../src/oauth/consent.ts'

const request = {
  scopes: ['openid', 'accounts'],
  authorizationDetails: [{ type: 'asked_for' }],
} as unknown as AuthorizationRequest

const service = {
  properties: { supportedScopes: ['openid', 'accounts', 'payments'].map((name) => ({ name })) },
} as unknown as Service

const client: Client = { clientId: 1, clientType: 'CONFIDENTIAL', properties: {} }

t.test('a consent that says nothing leaves the request as it is', async (t) => {
  t.strictSame(readConsent({}, request, service, client), { request, scopes: request.scopes })
  const empty = { authTime: 0, acr: '', claims: '', sub: '', idtHeaderParams: '', jwtAtClaims: '' }
  t.strictSame(readConsent(empty, request, service, client), { request, scopes: request.scopes })
})

t.test('all that a consent says goes into the code', async (t) => {
  const consent = {
    scopes: [],
    authTime: 5,
    acr: 'loa2',
    claims: '{"name":"Alice"}',
    consentedClaims: [],
    properties: [{ key: 'k', value: 'v', hidden: true }],
    sub: 'pairwise',
    idtHeaderParams: '{"x":1}',
    accessTokenDuration: 30,
    jwtAtClaims: '{"y":2}',
    authorizationDetails: { elements: [{ type: 'granted', otherFields: '{"limit":5,"type":"other"}' }] },
  }
  t.strictSame(readConsent(consent, request, service, client), {
    request: { ...request, authorizationDetails: [{ limit: 5, type: 'granted' }] },
    scopes: [],
    authTime: 5,
    acr: 'loa2',
    claims: '{"name":"Alice"}',
    consentedClaims: [],
    properties: [{ key: 'k', value: 'v', hidden: true }],
    sub: 'pairwise',
    idTokenHeaderParameters: '{"x":1}',
    accessTokenSeconds: 30,
    jwtAtClaims: '{"y":2}',
  })
})

t.test('a consent adds scopes of the service only, and never openid', async (t) => {
  const withoutOpenid = { ...request, scopes: ['accounts'] }
  const consent = { scopes: ['payments', 'openid', 'payments', 'unknown'] }
  t.strictSame(readConsent(consent, withoutOpenid, service, client).scopes, ['payments'])
  t.strictSame(readConsent(consent, request, service, client).scopes, ['payments', 'openid'])
  t.strictSame(readConsent(consent, request, { properties: {} } as Service, client).scopes, [])
})

t.test('a consent adds only scopes that the client may ask for', async (t) => {
  const extension = { requestableScopesEnabled: true, requestableScopes: ['openid', 'payments'] }
  const limited: Client = { ...client, properties: { extension } }
  const consent = { scopes: ['accounts', 'payments'] }
  t.strictSame(readConsent(consent, request, service, limited).scopes, ['payments'])
})

t.test('details without elements say nothing', async (t) => {
  t.equal(checkConsentedDetails({ authorizationDetails: {} }).verdict, 'pass')
  t.strictSame(readConsent({ authorizationDetails: {} }, request, service, client).request, request)
  t.equal(checkAcr().verdict, 'pass')
  t.equal(checkClaimValues(undefined).verdict, 'pass')
  t.equal(checkClaimValues('{"name":"Alice"}').verdict, 'pass')
})
