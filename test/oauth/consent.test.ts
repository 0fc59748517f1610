import t from 'tap'
import type { AuthorizationRequest } from '../../src/model/authorization.ts'
import type { Service } from '../../src/model/service.ts'
import { checkAcr, checkClaimValues, checkConsentedDetails, readConsent } from '../../src/oauth/consent.ts'

const request = {
  scopes: ['openid', 'accounts'],
  authorizationDetails: [{ type: 'asked_for' }],
} as unknown as AuthorizationRequest

const service = {
  properties: { supportedScopes: ['openid', 'accounts', 'payments'].map((name) => ({ name })) },
} as unknown as Service

t.test('a consent that says nothing leaves the request as it is', async (t) => {
  t.strictSame(readConsent({}, request, service), { request, scopes: request.scopes })
  const empty = { authTime: 0, acr: '', claims: '', sub: '', idtHeaderParams: '', jwtAtClaims: '' }
  t.strictSame(readConsent(empty, request, service), { request, scopes: request.scopes })
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
  t.strictSame(readConsent(consent, request, service), {
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
  t.strictSame(readConsent(consent, withoutOpenid, service).scopes, ['payments'])
  t.strictSame(readConsent(consent, request, service).scopes, ['payments', 'openid'])
  t.strictSame(readConsent(consent, request, { properties: {} } as Service).scopes, [])
})

t.test('details without elements say nothing', async (t) => {
  t.equal(checkConsentedDetails({ authorizationDetails: {} }).verdict, 'pass')
  t.strictSame(readConsent({ authorizationDetails: {} }, request, service).request, request)
  t.equal(checkAcr().verdict, 'pass')
  t.equal(checkClaimValues(undefined).verdict, 'pass')
  t.equal(checkClaimValues('{"name":"Alice"}').verdict, 'pass')
})
