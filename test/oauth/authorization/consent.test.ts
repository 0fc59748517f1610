import t from 'tap'
import type { AuthorizationRequest } from '../../../src/model/authorization.ts'
import type { Client } from '../../../src/model/client.ts'
import type { Service } from '../../../src/model/service.ts'
import {
  checkAcr,
  checkClaimValues,
  checkConsentedDetails,
  readConsent,
  readConsentDocuments,
  type Consent,
} from '../../../src/oauth/authorization/consent.ts'

const request = {
  scopes: ['openid', 'accounts'],
  authorizationDetails: [{ type: 'asked_for' }],
} as unknown as AuthorizationRequest

const service = {
  properties: { supportedScopes: ['openid', 'accounts', 'payments'].map((name) => ({ name })) },
} as unknown as Service

const client: Client = { clientId: 1, clientType: 'CONFIDENTIAL', properties: {} }

const read = (consent: Consent, asked: AuthorizationRequest, by = service, of = client) =>
  readConsent(consent, readConsentDocuments(consent), asked, by, of)

t.test('a consent that says nothing leaves the request as it is', async (t) => {
  t.strictSame(read({}, request), { request, scopes: request.scopes })
  const empty = { authTime: 0, acr: '', claims: '', sub: '', idtHeaderParams: '', jwtAtClaims: '' }
  t.strictSame(read(empty, request), { request, scopes: request.scopes })
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
  t.strictSame(read(consent, request), {
    request: { ...request, authorizationDetails: [{ limit: 5, type: 'granted' }] },
    scopes: [],
    authTime: 5,
    acr: 'loa2',
    claims: { name: 'Alice' },
    consentedClaims: [],
    properties: [{ key: 'k', value: 'v', hidden: true }],
    sub: 'pairwise',
    idTokenHeaderParameters: { x: 1 },
    accessTokenSeconds: 30,
    jwtAtClaims: '{"y":2}',
  })
})

t.test('a consent adds scopes of the service only, and never openid', async (t) => {
  const withoutOpenid = { ...request, scopes: ['accounts'] }
  const consent = { scopes: ['payments', 'openid', 'payments', 'unknown'] }
  t.strictSame(read(consent, withoutOpenid).scopes, ['payments'])
  t.strictSame(read(consent, request).scopes, ['payments', 'openid'])
  t.strictSame(read(consent, request, { properties: {} } as Service).scopes, [])
})

t.test('a consent adds only scopes that the client may ask for', async (t) => {
  const extension = { requestableScopesEnabled: true, requestableScopes: ['openid', 'payments'] }
  const limited: Client = { ...client, properties: { extension } }
  const consent = { scopes: ['accounts', 'payments'] }
  t.strictSame(read(consent, request, service, limited).scopes, ['payments'])
})

t.test('details without elements say nothing', async (t) => {
  t.equal(checkConsentedDetails(readConsentDocuments({ authorizationDetails: {} })).verdict, 'pass')
  t.strictSame(read({ authorizationDetails: {} }, request).request, request)
  t.equal(checkAcr().verdict, 'pass')
  t.equal(checkClaimValues(readConsentDocuments({})).verdict, 'pass')
  t.equal(checkClaimValues(readConsentDocuments({ claims: '{"name":"Alice"}' })).verdict, 'pass')
})
