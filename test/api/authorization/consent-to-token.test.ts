import { decodeJwt } from 'jose'
import t from 'tap'
import { authorize } from '../../support/requests/authorize.ts'
import { startTestMock } from '../../support/mock.ts'
import { codeRequest, requestToken, tokenWorld } from '../../support/requests/token.ts'

t.test('consent says how long the access token lasts, and what else it claims', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld({ accessTokenSignAlg: 'ES256' }) })
  const consent = { accessTokenDuration: 30, jwtAtClaims: '{"tenant":"one"}' }
  const answer = await requestToken(mock, codeRequest(await authorize(mock, {}, consent)))
  t.match(answer, { action: 'OK', accessTokenDuration: 30 })
  const { access_token: token } = JSON.parse(answer.responseContent) as { access_token: string }
  t.match(decodeJwt(token), { tenant: 'one' })
})

t.test('the token request’s own word counts more than that of the consent', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld({ accessTokenSignAlg: 'ES256' }) })
  const consent = { accessTokenDuration: 30, jwtAtClaims: '{"tenant":"one"}' }
  const own = { accessTokenDuration: 60, jwtAtClaims: '{"tenant":"two"}' }
  const code = await authorize(mock, {}, consent)
  const answer = await requestToken(mock, { ...codeRequest(code), ...own })
  t.match(answer, { action: 'OK', accessTokenDuration: 60 })
  const { access_token: token } = JSON.parse(answer.responseContent) as { access_token: string }
  t.match(decodeJwt(token), { tenant: 'two' })
})

t.test('properties and permissions of the consent arrive at the token', async (t) => {
  const mock = await startTestMock(t, { world: tokenWorld() })
  const properties = [
    { key: 'consent_id', value: 'c-1', hidden: true },
    { key: 'shown', value: 's' },
  ]
  const authorizationDetails = { elements: [{ type: 'payment_initiation', otherFields: '{"limit":5}' }] }
  const request = {
    grant_management_action: 'create',
    authorization_details: '[{"type":"payment_initiation","limit":9}]',
  }
  const consent = { properties, authorizationDetails, scopes: ['payments'], consentedClaims: ['name'] }
  const answer = await requestToken(mock, codeRequest(await authorize(mock, request, consent)))
  t.match(answer, { action: 'OK', properties })
  const content = JSON.parse(answer.responseContent) as Record<string, unknown>
  t.match(content, { scope: 'payments', shown: 's', authorization_details: [{ limit: 5 }] })
  t.notOk('consent_id' in content)
  const { grants } = await mock.admin.listGrants('700')
  t.match(grants, [
    {
      grantId: content['grant_id'],
      subject: 'alice',
      scopes: [{ scope: 'payments' }],
      claims: ['name'],
      authorizationDetails: [{ type: 'payment_initiation', limit: 5 }],
    },
  ])
})
